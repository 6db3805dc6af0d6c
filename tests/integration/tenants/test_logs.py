"""Each line of the log says in which academy it was written."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any

import pytest
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from eduai.lines import HIDDEN, masked
from tenants import tenancy
from tenants.access_log import SECRETS
from tests.integration.tenants import stock


def line(word: str) -> str:
    """What the settings' own handler would print."""
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    record = logging.LogRecord("questions.tasks", logging.WARNING, "", 0, word, (), None)
    assert handler.filter(record)
    return str(handler.format(record).split(" ", 2)[2])


def test_a_line_carries_the_academy_it_was_written_in(db: None, haneul: Any, bada: Any) -> None:
    with tenancy.use(haneul):
        with tenancy.use(bada):
            assert line("one") == "WARNING a_bbbbbbbbbbbb questions.tasks one"
        assert line("two") == "WARNING a_aaaaaaaaaaaa questions.tasks two"
    with tenancy.platform():
        assert line("three") == "WARNING public questions.tasks three"
    assert line("four") == "WARNING nobody questions.tasks four"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\nFORGED", "a\n  | FORGED"),
        ("a\r\nFORGED\rb", "a\n  | FORGED\\rb"),
        ("a\u2028FORGED\x85b", "a\\u2028FORGED\\x85b"),
        ("\x1b[2J\u202egood\u2069\x00", "\\x1b[2J\\u202egood\\u2069\\x00"),
        ("하늘 3 ≤ x \U0001f600", "하늘 3 ≤ x \U0001f600"),
    ],
)
def test_what_is_typed_writes_no_line_of_its_own(typed: str, shown: str) -> None:
    """A-07 (ASVS 16.4.1): line ends, terminal and direction marks are written out; what goes on is marked."""
    assert line(typed).endswith(f"questions.tasks {shown}")


def test_a_tracebacks_lines_are_marked_as_going_on() -> None:
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    try:
        raise ValueError("a\nFORGED")
    except ValueError:
        record = logging.LogRecord("questions.tasks", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    handler.filter(record)
    _, *rest = handler.format(record).splitlines()
    assert rest[0] == "  | Traceback (most recent call last):" and rest[-1] == "  | FORGED"
    assert all(part.startswith("  | ") for part in rest)


def test_a_thread_that_touched_no_database_gets_no_connection_for_its_line() -> None:
    found: list[Any] = []

    def write() -> None:
        found.extend([line("one"), connections.all(initialized_only=True)])

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert found == ["WARNING - questions.tasks one", []]


def test_lines_of_threads_in_two_academies_are_told_apart(committed_db: None, haneul: Any, bada: Any) -> None:
    with stock.threads(2) as (one, two):
        inside = [tenancy.use(haneul), tenancy.use(bada)]
        for thread, way in zip((one, two), inside, strict=True):
            thread(way.__enter__)
        assert (one(line, "x"), two(line, "x")) == (
            "WARNING a_aaaaaaaaaaaa questions.tasks x",
            "WARNING a_bbbbbbbbbbbb questions.tasks x",
        )
        for thread, way in zip((one, two), inside, strict=True):
            thread(way.__exit__, None, None, None)


def addresses(resolver: URLResolver, before: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        found += addresses(entry, here) if isinstance(entry, URLResolver) else [here]
        assert isinstance(entry, URLPattern | URLResolver)
    return found


def test_every_address_that_opens_something_is_written_without_what_opens_it() -> None:
    secret = [address for address in addresses(get_resolver()) if any(f":{name}>" in address for name in SECRETS)]
    assert secret == ["guardians/<str:token>"]
    for address in secret:
        assert masked(f"Not Found: /{address.replace('<str:token>', 'q8Zb_-9')}") == f"Not Found: /guardians/{HIDDEN}"


@pytest.mark.parametrize("where", ["message", "traceback"])
def test_a_guardians_link_stands_in_no_line_of_the_log(where: str) -> None:
    handler = next(each for each in logging.getLogger().handlers if each.name == "console")
    try:
        raise ValueError("no such page: /guardians/" + "q8Zb_-9")
    except ValueError as error:
        fault = (type(error), error, error.__traceback__) if where == "traceback" else None
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Bad: %s", ("/guardians/q8Zb_-9?a",), fault)
    assert handler.filter(record)
    written = str(handler.format(record))
    assert "/guardians/q8Zb" not in written
    assert written.count(HIDDEN) == (2 if where == "traceback" else 1)
