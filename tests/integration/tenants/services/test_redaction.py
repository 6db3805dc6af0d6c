"""The academy's own people are redacted before anything goes overseas, and only its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from eduai.llm.errors import NotRedactable
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import Role
from tenants.services.people import add_person, add_student
from tenants.services.redaction import AcademyRedact
from tests.cast import NOW, PASSWORD


@pytest.fixture
def people(committed_db: None, haneul: Any) -> Any:
    """하늘 with a student, a guardian and a teacher."""
    with tenancy.use(haneul):
        add_student(code="S001", name="김민준", actor=SYSTEM, now=NOW)
        for username, role, name in (("m.kim77", Role.GUARDIAN, "박정숙"), ("teacher", Role.TEACHER, "이수진")):
            add_person(username=username, password=PASSWORD, role=role, name=name, actor=SYSTEM, now=NOW)
    return haneul


def test_students_guardians_teachers_and_the_academy_are_known(people: Any) -> None:
    text = f"민준이가 {people.name}에서 틀렸다. 수진쌤과 박정숙 어머니께. m.kim77"
    redaction = AcademyRedact()(str(people.pk), [text])
    (sent,) = redaction.texts
    assert [word for word in ("민준", "수진", "정숙", people.name, "m.kim77") if word in sent] == []
    assert redaction.restore(sent) == text


def test_a_teacher_of_this_academy_is_a_word_to_another(people: Any, bada: Any) -> None:
    assert AcademyRedact()(str(bada.pk), ["민준이가 사과를 샀다."]).texts == ("민준이가 사과를 샀다.",)


def test_no_connection_is_kept_and_a_new_student_is_known_after_a_moment(
    people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    redact = AcademyRedact()
    assert redact(str(people.pk), ["서윤이가"]).texts == ("서윤이가",)
    assert connection.connection is None
    with tenancy.use(people):
        add_student(code="S002", name="정서윤", actor=SYSTEM, now=NOW)
    assert redact(str(people.pk), ["서윤이가"]).texts == ("서윤이가",)
    monkeypatch.setattr("tenants.services.redaction.time.monotonic", lambda: 1e12)
    assert "서윤" not in redact(str(people.pk), ["서윤이가"]).texts[0]


def test_what_is_unsure_is_refused_without_a_word_of_it(people: Any) -> None:
    with pytest.raises(NotRedactable) as caught:
        AcademyRedact()(str(people.pk), ["연락처는 12345678 그리고 77"])
    assert "1234" not in str(caught.value) + caught.value.detail
