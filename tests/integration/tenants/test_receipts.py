"""Receipts of consents, long after they were taken home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from eduai.lib import clock
from tenants.actors import SYSTEM
from tenants.models import Role
from tenants.receipts import main
from tenants.services.keys import rotate_data_key
from tests.cast import CHILD, consents, guards, member, student


def test_a_receipt_stays_genuine_after_the_academys_data_key_was_replaced(
    in_haneul: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C-07: the address tells the earlier keys too, and each receipt names its own; another academy's is none."""
    event = consents(child := student("S001", born=CHILD), by=guards(member(Role.GUARDIAN), child))
    guardian = Client(headers={"host": "haneul.localhost"})
    guardian.force_login(child.guardianships.get().guardian)

    def taken(name: str) -> tuple[Path, str]:
        file = tmp_path / name
        file.write_bytes(guardian.get(f"/consents/receipts/{event.pk}").content)
        return file, json.loads(file.read_text("utf-8"))["signature"]["key"]

    def told() -> str:
        return Client(headers={"host": "haneul.localhost"}).get("/consents/key").content.decode()

    before, first = taken("before.json")
    assert told() == f"{first}\n"
    rotate_data_key(actor=SYSTEM, now=clock.now())
    after, second = taken("after.json")
    assert first != second
    assert told() == f"{second}\n{first}\n"

    kept = tmp_path / "keys"
    kept.write_text(told(), encoding="utf-8")
    for file in (before, after):
        assert main([str(file), "--key", str(kept)]) == 0
        assert main([str(file), "--key", told()]) == 0
    assert main([str(before), "--key", second]) == 1
    assert main([str(after), "--key", first]) == 1
    changed = before.read_text("utf-8").replace(first, second, 1)
    before.write_text(changed, encoding="utf-8")
    assert main([str(before), "--key", str(kept)]) == 1
    assert "changed after it was signed" in capsys.readouterr().err
    other = Client(headers={"host": "bada.localhost"}).get("/consents/key").content.decode()
    assert main([str(after), "--key", other]) == 1
