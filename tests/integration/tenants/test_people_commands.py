"""`add_person`: operators give people their log-ins through the same service."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tenants.models import AuditRecord, Guardianship, Student, User
from tenants.services.confirmations import is_no_guardians
from tests.cast import note, scan, student
from tests.signing_in import secret_of, signed_in

pytestmark = pytest.mark.usefixtures("in_haneul")


def add(username: str, role: str, *more: str) -> None:
    call_command("add_person", "haneul", username, "--role", role, "--name", "새 사람", *more)


def test_the_printed_password_signs_in(haneul: Any, capsys: pytest.CaptureFixture[str]) -> None:
    add("kim-t", "teacher")
    password = re.search(r"비밀번호 (\S+)", capsys.readouterr().out)[1]
    assert AuditRecord.objects.first().action == "person.added"

    first = signed_in(haneul, "kim-t", password).get("/admin/")
    assert (first.status_code, first.headers["Location"]) == (302, "/account/factor/")
    secret_of(User.objects.get(username="kim-t"))
    second = signed_in(haneul, "kim-t", password).get("/admin/")
    assert second.headers["Location"].startswith("/account/ai/"), "what machines make is told before first use"


def test_a_student_known_from_an_import_gets_the_log_in_and_keeps_their_notes() -> None:
    kept = note(student="S001")

    add("S001", "student")

    assert Student.objects.get().user.username == "S001"
    assert kept.student == Student.objects.get()


def test_a_guardian_is_verified_for_the_ward_that_is_named(tmp_path: Path) -> None:
    student("S001")
    paper = scan(tmp_path)
    add("parent", "guardian", "--ward", "S001", "--method", "paper", "--evidence", paper)

    link = Guardianship.objects.get()
    assert (link.student.code, link.method, link.evidence.content_type) == ("S001", "paper", "image/jpeg")


def test_an_address_is_kept_and_is_no_guardians_from_then_on() -> None:
    add("kim-t", "teacher", "--email", "kim@example.kr")
    add("park-t", "teacher")
    assert sorted(User.objects.filter(role="teacher").values_list("username", "email")) == [
        ("kim-t", "kim@example.kr"),
        ("park-t", ""),
    ]
    assert is_no_guardians(contact="kim@example.kr")
    assert not is_no_guardians(contact="park@example.kr")


def test_a_student_is_added_with_the_birth_date() -> None:
    add("S002", "student", "--birth-date", "2012-03-02")

    assert Student.objects.get().birth_date == date(2012, 3, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("S001", "student"), "이미"),
        (("kim", "teacher", "--email", "kim@"), "--email"),
        (("parent", "guardian", "--ward", "S999"), "--ward"),
        (("kim", "teacher", "--ward", "S001"), "--ward"),
        (("parent", "guardian", "--ward", "S001"), "증빙 파일"),
        (("parent", "guardian", "--ward", "S001", "--method", "paper", "--evidence", "/nowhere"), "읽을 수 없습니다"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(arguments: tuple[Any, ...], said: str) -> None:
    student("S001", signs_in=True)
    before = User.objects.count()

    with pytest.raises(CommandError, match=said):
        add(*arguments)

    assert User.objects.count() == before
