"""The keys that seal an academy's columns and files: re-wrapped, replaced, and carried to another installation."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from psycopg import sql

from eduai.lib.envelope import KEY_BYTES, SealBroken, name_of, seal, unseal
from eduai.lib.errors import InvalidInput
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import DataKey, Evidence
from tenants.models.encrypted import (
    EncryptedText,
    forget_keys,
    installation_keys,
    new_data_key,
    opened,
    owner_of,
    seal_from_now_on,
    sealed,
    unwrap,
    wrap,
)
from tenants.services.evidence import seal_of

BATCH: Final = 200
WRONG: Final = "passphrase: 이 암호문으로는 보관 파일의 열쇠가 열리지 않습니다."
ELSEWHERE: Final = "passphrase: 다른 설치의 열쇠로 봉인된 보관 파일이라 보호자 연락처와 증빙이 열리지 않습니다."
MOST_KEYS: Final = 255
LEAST_PASSPHRASE: Final = 16
_SCRYPT: Final = {"length": KEY_BYTES, "n": 2**15, "r": 8, "p": 1}  # OWASP's equivalent of n=2^17 with less memory


def rewrap_keys(*, actor: Actor) -> int:
    """This will seal the current academy's data keys with the installation's present key, those that another sealed.

    Returns how many there were; nothing else changes. Raises SealBroken for one that no key of the installation opens.
    """
    present = name_of(installation_keys()[0])
    with transaction.atomic():
        rows = list(DataKey.objects.select_for_update().exclude(wrapped_by=present))
        for row in rows:
            wrap(row, unwrap(row))
        DataKey.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
        if rows:
            record(actor=actor, action=Action.KEYS_REWRAPPED, subject="data keys", keys=len(rows), wrapped_by=present)
    forget_keys()
    return len(rows)


def rotate_data_key(*, actor: Actor, now: datetime) -> dict[str, int]:
    """This will make the current academy a new data key and seal everything with it, a batch to a transaction.

    May be killed and called again: it goes on with what an older key still seals, and makes no further key for it. The
    former keys stay, because they open what other processes seal in the meantime. Returns how many rows or files of
    each table were sealed anew. Raises InvalidInput after 255 keys.
    """
    left = {name: _old_rows(model, fields, _newest()) for name, model, fields in _sealed_tables()}
    if not any(row for rows in left.values() for row in rows[:1]) and not _old_files(_newest()):
        _add_key(actor)
    done = {name: _reseal_table(model, fields) for name, model, fields in _sealed_tables()}
    done["files"] = _reseal_files()
    with transaction.atomic():
        record(actor=actor, action=Action.DATA_KEY_ROTATED, subject=f"data key {_newest()}", at=now.isoformat(), **done)
    return done


def pack_keys(*, passphrase: str) -> list[dict[str, Any]]:
    """The current academy's data keys, each sealed with the passphrase, for an archive that leaves the installation.

    Raises InvalidInput for a passphrase under 16 characters, SealBroken for a key that cannot be opened.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise InvalidInput(f"passphrase: 암호문은 {LEAST_PASSPHRASE}자 이상이어야 합니다.", field="passphrase")
    salt = os.urandom(16)
    with_key = _key_of(passphrase, salt)
    return [
        {"number": row.number, "salt": salt.hex(), "sealed": seal(with_key, unwrap(row), owner_of(row)).hex()}
        for row in DataKey.objects.all()
    ]


def unpack_keys(*, packed: Sequence[Mapping[str, Any]], passphrase: str) -> None:
    """This will seal the current academy's data keys, as an archive brought them, with this installation's key.

    Without anything packed they must open with the keys that the installation has. Raises InvalidInput (field
    `passphrase`) otherwise: a passphrase that is missing or wrong, or an installation's key that is not here.
    """
    if not passphrase:
        _require_openable(bool(packed))
        return
    rows = {row.number: row for row in DataKey.objects.all()}
    try:
        for told in packed:
            row = rows[int(told["number"])]
            with_key = _key_of(passphrase, bytes.fromhex(told["salt"]))
            wrap(row, unseal(with_key, bytes.fromhex(told["sealed"]), owner_of(row)))
            row.save(update_fields=["wrapped", "wrapped_by"])
    except (SealBroken, KeyError, ValueError, TypeError) as error:
        raise InvalidInput(WRONG, field="passphrase") from error
    _require_openable(bool(packed))


def _require_openable(packed: bool) -> None:
    try:
        for row in DataKey.objects.all():
            unwrap(row)
    except SealBroken as error:
        how = "--passphrase-file로 암호문을 주세요" if packed else "--passphrase-file을 주고 다시 내보내 주세요"
        raise InvalidInput(f"{ELSEWHERE} {how}.", field="passphrase") from error


def _key_of(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, **_SCRYPT).derive(passphrase.encode())


def _newest() -> int:
    row = DataKey.objects.first()
    return row.number if row else 0


def _add_key(actor: Actor) -> None:
    with transaction.atomic():
        number = _newest() + 1
        if number > MOST_KEYS:
            raise InvalidInput(f"열쇠는 {MOST_KEYS}번까지 바꿀 수 있습니다.", field="slug")
        row = new_data_key(number)
        row.save(force_insert=True)
        seal_from_now_on(row)
        record(actor=actor, action=Action.DATA_KEY_ADDED, subject=f"data key {number}")


def _sealed_tables() -> Iterator[tuple[str, type[models.Model], list[EncryptedText]]]:
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedText)]
        if fields:
            yield model._meta.db_table, model, fields


def _old_rows(model: type[models.Model], fields: list[EncryptedText], newest: int) -> list[Any]:
    """Keys of some rows that an older data key seals: the first byte of a sealed value is its key's number."""
    columns = [sql.Identifier(str(field.column)) for field in fields]
    older = [sql.SQL("get_byte({}, 0) < {}").format(column, sql.Literal(newest)) for column in columns]
    key = sql.Identifier(str(model._meta.pk.column))
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        key, sql.Identifier(model._meta.db_table), sql.SQL(" OR ").join(older), key, sql.Literal(BATCH)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def _reseal_table(model: type[models.Model], fields: list[EncryptedText]) -> int:
    done, former = 0, list[Any]()
    while keys := _old_rows(model, fields, _newest()):
        if keys == former:
            raise RuntimeError(f"{model._meta.db_table} is not sealed anew.")
        with transaction.atomic():
            rows = list(model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
            model._default_manager.bulk_update(rows, [field.name for field in fields])
        done, former = done + len(keys), keys
    return done


def _old_files(newest: int) -> list[Evidence]:
    return [row for row in Evidence.objects.exclude(file="").order_by("added_at") if _number_of(row) < newest]


def _number_of(evidence: Evidence) -> int:
    try:
        with default_storage.open(evidence.file) as kept:
            return int(kept.read(1)[0])
    except (OSError, IndexError):
        return MOST_KEYS  # a file that is gone has nothing to seal anew


def _reseal_files() -> int:
    return sum(_reseal_file(evidence) for evidence in _old_files(_newest()))


def _reseal_file(evidence: Evidence) -> int:
    """The file anew beside the old one; the row leads to one of them at any moment. 0 where it was removed meanwhile:
    what was erased must not come back.
    """
    former = evidence.file
    with transaction.atomic():
        row = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk, file=former).first()
        if row is None or not default_storage.exists(former):
            return 0
        with default_storage.open(former) as kept:
            data = opened(kept.read(), seal_of(evidence=row))
        row.file = default_storage.save(former, ContentFile(sealed(data, seal_of(evidence=row))))
        row.save(update_fields=["file"])
    default_storage.delete(former)
    return 1
