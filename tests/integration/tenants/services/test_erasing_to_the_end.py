"""From the mark of an erasure on nothing is added to the student, and an erasure is tried until it has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from eduai.lib import clock
from eduai.lib.errors import Conflict, InvalidInput
from questions import tasks
from questions.models import Note
from tenants import rates, tenancy
from tenants.actors import SYSTEM
from tenants.erased import is_erased
from tenants.models import (
    AuditRecord,
    ConsentEvent,
    Evidence,
    Guardianship,
    Purpose,
    Student,
)
from tenants.services import subject_erasure
from tenants.services.consent import record_consent
from tenants.services.correction import correct_student
from tenants.services.evidence import add_evidence
from tenants.services.guardians import verify_guardian
from tenants.services.invitations import invite_guardian
from tenants.services.paper_requests import enter_request
from tenants.services.papers import enter_paper
from tenants.services.people import add_student
from tenants.services.subject_erasure import AlreadyErased, erase_subject
from tenants.services.unfinished import take_up_erasures, unfinished
from tenants.sign_in import limits
from tests import cast
from tests.cast import NOW
from tests.integration.planting import Rows, digest, planted
from tests.integration.tenants.services.test_subject_erasure import CODE, CROW, due, erase, found


@pytest.fixture
def two(committed_db: None, haneul: Any, settings: Any, tmp_path: Path) -> Iterator[tuple[Rows, Rows]]:
    """Two students of 하늘 with a row in every table."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with tenancy.use(haneul):
        yield planted(CODE, CROW), planted("CHS-1111", "참새떼")


