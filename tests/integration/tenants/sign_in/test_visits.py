"""How long a visit lasts, what ends it, and that it ends on the server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import AuditRecord, Role, User
from tenants.services.people import reset_password
from tenants.services.visits import change_role, set_active
from tenants.sign_in import marks
from tests.cast import NOW, PASSWORD, member, student
from tests.signing_in import signed_in

Do = Callable[[User], None]


def aged(client: Client, haneul: Any, **ages: float) -> None:
    """Put marks of a visit into the past."""
    with tenancy.use(haneul):
        session = client.session
        for name, seconds in ages.items():
            session[f"visit.{name}"] = time.time() - seconds
        session.save()


def kept(client: Client, haneul: Any) -> dict[str, Any]:
    """What the server keeps of a visit."""
    with tenancy.use(haneul):
        return dict(client.session)


@pytest.mark.parametrize(("seen", "status"), [(1700, 200), (1801, 302)])
def test_staff_are_signed_out_after_half_an_hour_without_a_click(
    kim: User, haneul: Any, seen: float, status: int
) -> None:
    """L-40: on the server; the cookie alone is worth nothing afterwards."""
    client = signed_in(haneul, "kim")
    aged(client, haneul, seen=seen)

    assert client.get("/admin/").status_code == status
    assert client.get("/admin/").status_code == status


@pytest.mark.parametrize(("seen", "status"), [(14000, 200), (14401, 302)])
def test_students_have_four_hours(db: None, haneul: Any, seen: float, status: int) -> None:
    with tenancy.use(haneul):
        student("S001", signs_in=True)
    client = signed_in(haneul, "S001")
    aged(client, haneul, seen=seen)

    assert client.get("/notes/new").status_code == status


@pytest.mark.parametrize(("began", "status"), [(43100, 200), (43201, 302)])
def test_after_twelve_hours_every_visit_is_over_however_busy(kim: User, haneul: Any, began: float, status: int) -> None:
    client = signed_in(haneul, "kim")
    aged(client, haneul, began=began)

    assert client.get("/admin/").status_code == status


def test_a_click_is_noted_at_most_once_a_minute(kim: User, haneul: Any) -> None:
    client = signed_in(haneul, "kim")
    aged(client, haneul, seen=50)
    client.get("/admin/")
    early = kept(client, haneul)[marks.SEEN]
    aged(client, haneul, seen=70)
    client.get("/admin/")

    assert time.time() - early > 49
    assert time.time() - kept(client, haneul)[marks.SEEN] < 20


def test_signing_in_gives_a_new_number_and_signing_out_ends_the_old_one(kim: User, haneul: Any) -> None:
    """S-15: a number that somebody planted before is none afterwards; a copied cookie ends with the visit."""
    client = Client(headers={"host": "haneul.localhost"})
    client.post("/login/", {"username": "kim", "password": PASSWORD})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client = signed_in(haneul, "kim")
    copied = Client(headers={"host": "haneul.localhost"})
    copied.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert copied.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert copied.get("/admin/").status_code == 200

    client.post("/logout/")
    assert copied.get("/admin/").status_code == 302


ENDS: dict[str, Do] = {
    "another role": lambda user: change_role(user=user, role=Role.ASSISTANT, actor=SYSTEM, now=NOW),
    "another role and back": lambda user: [
        change_role(user=user, role=role, actor=SYSTEM, now=NOW) for role in (Role.ASSISTANT, Role.TEACHER)
    ],
    "a new password": lambda user: reset_password(user=user, password=PASSWORD, actor=SYSTEM),
    "shut out": lambda user: set_active(user=user, active=False, actor=SYSTEM, now=NOW),
    "shut out and let in": lambda user: [
        set_active(user=user, active=active, actor=SYSTEM, now=NOW) for active in (False, True)
    ],
    "a role written by other code": lambda user: User.objects.filter(pk=user.pk).update(role=Role.ASSISTANT),
}


@pytest.mark.parametrize("what", ENDS)
def test_each_of_these_ends_every_visit_at_the_next_request(kim: User, haneul: Any, what: str) -> None:
    """L-37."""
    visits = [signed_in(haneul, "kim"), signed_in(haneul, "kim")]
    assert [client.get("/admin/").status_code for client in visits] == [200, 200]
    with tenancy.use(haneul):
        ENDS[what](kim)

    assert [client.get("/admin/").status_code for client in visits] == [302, 302]


def test_who_is_shut_out_cannot_sign_in_and_hears_what_everybody_hears(kim: User, haneul: Any) -> None:
    with tenancy.use(haneul):
        set_active(user=kim, active=False, actor=SYSTEM, now=NOW)
    client = Client(headers={"host": "haneul.localhost"})
    told = [
        client.post("/login/", {"username": name, "password": given})
        for name, given in (("kim", PASSWORD), ("kim", "wrong"), ("nobody", PASSWORD))
    ]
    pages = [
        re.sub(r'(name="csrfmiddlewaretoken"|id="id_username"[^>]*) value="[^"]*"', "", page.content.decode())
        for page in told
    ]
    assert [page.status_code for page in told] == [200] * 3
    assert pages[0] == pages[1] == pages[2]


def test_signing_out_elsewhere_ends_the_others_and_not_this_one(kim: User, haneul: Any) -> None:
    here, there = signed_in(haneul, "kim"), signed_in(haneul, "kim")
    assert here.get("/account/").content.decode().count("127.0.0.1") >= 2

    assert here.post("/account/elsewhere/").status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    with tenancy.use(haneul):
        assert AuditRecord.objects.first().action == "person.signed_out_elsewhere"


@pytest.mark.parametrize(
    ("present", "new", "again", "field"),
    [
        ("wrong", "quite another one", "quite another one", "present"),
        ("", "quite another one", "quite another one", "present"),
        (PASSWORD, "quite another one", "quite another two", "again"),
        (PASSWORD, "1234567890", "1234567890", "new"),
        (PASSWORD, "short", "short", "new"),
    ],
)
def test_a_password_that_cannot_be_is_refused_and_nothing_changes(
    kim: User, haneul: Any, present: str, new: str, again: str, field: str
) -> None:
    client = signed_in(haneul, "kim")
    page = client.post("/account/password/", {"present": present, "new": new, "again": again})

    assert page.status_code == 400
    assert re.search(rf'name="{field}"[^>]*aria-invalid', page.content.decode())
    with tenancy.use(haneul):
        assert User.objects.get(pk=kim.pk).check_password(PASSWORD)


def test_a_new_password_of_ones_own_ends_the_other_visits(kim: User, haneul: Any) -> None:
    here, there = signed_in(haneul, "kim"), signed_in(haneul, "kim")
    new = "quite another one"
    done = here.post("/account/password/", {"present": PASSWORD, "new": new, "again": new})

    assert done.status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert signed_in(haneul, "kim", new).get("/admin/").status_code == 200


def test_who_signs_in_over_somebody_elses_visit_is_themselves_alone(kim: User, haneul: Any) -> None:
    with tenancy.use(haneul):
        member(Role.GUARDIAN, "parent")
    client = signed_in(haneul, "kim")
    client.post("/login/", {"username": "parent", "password": PASSWORD})

    assert client.get("/consents/").status_code == 200
    assert client.get("/admin/").status_code == 302
    assert marks.needs_two_keys(kim)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "http://bada.localhost/", "javascript:x"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(db: None, haneul: Any, wanted: str) -> None:
    with tenancy.use(haneul):
        member(Role.GUARDIAN, "parent")
    client = Client(headers={"host": "haneul.localhost"})
    answer = client.post("/login/", {"username": "parent", "password": PASSWORD, "next": wanted})
    there = client.post("/login/", {"username": "parent", "password": PASSWORD, "next": "/consents/"})

    assert [answer.headers["Location"], there.headers["Location"]] == ["/", "/consents/"]
