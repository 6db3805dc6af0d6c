"""Columns that are sealed with the academy's own key: guardians' contacts, and what proves a consent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from eduai.lib import envelope
from tenants.personal import Personal

# Opened data keys of this process, by schema and number. They are as secret as the process's memory is.
_opened: dict[tuple[str, int], bytes] = {}


class DataKey(models.Model):
    """The key that an academy's sealed columns are sealed with, itself sealed with the installation's key."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    wrapped = models.BinaryField(_("sealed key"))
    wrapped_by = models.CharField(_("sealed with"), max_length=16)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    personal = Personal(inside=("wrapped",), plain=("number", "wrapped_by", "created_at"))

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        ordering = ("-number",)


class EncryptedText(models.BinaryField):
    """Text that the database sees sealed alone. It can be written and read, never searched, sorted or compared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = kwargs.get("editable", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        number, key = newest_key()
        return bytes([number]) + envelope.seal(key, str(value).encode(), self._belongs_to())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        sealed = bytes(value)
        return envelope.unseal(key_of(sealed[0]), sealed[1:], self._belongs_to()).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`: two sealings of one text differ."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def to_python(self, value: Any) -> Any:
        return value

    def _belongs_to(self) -> str:
        return f"{connection.schema_name}/{self.model._meta.db_table}/{self.column}"


def newest_key() -> tuple[int, bytes]:
    """The number and bytes of the key that the current academy seals with now, made on first use."""
    row = DataKey.objects.first()
    if row is None:
        key = envelope.new_key()
        with_key = installation_keys()[0]
        wrapped = envelope.seal(with_key, key, _owner(1))
        try:
            with transaction.atomic():
                DataKey.objects.create(number=1, wrapped=wrapped, wrapped_by=envelope.name_of(with_key))
        except IntegrityError:  # somebody else's came first
            pass
        row = DataKey.objects.get(number=1)
    return row.number, _open(row)


def key_of(number: int) -> bytes:
    """The current academy's key of that number."""
    kept = _opened.get((connection.schema_name, number))
    return kept if kept is not None else _open(DataKey.objects.get(number=number))


def installation_keys() -> list[bytes]:
    """The keys that seal data keys, the present one first: EDUAI_ENCRYPTION_KEY, one secret to a line or comma."""
    return [envelope.key_from_secret(secret) for secret in settings.EDUAI_ENCRYPTION_KEYS]


def _open(row: DataKey) -> bytes:
    for with_key in installation_keys():
        if envelope.name_of(with_key) == row.wrapped_by:
            key = envelope.unseal(with_key, bytes(row.wrapped), _owner(row.number))
            _opened[(connection.schema_name, row.number)] = key
            return key
    raise envelope.SealBroken(f"No EDUAI_ENCRYPTION_KEY is the one ({row.wrapped_by}) that sealed this academy's key.")


def _owner(number: int) -> str:
    return f"{connection.schema_name}/data key {number}"
