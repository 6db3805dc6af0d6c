"""How messages leave: one interface, and an adapter for each way. Adapters know no table and no academy.

`messenger(channel)` is the one that the installation has set up for a channel.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from tenants.messaging.console import ConsoleMessenger
from tenants.messaging.gateway import GatewayMessenger
from tenants.messaging.mail import MailMessenger
from tenants.messaging.types import MessageFailed, Messenger, Outgoing, Receipt

__all__ = ("MessageFailed", "Messenger", "Outgoing", "Receipt", "is_set_up", "messenger")


def _mail() -> Messenger | None:
    return MailMessenger(sender=settings.EDUAI_MAIL_FROM) if settings.EDUAI_MAIL_FROM else None


def _console() -> Messenger | None:
    return ConsoleMessenger() if settings.EDUAI_CONSOLE_MESSAGES else None


def _sms() -> Messenger | None:
    return _gateway(settings.EDUAI_SMS_URL, settings.EDUAI_SMS_API_KEY, settings.EDUAI_SMS_FROM)


def _alimtalk() -> Messenger | None:
    return _gateway(settings.EDUAI_ALIMTALK_URL, settings.EDUAI_ALIMTALK_API_KEY, settings.EDUAI_ALIMTALK_FROM)


def _gateway(url: str, api_key: str, sender: str) -> Messenger | None:
    return GatewayMessenger(url=url, api_key=api_key, sender=sender) if url else None


_WAYS: dict[str, Callable[[], Messenger | None]] = {
    "email": _mail,
    "console": _console,
    "sms": _sms,
    "alimtalk": _alimtalk,
}


def is_set_up(channel: str) -> bool:
    """Whether the installation can send by this channel."""
    return _WAYS[channel]() is not None


def messenger(channel: str) -> Messenger:
    """The channel's adapter. Raises MessageFailed, not to be retried, where nobody has set it up."""
    found = _WAYS[channel]()
    if found is None:
        raise MessageFailed("not_set_up", retryable=False)
    return found
