"""The director's page of retention periods: each kind with its law, a shorter one after a yes, and what was purged."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from questions.admin.navigation import sidebar
from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.korean_days import day_of, midnight
from tenants.models import ApiKey, AuditRecord, Destruction, KeptAnswer, PurgeRun, RetentionPolicy, Role
from tenants.retention import SCHEDULES
from tenants.services.retention import due_counts, going, next_purge, periods, purge
from tests.cast import NOW, member, student
from tests.integration.questions.views.test_rights_pages import shown_before, visit

PLACE = "/admin/tenants/rightsrequest/retention/"
TITLE = "제휴 프로그램에 준 답의 사본"


def answers_kept(*days_ago: int) -> None:
    """Answers that were given to a partner on the noon of so many days ago."""
    key = ApiKey.objects.create(key_id=f"k{ApiKey.objects.count()}", secret_hash="0" * 64, created_at=NOW)
    today = midnight(day_of(clock.now())) + timedelta(hours=12)
    KeptAnswer.objects.bulk_create(
        KeptAnswer(api_key=key, key=str(n), fingerprint="f", status=201, created_at=today - timedelta(days=ago))
        for n, ago in enumerate(days_ago)
    )


@pytest.fixture
def director(in_haneul: Any) -> Client:
    return visit(member(Role.DIRECTOR, "a-director"))


def change(client: Client, days: object, kind: str = "kept_answers", **more: object) -> Any:
    return client.post(PLACE, {"kind": kind, "days": str(days), **more})


def card(page: str, kind: str = "kept_answers") -> str:
    """What the page says about one kind."""
    return page.partition(f'aria-labelledby="of-{kind}"')[2].partition("</section>")[0]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_each_kind_stands_there_with_its_law_its_days_and_what_is_due(director: Client) -> None:
    """L-30, L-33."""
    answers_kept(0, 8, 9, 40)
    page = director.get(PLACE).content.decode()
    for row in SCHEDULES.values():
        part = card(page, row.kind) if row.remove else page.partition('id="fixed"')[2]
        for words in (row.title, row.counts_from, row.article, row.until or f"<b>{periods()[row.kind]}일</b>"):
            assert words in (part if row.remove else page), (row.kind, words)
    assert "730일부터 100년까지" in card(page, "access_log")
    assert "1일부터 30일까지" in card(page)
    assert "3건" in card(page) and due_counts(now=clock.now())["kept_answers"] == 3
    assert f"다음 파기: {day_of(clock.now()) + timedelta(days=1):%Y.%m.%d}" in page


@pytest.mark.parametrize(
    ("kind", "days", "said"),
    [
        ("kept_answers", "99999999", "30일까지만 보관할 수 있습니다"),
        ("access_log", "9" * 5000, "접속 기록: 730일부터 100년까지 정할 수 있습니다"),
        ("usage", "1000000", "하루부터 100년까지 정할 수 있습니다"),
        ("usage", "백팔십", "숫자로 적어 주세요"),
    ],
)
def test_a_number_that_is_too_long_is_told_the_range(director: Client, kind: str, days: str, said: str) -> None:
    before = periods()
    answer = change(director, days, kind)
    assert answer.status_code == 400 and said in card(answer.content.decode(), kind)
    assert periods() == before
    assert change(director, " 0000000400 ", "usage").status_code in (200, 302)


def test_a_longer_period_is_kept_at_once_and_recorded(director: Client) -> None:
    answer = change(director, 30)
    assert (answer.status_code, answer.headers["Location"]) == (302, PLACE)
    assert periods()["kept_answers"] == 30
    told = AuditRecord.objects.latest("seq")
    assert (told.action, told.subject, told.facts) == (
        "retention.changed",
        "retention:kept_answers",
        '{"before":7,"days":30}',
    )
    page = director.get(PLACE).content.decode()
    assert "이제 30일 동안" in page and 'value="30"' in card(page) and "<b>30일</b>" in card(page)


def test_a_shorter_one_says_how_many_go_and_is_kept_after_a_yes(director: Client) -> None:
    """L-30: the next purge removes just as many as the page said."""
    answers_kept(0, 2, 3, 4, 5)
    asked = change(director, 3)
    page = card(asked.content.decode())
    assert asked.status_code == 200 and "7일에서 3일로" in page and "3건이 없어집니다" in page
    assert (hidden(page, "days"), hidden(page, "going")) == ("3", "3")
    assert not RetentionPolicy.objects.exists() and not AuditRecord.objects.filter(action="retention.changed").exists()

    assert change(director, 3, going=hidden(page, "going")).status_code == 302
    assert periods()["kept_answers"] == 3
    assert purge(kind="kept_answers", actor=SYSTEM, now=next_purge(now=clock.now())) == 3
    assert sorted(KeptAnswer.objects.values_list("key", flat=True)) == ["0", "1"]


@pytest.mark.parametrize("said", ["", "2", "-1", "many", "2" * 400])
def test_a_yes_to_fewer_than_go_is_none(director: Client, said: str) -> None:
    answers_kept(4, 5, 6)
    answer = change(director, 3, going=said)
    assert answer.status_code == 200 and "3건이 없어집니다" in card(answer.content.decode())
    assert periods()["kept_answers"] == 7 and not RetentionPolicy.objects.exists()
    assert change(director, 3, going="3").status_code == 302
    assert periods()["kept_answers"] == 3


@pytest.mark.parametrize(
    ("kind", "days", "sentence"),
    [
        ("access_log", "729", "730일 이상"),
        ("rights_requests", "364", "365일 이상"),
        ("messages", "366", "365일까지만"),
        ("kept_answers", "0", "하루부터"),
        ("usage", "36501", "하루부터 100년"),
        ("usage", "한 달", "숫자로"),
        ("usage", "-5", "숫자로"),
        ("usage", "1.5", "숫자로"),
        ("usage", "9" * 400, "하루부터 100년"),
        ("usage", "²", "숫자로"),
        ("usage", "5\x00", "숫자로"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_in_its_card_and_keeps_what_was_typed(
    director: Client, kind: str, days: str, sentence: str
) -> None:
    """L-33: a yes does not help."""
    for more in ({}, {"going": "9999"}):
        answer = change(director, days, kind, **more)
        part = card(answer.content.decode(), kind)
        assert answer.status_code == 400
        assert sentence in part and 'aria-invalid="true"' in part
        assert f'value="{days}"' in part or "\x00" in days
    assert not RetentionPolicy.objects.exists()


@pytest.mark.parametrize("kind", ["consents", "permission_changes", "destruction_log", "nothing", "", "\x00"])
def test_a_kind_without_a_period_cannot_be_given_one(director: Client, kind: str) -> None:
    """L-37."""
    answer = change(director, 5000, kind)
    assert answer.status_code == 400 and "바꿀 수 없는 기록입니다" in answer.content.decode()
    assert 'aria-invalid="true"' not in answer.content.decode()
    assert not RetentionPolicy.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT])
def test_the_page_is_the_directors_and_so_is_the_way_to_it(director: Client, role: Role) -> None:
    """L-37."""
    client = visit(member(role, "another"))
    assert client.get(PLACE).status_code == 403
    assert change(client, 30).status_code == 403
    assert periods()["kept_answers"] == 7 and not RetentionPolicy.objects.exists()
    assert PLACE not in client.get("/admin/").content.decode()
    assert PLACE in director.get("/admin/").content.decode()


def test_the_menu_says_which_of_the_two_pages_it_is(director: Client) -> None:
    """Its address lies below the desk's, which the menu would mark as well."""

    def denied(place: str) -> list[str]:
        groups = sidebar(director.get(place).wsgi_request)
        return [item["title"] for group in groups for item in group["items"] if item.get("active") is False]

    assert "개인정보 요청" in denied(PLACE) and "보유 기간과 파기" not in denied(PLACE)
    assert denied("/admin/tenants/rightsrequest/") == []


