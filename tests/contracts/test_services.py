"""Services: keyword-only and typed, and every one that writes leaves an audit record or is excused with a reason."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(
    path
    for package in ("questions", "tenants")
    for path in (ROOT / package / "services").glob("*.py")
    if path.name != "__init__.py"
)
WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "save", "delete"}
EXCUSED = {
    # Its caller leaves the record of the judgement that made the date change.
    "questions/services/practice.py": {"replay"},
    # The router's ledger: its rows are a record of their own, one per call, never changed once closed.
    "tenants/services/usage.py": {"reserve", "settle", "fail", "close_abandoned"},
    # A vector is made again from the note at any time and decides nothing; its sending is recorded by `confirm`.
    "questions/services/similarity.py": {"embed_note", "give_up"},
    # Its caller leaves the records of those it added, last in the transaction: else two captures deadlock.
    "tenants/services/people.py": {"students_by_code"},
    # What they update is a digest.
    "tenants/services/audit_exports.py": {"lines", "verify_audit"},
    # It deletes files that no row names any more: their row and its record went with the transaction.
    "tenants/services/evidence.py": {"evidence_transaction"},
    # A record of each checkpoint would ask for the next checkpoint; the receipt is its record.
    "tenants/services/checkpoints.py": {"take_checkpoint"},
    # The record is of what its caller begins in the same transaction.
    "tenants/services/rights.py": {"begin_request"},
    # Part of what its callers do, who say in their record why the visits end.
    "tenants/services/visits.py": {"end_visits"},
    # Part of an erasure or of a purge, which record it.
    "tenants/services/accounts.py": {"empty_accounts", "remove_account"},
    # Part of a purge, which records it.
    "tenants/services/own_address.py": {"remove_stale"},
    # Part of an import, whose caller records it.
    "tenants/services/keys.py": {"unpack_keys"},
}
# Small readers of one value, which change nothing.
READERS = {"api_key_from", "facts_hash", "concept_of"}
PORTS = {"reserve", "settle", "fail", "route", "confirm", "take_back"}


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def calls(node: ast.AST) -> set[str]:
    found = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            function = child.func
            found.add(function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", ""))
    return found


def reached(name: str, known: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> set[str]:
    """Every call that a function makes, its module's own functions followed."""
    direct = calls(known[name])
    for other in direct & known.keys() - seen - {name}:
        direct |= reached(other, known, seen | {name})
    return direct


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_service_that_writes_leaves_a_record(path: Path) -> None:
    known = functions(path)
    excused = EXCUSED.get(str(path.relative_to(ROOT)), set())
    silent = [
        name
        for name in known
        if not name.startswith("_") and name not in excused
        if (made := reached(name, known)) & WRITES and "record" not in made
    ]

    assert silent == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_service_takes_its_arguments_by_name(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    positional = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.name not in PORTS
        and node.args.args
    ]

    assert set(positional) <= READERS
