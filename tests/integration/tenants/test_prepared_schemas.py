"""Schemas in stock belong to one release: the one the database was prepared for last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import PreparedSchema
from tenants.provisioning import NoTemplate, fill_stock, prepare_database, prepare_schema
from tenants.provisioning.schemas import migrations_hash

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def owner(committed_db: None) -> Iterator[psycopg.Connection[Any]]:
    with connect(autocommit=True) as connection:
        yield connection


def in_stock() -> list[str]:
    with tenancy.platform():
        return list(PreparedSchema.objects.order_by("pk").values_list("migrations_hash", flat=True))


def schemas(owner: psycopg.Connection[Any]) -> int:
    return int(owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'a\\_%'").fetchone()[0])  # type: ignore[index]


def test_preparing_the_database_drops_what_an_earlier_release_has_in_stock(owner: psycopg.Connection[Any]) -> None:
    before = schemas(owner)
    fill_stock(size=2)
    prepare_database()
    assert in_stock() == [migrations_hash(), migrations_hash()]

    owner.execute("UPDATE public.tenants_preparedschema SET migrations_hash = 'old'")
    prepare_database()

    assert (in_stock(), schemas(owner)) == ([], before)


def test_a_process_of_an_earlier_release_neither_drops_nor_adds_stock(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_stock(size=1)
    owner.execute(
        "INSERT INTO public.tenants_schematemplate (migrations_hash, fingerprint, sql, created_at)"
        " SELECT 'newer', fingerprint, sql, now() FROM public.tenants_schematemplate"
    )
    owner.execute("UPDATE public.tenants_preparedschema SET migrations_hash = 'newer'")

    assert (fill_stock(size=3), in_stock()) == (0, ["newer"])
    with pytest.raises(NoTemplate, match="earlier"):
        prepare_schema()
    assert in_stock() == ["newer"]


def test_going_back_a_release_makes_its_stock_the_one_that_counts(owner: psycopg.Connection[Any]) -> None:
    fill_stock(size=1)
    owner.execute(
        "INSERT INTO public.tenants_schematemplate (migrations_hash, fingerprint, sql, created_at)"
        " SELECT 'newer', fingerprint, sql, now() FROM public.tenants_schematemplate"
    )
    owner.execute("UPDATE public.tenants_preparedschema SET migrations_hash = 'newer'")

    assert not prepare_database().template_built
    assert (fill_stock(size=1), in_stock()) == (1, [migrations_hash()])
