"""When the database cannot be reached: a sentence and another try, for people and for programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/api/v1/notes"])
def test_an_unreachable_database_is_503_with_a_sentence(db: None, monkeypatch: Any, path: str) -> None:
    def gone(host: str) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("tenants.middleware.academy_of_host", gone)
    answer = Client(raise_request_exception=False, headers={"host": "haneul.localhost"}).get(path)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "저장소에 연결할 수 없습니다" in answer.content.decode()


def test_another_fault_is_500_without_a_traceback(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("tenants.middleware.academy_of_host", lambda host: 1 / 0)
    answer = Client(raise_request_exception=False, headers={"host": "haneul.localhost"}).get("/")

    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.content.decode()
