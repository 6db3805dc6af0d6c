"""Opening an academy at the base domain, and the operators' desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client

from eduai.lib import clock
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.database.ownership import connect
from tenants.models import Academy, AuditRecord, PreparedSchema, Role, User
from tenants.provisioning import fill_stock
from tenants.provisioning.schemas import migrations_hash
from tenants.services.academies import open_academy
from tenants.tasks import prepare_academies
from tenants.views import front
from tests.cast import member

GOOD = {"name": "별 학원", "slug": "byeol", "password": "tjdhvmgksmf-29"}

pytestmark = pytest.mark.usefixtures("committed_db", "offered")


@pytest.fixture
def offered(settings: Any) -> None:
    """Anybody may sign up, and nobody has yet in this hour."""
    settings.EDUAI_SIGN_UP = True
    with tenancy.platform():
        for who in ("127.0.0.1", "everybody"):
            cache.delete(f"rate:sign-up:{who}")


def visitor() -> Client:
    return Client(headers={"host": "localhost:8000", "accept-language": "en"})


def academies() -> set[str]:
    with tenancy.platform():
        return set(Academy.objects.values_list("slug", flat=True))


def test_an_academy_is_open_as_soon_as_the_form_is_sent() -> None:
    page = visitor().post("/signup", GOOD)

    assert page.status_code == 201
    assert "http://byeol.localhost:8000/admin/" in page.content.decode()
    client = Client(headers={"host": "byeol.localhost"})
    entered = client.post("/login/", {"username": "director", "password": GOOD["password"]})
    assert entered.status_code == 302
    assert client.get("/admin/").headers["Location"] == "/account/factor/"  # and there is no way around it
    assert client.get("/account/factor/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "학원 이름을 적어 주세요."),
        ("slug", "별", "주소는 영문 소문자로"),
        ("slug", "admin", "쓸 수 없는 주소"),
        ("slug", "haneul", "이미 쓰이고 있습니다"),
        ("password", "short", "10자 이상"),
        ("password", "password1234", "흔히 사용되는"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_lost(field: str, value: str, sentence: str) -> None:
    page = visitor().post("/signup", {**GOOD, field: value})
    text = page.content.decode()

    assert page.status_code == 400
    assert sentence in text
    if field != "name":
        assert GOOD["name"] in text
    assert GOOD["password"] not in text
    assert academies() == {"haneul", "bada"}


def test_five_an_hour_from_one_address_are_enough() -> None:
    client = visitor()
    answers = [client.post("/signup", {**GOOD, "slug": f"byeol-{number}"}).status_code for number in range(6)]

    assert answers == [201] * 5 + [400]
    assert len(academies()) == 7


@pytest.mark.parametrize(
    ("proxies", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7"), (4, "127.0.0.1")]
)
def test_behind_proxies_it_is_counted_by_who_asked_and_not_by_what_they_say(
    settings: Any, monkeypatch: pytest.MonkeyPatch, proxies: int, counted: str
) -> None:
    settings.EDUAI_PROXIES = proxies
    asked: list[str] = []
    monkeypatch.setattr(front.rates, "allowed", lambda what, who, most: asked.append(who) or False)
    client = Client(headers={"host": "localhost", "x-forwarded-for": "forged, 198.51.100.7, 203.0.113.9"})

    assert client.post("/signup", GOOD).status_code == 400
    assert asked == [counted]


def test_where_it_is_not_offered_there_is_no_such_page(settings: Any) -> None:
    settings.EDUAI_SIGN_UP = False

    assert visitor().get("/signup").status_code == 404
    assert visitor().post("/signup", GOOD).status_code == 404
    assert "학원 만들기" not in visitor().get("/").content.decode()
    assert academies() == {"haneul", "bada"}


def test_signing_up_takes_from_the_stock_without_the_owners_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    fill_stock(size=1)
    with tenancy.platform():
        kept = PreparedSchema.objects.get().schema_name
    monkeypatch.setattr("tenants.provisioning.stock.connect", lambda *_, **__: pytest.fail("as the owner"))

    assert visitor().post("/signup", GOOD).status_code == 201
    with tenancy.platform():
        assert Academy.objects.get(slug="byeol").schema_name == kept
        assert not PreparedSchema.objects.exists()


def test_with_an_empty_stock_and_no_owner_it_asks_to_wait_and_the_task_fills_up(settings: Any) -> None:
    owner = settings.EDUAI_OWNER_DATABASE_URLS
    settings.EDUAI_OWNER_DATABASE_URLS = {}
    page = visitor().post("/signup", GOOD)
    assert page.status_code == 400
    assert "1분 뒤에" in page.content.decode()
    assert prepare_academies() == {}
    settings.EDUAI_OWNER_DATABASE_URLS = owner
    settings.EDUAI_PREPARED_ACADEMIES = 2
    assert prepare_academies() == {"default": 2}
    assert prepare_academies() == {"default": 0}
    assert visitor().post("/signup", GOOD).status_code == 201


def test_a_process_of_an_older_release_opens_no_academy_in_the_old_stock() -> None:
    fill_stock(size=1)
    with connect(autocommit=True) as owner:
        owner.execute(
            "INSERT INTO public.tenants_schematemplate (migrations_hash, fingerprint, sql, created_at)"
            " VALUES ('newer', '', '', now())"
        )
        page = visitor().post("/signup", GOOD)
        assert page.status_code == 400
        assert "1분 뒤에" in page.content.decode()
        assert academies() == {"haneul", "bada"}
        with tenancy.platform():
            assert PreparedSchema.objects.count() == 1
        owner.execute("DELETE FROM public.tenants_schematemplate WHERE migrations_hash = 'newer'")
    assert visitor().post("/signup", GOOD).status_code == 201


def test_opening_never_overwrites_an_academy_that_has_a_schema(haneul: Academy) -> None:
    fill_stock(size=1)
    words = [haneul.pk, "x", "x", "default", False, None, migrations_hash(), "r"]
    statement = "SELECT public.academy_open(%s, %s, %s, %s, %s, %s, %s, %s)"
    with tenancy.platform(), connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="has a schema already"):
            cursor.execute(statement, words)
        assert tenancy.find(haneul.pk).schema_name == haneul.schema_name
        assert PreparedSchema.objects.count() == 1
        cursor.execute(statement, [None, *words[1:]])
        assert Academy.objects.get(slug="x").state == "preparing"
        assert not PreparedSchema.objects.exists()


def test_a_session_of_an_academy_means_nothing_at_the_base_domain() -> None:
    client = visitor()
    client.cookies["sessionid"] = "somebodys-session-key"

    assert client.get("/").status_code == 200
    assert client.get("/signup").status_code == 200


@pytest.fixture
def operators() -> Academy:
    return open_academy(name="운영", slug="ops", operates=True, actor=SYSTEM, now=clock.now()).academy


def operator_of(academy: Academy) -> Client:
    client = Client(headers={"host": f"{academy.slug}.localhost"})
    with tenancy.use(academy):
        client.force_login(User.objects.get(username="operator"))
    return client


def records(academy: Academy) -> list[tuple[str, str, str]]:
    with tenancy.use(academy, closed_too=True):
        return list(AuditRecord.objects.order_by("-pk").values_list("actor", "action", "subject")[:1])


def test_operators_see_every_academy_and_suspend_and_resume_one(operators: Academy, haneul: Academy) -> None:
    desk = operator_of(operators)
    assert desk.get("/").headers["Location"] == "/operators/"
    page = desk.get("/operators/").content.decode()
    assert "하늘" in page
    assert "바다" in page

    for change, state, action in (("suspend", "suspended", "suspended"), ("resume", "ready", "resumed")):
        assert desk.post(f"/operators/{haneul.pk}/state", {"change": change}).status_code == 302
        assert tenancy.find(haneul.pk).state == state
        for academy in (tenancy.find(haneul.pk), operators):
            assert records(academy) == [("operator:1", f"academy.{action}", f"academy:{haneul.pk}")]


def test_operators_open_an_academy_and_are_told_its_first_password_once(operators: Academy) -> None:
    desk = operator_of(operators)
    page = desk.post("/operators/new", {"name": "별", "slug": "byeol"})

    assert page.status_code == 201
    password = page.content.decode().partition("비밀번호 <code>")[2].partition("</code>")[0]
    client = Client(headers={"host": "byeol.localhost"})
    assert client.post("/login/", {"username": "director", "password": password}).status_code == 302
    again = desk.post("/operators/new", {"name": "또 별", "slug": "byeol"})
    assert again.status_code == 400
    assert "이미 쓰이고 있습니다" in again.content.decode()
    assert "또 별" in again.content.decode()


@pytest.mark.parametrize("change", ["", "close", "suspend-self"])
def test_operators_do_nothing_else_to_an_academy(operators: Academy, haneul: Academy, change: str) -> None:
    desk = operator_of(operators)
    target = operators if change == "suspend-self" else haneul
    desk.post(f"/operators/{target.pk}/state", {"change": "suspend" if change == "suspend-self" else change})

    assert tenancy.find(target.pk).state == "ready"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TEACHER, Role.STUDENT, Role.OPERATOR])
def test_another_academy_has_no_such_desk_for_anybody(haneul: Academy, bada: Academy, role: Role) -> None:
    client = Client(headers={"host": "haneul.localhost"})
    with tenancy.use(haneul):
        client.force_login(member(role, "somebody"))

    assert client.get("/operators/").status_code == 404
    assert client.post(f"/operators/{bada.pk}/state", {"change": "suspend"}).status_code == 404
    assert client.post("/operators/new", {"name": "별", "slug": "byeol"}).status_code == 404
    assert tenancy.find(bada.pk).state == "ready"
    assert academies() == {"haneul", "bada"}


def test_a_director_who_stands_in_the_operators_academy_is_no_operator(operators: Academy, bada: Academy) -> None:
    client = Client(headers={"host": "ops.localhost"})
    with tenancy.use(operators):
        client.force_login(member(Role.DIRECTOR, "boss"))

    assert client.get("/operators/").status_code == 403
    assert client.post(f"/operators/{bada.pk}/state", {"change": "suspend"}).status_code == 302
    assert tenancy.find(bada.pk).state == "ready"
