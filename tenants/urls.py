"""Signing in and out, one's own log-in, the guardian's consents, and the operators' desk."""

from django.contrib.auth import views as auth
from django.urls import path

from tenants.views import (
    ai_notice,
    consent,
    evidence,
    guardians,
    operators,
    own_account,
    own_address,
    privacy,
    receipts,
    rights,
    sign_in,
)

urlpatterns = [
    path("login/", sign_in.sign_in, name="login"),
    path("login/", sign_in.sign_in, name="account_login"),  # what allauth calls it
    path("login/second/", sign_in.second_factor, name="mfa_authenticate"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("account/", own_account.account, name="account"),
    path("account/factor/", own_account.factor, name="factor"),
    path("account/passkeys/", own_account.passkeys, name="passkeys"),
    path("account/recovery-codes/", own_account.recovery_codes, name="recovery-codes"),
    path("account/address/", own_address.address, name="own-address"),
    path("account/password/", own_account.password, name="password"),
    path("account/elsewhere/", own_account.elsewhere, name="elsewhere"),
    path("consents/", consent.consents, name="consents"),
    path("rights/", rights.rights, name="rights"),
    path("privacy", privacy.policy, name="privacy"),
    path("account/ai/", ai_notice.ai_notice, name="ai-notice"),
    path("consents/ask", consent.ask_guardian, name="consents-ask"),
    path("consents/waiting", consent.take_back_waiting, name="consents-waiting"),
    path("consents/key", receipts.key, name="consents-key"),
    path("consents/receipts/<int:event_id>", receipts.receipt, name="consent-receipt"),
    path("consents/<int:student_id>/<str:purpose>", consent.consent, name="consent"),
    path("guardians/<str:token>", guardians.invitation, name="guardian-invitation"),
    path("evidence/<uuid:evidence_id>", evidence.evidence_file, name="evidence"),
    path("operators/", operators.academies, name="operators"),
    path("operators/new", operators.new, name="operators-new"),
    path("operators/<int:academy_id>/state", operators.state, name="operators-state"),
]