def test_a_change_asks_who_it_is_again_and_goes_on_with_what_was_typed(director: Client) -> None:
    """L-39: looking does not."""
    shown_before(director, seconds=301)
    assert director.get(PLACE).status_code == 200
    asked = change(director, 30).content.decode()
    assert "한 번 더 확인" in asked and 'name="days" value="30"' in asked and 'value="kept_answers"' in asked
    assert not RetentionPolicy.objects.exists()
    shown_before(director, seconds=1)
    assert change(director, 30).status_code == 302
    assert periods()["kept_answers"] == 30


def test_what_was_purged_is_listed_by_counts_and_names_nobody(director: Client) -> None:
    """L-30: 파기 관리대장."""
    child = student("S001")
    answers_kept(30, 31)
    purge(kind="kept_answers", actor=SYSTEM, now=clock.now())
    PurgeRun.objects.create(kind="messages", due_before=NOW, started_at=NOW)
    for kind, many in (("note", 12), ("file", 2), ("gone", 4)):
        reason = Destruction.Reason.ERASURE
        row = {"kind": kind, "reason": reason, "many": many, "at": NOW, "actor": "user:1"}
        Destruction.objects.create(**row, subject=f"student:{child.pk}")
    page = director.get(PLACE).content.decode()
    runs, _, log = page.partition('id="runs"')[2].partition('id="destroyed"')
    assert [TITLE in runs, "아직 끝나지 않음" in runs, TITLE in log] == [True, True, True]
    cells = re.findall(r'<th scope="row">([^<]+)</th><td><span class="whole">([^<]+)</span></td><td>(\d+)</td>', log)
    assert cells == [("gone", "삭제 요청", "4"), ("파일", "삭제 요청", "2"), ("오답노트", "삭제 요청", "12"),
                     (TITLE, "보유 기간 끝", "2")]  # fmt: skip
    assert f"student:{child.pk}" not in page and "user:1" not in page


