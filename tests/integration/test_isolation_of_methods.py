"""Every address under every method, for each visitor, with an id of their own, another student's, another academy's
and one that is gone: nothing is said or changed that is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from questions.models import GenerationJob
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import Academy, Role
from tests.cast import member, note
from tests.integration.scene import VISITORS, Scene, visitor
from tests.integration.test_isolation import BEHIND, DESK, FILLED, OBJECTS, PAGES, PANEL, THREE, said

METHODS = ("POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
SIGNED_IN = VISITORS[1:6]
NOWHERE = ("logout/", "admin/logout/", "account/elsewhere/")  # their POST ends visits; tested by themselves

# --- addresses of an academy's pages: what each takes besides GET. What it does not take is a 405. ---------------
TAKES: dict[str, set[str]] = {
    "": {"HEAD"},
    "notes/new": {"POST"},
    "notes/<uuid:note_id>": {"HEAD"},
    "notes/<uuid:note_id>/progress": {"HEAD"},
    "practice/": {"HEAD"},
    "practice/<uuid:variant_id>": {"POST"},
    "practice/answers/<uuid:attempt_id>": {"HEAD"},
    "consents/": {"HEAD"},
    "rights/": {"POST"},
    "consents/ask": {"POST"},
    "consents/key": {"HEAD"},
    "consents/waiting": {"POST"},
    "consents/<int:student_id>/<str:purpose>": {"POST"},
    "consents/receipts/<int:event_id>": {"HEAD"},
    "evidence/<uuid:evidence_id>": {"POST"},
    "login/": {"HEAD", "POST"},
    "login/second/": {"HEAD", "POST"},
    "account/": {"HEAD"},
    "account/ai/": {"HEAD", "POST"},
    "account/factor/": {"HEAD", "POST"},
    "account/passkeys/": {"HEAD", "POST"},
    "account/address/": {"HEAD", "POST"},
    "account/password/": {"HEAD", "POST"},
    "account/recovery-codes/": {"POST"},
    "admin/login/": {"HEAD", "POST"},
    "api/v1/notes": {"HEAD", "POST"},
    "api/v1/notes/<uuid:note_id>": {"HEAD"},
    "api/v1/notes/<uuid:note_id>/questions": {"HEAD"},
    "api/v1/schema": {"HEAD", "OPTIONS"},
    "api/v1/docs": {"HEAD"},
}
# An empty form or body, where the method is taken: the statuses of the one who may, for the ids of a thing.
EMPTY = {
    "notes/new": (400,),
    "practice/<uuid:variant_id>": (400, 404, 404, 404),
    "account/ai/": (302,),
    "account/factor/": (200,),
    "account/passkeys/": (400,),
    "account/address/": (400,),
    "account/password/": (400,),
    "account/recovery-codes/": (302,),
    "consents/ask": (400,),
    "consents/waiting": (400,),
    "rights/": (404,),
    "consents/<int:student_id>/<str:purpose>": (400, 404, 404, 404),
    "evidence/<uuid:evidence_id>": (400, 400, 404, 404),
    "api/v1/notes": (400,),
}
# Who else may not is told so, also with the method that is not taken.
FIRST = {
    "notes/new": ("student",),
    "practice/<uuid:variant_id>": ("student",),
    "consents/ask": ("student",),
    "consents/waiting": ("guardian",),
    "rights/": ("student", "guardian"),
    "evidence/<uuid:evidence_id>": ("director",),
    "consents/<int:student_id>/<str:purpose>": ("student", "guardian"),
}
OPEN = ("login/", "admin/login/", "api/v1/schema", "api/v1/docs", "consents/key")


def expected(path: str, method: str, who: str) -> tuple[int, ...]:
    """The statuses by the tables: first whether somebody is signed in, then the method, then who may."""
    shown = OBJECTS[path][1].get(who) if path in OBJECTS else None
    row = shown or (PAGES[path][VISITORS.index(who)] if who in VISITORS[:6] and path in PAGES else 302,)
    count = 4 if path in OBJECTS else 1
    program = path.startswith("api/v1/notes")
    if program and who != "partner":
        return (401,) * count
    if not program and who not in SIGNED_IN and path not in OPEN:
        return (302,) * count
    if path == "login/second/":  # for who is between a password and a first page
        return (302,)
    if method not in TAKES[path]:
        return ((403,) if program and method == "OPTIONS" else (405,)) * count
    if path in OPEN and path != "admin/login/":
        return (200,)
    if program and method == "HEAD":
        return row if path in OBJECTS else (200,)
    if method in ("HEAD", "OPTIONS") or path == "admin/login/":
        return row
    may = path.startswith("account/") or who in (*FIRST.get(path, ()), "partner")
    return EMPTY[path] if may else (403,) * count


@pytest.fixture
def sent(scene: Scene) -> Iterator[Any]:
    """Sends a request and takes back whatever it did; the client must not be sent away by it."""

    def send(client: Client, method: str, path: str) -> Any:
        point = transaction.savepoint()
        try:
            return client.generic(method, f"/{path}", content_type=FORM)
        finally:
            transaction.savepoint_rollback(point)

    yield send


DOCS = "api/v1/docs"  # its page differs each time
FORM = "application/x-www-form-urlencoded"


def asked(path: str, scene: Scene) -> list[tuple[str, Any]]:
    if path not in OBJECTS:
        return [(BEHIND.get(path, path), None)]
    return [(re.sub(r"<[^>]+>", str(pk), FILLED.get(path, path)), pk) for pk in scene.rows[OBJECTS[path][0]]]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", VISITORS)
def test_each_address_takes_the_methods_of_the_table_from_whom_it_says(
    scene: Scene, haneul: Any, sent: Any, who: str, method: str
) -> None:
    client = visitor(scene, haneul, who)
    wrong = {}
    for path in TAKES:
        answers = [(sent(client, method, address), pk) for address, pk in asked(path, scene)]
        found = tuple(answer.status_code for answer, _ in answers)
        if found != expected(path, method, who):
            wrong[path] = (found, expected(path, method, who))
        if len(answers) == 4:
            assert said(answers[2][0], answers[2][1]) == said(answers[3][0], answers[3][1]), path

    assert wrong == {}


def test_every_address_is_tried_under_every_method() -> None:
    panel = {path for path in PAGES if path.startswith("admin/")} - {"admin/login/"}
    operators = {"operators/", "operators/new", "operators/<int:academy_id>/state"}
    others = operators | {"privacy", "health/live", "health/ready"}
    others |= {"guardians/<str:token>"}  # see test_invitations
    others |= {"admin/tenants/consentevent/of/<int:student_id>/"}  # see test_consent_desk
    others |= {"admin/tenants/rightsrequest/enter/<int:student_id>/"}  # see test_paper_requests
    assert set(TAKES) == (set(PAGES) | set(OBJECTS)) - panel - others - set(NOWHERE)


# --- the panel -----------------------------------------------------------------------------------------------
def counted(*academies: Academy) -> dict[str, Any]:
    """How many rows each table of the academies has, and when a row was last written."""
    found = {}
    for academy in academies:
        with tenancy.use(academy), connection.cursor() as cursor:
            for label in PANEL.keys() - {"tenants.accessrecord"}:  # looks are written down
                table = label.replace(".", "_")
                cursor.execute(f"SELECT count(*), max(xmin::text::bigint) FROM {table}")
                found[f"{academy.slug} {label}"] = cursor.fetchone()
    return found


@pytest.mark.parametrize("who", VISITORS[:6])
def test_the_panel_changes_nothing_under_any_method_and_says_nothing_of_another_academy(
    scene: Scene, haneul: Any, bada: Any, who: str
) -> None:
    client = visitor(scene, haneul, who)
    before, wrong = counted(haneul, bada), {}
    for label, roles in PANEL.items():
        base, may = f"admin/{label.replace('.', '/')}/", who in roles
        for action in ("change/", "delete/"):
            for method in METHODS if action == "change/" else ("POST", "DELETE"):
                ids = [scene.rows[label][n] for n in (0, 2, 3)]
                answers = [client.generic(method, f"/{base}{pk}/{action}", content_type=FORM) for pk in ids]
                own = answers[0].status_code
                if own != opened(label, action, method, may=may, who=who):
                    wrong[f"{label} {action} {method}"] = own
                assert said(answers[1], ids[1]) == said(answers[2], ids[2]), (label, action, method)

    assert wrong == {}
    assert counted(haneul, bada) == before


def opened(label: str, action: str, method: str, *, may: bool, who: str) -> int:
    """What one's own academy's row answers. Only looking is ever possible, and only for whom the table names."""
    if who not in THREE:
        return 302
    if not may or action == "delete/":
        return 403
    if method == "POST":
        return 404 if label in DESK else 403  # the desk knows decisions, and this is none
    return 200


def test_the_panels_pages_without_an_id_take_nothing_from_strangers(scene: Scene, haneul: Any, sent: Any) -> None:
    paths = [path for path in PAGES if path.startswith("admin/") and "log" not in path and "anything" not in path]
    for who in ("anonymous", "student", "guardian", "stranger"):
        client = visitor(scene, haneul, who)
        found = {(path, method): sent(client, method, BEHIND.get(path, path)) for path in paths for method in METHODS}
        assert {key: answer.status_code for key, answer in found.items()} == dict.fromkeys(found, 302), who
        assert {answer["Location"].partition("?")[0] for answer in found.values()} == {"/admin/login/"}


# --- visitors who are somebody elsewhere -------------------------------------------------------------------------
@pytest.fixture
def operating(bada: Any) -> Iterator[Any]:
    """바다 as the operators' academy, which only the owner can make it."""
    statement = "UPDATE public.tenants_academy SET operates = %s WHERE id = %s"
    with connect(autocommit=True) as owner:
        owner.execute(statement, [True, bada.pk])
        yield bada
        owner.execute(statement, [False, bada.pk])


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OPERATOR])
def test_who_is_signed_in_at_another_academy_is_nobody_here(
    scene: Scene, haneul: Any, bada: Any, sent: Any, role: Role, request: Any
) -> None:
    if role == Role.OPERATOR:
        request.getfixturevalue("operating")
    at_home = visitor(scene, bada, "anonymous")
    with tenancy.use(bada):
        at_home.force_login(member(role, "somebody"))
    assert at_home.get("/operators/" if role == Role.OPERATOR else "/admin/").status_code == 200
    here, nobody = visitor(scene, haneul, "anonymous"), visitor(scene, haneul, "anonymous")
    here.cookies = at_home.cookies
    for path in [*(path for path in PAGES if path != DOCS), *OBJECTS]:
        for method in ("GET", "POST", "HEAD"):
            for address, pk in asked(path, scene)[:3]:
                answers = [sent(client, method, address) for client in (here, nobody)]
                assert said(answers[0], pk) == said(answers[1], pk), (path, method)


def test_a_thing_that_was_deleted_answers_like_one_that_never_was(scene: Scene, haneul: Any) -> None:
    gone = scene.rows["questions.note"][3]
    with tenancy.use(haneul):
        kept = note(student="S001", stem="일차방정식 $7x + 5 = 40$의 해를 구하시오.", answer="5")
    own = kept.pk
    clients = [visitor(scene, haneul, who) for who in ("student", "teacher", "partner")]
    places = [path for path, (label, _) in OBJECTS.items() if label == "questions.note"]
    shown = [client.get("/" + re.sub(r"<[^>]+>", str(own), path)).status_code for client in clients for path in places]
    assert 200 in shown
    with tenancy.use(haneul):
        GenerationJob.objects.filter(note=kept).delete()
        kept.delete()
    for client in clients:
        for path in places:
            answers = [client.get("/" + re.sub(r"<[^>]+>", str(pk), path)) for pk in (own, gone)]
            assert said(answers[0], own) == said(answers[1], gone), path
