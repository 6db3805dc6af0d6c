"""What is sealed with the academy's own key: columns (guardians' contacts, messages) and files that prove a consent."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from eduai.lib import envelope
from tenants import tenancy
from tenants.personal import Personal

# After a new key was made, other processes may seal with the former one for so long; it opens all the same.
REMEMBERED_SECONDS = 30.0


def new_place() -> str:
    """Thirty-two hexadecimal digits that no other key has."""
    return secrets.token_hex(16)


class DataKey(models.Model):
    """The key that an academy's sealed columns are sealed with, itself sealed with the installation's key.

    `place` is part of every seal and moves with the row: an archive may come back under another schema's name.
    """

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    place = models.CharField(_("mark in its seals"), max_length=63, default=new_place, db_default="")
    wrapped = models.BinaryField(_("sealed key"))
    wrapped_by = models.CharField(_("sealed with"), max_length=16)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    personal = Personal(inside=("wrapped", "place"), plain=("number", "wrapped_by", "created_at"))

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        ordering = ("-number",)


@dataclass(frozen=True, slots=True)
class Opened:
    """A data key in memory, as secret as the process is. Calling it makes it the one to seal with for a while."""

    academy: tuple[int, str]
    number: int
    place: str
    key: bytes

    def __call__(self) -> None:
        _newest[self.academy] = (time.monotonic() + REMEMBERED_SECONDS, self)

    def __repr__(self) -> str:
        return f"<data key {self.number}>"


_opened: dict[tuple[tuple[int, str], int], Opened] = {}
_newest: dict[tuple[int, str], tuple[float, Opened]] = {}


def sealed(value: bytes, of: str) -> bytes:
    """The value for what `of` names (a table and column, a file), sealed for the current academy: the key's number
    first. Raises NoAcademy outside every academy, SealBroken where the installation's key is lost.
    """
    key = newest_key()
    return bytes([key.number]) + envelope.seal(key.key, value, f"{key.place}/{of}")


def opened(value: bytes, of: str) -> bytes:
    """What `sealed` made. Raises SealBroken for anything else, also for another academy's."""
    if not value:
        raise envelope.SealBroken(f"The value of {of} is empty.")
    academy, number = _here(), value[0]
    kept = _opened.get((academy, number)) or _read(academy, number)
    try:
        return envelope.unseal(kept.key, value[1:], f"{kept.place}/{of}")
    except envelope.SealBroken:
        fresh = _read(academy, number)  # what is remembered may come from a transaction that was rolled back
        if fresh == kept:
            raise
        return envelope.unseal(fresh.key, value[1:], f"{fresh.place}/{of}")


class EncryptedText(models.BinaryField):
    """Text that the database sees sealed alone. It can be written and read, never searched, sorted or compared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = kwargs.get("editable", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else sealed(str(value).encode(), self.sealed_as)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else opened(bytes(value), self.sealed_as).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: two sealings of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def to_python(self, value: Any) -> Any:
        return value

    @property
    def sealed_as(self) -> str:
        """Table and column."""
        return f"{self.model._meta.db_table}/{self.column}"


def newest_key() -> Opened:
    """The key that the current academy seals with now, made on first use.

    It is remembered once its row is committed, and until then for as long as the transaction can see it: a key that
    was rolled back must seal nothing.
    """
    academy = _here()
    until, kept = _newest.get(academy, (0.0, None))
    if kept is not None and time.monotonic() < until:
        return kept
    for _sids, hook, _robust in reversed(connection.run_on_commit):
        if isinstance(hook, Opened) and hook.academy == academy:
            return hook
    return seal_from_now_on(DataKey.objects.first() or _first_key())


def every_key() -> list[Opened]:
    """The keys that the current academy seals with now or sealed with before, the newest first; made on first use.

    Raises SealBroken where the installation lost the key of one of them.
    """
    newest_key()
    return [_open(_here(), row) for row in DataKey.objects.all()]


def seal_from_now_on(row: DataKey) -> Opened:
    """This will seal with the key of that row, in this transaction and, once it is committed, in this process."""
    key = _open(_here(), row)
    _newest.pop(key.academy, None)
    transaction.on_commit(key)
    return key


def new_data_key(number: int) -> DataKey:
    """A key's row, not yet kept: random bytes, sealed with the installation's present key."""
    row = DataKey(number=number, place=new_place())
    wrap(row, envelope.new_key())
    return row


def wrap(row: DataKey, key: bytes) -> None:
    """This will seal the key into its row with the installation's present key; the row is not saved."""
    with_key = installation_keys()[0]
    row.wrapped = envelope.seal(with_key, key, owner_of(row))
    row.wrapped_by = envelope.name_of(with_key)


def unwrap(row: DataKey) -> bytes:
    """The key out of its row. Raises SealBroken where the installation no longer has the key that sealed it."""
    for with_key in installation_keys():
        if envelope.name_of(with_key) == row.wrapped_by:
            return envelope.unseal(with_key, bytes(row.wrapped), owner_of(row))
    raise envelope.SealBroken(f"No EDUAI_ENCRYPTION_KEY is the one ({row.wrapped_by}) that sealed this academy's key.")


def owner_of(row: DataKey) -> str:
    """What a sealed data key belongs to."""
    return f"{row.place}/data key {row.number}"


def installation_keys() -> list[bytes]:
    """The keys that seal data keys, the present one first: EDUAI_ENCRYPTION_KEY, one secret to a line or comma."""
    return [envelope.key_from_secret(secret) for secret in settings.EDUAI_ENCRYPTION_KEYS]


def forget_keys() -> None:
    """Forget what this process remembers of keys: after a rotation, and between tests."""
    _opened.clear()
    _newest.clear()


def _here() -> tuple[int, str]:
    academy = tenancy.require()
    return academy.pk, academy.schema_name


def _first_key() -> DataKey:
    try:
        with transaction.atomic():
            new_data_key(1).save(force_insert=True)
    except IntegrityError:  # somebody else's came first
        pass
    return DataKey.objects.get(number=1)


def _read(academy: tuple[int, str], number: int) -> Opened:
    row = DataKey.objects.filter(number=number).first()
    if row is None:
        raise envelope.SealBroken(f"The academy has no data key {number}.")
    return _open(academy, row)


def _open(academy: tuple[int, str], row: DataKey) -> Opened:
    key = Opened(academy, row.number, row.place, unwrap(row))
    _opened[academy, row.number] = key
    return key
