"""Signing in, signing out and failing to are written into the access log, whichever library did them (고시 제8조)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tenants import actors, tenancy
from tenants.access_log import Task, record_access
from tenants.addresses import address_of
from tenants.models import User


@receiver(user_logged_in, dispatch_uid="access-log-in")
def signed_in(sender: object, request: HttpRequest | None, user: Any, **_: object) -> None:
    """Somebody signed in."""
    _record(Task.LOG_IN, actors.person(user), request)


@receiver(user_logged_out, dispatch_uid="access-log-out")
def signed_out(sender: object, request: HttpRequest | None, user: Any, **_: object) -> None:
    """Somebody signed out."""
    if user is not None:
        _record(Task.LOG_OUT, actors.person(user), request)


@receiver(user_login_failed, dispatch_uid="access-log-in-failed")
def failed(sender: object, credentials: Mapping[str, Any], request: HttpRequest | None = None, **_: object) -> None:
    """Somebody tried to. The name is told by the user's number, or by a keyed hash where there is none: people type
    their password into the wrong field.
    """
    name = str(credentials.get("username") or credentials.get("login") or credentials.get("email") or "")
    known = User.objects.filter(username=name).values_list("pk", flat=True).first() if "\0" not in name else None
    told: dict[str, object] = {"user": known} if known is not None else {"name": _hash(name)}
    _record(Task.LOG_IN_FAILED, actors.VISITOR, request, **told)


def _hash(name: str) -> str:
    academy = tenancy.require().pk
    return salted_hmac(f"access-log.name.{academy}", name, algorithm="sha256").hexdigest()[:32]


def _record(task: Task, actor: actors.Actor, request: HttpRequest | None, **facts: object) -> None:
    place = "-"
    if request is not None:
        match = getattr(request, "resolver_match", None)
        place = match.view_name if match else request.path
    record_access(actor=actor, task=task, place=place, address=address_of(request) if request else "", **facts)