def test_an_erasure_that_does_not_come_to_its_end_is_tried_until_it_has_and_stands_on_the_desk(
    two: tuple[Rows, Rows], haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-24: rows that keep coming are no end; its worker takes it again, and nobody else's purge waits for it."""
    student = two[0][Student]
    with monkeypatch.context() as busy:
        busy.setattr(subject_erasure, "PASSES", 0)
        with pytest.raises(Conflict, match="계속 더해지고"):
            erase(two[0])
        tasks.do(due(student))
    with tenancy.use(haneul):
        later = clock.now() + timedelta(minutes=16)
        assert [f"student:{student.pk}" in line for line in unfinished(now=later)] == [True]
        assert found() != {} and take_up_erasures(now=later) == 1
    tasks.do(due(student))
    with tenancy.use(haneul):
        assert found() == {} and unfinished(now=later) == [] and take_up_erasures(now=later) == 0


def test_the_desk_is_told_in_words_where_a_name_is_left(two: tuple[Rows, Rows]) -> None:
    """L-24: and how often, as the request's own page says it."""
    student, elsewhere = two[0][Student], two[1][Note]
    Note.objects.filter(pk=elsewhere.pk).update(stem=f"{CROW}의 사과는 몇 개인가?")
    erase(two[0])
    (line,) = [line for line in unfinished(now=clock.now()) if f"student:{student.pk} " in line]
    assert line.endswith(f"남은 곳이 있습니다: {Note._meta.verbose_name} – 문제 (questions_note.stem) 1건")


def test_nothing_is_added_to_a_student_from_the_mark_on(two: tuple[Rows, Rows], settings: Any) -> None:
    """L-24: every door says so, while the erasure runs and after its end; somebody else's student takes it."""

    def doors(rows: Rows) -> list[Callable[[], Any]]:
        who, by = rows[Student], {"actor": SYSTEM, "now": NOW}
        proof = cast.proof(who=who)
        paper = {"answers": {Purpose.COLLECTION: "refuse"}, "signed_on": NOW.date(), "guardian_name": "엄마"}
        verified = {"guardian": rows["guardian"], "method": Guardianship.Method.PAPER, "evidence": proof}
        consent = {"purpose": Purpose.COLLECTION, "kind": ConsentEvent.Kind.REFUSED, "channel": "web"}
        asked = {"kind": "access", "evidence": proof, "identified_by": "id_card"}
        guardian = {"name": "엄마", "contact": "a@example.kr", "site": "http://haneul.localhost/"}
        return [
            lambda: add_evidence(kind=Evidence.Kind.PAPER, student=who, words="서명했습니다", **by),
            lambda: enter_paper(student=who, upload=None, **paper, **by),
            lambda: verify_guardian(student=who, **verified, **by),
            lambda: record_consent(student=who, **consent, **by),
            lambda: correct_student(student=who, field="name", value="돌아온 이름", **by),
            lambda: enter_request(student=who, **asked, **by),
            lambda: invite_guardian(student=who, **guardian, **by),
        ]

    settings.EDUAI_MESSAGES = "console"
    student = two[0][Student]
    Student.objects.filter(pk=student.pk).update(erased_at=NOW)
    for _ in ("marked", "erased"):
        ways = doors(two[0])
        before = digest(two[0]), Evidence.objects.count(), AuditRecord.objects.count()
        for door in ways:
            with pytest.raises(Conflict, match="지웠거나 지우고"):
                door()
        assert (digest(two[0]), Evidence.objects.count(), AuditRecord.objects.count()) == before
        if not is_erased(student=Student.objects.get(pk=student.pk)):
            erase(two[0])
    for door in doors(two[1]):
        door()


def test_a_file_that_comes_while_rows_go_is_removed_too(
    two: tuple[Rows, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-24: the row stays for the ledger, its file does not, however late it came."""
    removed, came = subject_erasure._remove_files, []

    def and_then_one_comes(student: Student, *rest: Any) -> None:
        removed(student, *rest)
        if not came:
            came.append(default_storage.save("evidence/late.bin", ContentFile(CROW.encode())))
            late = {"student": student, "file": came[0], "sha256": "1" * 64, "added_at": NOW}
            Evidence.objects.create(kind="paper", **late)

    monkeypatch.setattr(subject_erasure, "_remove_files", and_then_one_comes)
    erase(two[0])
    assert came and not default_storage.exists(came[0])
    assert not Evidence.objects.filter(student=two[0][Student]).exclude(file="").exists() and found() == {}


def test_what_was_added_to_an_erased_student_goes_when_they_are_erased_again(two: tuple[Rows, Rows]) -> None:
    erase(two[0])
    student = Student.objects.get(pk=two[0][Student].pk)
    Student.objects.filter(pk=student.pk).update(name=CROW)
    values = {row.name: getattr(two[1][Note], row.name) for row in Note._meta.fields if row.name != "id"}
    Note.objects.create(**values | {"student": student, "solution": CROW})
    assert found((CROW,)) != {}
    done = erase_subject(student=student, actor=SYSTEM, now=clock.now(), reason="다시")
    assert done.removed["note"] == 1 and found() == {}
    with pytest.raises(AlreadyErased):
        erase_subject(student=student, actor=SYSTEM, now=clock.now(), reason="다시")


def test_a_code_like_a_pseudonym_is_nobodys_and_keeps_nobody_from_their_erasure(two: tuple[Rows, Rows]) -> None:
    """L-24: a partner may not choose one; whoever has one from before is erased as anybody is."""
    for code in ("erased-1", " Erased-0123456789abcdef"):
        with pytest.raises(InvalidInput, match="지운 학생"):
            cast.note(student=code)
        with pytest.raises(InvalidInput, match="지운 학생"):
            add_student(code=code, actor=SYSTEM, now=NOW)
    assert Student.objects.count() == 2
    cast.note(student="erase-1")
    student = two[0][Student]
    Student.objects.filter(pk=student.pk).update(code="erased-1")
    erase(two[0])
    student.refresh_from_db()
    assert (student.name, student.birth_date, student.user) == ("", None, None) and is_erased(student=student)
    assert student.code != "erased-1" and found((CROW,)) == {}


@pytest.mark.parametrize("code", ["1023", "2026", "ab12"])
def test_a_code_like_a_number_is_not_found_in_other_peoples_numbers(two: tuple[Rows, Rows], code: str) -> None:
    """L-24: nobody is sent to look for it in ids and days, and nobody else's line or visit goes with it; a name is
    still found.
    """
    student, other = two[0][Student], two[1][Note]
    Student.objects.filter(pk=student.pk).update(code=code)
    theirs = LogEntry.objects.create(
        user=two[1]["guardian"], object_repr=f"문제 {code}", object_id="1", action_flag=CHANGE, change_message=""
    )
    Note.objects.filter(pk=other.pk).update(page=code, solution=f"00000000-{code}-4000 {CROW}")
    done = erase_subject(
        student=Student.objects.get(pk=student.pk), actor=SYSTEM, now=clock.now(), reason=f"{code} 요청"
    )
    assert done.left == {"questions_note.solution": 1}
    assert LogEntry.objects.filter(pk=theirs.pk).exists()
    asked = AuditRecord.objects.filter(action="subject.erasing").latest("seq")
    assert "○○ 요청" in asked.facts


def test_an_erasure_gives_who_guesses_passwords_no_new_tries(two: tuple[Rows, Rows], haneul: Any) -> None:
    """L-24, L-38: what was kept of papers goes, whoever's they are; counts of tries stay."""
    for _ in range(limits.TRIES):
        limits.begin(who="kim", address="203.0.113.5")
    assert [rates.allowed("photo-of-today", "7", 1), rates.allowed("photo-of-today", "7", 1)] == [True, False]
    cache.set("papers:7:kept", CROW)
    erase(two[0])
    with tenancy.use(haneul):
        assert cache.get("papers:7:kept") is None
        with pytest.raises(limits.TooMany):
            limits.begin(who="kim", address="203.0.113.5")
        assert not rates.allowed("photo-of-today", "7", 1)
