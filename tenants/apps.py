from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = _("Academy")

    def ready(self) -> None:
        from tenants import (
            logins,  # noqa: F401
            typed,  # noqa: F401
        )
        from tenants.services import consent, withdrawal
        from tenants.sign_in import marks  # noqa: F401

        consent.WHEN_WITHDRAWN.append(withdrawal.take_back)
