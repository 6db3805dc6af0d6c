"""What cannot be recorded is not done: no half, no silent success, and a sentence that says why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from questions.models import Note
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.audit import Action, Unrecorded, record
from tenants.models import AuditRecord, Student
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import LINEAR, NOW, note, student
from tests.integration.tenants.audit.chains import as_superuser

FULL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no more records'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON tenants_auditrecord FOR EACH ROW EXECUTE FUNCTION refuse()
"""
FREE = "DROP TRIGGER refuse ON tenants_auditrecord; DROP FUNCTION refuse()"
SENTENCE = "기록을 남길 수 없어 처리하지 않았습니다"


def test_an_action_whose_record_cannot_be_written_is_not_done_and_answers_503(committed_db: None, haneul: Any) -> None:
    """A-05: by the API and by the page; nothing of it is kept, and the same request is done once records are kept."""
    with tenancy.use(haneul):
        key = issue_api_key(name="partner", scopes=SCOPES, actor=SYSTEM, now=NOW)[1]
        pupil = student("S002", signs_in=True).user
    api = Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {key}"}, raise_request_exception=False)
    page = Client(headers={"host": "haneul.localhost"}, raise_request_exception=False)
    with tenancy.use(haneul):
        page.force_login(pupil)
        before = AuditRecord.objects.count()
    form = {**LINEAR, "student": "S002"}

    as_superuser(haneul, FULL)
    refused = api.post("/api/v1/notes", json.dumps(LINEAR), content_type="application/json")
    shown = page.post("/notes/new", form)
    with tenancy.use(haneul):
        assert (Note.objects.count(), Student.objects.count(), AuditRecord.objects.count()) == (0, 1, before)
    as_superuser(haneul, FREE)

    assert (refused.status_code, refused["content-type"]) == (503, "application/problem+json")
    assert (refused.json()["code"], refused["retry-after"]) == ("audit_unavailable", "10")
    assert SENTENCE in refused.json()["detail"]
    assert shown.status_code == 503 and SENTENCE in shown.content.decode()
    assert "no more records" not in shown.content.decode() + refused.content.decode()

    assert api.post("/api/v1/notes", json.dumps(LINEAR), content_type="application/json").status_code == 201
    assert page.post("/notes/new", form).status_code == 302
    with tenancy.use(haneul):
        assert Note.objects.count() == 2


def test_a_service_that_is_told_so_cannot_go_on(in_haneul: Any) -> None:
    """A-05: even code that catches everything of ours cannot commit after it."""
    with pytest.raises(Unrecorded, match="line break"):
        record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="two\nlines")
    with pytest.raises(Exception, match="aborted"):
        note()
