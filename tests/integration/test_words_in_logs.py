"""What people type and what stands on file about them reaches no log: every page is opened and every form on it sent,
with a bird in each field and in each row. Whoever writes control letters writes no line of their own.
"""

from __future__ import annotations

import json
import logging
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from questions.models import Note, PracticeAttempt
from questions.tasks import do
from tenants import dispatch, tenancy
from tenants.models import AccessRecord, AuditRecord, Message, RightsRequest, Student, User
from tests.integration.scene import Scene, visitor
from tests.integration.test_access_log import paths

BIRD = "까나리아canary"
FORGED = "2026-01-01 00:00:00,000 INFO a_forged tenants all is well"
HOSTILE = f"\x1b[2J\u202e{FORGED}\r\n{FORGED}\n{FORGED}"
TYPED = {"text", "search", "email", "tel", "url", "password", "number", "date", ""}
# Forms that end the visit, and what files are called.
LEAVES = ("logout", "elsewhere")


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what it sends with a bird in every field that is typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, Any]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("method", "get").lower(), given.get("action", ""), {}))
        elif self.found and given.get("name"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        sent, name, kind = self.found[-1][2], given["name"], given.get("type", "text" if tag == "input" else "")
        if kind == "file":
            sent[name] = SimpleUploadedFile(f"{BIRD}.png", BIRD.encode(), "image/png")
        elif tag == "textarea" or (tag == "input" and kind in TYPED):
            sent[name] = f"{BIRD} {HOSTILE}" if tag == "textarea" else BIRD
        elif tag in ("input", "button") and not (kind in ("radio", "checkbox") and name in sent):
            sent[name] = given.get("value", "on")


@pytest.fixture
def birds(scene: Scene, haneul: Any) -> Scene:
    """The scene with a bird in what is on file about its students."""
    with tenancy.use(haneul):
        Student.objects.update(name=BIRD)
        User.objects.update(first_name=BIRD, email=f"{BIRD}@example.kr")
        Note.objects.update(book=BIRD, student_answer=BIRD, solution=BIRD)
        PracticeAttempt.objects.update(given=BIRD)
        RightsRequest.objects.update(details=BIRD, answer=BIRD)
        Message.objects.update(recipient=f"{BIRD}@example.kr", subject=BIRD, body=BIRD)
    return scene


def lines(caplog: Any) -> list[str]:
    """What the settings' own handler would print."""
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    return [handler.format(record) for record in caplog.records if handler.filter(record)]


def told(word: str) -> list[str]:
    """The academy's records that hold the word; the reason that who downloads has to give stands in them by law."""
    rows = [row | {"reason": ""} for model in (AccessRecord, AuditRecord) for row in model.objects.values()]
    written = (json.dumps(row, default=str, ensure_ascii=False) for row in rows)
    return [row for row in written if word in row]


def send_every_form(client: Client, address: str, sent: set[Any]) -> None:
    """Opens the page and sends each form on it that was not sent before; most stand on many pages."""
    answer = client.get(address, headers={"user-agent": f"{BIRD} {HOSTILE}", "referer": BIRD})
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return
    for method, action, fields in Forms(answer.content.decode()).found:
        where = action or address
        form = (method, where, frozenset(fields))
        if form not in sent and not any(word in where for word in LEAVES):
            assert getattr(client, method)(where, fields).status_code < 500, form
            sent.add(form)


@pytest.mark.parametrize(
    ("who", "part"),
    [("anonymous", 0), ("student", 0), ("guardian", 0), ("director", 0), ("director", 1), ("director", 2)],
)
def test_no_page_and_no_form_writes_what_was_typed_or_is_on_file(
    birds: Scene, haneul: Any, who: str, part: int, caplog: Any
) -> None:
    """A-07 (ASVS 16.2.5): canaries in rows and in every field, 0 hits in the academy's records and in the lines."""
    caplog.set_level(logging.INFO)
    sent: set[Any] = set()
    with tenancy.use(haneul):
        every = sorted(set(paths(birds).values()))
        for address in every[part::3] if who == "director" else every:
            send_every_form(visitor(birds, haneul, who), address, sent)
        with tenancy.dispatcher(), connection.cursor() as cursor:
            cursor.execute("UPDATE public.tenants_dispatch SET due_at = now() WHERE state = 'ready'")
        for claim in dispatch.claim("engine", 100):
            do(claim)
        kept = told(BIRD) + told(FORGED)

    assert len(sent) >= (1 if who == "anonymous" else 4)
    assert kept == [], kept
    assert [line for line in lines(caplog) if BIRD in line] == []


def test_a_partners_bad_and_good_bodies_are_in_no_log(birds: Scene, haneul: Any, caplog: Any) -> None:
    """A-07: what a program sends, right and wrong."""
    caplog.set_level(logging.INFO)
    client = visitor(birds, haneul, "partner")
    good = {
        "student": f"{BIRD}-1", "stem": f"{BIRD} 일차방정식 $3x + 5 = 20$의 해를 구하시오.", "answer": "5",
        "student_answer": BIRD, "cause": "concept", "concept": "중1.일차방정식.풀이", "grade": "중1", "book": BIRD,
    }  # fmt: skip
    bodies = [good, {**good, "choices": BIRD}, {**good, BIRD: BIRD}, {"stem": BIRD * 9999}, [BIRD], BIRD]
    with tenancy.use(haneul):
        answers = [client.post("/api/v1/notes", json.dumps(body), content_type="application/json") for body in bodies]
        answers.append(client.post("/api/v1/notes", BIRD, content_type="application/json"))
        kept = told(BIRD) + told(FORGED)

    assert [answer.status_code for answer in answers[1:]] == [400] * 6
    assert kept == [], kept
    assert [line for line in lines(caplog) if BIRD in line] == []
