"""Whoever types a reason may write names: no record that is never changed keeps them, and the reason stays readable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from eduai.lib.errors import InvalidInput
from tenants import tenancy
from tenants.access_log import reason_given
from tenants.models import AccessRecord, AuditRecord, Role, Student, User
from tenants.nameless import nameless
from tests.cast import member, student
from tests.integration.questions.admin.test_dashboard import panel

NAMED = "까마귀(KKM-0907) 어머니 010-1234-5678 요청, 참새 확인"
SAID = "○○(○○) 어머니 ○○ 요청, ○○ 확인"


@pytest.fixture
def child(in_haneul: Any) -> Student:
    """까마귀, beside 김참새, a guardian, and somebody whose name is a word."""
    kept = student("KKM-0907")
    Student.objects.filter(pk=kept.pk).update(name="까마귀")
    Student.objects.filter(pk=student("1023").pk).update(name="김참새")
    Student.objects.filter(pk=student("S003").pk).update(name="이유")
    User.objects.filter(pk=member(Role.GUARDIAN, "mum-77").pk).update(first_name="박보라", email="bora@example.kr")
    return kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (NAMED, SAID),
        ("김참새박보라 상담 자료", "○○○○ 상담 자료"),
        ("까마귀의 자료, KKM-0907의 사본", "○○의 자료, ○○의 사본"),
        ("mum-77, bora@example.kr 요청", "○○, ○○ 요청"),
        ("이유를 확인하려고", "이유를 확인하려고"),
        ("2026년 11월분 1,023건 정산, 하늘학원 감사", "2026년 11월분 1,023건 정산, 하늘학원 감사"),
        ("폐원에 따른 이관", "폐원에 따른 이관"),
        ("KKM-09071 번호표", "KKM-09071 번호표"),
        ("", ""),
    ],
)
def test_people_are_masked_and_every_other_word_stays(child: Student, typed: str, kept: str) -> None:
    assert nameless(typed) == kept


def test_of_the_one_it_is_about_a_code_like_any_number_goes_too(child: Student) -> None:
    named = Student.objects.get(code="1023")
    assert (nameless("1023번 확인", about=named), nameless("1023번 확인")) == ("○○번 확인", "1023번 확인")


def test_a_reason_is_counted_as_it_was_typed(child: Student) -> None:
    assert reason_given("까마귀 문의") == "○○ 문의"
    with pytest.raises(InvalidInput, match="5자 이상"):
        reason_given("문의")


def test_no_name_of_one_academy_is_masked_in_another(child: Student, bada: Any) -> None:
    with tenancy.use(bada):
        assert nameless("까마귀 관찰 수업") == "까마귀 관찰 수업"


def reasons() -> set[str]:
    """Every reason that a record of either kind keeps."""
    told = [json.loads(facts).get("reason") for facts in AuditRecord.objects.values_list("facts", flat=True)]
    return {reason for reason in (*told, *AccessRecord.objects.values_list("reason", flat=True)) if reason}


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("usage_report", {"csv": "FILE"}),
        ("export_audit", {"to": "FILE"}),
        ("export_student KKM-0907", {"to": "FILE"}),
        ("erase_student KKM-0907", {"yes": True}),
    ],
)
def test_every_verb_that_takes_a_reason_keeps_it_without_names(
    child: Student, tmp_path: Path, settings: Any, verb: str, options: dict[str, Any]
) -> None:
    """A-07: the access log and the record are only added to; the student's erasure could not take a name away."""
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "out"
    given = {
        name: str(path) if name == "csv" else path if value == "FILE" else value for name, value in options.items()
    }
    name, *words = verb.split()
    call_command(name, "haneul", *words, reason=NAMED, **given)
    assert reasons() == {SAID}


def test_the_file_of_usage_in_the_panel_keeps_its_reason_without_names(child: Student, haneul: Any) -> None:
    """A-07."""
    answer = panel(haneul, Role.DIRECTOR).post("/admin/tenants/budget/", {"change": "file", "reason": NAMED})
    assert (answer.status_code, reasons()) == (200, {SAID})
