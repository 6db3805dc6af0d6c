"""The papers that were looked at are entered once, however often it is pressed, and are not lost by a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenants.actors import SYSTEM
from tenants.desk import paper_imports
from tenants.models import ConsentEvent, Role, Student
from tenants.services.notices import publish_first_notices
from tests.cast import CHILD, NOW, student
from tests.integration.tenants.test_consent_desk import IMPORT, SINCE, kept, table, visitor


@pytest.fixture
def child(in_haneul: Any) -> Student:
    publish_first_notices(actor=SYSTEM, now=SINCE)
    return student("S001", born=CHILD)


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visitor(Role.DIRECTOR)


def test_of_two_presses_at_once_one_enters_the_papers(
    child: Student, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C-08: the second comes while the first one's are being entered, and after it."""
    looked = director.post(IMPORT, {"table": table("S001,photo,거부,2026-11-02,김보호,")}).content.decode()
    enters, seen = paper_imports.import_papers, []

    def while_it_enters(**what: Any) -> Any:
        if not seen:
            seen.append(0)
            second = director.post(IMPORT, {"kept": kept(looked)})
            seen.append(second.status_code)
            assert "지금 저장하고 있거나" in second.content.decode()
        return enters(**what)

    monkeypatch.setattr(paper_imports, "import_papers", while_it_enters)
    assert director.post(IMPORT, {"kept": kept(looked)}).status_code == 302
    assert seen == [0, 400]
    assert director.post(IMPORT, {"kept": kept(looked)}).status_code == 400
    assert ConsentEvent.objects.count() == 1


def test_a_refused_import_keeps_its_files_for_another_press(child: Student, director: Client) -> None:
    """Nothing that was uploaded is lost: what stood in the way is put right, and the same press enters it."""
    looked = director.post(IMPORT, {"table": table("S001,photo,거부,2026-11-02,김보호,")}).content.decode()
    Student.objects.filter(pk=child.pk).update(erased_at=NOW)
    refused = director.post(IMPORT, {"kept": kept(looked)})
    assert (refused.status_code, ConsentEvent.objects.count()) == (400, 0)
    assert kept(refused.content.decode()) == kept(looked)

    Student.objects.filter(pk=child.pk).update(erased_at=None)
    assert director.post(IMPORT, {"kept": kept(looked)}).status_code == 302
    assert ConsentEvent.objects.count() == 1
