"""Where allauth asks us: nothing is mailed or said by it, addresses are read our way, and its secrets are sealed."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import connection
from django.http import HttpRequest

from tenants.addresses import address_of
from tenants.models.encrypted import opened, sealed

COLUMN = "mfa_authenticator/data"


class Accounts(DefaultAccountAdapter):
    """Log-in alone: nobody signs up here, and allauth's own notes and mails are not ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the academy's record says it."""


class Factors(DefaultMFAAdapter):
    """Secrets of one-time codes and seeds of recovery codes open in their academy alone, with its key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "번호가 맞지 않아요. 앱에 지금 보이는 번호를 다시 입력해 주세요.",
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(sealed(text.encode(), COLUMN)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return opened(base64.b64decode(encrypted_text), COLUMN).decode()

    def get_totp_issuer(self) -> str:
        """What the app on the phone calls the entry."""
        return f"{connection.tenant.name} EduAI"

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def _get_site_name(self) -> str:
        return str(connection.tenant.name)
