"""The audit record: what a record adds to its transaction, how fast a record is checked, and whether it ever forks.

    python -m bench audit [--rows 300000]

`append_overhead_ms`: medians of two transactions of the application's log-in in one academy, taken in turn: one
appends a record (`tenants.audit.record`), the other inserts the same row into a table of the same columns without a
chain. Each has the index of its primary key, and both wait for the disk. The difference of the medians.
`request_added_p95_ms`: the time that a note sent to the API spends on its records.
`look_added_p95_ms`: the time that a list of notes spends on its record in the access log.
`verify_rows_per_s`: `tenants/verifier.py`, run by itself in one process on an export on disk: records through its
whole time, its start included; `verify_database_rows_per_s` the same out of the database.
`forks`: records of three academies that share a parent, after 32 writers at once in each, a third of whose
transactions were rolled back.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from psycopg import sql

from bench.site import own_academy, running_site

PAIRS = 3000
REQUESTS = 300
WRITERS = 32
TURNS = 20
FACTS = {"student": 12, "concept": "중1.일차방정식.풀이", "source": "typed"}
UNCHAINED = """
CREATE TABLE {} (seq bigint PRIMARY KEY, at timestamptz NOT NULL, actor varchar(64) NOT NULL,
  action varchar(64) NOT NULL, subject varchar(100) NOT NULL, facts text NOT NULL, prev varchar(64) NOT NULL,
  hash varchar(64) NOT NULL)
"""


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where a chain forked, has a gap or does not verify."""
    parser = argparse.ArgumentParser(prog="python -m bench audit", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=int, default=300_000, help="records of the export that is checked")
    options = parser.parse_args(arguments)
    folder = Path(os.environ.get("EDUAI_DATA_DIR", "var")).resolve() / "bench-audit"
    os.environ["EDUAI_DATA_DIR"] = str(folder)
    with running_site(), contextlib.ExitStack() as open_now:
        academies = [open_now.enter_context(own_academy(name)) for name in ("하늘", "바다", "별")]
        figures = _append(academies[0]) | _request(academies[1]) | _forks(academies)
        figures |= _checked_here(academies[2])
    figures |= _checked(options.rows)
    print(json.dumps(figures))
    return int(bool(figures["forks"] or figures["broken"]))


def _append(academy: Any) -> dict[str, Any]:
    from django.db import connection, transaction

    from eduai.lib import clock
    from tenants import tenancy
    from tenants.actors import SYSTEM
    from tenants.audit import Action, record

    _unchained(academy)
    row = [clock.now(), "system", "note.recorded", "note:1", json.dumps(FACTS, ensure_ascii=False), "0" * 64, "0" * 64]
    chained, plain = [], []
    with tenancy.use(academy), connection.cursor() as cursor:
        for number in range(PAIRS):
            begun = time.perf_counter()
            with transaction.atomic():
                record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="note:1", **FACTS)
            chained.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            with transaction.atomic():
                cursor.execute("INSERT INTO bench_unchained VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", [number, *row])
            plain.append(time.perf_counter() - begun)
    with_chain, without = statistics.median(chained) * 1000, statistics.median(plain) * 1000
    return {
        "append_ms": round(with_chain, 3),
        "plain_insert_ms": round(without, 3),
        "append_overhead_ms": round(with_chain - without, 3),
    }


def _unchained(academy: Any) -> None:
    from tenants.database import names
    from tenants.database.ownership import connect

    table = sql.Identifier(academy.schema_name, "bench_unchained")
    with connect(academy.database) as owner:
        owner.execute(sql.SQL(UNCHAINED).format(table))
        role = sql.Identifier(names.role_of(academy.schema_name))
        owner.execute(sql.SQL("GRANT INSERT ON {} TO {}").format(table, role))


def _request(academy: Any) -> dict[str, Any]:
    """A note that is sent, with what it spends on its records in the chain; and a list of the students' notes, with
    what that spends on telling the access log who looked at whom.
    """
    from questions.services import notes
    from tenants import access_log
    from tenants.services import people

    client = _partner(academy)
    whole, added = _answers(lambda number: _send(client, number), (notes, people), "record")
    _, looked = _answers(lambda number: _look(client), (access_log,), "record_access")
    return {
        "request_p50_ms": round(statistics.median(whole), 2),
        "request_added_p50_ms": round(statistics.median(added), 3),
        "request_added_p95_ms": _p95(added),
        "look_added_p50_ms": round(statistics.median(looked), 3),
        "look_added_p95_ms": _p95(looked),
    }


def _partner(academy: Any) -> Any:
    from django.test import Client

    from eduai.lib import clock
    from tenants import tenancy
    from tenants.actors import command
    from tenants.services.partners import SCOPES, issue_api_key

    with tenancy.use(academy):
        key = issue_api_key(name="bench", scopes=SCOPES, actor=command("bench"), now=clock.now())[1]
    return Client(headers={"host": f"{academy.slug}.localhost", "authorization": f"Bearer {key}"})


