"""How often may be tried: exactly so often, by nobody for somebody else, and not at all where it cannot be counted."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from eduai.lib import clock
from tenants import tenancy
from tenants.models import AccessRecord, Role, User
from tenants.sign_in import limits
from tests.cast import PASSWORD, member
from tests.signing_in import codes_of, signed_in

At = Callable[..., Client]
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.7"


def tried(client: Client, username: str = "kim", password: str = "wrong", **headers: str) -> HttpResponse:
    return client.post("/login/", {"username": username, "password": password}, headers=headers)


def test_after_five_wrong_ones_the_next_waits_and_is_told_how_long(kim: User, haneul: Any, browser_at: At) -> None:
    """L-38: also the right password; what was typed as a name stays in the form."""
    client = browser_at(HERE)
    assert [tried(client).status_code for _ in range(6)] == [200] * 5 + [429]
    shut = tried(client, password=PASSWORD)

    assert shut.status_code == 429
    assert 0 < int(shut.headers["Retry-After"]) <= limits.WINDOW_SECONDS
    assert "분 뒤에 다시 시도해 주세요" in shut.content.decode()
    assert 'value="kim"' in shut.content.decode()
    with tenancy.use(haneul):
        assert AccessRecord.objects.filter(task="login.failed").count() == 5


def test_nobody_elsewhere_can_shut_somebody_out(kim: User, browser_at: At) -> None:
    """S-15 (ASVS 6.1.1)."""
    attacker = browser_at(ELSEWHERE)
    for _ in range(20):
        tried(attacker)

    assert tried(attacker, password=PASSWORD).status_code == 429
    assert tried(browser_at(HERE), password=PASSWORD).status_code == 302


def test_nobody_on_the_same_network_can_shut_out_a_browser_that_has_signed_in_before(
    kim: User, haneul: Any, browser_at: At
) -> None:
    at_home = browser_at(HERE)
    assert tried(at_home, password=PASSWORD).status_code == 302
    with tenancy.use(haneul):
        code = codes_of(kim)[0]
    assert at_home.post("/login/second/", {"code": code}).status_code == 302
    at_home.post("/logout/")
    pupil = browser_at(HERE)
    for _ in range(6):
        tried(pupil)

    assert tried(pupil, password=PASSWORD).status_code == 429
    assert tried(at_home, password=PASSWORD).status_code == 302


def test_the_mark_of_a_browser_is_of_one_person_and_one_academy(
    kim: User, haneul: Any, bada: Any, browser_at: At
) -> None:
    with tenancy.use(haneul):
        member(Role.GUARDIAN, "parent")
    with tenancy.use(bada):
        member(Role.GUARDIAN, "parent")
    client = browser_at(HERE)
    assert tried(client, "parent", PASSWORD).status_code == 302
    thief = browser_at(HERE, slug="bada")
    thief.cookies = client.cookies
    assert [tried(thief, "parent").status_code for _ in range(6)] == [200] * 5 + [429]
    assert tried(browser_at(HERE, slug="bada"), "parent", PASSWORD).status_code == 429  # counted as anybody's
    assert [tried(client, "kim").status_code for _ in range(6)] == [200] * 5 + [429]
    assert tried(browser_at(HERE), "kim", PASSWORD).status_code == 429


def test_what_a_visitor_writes_into_forwarded_for_does_not_dodge(kim: User, browser_at: At, settings: Any) -> None:
    """S-16 (ASVS 15.3.4): without proxies it is not read, behind one only what that one added."""
    client = browser_at(HERE)
    assert [tried(client, **{"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(6)] == [200] * 5 + [429]

    settings.EDUAI_PROXIES = 1
    seen = [tried(client, **{"x-forwarded-for": f"10.0.0.{n}, {ELSEWHERE}"}).status_code for n in range(6)]
    assert seen == [200] * 5 + [429]
    assert tried(client, password=PASSWORD, **{"x-forwarded-for": "192.0.2.99"}).status_code == 302


def test_a_network_of_ipv6_is_one_visitor_and_the_next_network_another(kim: User, browser_at: At) -> None:
    assert [tried(browser_at(f"2001:db8:0:1::{n}")).status_code for n in range(1, 7)] == [200] * 5 + [429]
    assert tried(browser_at("2001:db8:0:2::1")).status_code == 200


def test_one_address_may_not_go_through_everybodys_names(kim: User, browser_at: At, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "TRIES_OF_ADDRESS", 12)
    client = browser_at(ELSEWHERE)

    assert [tried(client, f"name-{n}").status_code for n in range(13)] == [200] * 12 + [429]
    assert tried(browser_at(HERE)).status_code == 200


def test_a_right_one_forgets_the_wrong_ones_before_it(kim: User, browser_at: At) -> None:
    client = browser_at(HERE)
    for _ in range(4):
        tried(client)
    assert tried(client, password=PASSWORD).status_code == 302

    assert [tried(browser_at(HERE)).status_code for _ in range(6)] == [200] * 5 + [429]


def test_codes_are_tried_five_times_from_everywhere_together(kim: User, haneul: Any, browser_at: At) -> None:
    """Who tries them knows the password: a thousand addresses guess no faster than one."""
    answers = []
    for n in range(6):
        client = browser_at(f"203.0.113.{n + 10}")
        tried(client, password=PASSWORD)
        answers.append(client.post("/login/second/", {"code": "000000"}))

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert int(answers[5].headers["Retry-After"]) > 0
    with tenancy.use(haneul):
        assert codes_of(kim)[0] not in answers[5].content.decode()


def test_each_five_wrong_codes_wait_twice_as_long_as_the_five_before_up_to_a_day(
    kim: User, haneul: Any, redis_client: Any
) -> None:
    """L-38: also where somebody tries four at a time and lets the wait of the fifth never come."""
    waits = []
    with tenancy.use(haneul):
        for _ in range(10):
            for _ in range(limits.TRIES):
                tried = limits.begin_slowing(what="second factor", who=kim.pk)
            with pytest.raises(limits.TooMany) as refused:
                limits.begin_slowing(what="second factor", who=kim.pk)
            waits.append(round(refused.value.seconds / 60))
            redis_client.delete(tried.keys[1])  # as if the wait were over
        tried.was_right()
        for _ in range(limits.TRIES):
            limits.begin_slowing(what="second factor", who=kim.pk)
        with pytest.raises(limits.TooMany) as afresh:
            limits.begin_slowing(what="second factor", who=kim.pk)

    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440]
    assert "24시간 뒤에" in refused.value.sentence
    assert afresh.value.seconds <= 300


def test_the_sixth_code_of_a_second_round_waits_longer_than_that_of_the_first(
    kim: User, haneul: Any, browser_at: At, redis_client: Any
) -> None:
    """L-38: through the pages."""
    waits = []
    for _ in range(2):
        client = browser_at()
        tried(client, password=PASSWORD)
        answers = [client.post("/login/second/", {"code": "000000"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        waits.append(int(answers[5].headers["Retry-After"]))
        with tenancy.use(haneul):
            redis_client.delete(limits._key("wait", "second factor", str(kim.pk), ""))

    assert 290 < waits[0] <= 300 < 590 < waits[1] <= 600


def test_who_comes_in_is_told_that_somebody_guessed_at_their_second_factor(
    kim: User, haneul: Any, browser_at: At, redis_client: Any
) -> None:
    """S-15: whoever guesses there knows the password."""
    with tenancy.use(haneul):
        User.objects.filter(pk=kim.pk).update(last_login=clock.now())
    thief = browser_at(ELSEWHERE)
    tried(thief, password=PASSWORD)
    for _ in range(5):
        thief.post("/login/second/", {"code": "000000"})
    with tenancy.use(haneul):
        redis_client.delete(limits._key("wait", "second factor", str(kim.pk), ""))

    assert "두 번째 확인이 5번 틀렸어요" in signed_in(haneul, "kim").get("/admin/").content.decode()
    assert "틀렸어요" not in signed_in(haneul, "kim").get("/admin/").content.decode()


def test_one_person_shuts_nobody_else_out_of_setting_up_or_showing_a_factor(haneul: Any, db: None) -> None:
    """S-15 (ASVS 6.1.1): no counter is shared by everybody, whatever somebody's user name looks like."""
    with tenancy.use(haneul):
        for what in ("second factor", "new factor"):
            for who in range(1, 131):
                limits.begin_slowing(what=what, who=who)
        for _ in range(limits.TRIES):
            limits.begin(who="address", address=HERE)
        limits.begin(who="kim", address=HERE)
        for who in range(130):  # behind a socket file no visitor has an address
            limits.begin(who=f"name-{who}", address="")


