"""Adding the academy's people."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from eduai.lib.errors import Conflict, InvalidInput
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Guardianship, Role, Student, User


def add_person(
    *, username: str, password: str, role: Role, name: str, actor: Actor, now: datetime, email: str = ""
) -> User:
    """This will create somebody who can sign in.

    Raises InvalidInput for an empty user name and Conflict for one that is taken.
    """
    access.require(actor, "tenants.add_user")
    if not username.strip():
        raise InvalidInput("아이디를 입력해 주세요.", field="username")
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise Conflict(f"아이디 {username}은(는) 이미 쓰이고 있습니다.", field="username")
        user = User.objects.create_user(
            username=username,
            password=password,
            email=email,
            role=role,
            first_name=name,
            is_staff=role in access.STAFF,
            date_joined=now,
        )
        record(actor=actor, action=Action.PERSON_ADDED, subject=user, role=str(role))
    return user


def reset_password(*, user: User, password: str, actor: Actor) -> None:
    """This will give somebody a new password; the old one and their open sessions end with it."""
    access.require(actor, "tenants.change_user")
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
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
    """This will create a student under a code that is unique in the academy.

    Raises InvalidInput for a code that is empty or longer than 64 characters, and Conflict for a taken one.
    """
    code = code.strip()
    if not code or len(code) > 64 or not code.isprintable():
        raise InvalidInput("student: 학생 코드는 1자 이상 64자 이하여야 합니다.", field="student")
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
            raise Conflict(f"student: 학생 코드 {code}은(는) 이미 있습니다.", field="student")
        record(actor=actor, action=Action.STUDENT_ADDED, subject=student)
    return student


def student_by_code(*, code: str, actor: Actor, now: datetime) -> Student:
    """The student of that code (or of that user name), added where the academy does not know it yet.

    Partners and imports name students by their own codes; a code holds no personal data.
    Raises InvalidInput for a code that cannot be one.
    """
    code = code.strip()
    found = Student.objects.filter(code=code).first() or Student.objects.filter(user__username=code).first()
    return found or add_student(code=code, actor=actor, now=now)


def verify_guardian(*, guardian: User, student: Student, actor: Actor, now: datetime) -> Guardianship:
    """This will record that the guardian was checked and answers for the student."""
    access.require(actor, "tenants.add_user")
    if guardian.role != Role.GUARDIAN:
        raise InvalidInput("보호자 계정이 아닙니다.", field="guardian")
    with transaction.atomic():
        link, _ = Guardianship.objects.update_or_create(
            guardian=guardian, student=student, ended_at=None, defaults={"verified_at": now}
        )
        record(actor=actor, action=Action.GUARDIANSHIP_VERIFIED, subject=link, student=student.pk)
    return link
