"""Each line of the log says in which academy it was written."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import connections

from tenants import tenancy
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
