"""Opening an academy in a prepared schema: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, transaction

from eduai.lib.errors import Conflict, EduError, InvalidInput
from tenants import tenancy
from tenants.database.ownership import connect
from tenants.models import Academy, SchemaTemplate
from tenants.models.academy import SLUG
from tenants.provisioning.directory import publish
from tenants.provisioning.schemas import migrations_hash, release_of_code
from tenants.provisioning.stock import drop_schema, prepare_schema

# Hosts that mean something else, or would look as if they did.
RESERVED_SLUGS = frozenset(
    {"www", "api", "admin", "app", "static", "media", "mail", "localhost", "health", "metrics", "status", "signup"}
)
# Others may take the schema that was prepared under one's nose this many times.
_TRIES = 5


class NoSchemaPrepared(EduError):
    """The stock is empty and this process may not replay a schema itself."""

    code = "no_schema_prepared"
    retryable = True


def create_academy(
    *,
    name: str,
    slug: str,
    schema: str | None = None,
    database: str = DEFAULT_DB_ALIAS,
    operates: bool = False,
    furnish: Callable[[Academy], None] = lambda academy: None,
) -> Academy:
    """This will open an academy: the directory's row over a prepared schema, then `furnish` inside it, then ready.

    All in one transaction of the academy's database; on any failure nothing is left but one more prepared
    schema. `schema` is for restoring an academy under its old name. An empty stock is replayed for on the spot,
    as the owner. Raises InvalidInput for a name or slug that cannot be used, Conflict for a slug that is taken,
    NoTemplate before `prepare_database` has run, TemplateUnsound when the copy is not what the template
    promises, NoSchemaPrepared where the stock is empty and the owner's log-in is not at hand.
    """
    check_address(name, slug)
    words = (slug, name.strip(), database, operates)
    if database == DEFAULT_DB_ALIAS:
        return _open(None, words, schema, database, furnish)
    number = announce(words)
    try:
        academy = _open(number, words, schema, database, furnish)
    except BaseException:
        forget(number)
        raise
    publish(academy)
    return academy


def drop_academy(academy: Academy) -> None:
    """This will remove the academy's row, work, schema and role for good. Irreversible.

    Raises psycopg.Error when the schema is in use longer than five seconds.
    """
    with connect(academy.database) as owner:
        owner.execute("SET LOCAL lock_timeout = '5s'")
        _remove_row(owner, academy.pk)
        drop_schema(owner, academy.schema_name)
    if academy.database != DEFAULT_DB_ALIAS:
        forget(academy.pk)


def forget(number: int) -> None:
    """This will remove an academy's row from the directory, with what refers to it. Nothing where there is none."""
    with connect(DEFAULT_DB_ALIAS) as directory:
        _remove_row(directory, number)


def _remove_row(owner: psycopg.Connection[tuple[object, ...]], number: int) -> None:
    for table, column in (
        ("tenants_dispatch", "academy_id"),
        ("tenants_domain", "tenant_id"),
        ("tenants_rolloutresult", "academy_id"),
        ("tenants_academy", "id"),
    ):
        owner.execute(f"DELETE FROM public.{table} WHERE {column} = %s".encode(), [number])


def check_address(name: str, slug: str) -> None:
    """This will pass for a name and a slug that an academy may have. Raises InvalidInput naming the field."""
    if not name.strip() or len(name.strip()) > 100:
        raise InvalidInput("학원 이름은 1자 이상 100자 이하로 적어 주세요.", field="name")
    try:
        SLUG(slug)
    except ValidationError as error:
        raise InvalidInput(
            "주소는 영문 소문자로 시작하는 2–40자의 영문 소문자, 숫자, 하이픈이어야 합니다.", field="slug"
        ) from error
    if slug in RESERVED_SLUGS:
        raise InvalidInput(f"쓸 수 없는 주소입니다: '{slug}'", field="slug")


def _open(
    number: int | None,
    words: tuple[str, str, str, bool],
    schema: str | None,
    database: str,
    furnish: Callable[[Academy], None],
) -> Academy:
    wanted = prepare_schema(database, schema=schema) if schema else None
    for _ in range(_TRIES):
        with tenancy.platform(database), transaction.atomic():
            academy = _take(number, words, wanted)
            if academy is not None:
                with tenancy.use(academy, closed_too=True):
                    furnish(academy)
                Academy.objects.filter(pk=academy.pk).update(state=Academy.State.READY)
                academy.state = Academy.State.READY
                return academy
            if Academy.objects.filter(slug=words[0]).exclude(pk=number).exists():
                raise taken(words[0])
        _prepare(database)
    raise NoSchemaPrepared("지금은 준비된 자리가 없습니다. 1분 뒤에 다시 시도해 주세요.")


def _take(number: int | None, words: tuple[str, str, str, bool], schema: str | None) -> Academy | None:
    statement = "SELECT public.academy_open(%s, %s, %s, %s, %s, %s, %s, %s)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [number, *words, schema, migrations_hash(), release_of_code()])
            (found,) = cursor.fetchone()
    except IntegrityError as error:
        raise taken(words[0]) from error
    return Academy.objects.get(pk=found) if found is not None else None


def _prepare(database: str) -> None:
    with tenancy.platform(database):
        newest = SchemaTemplate.objects.order_by("-pk").values_list("migrations_hash", flat=True).first()
    if newest not in (None, migrations_hash()):  # a later release is being rolled out
        raise NoSchemaPrepared("지금은 준비된 자리가 없습니다. 1분 뒤에 다시 시도해 주세요.")
    try:
        prepare_schema(database)
    except (psycopg.errors.InsufficientPrivilege, psycopg.OperationalError) as error:
        raise NoSchemaPrepared("지금은 준비된 자리가 없습니다. 1분 뒤에 다시 시도해 주세요.") from error


def announce(words: tuple[str, str, str, bool]) -> int:
    """This will keep the address and a number in the directory before anything exists elsewhere. Raises Conflict."""
    with tenancy.platform(DEFAULT_DB_ALIAS), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("SELECT public.academy_announce(%s, %s, %s, %s)", list(words))
        except IntegrityError as error:
            raise taken(words[0]) from error
        return int(cursor.fetchone()[0])


def taken(slug: str) -> Conflict:
    """The refusal of an address that somebody else has."""
    return Conflict(f"'{slug}' 주소는 이미 쓰이고 있습니다.", field="slug")