def _answers(ask: Callable[[int], Any], modules: Sequence[Any], name: str) -> tuple[list[float], list[float]]:
    """For each answer its whole time, and the time inside the modules' function of that name, in milliseconds."""
    spent, whole, inside = [0.0], [], []
    kept = getattr(modules[0], name)

    def timed(**given: Any) -> Any:
        begun = time.perf_counter()
        try:
            return kept(**given)
        finally:
            spent[0] += time.perf_counter() - begun

    for module in modules:
        setattr(module, name, timed)
    try:
        for number in range(REQUESTS):
            spent[0], begun = 0.0, time.perf_counter()
            answer = ask(number)
            whole.append((time.perf_counter() - begun) * 1000)
            inside.append(spent[0] * 1000)
            if answer.status_code not in (200, 201) or not spent[0]:
                raise RuntimeError(f"Answered with {answer.status_code}: {answer.content.decode()[:200]}")
    finally:
        for module in modules:
            setattr(module, name, kept)
    return whole, inside


def _send(client: Any, number: int) -> Any:
    return client.post("/api/v1/notes", json.dumps(_note(number)), content_type="application/json")


def _look(client: Any) -> Any:
    return client.get("/api/v1/notes")


def _p95(milliseconds: list[float]) -> float:
    from bench.engine_parts.timing import percentile

    return round(float(percentile(milliseconds, 95) or 0), 3)


def _note(number: int) -> dict[str, str]:
    return {
        "student": f"S{number % 30:03d}",
        "stem": f"일차방정식 $3x + {number + 1} = {number + 16}$의 해를 구하시오.",
        "answer": "5",
        "student_answer": "25/3",
        "cause": "concept",
        "concept": "중1.일차방정식.풀이",
        "grade": "중1",
    }


def _forks(academies: list[Any]) -> dict[str, Any]:
    threads = [
        threading.Thread(target=_write, args=(academy, number), daemon=True)
        for academy in academies
        for number in range(WRITERS)
    ]
    begun = time.perf_counter()
    with _without_a_pool():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seconds = time.perf_counter() - begun
    forks, gaps = (sum(column) for column in zip(*map(_forks_of, academies), strict=True))
    return {"forks": forks, "gaps": gaps, "concurrent_appends_per_s": round(len(threads) * TURNS / seconds)}


@contextlib.contextmanager
def _without_a_pool() -> Iterator[None]:
    from django.db import connection, connections

    connection.close()
    options = connections.settings["default"]["OPTIONS"]
    pool = options.pop("pool")
    try:
        yield
    finally:
        options["pool"] = pool


def _write(academy: Any, number: int) -> None:
    from django.db import connection, transaction

    from tenants import tenancy
    from tenants.actors import SYSTEM
    from tenants.audit import Action, record

    with tenancy.use(academy):
        for turn in range(TURNS):
            with transaction.atomic():
                record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="note:1")
                transaction.set_rollback((number + turn) % 3 == 0)
    connection.close()


def _forks_of(academy: Any) -> tuple[int, int]:
    from django.db.models import Count, Max

    from tenants import tenancy
    from tenants.models import AuditRecord

    with tenancy.use(academy):
        told = AuditRecord.objects.aggregate(rows=Count("seq"), parents=Count("prev", distinct=True), newest=Max("seq"))
    return told["rows"] - told["parents"], told["newest"] - told["rows"]


def _checked_here(academy: Any) -> dict[str, Any]:
    from django.db import connection, transaction

    from tenants import tenancy
    from tenants.services.audit_exports import verify_audit

    with tenancy.use(academy):
        with transaction.atomic(), connection.cursor() as cursor:
            facts = json.dumps(FACTS, ensure_ascii=False)
            cursor.execute(
                "SELECT count(audit_append('system', 'note.recorded', 'note:1', %s)) FROM generate_series(1, 50000)",
                [facts],
            )
        begun = time.perf_counter()
        report = verify_audit(points=[], keys=[])
        seconds = time.perf_counter() - begun
    return {"broken": int(report.broken is not None), "verify_database_rows_per_s": round(report.last / seconds)}


def _checked(rows: int) -> dict[str, Any]:
    from tenants import verifier

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.jsonl"
        with path.open("wb") as file:
            _export(file, rows)
        begun = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-I", "-S", verifier.__file__, str(path)], capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - begun
    if ended.returncode:
        raise RuntimeError(f"The export does not verify: {ended.stdout}{ended.stderr}")
    return {"verify_rows": rows, "verify_rows_per_s": round(rows / seconds)}


def _export(file: Any, rows: int) -> None:
    from tenants import verifier

    whole, before = hashlib.sha256(), verifier.ZEROS
    facts = json.dumps(FACTS, ensure_ascii=False)

    def put(row: dict[str, Any]) -> None:
        line = (verifier.write(row) + "\n").encode()
        whole.update(line)
        file.write(line)

    put({"format": verifier.FORMAT, "academy": "a_aaaaaaaaaaaa", "first": 1, "start": before})
    for seq in range(1, rows + 1):
        at = f"2026-11-21T03:00:00.{seq % 1_000_000:06d}Z"
        fields = (seq, at, "person:12", "note.recorded", f"note:{seq}", facts, before)
        own = hashlib.sha256("\n".join(map(str, fields)).encode()).hexdigest()
        put(dict(zip(verifier.RECORD, (*fields, own), strict=True)))
        before = own
    put({"records": rows, "seq": rows, "hash": before, "sha256": whole.hexdigest()})
