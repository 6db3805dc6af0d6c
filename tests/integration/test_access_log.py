"""Each look at a student's data by somebody else leaves one record with its five parts, at every door of an academy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants import doors, tenancy
from tenants.doors import Rule
from tenants.models import AccessRecord
from tests.integration.scene import VISITORS, Scene, visitor
from tests.integration.test_isolation import BEHIND, OBJECTS, PAGES, PANEL

WORDS = "일차방정식"


def paths(scene: Scene) -> dict[str, str]:
    """Every address of an academy, with the first student's rows where one asks for an id; the panel's too."""
    found = {path: f"/{BEHIND.get(path, path)}" for path in PAGES}
    found |= {path: "/" + re.sub(r"<[^>]+>", str(scene.rows[label][0]), path) for path, (label, _) in OBJECTS.items()}
    for label in PANEL.keys() - {"auth.group"}:
        base = f"/admin/{label.replace('.', '/')}/"
        found |= {f"{base}{action}": f"{base}{action}" for action in ("", "add/")}
        row = f"{base}{scene.rows[label][0]}/"
        found |= {f"{base}<id>/{action}": f"{row}{action}" for action in ("change/", "history/", "delete/")}
    return found


def looked(client: Client, path: str, **query: str) -> tuple[Any, list[AccessRecord]]:
    """The answer and the records that it left in the academy that the test stands in."""
    last = AccessRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answer = client.get(path, query)
    return answer, list(AccessRecord.objects.filter(pk__gt=last).order_by("pk"))


def label_of(scene: Scene, who: str) -> str:
    return f"user:{scene.users[who].pk}" if who in scene.users else f"key:{scene.key.split('_')[2]}"


@pytest.mark.parametrize("who", VISITORS[:7])
def test_each_address_leaves_a_record_exactly_where_its_rule_says(scene: Scene, haneul: Any, who: str) -> None:
    """L-32, A-06, A-07: who is shown another's data leaves one record with identifier, time, address, students and
    task, and no word of the student; what shows nobody's or one's own data leaves none.
    """
    client, wrong = visitor(scene, haneul, who), {}
    with tenancy.use(haneul):
        for path, address in paths(scene).items():
            answer, records = looked(client, address)
            place = answer.resolver_match.view_name
            shows = answer.status_code == 200 and doors.rule_of(place) is Rule.SHOWS and who != "student"
            told = [(row.actor, row.role, row.address, row.place, row.many == len(row.students)) for row in records]
            if told != [(label_of(scene, who), who, "127.0.0.1", place, True)] * shows:
                wrong[path] = (answer.status_code, told)
            assert not any(WORDS in str(row.facts) for row in records)

    assert wrong == {}


def test_lists_and_searches_name_every_student_on_them_and_details_their_own(scene: Scene, haneul: Any) -> None:
    """L-32: which students, for a list, a search, a row, its history, the review desk and the first page."""
    client = visitor(scene, haneul, "director")
    first, second = scene.rows["tenants.student"][:2]
    row = {label: scene.rows[label][0] for label in PANEL}
    expected = {
        "/admin/tenants/student/": ("list", [first, second]),
        "/admin/tenants/student/?q=S002": ("search", [second]),
        "/admin/tenants/student/?q=nobody": ("search", []),
        f"/admin/tenants/student/{first}/change/": ("view", [first]),
        f"/admin/tenants/user/{row['tenants.user']}/change/": ("view", [first]),
        f"/admin/tenants/guardianship/{row['tenants.guardianship']}/change/": ("view", [first]),
        f"/admin/tenants/consentevent/{row['tenants.consentevent']}/change/": ("view", [first]),
        f"/admin/questions/practiceattempt/{row['questions.practiceattempt']}/change/": ("view", [first]),
        f"/admin/questions/dueconcept/{row['questions.dueconcept']}/change/": ("view", [first]),
        f"/admin/questions/variant/{row['questions.variant']}/change/": ("view", [first]),
        f"/admin/questions/generationjob/{row['questions.generationjob']}/change/": ("view", [first]),
        f"/admin/questions/blueprint/{row['questions.blueprint']}/change/": ("view", [first]),
        "/admin/questions/blueprint/?state__exact=all": ("list", [first, second]),
        "/admin/questions/note/?q=S001": ("search", [first]),
        "/admin/autocomplete/?app_label=questions&model_name=note&field_name=student&term=S002": ("search", [second]),
    }
    with tenancy.use(haneul):
        found = {}
        for address in expected:
            answer, (record,) = looked(client, address)
            assert answer.status_code == 200, address
            found[address] = (record.task, record.students)

    assert found == expected


def test_one_sees_oneself_without_a_record_and_ones_guardian_does_not(scene: Scene, haneul: Any) -> None:
    """L-32 (고시 2026-9): everyone who connects except the data subject."""
    address = f"/notes/{scene.rows['questions.note'][0]}"
    first = scene.rows["tenants.student"][0]
    with tenancy.use(haneul):
        answer, records = looked(visitor(scene, haneul, "student"), address)
        assert (answer.status_code, records) == (200, [])
        answer, (record,) = looked(visitor(scene, haneul, "guardian"), address)
    assert (answer.status_code, record.role, record.students) == (200, "guardian", [first])
    assert record.facts == {"note_id": str(scene.rows["questions.note"][0])}


def test_a_look_costs_one_insert_and_no_other_query(scene: Scene, haneul: Any, settings: Any) -> None:
    """A-08: the students come from rows that the page has loaded anyway."""
    found = {}
    for there in (True, False):
        if not there:
            settings.MIDDLEWARE = [name for name in configured.MIDDLEWARE if not name.endswith("AccessLog")]
        client = visitor(scene, haneul, "director")
        for address in ("/admin/", "/admin/tenants/student/", "/admin/questions/note/", "/admin/tenants/user/"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            written = sum("INSERT" in query["sql"] and "accessrecord" in query["sql"] for query in queries)
            # A visit's last moment is written now and then, with or without the log.
            asked = [query for query in queries if "django_session" not in query["sql"]]
            found[address, there] = (len(asked), written)

    assert {address for address, there in found if found[address, there][1] != int(there)} == set()
    assert {found[address, True][0] - found[address, False][0] for address, _ in found} == {1}


def test_a_page_that_hides_whose_data_it_shows_is_not_shown(
    scene: Scene, haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(scene, haneul, "student")
    client.raise_request_exception = False
    assert client.get("/notes/new").status_code == 200
    monkeypatch.setitem(doors.ADDRESSES, "note-new", Rule.SHOWS)
    assert client.get("/notes/new").status_code == 500


SPOOFED = "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "header", "kept"),
    [
        (0, SPOOFED, "127.0.0.1"),
        (1, f"{SPOOFED}, 198.51.100.4", "198.51.100.4"),
        (1, f"{SPOOFED}, 198.51.100.4:61234", "198.51.100.4"),
        (1, f"{SPOOFED}, [2001:db8::1]:443", "2001:db8::1"),
        (2, f"{SPOOFED}, 198.51.100.4, 10.0.0.1", "198.51.100.4"),
        (1, "'; DROP TABLE", "127.0.0.1"),
        (2, SPOOFED, "127.0.0.1"),
    ],
)
def test_what_a_visitor_writes_about_their_address_changes_nothing(
    scene: Scene, haneul: Any, settings: Any, proxies: int, header: str, kept: str
) -> None:
    """S-16: only what our own proxies added is read."""
    settings.EDUAI_PROXIES = proxies
    client = visitor(scene, haneul, "teacher")
    client.defaults["HTTP_X_FORWARDED_FOR"] = header
    with tenancy.use(haneul):
        _, (record,) = looked(client, "/admin/tenants/student/")
    assert record.address == kept
