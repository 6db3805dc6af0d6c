"""Migrating every academy: one query finds who is behind, one canary goes first, then the rest side by side."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import django
import psycopg
from django.db import DEFAULT_DB_ALIAS

from eduai.lib.errors import Conflict
from tenants import tenancy
from tenants.database.ownership import as_owner, connect
from tenants.models import Academy
from tenants.provisioning.directory import publish
from tenants.provisioning.failures import told
from tenants.provisioning.planning import applied_in, bring_up
from tenants.provisioning.schemas import release_of_code

_LOCK = 0x45647552  # one rollout at a time on a database: "EduR"
# A process keeps two megabytes of catalogue for each schema it touches, so a connection gets this many of them.
_CHUNK = 10
# Below this many, starting processes takes longer than they save.
_WORTH_PROCESSES = 30

_SETTLED = """
SELECT a.schema_name, r.error, r.milliseconds FROM public.tenants_rolloutresult r
JOIN public.tenants_academy a ON a.id = r.academy_id WHERE r.rollout_id = %s AND a.schema_name = ANY(%s) ORDER BY r.id
"""

Work = list[tuple[str, frozenset[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Migrated:
    """How one academy's migration went; `error` is empty when it succeeded, and never quotes a row."""

    slug: str
    schema: str
    error: str = ""
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Rollout:
    """One run over all academies. `skipped` were up to date; `waiting` were not reached."""

    results: tuple[Migrated, ...]
    skipped: int
    waiting: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Migrated, ...]:
        return tuple(result for result in self.results if result.error)


def migrate_academies(
    alias: str = DEFAULT_DB_ALIAS,
    *,
    tell: Callable[[Migrated, int, int], None] = lambda result, done, behind: None,
    processes: int | None = None,
    trust: bool = True,
) -> Rollout:
    """This will migrate each academy that is behind. The first is the canary: if it fails, nobody else is touched.

    Later failures do not stop the rest; running it again takes up what is left. Each result is a row of
    `RolloutResult`, written as it comes, and told to the directory where that is another database. An academy
    that an old process opened meanwhile is migrated too. `tell` gets each result with how many are done and were
    behind. `processes` is how many work side by side (the machine's cores by default). Without `trust` each
    schema's own record is read instead of what the directory says of it. Raises Conflict while another runs.
    """
    with connect(alias, autocommit=True) as owner:
        if not _one(owner, "SELECT pg_try_advisory_lock(%s)", _LOCK):
            raise Conflict("다른 곳에서 학원들을 옮기고 있습니다. 끝난 뒤에 다시 실행해 주세요.")
        run = _Run(owner, alias, trust, tell)
        work = run.left()
        if not work:
            return Rollout((), run.total)
        run.begin()
        run.take(work[:1], None)
        if not run.results[0].error:
            run.take(work[1:], processes or os.cpu_count() or 1)
            while work := run.left():
                run.take(work, processes or os.cpu_count() or 1)
        owner.execute("UPDATE public.tenants_rollout SET finished_at = clock_timestamp() WHERE id = %s", [run.number])
    waiting = tuple(slug for schema, slug in run.slugs.items() if schema not in run.reached)
    return Rollout(tuple(run.results), run.total - len(run.slugs), waiting)


class _Run:
    """One rollout under way: its row, and who was reached."""

    def __init__(
        self,
        owner: psycopg.Connection[Any],
        alias: str,
        trust: bool,
        tell: Callable[[Migrated, int, int], None],
    ) -> None:
        self.owner, self.alias, self.trust, self.tell = owner, alias, trust, tell
        self.slugs: dict[str, str] = {}
        self.results: list[Migrated] = []
        self.reached: set[str] = set()
        self.total = self.number = 0

    def left(self) -> Work:
        """Who is behind and was not reached. Asked until nobody is: an old process may have opened one meanwhile."""
        behind, self.total = _behind(self.owner, self.alias, self.trust)
        found = {schema: slug for schema, slug in behind.items() if schema not in self.reached}
        self.slugs |= found
        return list(applied_in(self.owner, list(found)).items())

    def begin(self) -> None:
        """This will write the run's row."""
        statement = "INSERT INTO public.tenants_rollout (release, behind) VALUES (%s, %s) RETURNING id"
        self.number = _one(self.owner, statement, release_of_code(), len(self.slugs))

    def take(self, work: Work, processes: int | None) -> None:
        for schema, error, milliseconds in _results(self.alias, self.number, work, processes or 1):
            self.reached.add(schema)
            self.results.append(Migrated(self.slugs[schema], schema, error, milliseconds))
            self._publish(schema)
            self.tell(self.results[-1], len(self.results), len(self.slugs))

    def _publish(self, schema: str) -> None:
        """What the academy's own database says of it now: the directory is asked for its release before a move."""
        if self.alias == DEFAULT_DB_ALIAS:
            return
        with tenancy.platform(self.alias):
            academy = Academy.objects.filter(schema_name=schema).first()
        if academy is not None:
            publish(academy)


