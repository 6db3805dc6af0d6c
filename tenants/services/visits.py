"""Ending people's visits, and what else ends them: a new password, another role, being shut out."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import translation

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
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

    Raises NotAllowed for who may not change people, InvalidInput for one's own role and for an account that is or
    would be a student's, Conflict for the last director.
    """
    access.require(actor, "tenants.change_user")
    _not_oneself(user, actor)
    _no_operator(actor, user.role, role)
    with transaction.atomic():
        directors = _directors()
        before = str(_locked(user).role)
        if Role.STUDENT in (before, role):
            raise InvalidInput("역할: 학생 계정은 다른 역할로 바꿀 수 없습니다. 새 계정을 만들어 주세요.", field="role")
        if role != Role.DIRECTOR:
            _not_the_last(user, directors)
        user.role, user.is_staff = role, role in access.STAFF
        user.save(update_fields=["role", "is_staff"])
        end_visits(user=user)
        record(actor=actor, action=Action.PERSON_ROLE_CHANGED, subject=user, before=before, after=str(role))


def set_active(*, user: User, active: bool, actor: Actor, now: datetime) -> None:
    """This will shut somebody out, or let them in again; all their visits end either way (L-37).

    Raises NotAllowed for who may not change people and for an operator (commands may), InvalidInput for oneself,
    Conflict for the last director.
    """
    access.require(actor, "tenants.change_user")
    _not_oneself(user, actor)
    _no_operator(actor, user.role)
    with transaction.atomic():
        directors = _directors()
        row = _locked(user)
        if not active:
            _not_the_last(user, directors)
        user.is_active = active
        user.save(update_fields=["is_active"])
        end_visits(user=user)
        action = Action.PERSON_LET_IN if active else Action.PERSON_SHUT_OUT
        record(actor=actor, action=action, subject=user, role=str(row.role), before=row.is_active, after=active)


def _directors() -> list[int]:
    """The directors who can sign in, locked in one order: two who take each other's place are asked one by one."""
    rows = User.objects.select_for_update().filter(role=Role.DIRECTOR, is_active=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _not_the_last(user: User, directors: list[int]) -> None:
    if directors == [user.pk]:
        raise Conflict("마지막 원장입니다. 다른 사람을 먼저 원장으로 정해 주세요.", field="role")


def _no_operator(actor: Actor, *roles: str) -> None:
    """Operators are of the installation: no academy's director changes one, shuts one out, or makes one."""
    if actor.user is not None and Role.OPERATOR in roles:
        raise NotAllowed("운영자 계정은 설치한 곳의 운영자만 바꿀 수 있습니다.")


def _not_oneself(user: User, actor: Actor) -> None:
    if actor.user is not None and actor.user.pk == user.pk:
        raise InvalidInput("내 계정의 권한은 스스로 바꿀 수 없어요. 다른 원장에게 부탁해 주세요.")
