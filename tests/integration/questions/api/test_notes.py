"""The partners' API: recording, repeating safely, reading back, and being told what is wrong."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from questions.models import Note
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.services.partners import SCOPES, issue_api_key, revoke_api_key
from tests.cast import LINEAR, NOW, note


class Partner:
    """A partner's program: a client with a key, at an academy's address."""

    def __init__(self, slug: str, key: str) -> None:
        self.client = Client(headers={"host": f"{slug}.localhost", "authorization": f"Bearer {key}"})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(path, text, content_type="application/json", headers=headers)

    def get(self, path: str) -> Any:
        return self.client.get(path)


def key_for(academy: Any, *scopes: str) -> str:
    with tenancy.use(academy):
        return issue_api_key(name="test", scopes=scopes or SCOPES, actor=SYSTEM, now=NOW)[1]


@pytest.fixture
def partner(db: None, haneul: Any) -> Partner:
    return Partner("haneul", key_for(haneul))


def test_a_note_is_recorded_and_read_back(partner: Partner) -> None:
    answer = partner.post("/api/v1/notes", LINEAR)

    assert answer.status_code == 201
    assert answer.json()["again_count"] == 0
    shown = partner.get(f"/api/v1/notes/{answer.json()['id']}").json()
    assert (shown["student"], shown["stem"], shown["stage"]) == ("S001", LINEAR["stem"], "generation")
    assert [row["id"] for row in partner.get("/api/v1/notes").json()["results"]] == [shown["id"]]
    assert partner.get(f"/api/v1/notes/{shown['id']}/questions").json() == {"results": []}


def test_the_same_note_again_counts(partner: Partner) -> None:
    first = partner.post("/api/v1/notes", LINEAR).json()
    again = partner.post("/api/v1/notes", LINEAR).json()

    assert again == {"id": first["id"], "again_count": 1}


def test_a_repeated_write_with_the_same_key_is_answered_and_not_done_again(partner: Partner) -> None:
    first = partner.post("/api/v1/notes", LINEAR, **{"idempotency-key": "k-1"})
    again = partner.post("/api/v1/notes", LINEAR, **{"idempotency-key": "k-1"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_that_comes_back_with_another_note_is_refused(partner: Partner, haneul: Any) -> None:
    partner.post("/api/v1/notes", LINEAR, **{"idempotency-key": "k-1"})
    other = partner.post("/api/v1/notes", LINEAR | {"answer": "6"}, **{"idempotency-key": "k-1"})

    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"
    with tenancy.use(haneul):
        assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "student"),
        (LINEAR | {"stem": ""}, 400, "stem"),
        (LINEAR | {"answer": {"a": 1}}, 400, "answer"),
        (LINEAR | {"unknown": 1}, 400, "unknown"),
        (LINEAR | {"stem": "a\u0000b"}, 400, "stem"),
        ([LINEAR], 400, "body"),
        ("nonsense", 400, None),
        (b"\xff\xfe", 400, None),
    ],
)
def test_a_wrong_body_is_a_problem_that_names_field_and_cause(
    partner: Partner, haneul: Any, body: Any, status: int, field: str | None
) -> None:
    answer = partner.post("/api/v1/notes", body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["detail"] and document["title"] and document["status"] == status
    if field:
        assert field in [row["field"] for row in document["errors"]]
    with tenancy.use(haneul):
        assert not Note.objects.exists()


def test_who_has_no_key_a_wrong_key_or_too_few_scopes_is_told_so(db: None, haneul: Any, partner: Partner) -> None:
    reader = Partner("haneul", key_for(haneul, "notes:read"))

    assert Client(headers={"host": "haneul.localhost"}).get("/api/v1/notes").status_code == 401
    assert Partner("haneul", "eduai_live_00000000_wrong").get("/api/v1/notes").status_code == 401
    assert reader.get("/api/v1/notes").status_code == 200
    refused = reader.post("/api/v1/notes", LINEAR)
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    with tenancy.use(haneul):
        assert not Note.objects.exists()


def test_a_revoked_key_is_no_key(db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        key, text = issue_api_key(name="test", scopes=SCOPES, actor=SYSTEM, now=NOW)
        assert Partner("haneul", text).get("/api/v1/notes").status_code == 200
        revoke_api_key(api_key=key, actor=SYSTEM, now=NOW)

    assert Partner("haneul", text).get("/api/v1/notes").status_code == 401


def test_another_academys_note_and_key_do_not_exist_here(db: None, haneul: Any, bada: Any, partner: Partner) -> None:
    with tenancy.use(bada):
        foreign = note(stem="$x + 2 = 5$의 해는?")
    stranger = Partner("haneul", key_for(bada))

    missing, there = (partner.get(f"/api/v1/notes/{pk}") for pk in (uuid.uuid4(), foreign.pk))
    assert (there.status_code, there.content) == (404, missing.content)
    assert stranger.get("/api/v1/notes").status_code == 401
    assert Partner("bada", key_for(bada)).get(f"/api/v1/notes/{foreign.pk}").status_code == 200


def test_an_unknown_address_or_verb_is_a_problem_too(partner: Partner) -> None:
    for answer, status in (
        (partner.get("/api/v1/nothing"), 404),
        (partner.get("/api/v1/notes/not-a-uuid"), 404),
        (partner.client.delete("/api/v1/notes"), 405),
        (partner.client.post("/api/v1/notes", "a=b", content_type="application/x-www-form-urlencoded"), 415),
    ):
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_the_list_needs_no_more_queries_for_more_notes(
    partner: Partner, haneul: Any, django_assert_max_num_queries: Any
) -> None:
    with tenancy.use(haneul):
        for number in range(15):
            note(stem=f"$x + {number} = 20$의 해는?")

    with django_assert_max_num_queries(7):
        assert len(partner.get("/api/v1/notes").json()["results"]) == 15


def test_the_schema_describes_every_endpoint(partner: Partner) -> None:
    text = partner.get("/api/v1/schema").content.decode()

    for path in ("/api/v1/notes:", "/api/v1/notes/{note_id}:", "/api/v1/notes/{note_id}/questions:"):
        assert path in text
    assert partner.get("/api/v1/docs").status_code == 200