def test_each_academy_sees_and_sets_its_own(director: Client, bada: Any) -> None:
    with tenancy.use(bada):
        answers_kept(30, 31)
        RetentionPolicy.objects.create(kind="kept_answers", days=20, changed_at=NOW)
        purge(kind="kept_answers", actor=SYSTEM, now=clock.now())
    page = director.get(PLACE).content.decode()
    assert "<b>7일</b>" in card(page) and "아직 파기한 기록이 없습니다" in page
    assert change(director, 30).status_code == 302
    with tenancy.use(bada):
        assert periods()["kept_answers"] == 20


def test_the_page_takes_the_same_queries_however_much_was_purged(
    director: Client, django_assert_max_num_queries: Any
) -> None:
    director.get(PLACE)
    with django_assert_max_num_queries(22):
        director.get(PLACE)
    for number in range(30):
        values = {"kind": "messages", "due_before": NOW, "started_at": NOW, "removed": number}
        PurgeRun.objects.create(**values, finished_at=NOW)
        Destruction.objects.create(kind="note", reason="period", many=number, at=NOW, actor="system")
    with django_assert_max_num_queries(22):
        assert director.get(PLACE).content.decode().count('<th scope="row">') == 40


def test_the_next_purge_follows_the_next_midnight_in_korea(in_haneul: Any) -> None:
    assert next_purge(now=datetime(2026, 11, 21, 14, 59, tzinfo=UTC)) == midnight(date(2026, 11, 22))
    assert next_purge(now=datetime(2026, 11, 21, 15, 0, tzinfo=UTC)) == midnight(date(2026, 11, 23))
    with pytest.raises(InvalidInput):
        going(kind="access_log", days=729, now=NOW)
    assert going(kind="access_log", days=730, now=NOW) == 0
