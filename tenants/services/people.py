"""Adding the academy's people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from eduai.lib.errors import Conflict, InvalidInput
from eduai.lib.josa import attach
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.erased import PSEUDONYM, looks_erased, require_not_erased
from tenants.models import Role, Student, User
from tenants.person_names import checked_name_or_none
from tenants.sending_lock import wait_for_senders
from tenants.services.visits import end_visits


def add_person(
    *, username: str, password: str, role: Role, name: str, actor: Actor, now: datetime, email: str = ""
) -> User:
    """This will create somebody who can sign in.

    Raises InvalidInput for an empty user name or a name that cannot be one, and Conflict for a user name that is
    taken.
    """
    access.require(actor, "tenants.add_user")
    name = checked_name_or_none(name, field="name")
    if not username.strip():
        raise InvalidInput("아이디를 입력해 주세요.", field="username")
    with transaction.atomic():
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    username=username,
                    password=password,
                    email=email,
                    role=role,
                    first_name=name,
                    is_staff=role in access.STAFF,
                    date_joined=now,
                )
        except IntegrityError as error:
            raise Conflict(f"아이디 {attach(username, '은/는')} 이미 쓰이고 있습니다.", field="username") from error
        record(actor=actor, action=Action.PERSON_ADDED, subject=user, role=str(role))
    return user


def reset_password(*, user: User, password: str, actor: Actor) -> None:
    """This will give somebody a new password; the old one and their open visits end with it. Their second factor
    stays: who resets a password does not get past it.
    """
    access.require(actor, "tenants.change_user")
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        end_visits(user=user)
        record(actor=actor, action=Action.PERSON_PASSWORD_RESET, subject=user)


def add_student(
    *,
    code: str,
    actor: Actor,
    now: datetime,
    name: str = "",
    grade: str = "",
    birth_date: date | None = None,
    user: User | None = None,
) -> Student:
    """This will create a student under a code that is unique in the academy; one whom a partner or an import
    brought before, and who does not sign in yet, gets the user, once sends of theirs that are being written are out.

    Raises InvalidInput for a code that is empty, longer than 64 characters or like a pseudonym, and for a name that
    cannot be one, and Conflict for a code that is taken.
    """
    code, name = _checked_code(code), checked_name_or_none(name, field="name")
    with transaction.atomic():
        student, created = Student.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "grade": grade,
                "birth_date": birth_date,
                "user": user,
                "created_at": now,
            },
        )
        if not created:
            student = _let_in(student, user, name, birth_date)
        record(actor=actor, action=Action.STUDENT_ADDED, subject=student)
    return student


def _let_in(student: Student, user: User | None, name: str, birth_date: date | None) -> Student:
    wait_for_senders(student)  # a birth date decides whose consent counts
    require_not_erased(student=student)
    student = Student.objects.get(pk=student.pk)
    if user is None or student.user_id is not None:
        raise Conflict(f"student: 학생 코드 {attach(student.code, '은/는')} 이미 있습니다.", field="student")
    student.user, student.name = user, name or student.name
    student.birth_date = birth_date or student.birth_date
    student.save(update_fields=["user", "name", "birth_date"])
    return student


def students_by_code(
    *, codes: Collection[str], actor: Actor, now: datetime
) -> tuple[dict[str, Student], list[Student]]:
    """The students of these codes, locked until the caller's transaction ends, and those among them who were added
    because the academy did not know them yet.

    Partners and imports name students by their own codes; a code holds no personal data. Staff and operators' commands
    may write a user name for it; a partner's code that happens to be somebody's user name is a code and no more. The
    caller leaves the added ones' records, last: everybody adds in one order, locks in one order, and only then takes
    the chain's head, so that no two wait for each other. Raises InvalidInput for a code that cannot be one.
    """
    wanted = {code: _checked_code(code) for code in codes}
    known = _named(wanted.values(), actor)
    added = []
    for code in sorted(set(wanted.values()) - known.keys()):
        student, is_new = Student.objects.get_or_create(code=code, defaults={"created_at": now})
        if is_new:
            added.append(student)
    found = _named(wanted.values(), actor, locked=True)
    if going := next((row for row in found.values() if row.erased_at is not None), None):
        raise InvalidInput(f"student: {going.code} 학생의 자료를 지우고 있어 더 받을 수 없습니다.", field="student")
    return {given: found[code] for given, code in wanted.items()}, added


def _named(names: Collection[str], actor: Actor, *, locked: bool = False) -> dict[str, Student]:
    """The students by each of these codes, and by user names where the actor may write those; a code comes first."""
    user_names = actor.api_key is None and (actor.user is None or actor.user.role in access.STAFF)
    wanted = Q(code__in=names) | Q(user__username__in=names) if user_names else Q(code__in=names)
    rows = Student.objects.filter(wanted).select_related("user")
    if locked:
        rows = rows.select_for_update(of=("self",)).order_by("pk")
    found = {row.user.username: row for row in rows if user_names and row.user is not None}
    return found | {row.code: row for row in rows}


def _checked_code(code: str) -> str:
    code = code.strip()
    if not code or len(code) > 64 or not code.isprintable():
        raise InvalidInput("student: 학생 코드는 1자 이상 64자 이하여야 합니다.", field="student")
    if looks_erased(code=code):
        sentence = f"student: '{PSEUDONYM}'으로 시작하는 학생 코드는 지운 학생에게만 씁니다."
        raise InvalidInput(sentence, field="student")
    return code