def _results(alias: str, number: int, work: Work, processes: int) -> Iterator[tuple[str, str, int]]:
    if processes < 2 or len(work) < _WORTH_PROCESSES:
        yield from _migrate(alias, number, work)
        return
    yield from _side_by_side(alias, number, work, processes, _CHUNK)


def _side_by_side(alias: str, number: int, work: Work, processes: int, size: int) -> Iterator[tuple[str, str, int]]:
    """Chunks over processes. Where one dies, the chunks that it took along are tried again, each by itself."""
    chunks = [work[start : start + size] for start in range(0, len(work), size)]
    spawn, lost = multiprocessing.get_context("spawn"), []
    with ProcessPoolExecutor(min(processes, len(chunks)), mp_context=spawn, initializer=django.setup) as pool:
        futures = {pool.submit(migrate_chunk, alias, number, chunk): chunk for chunk in chunks}
        for future in as_completed(futures):
            if isinstance(future.exception(), BrokenProcessPool):
                lost.append(futures[future])
            else:
                yield from future.result()
    for chunk in lost:
        yield from _after_a_death(alias, number, chunk, alone=len(chunks) == 1)


def _after_a_death(alias: str, number: int, chunk: Work, *, alone: bool) -> Iterator[tuple[str, str, int]]:
    """What the dead process had settled; the rest again, one academy a process where the chunk died `alone`."""
    with connect(alias, autocommit=True) as beside:
        settled = beside.execute(_SETTLED, [number, [schema for schema, _ in chunk]]).fetchall()
        yield from settled
        done = {schema for schema, _, _ in settled}
        rest = [schema for schema, _ in chunk if schema not in done]
        if alone and len(chunk) == 1 and rest:
            _note(beside, number, rest[0], BrokenProcessPool.__name__, time.monotonic())
            yield rest[0], BrokenProcessPool.__name__, 0
            return
        work = list(applied_in(beside, rest).items())
    for piece in [[one] for one in work] if alone else filter(None, [work]):
        yield from _side_by_side(alias, number, piece, 1, _CHUNK)


def migrate_chunk(alias: str, number: int, work: Work) -> list[tuple[str, str, int]]:
    """This will migrate some schemas over one connection: for each its name, the error or "", and milliseconds."""
    return list(_migrate(alias, number, work))


def _migrate(alias: str, number: int, work: Work) -> Iterator[tuple[str, str, int]]:
    with as_owner(alias) as owner:
        for schema, applied in work:
            begun, error = time.monotonic(), ""

            def passed(raw: Any, schema: str = schema, begun: float = begun) -> None:
                _note(raw, number, schema, "", begun)

            try:
                bring_up(owner, schema, applied, passed)
            except Exception as failure:  # noqa: BLE001  whatever one academy's rows set off, the others go on
                error = told(failure)
                owner.close()
                with connect(alias, autocommit=True) as beside:
                    _note(beside, number, schema, error, begun)
            yield schema, error, _milliseconds(begun)


def _note(raw: psycopg.Connection[Any], number: int, schema: str, error: str, begun: float) -> None:
    """The academy's result: where it passed, in the transaction that makes it so."""
    raw.execute(
        "INSERT INTO public.tenants_rolloutresult (rollout_id, academy_id, error, milliseconds)"
        " SELECT %s, a.id, %s, %s FROM public.tenants_academy a WHERE a.schema_name = %s",
        [number, error, _milliseconds(begun), schema],
    )


def _milliseconds(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _behind(owner: psycopg.Connection[Any], alias: str, trust: bool) -> tuple[dict[str, str], int]:
    """Schema and slug of each academy here that lacks a migration, the oldest first; and how many there are."""
    rows = owner.execute(
        "SELECT schema_name, slug, release = %s FROM public.tenants_academy"
        " WHERE state <> 'preparing' AND database = %s ORDER BY id",
        [release_of_code(), alias],
    ).fetchall()
    return {schema: slug for schema, slug, current in rows if not (current and trust)}, len(rows)


def _one(owner: psycopg.Connection[Any], query: str, *values: object) -> Any:
    row = owner.execute(query, values or None).fetchone()
    return row[0] if row else None
