"""Reading the environment: one function per kind of value, each failing with the variable's name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable's text, stripped; `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def secret(name: str, default: str = "") -> str:
    """As `text`, but `NAME_FILE` may name a file that holds the value (Docker and Kubernetes secrets).

    Raises ImproperlyConfigured when that file cannot be read.
    """
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}") from error


def integer(name: str, default: int) -> int:
    """The variable as a whole number. Raises ImproperlyConfigured when it is none."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def decimal(name: str, default: str) -> Decimal:
    """The variable as an exact amount, 0 or more. Raises ImproperlyConfigured when it is none."""
    value = text(name, default)
    try:
        amount = Decimal(value)
    except InvalidOperation as error:
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.") from error
    if not amount.is_finite() or amount < 0:
        raise ImproperlyConfigured(f"{name} must be 0 or more, not {value!r}.")
    return amount


def boolean(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off. Raises ImproperlyConfigured otherwise."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def several(name: str) -> list[str]:
    """The variable split at commas, without empty parts."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def named_secrets(name: str) -> dict[str, str]:
    """The variable's `name=value` pairs, split at white space; `NAME_FILE` as in `secret`.

    Raises ImproperlyConfigured for a part without a name, a name given twice, or `default`, which has a variable
    of its own.
    """
    found: dict[str, str] = {}
    for part in secret(name).split():
        key, sign, value = part.partition("=")
        if not (sign and value and key.isidentifier()) or key in found or key == "default":
            raise ImproperlyConfigured(
                f"{name} holds `name=address` pairs, each name once and none of them `default`; not {key!r}."
            )
        found[key] = value
    return found


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, in the words of Django's settings."""

    host: str
    port: int
    user: str
    password: str
    use_ssl: bool
    use_tls: bool


def mail_server(address: str) -> MailServer:
    """What `smtp://user:password@host:port` says (TLS by STARTTLS, left out towards this machine alone), or
    `smtps://…` (TLS from the first byte).

    Raises ImproperlyConfigured for anything else.
    """
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ImproperlyConfigured("EDUAI_SMTP_URL has a port that is no number.") from error
    if address and (parts.scheme not in ("smtp", "smtps") or not host):
        raise ImproperlyConfigured("EDUAI_SMTP_URL must be smtp://user:password@host:port or smtps://….")
    return MailServer(
        host=host or "localhost",
        port=port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls=parts.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"),
    )