def test_a_user_name_does_not_fill_the_count_of_an_address(haneul: Any, db: None) -> None:
    with tenancy.use(haneul):
        odd = limits.begin(who="address", address=HERE)
        other = limits.begin(who="x\naddress", address=HERE)

    assert len({*odd.keys, *other.keys}) == 3  # two people and the one address


@pytest.mark.parametrize("size", [64])
def test_of_sixty_four_at_once_exactly_five_get_through(db: None, haneul: Any, size: int) -> None:
    """S-17: a count that is read first and written later would let all of them by."""
    start, passed = threading.Barrier(size), []

    def attempt() -> None:
        with tenancy.use(haneul):
            start.wait(30)
            try:
                limits.begin(who="kim", address=HERE)
            except limits.TooMany:
                return
            passed.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(passed) == limits.TRIES


def test_each_academy_counts_its_own(db: None, haneul: Any, bada: Any) -> None:
    for academy in (haneul, bada):
        with tenancy.use(academy):
            for _ in range(limits.TRIES):
                limits.begin(who="kim", address=HERE)
            with pytest.raises(limits.TooMany):
                limits.begin(who="KIM ", address=HERE)


def test_without_redis_nobody_signs_in_and_who_is_in_stays_in(
    kim: User, haneul: Any, browser_at: At, settings: Any
) -> None:
    """S-17: closed where it protects, open where it only reads; each says so in a sentence."""
    inside, between = signed_in(haneul, "kim"), browser_at(HERE)
    tried(between, password=PASSWORD)
    # Nobody listens at the address that is left.
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    shut = tried(browser_at(HERE), password=PASSWORD)
    assert (shut.status_code, shut.headers["Retry-After"]) == (503, "30")
    assert "지금은 로그인할 수 없어요" in shut.content.decode()
    second = between.post("/login/second/", {"code": "123456"})
    assert (second.status_code, second.headers["Retry-After"]) == (503, "30")
    assert inside.get("/account/").status_code == 200
    assert inside.get("/admin/").status_code == 200
    wanted = {"present": PASSWORD, "new": "quite another one", "again": "quite another one"}
    assert inside.post("/account/password/", wanted).status_code == 503
    assert browser_at(HERE).get("/login/").status_code == 200


def test_a_wrong_name_takes_as_long_as_a_wrong_password(kim: User, haneul: Any, browser_at: At, settings: Any) -> None:
    """S-15: with the hasher of real installations, of which each try runs exactly one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    with tenancy.use(haneul):
        kim.set_password(PASSWORD)
        kim.save()

    def seconds(username: str, number: int) -> float:
        client = browser_at(f"192.0.2.{number}")
        began = time.perf_counter()
        tried(client, username)
        return time.perf_counter() - began

    took = {
        name: statistics.median(seconds(name, 10 * index + n) for n in range(1, 8))
        for index, name in enumerate(("kim", "nobody"))
    }

    assert 0.5 < took["kim"] / took["nobody"] < 2, took
