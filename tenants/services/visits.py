"""Ending people's visits, and what else ends them: a new password, another role, being shut out."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import translation

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Role, User


def end_visits(*, user: User) -> None:
    """This will end every visit of somebody at its next request, inside the caller's transaction, whose record says
    why. `user` carries the new mark: the caller's own visit goes on when its session is given that.
    """
    User.objects.filter(pk=user.pk).update(visits=F("visits") + 1)
    user.refresh_from_db(fields=["visits"])


def sign_out_elsewhere(*, user: User, actor: Actor, now: datetime) -> None:
    """This will end every visit of the person but the one that asks (its session takes the new mark)."""
    with transaction.atomic():
        end_visits(user=user)
        record(actor=actor, action=Action.VISITS_ENDED, subject=user)


def change_password(*, user: User, new: str, actor: Actor, now: datetime) -> None:
    """This will give the person the password they chose; their other visits end. The second factor stays. That they
    know the present one was asked before.

    Raises InvalidInput for a new one that is too easy.
    """
    try:
        with translation.override("ko"):
            validate_password(new, user)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), field="new") from error
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        end_visits(user=user)
        record(actor=actor, action=Action.PERSON_PASSWORD_CHANGED, subject=user)


def change_role(*, user: User, role: Role, actor: Actor, now: datetime) -> None:
    """This will give somebody another role, in force at their next request: all their visits end (L-37).

    Raises NotAllowed for who may not change people, InvalidInput for one's own role.
    """
    access.require(actor, "tenants.change_user")
    _not_oneself(user, actor)
    with transaction.atomic():
        before, user.role, user.is_staff = user.role, role, role in access.STAFF
        user.save(update_fields=["role", "is_staff"])
        end_visits(user=user)
        record(actor=actor, action=Action.PERSON_ROLE_CHANGED, subject=user, before=str(before), after=str(role))


def set_active(*, user: User, active: bool, actor: Actor, now: datetime) -> None:
    """This will shut somebody out, or let them in again; all their visits end either way (L-37).

    Raises NotAllowed for who may not change people, InvalidInput for oneself.
    """
    access.require(actor, "tenants.change_user")
    _not_oneself(user, actor)
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        end_visits(user=user)
        action = Action.PERSON_LET_IN if active else Action.PERSON_SHUT_OUT
        record(actor=actor, action=action, subject=user)


def _not_oneself(user: User, actor: Actor) -> None:
    if actor.user is not None and actor.user.pk == user.pk:
        raise InvalidInput("내 계정의 권한은 스스로 바꿀 수 없어요. 다른 원장에게 부탁해 주세요.")
