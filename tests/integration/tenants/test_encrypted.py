"""Sealed columns: the academy reads them, the database holds none of their words."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from eduai.lib.envelope import SealBroken
from tenants import tenancy
from tenants.models import Message
from tenants.models.encrypted import newest_key
from tests.cast import NOW


def message(**changes: str) -> Message:
    words = {"recipient": "mother@example.kr", "subject": "동의 안내", "body": "안내 드립니다."} | changes
    return Message.objects.create(kind="test", channel=Message.Channel.CONSOLE, created_at=NOW, **words)


def stored(pk: object) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient || subject || body FROM tenants_message WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def test_a_sealed_column_reads_as_written_and_is_stored_unreadable(in_haneul: object) -> None:
    kept = message()

    assert Message.objects.get(pk=kept.pk).recipient == "mother@example.kr"
    assert b"mother" not in stored(kept.pk)
    assert "동의".encode() not in stored(kept.pk)


def test_each_academy_has_a_key_of_its_own(db: None, haneul: Any, bada: Any) -> None:
    keys = []
    for academy in (haneul, bada):
        with tenancy.use(academy):
            message()
            keys.append(newest_key().key)

    assert keys[0] != keys[1]


def test_a_value_moved_to_another_column_does_not_open(in_haneul: object) -> None:
    kept = message()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_message SET subject = recipient WHERE id = %s", [kept.pk])

    with pytest.raises(SealBroken):
        Message.objects.get(pk=kept.pk)
