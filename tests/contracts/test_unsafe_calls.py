"""Nothing evaluates text, and only one place makes a release slip."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("eduai", "tenants", "questions", "bench")
FORBIDDEN_CALLS = {"eval", "exec", "sympify", "parse_expr", "S", "compile"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill"}


def trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


def called_name(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return ""


def attribute_name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def test_no_text_is_ever_evaluated() -> None:
    found = [
        f"{path}:{node.lineno} {called_name(node) or attribute_name(node)}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (called_name(node) in FORBIDDEN_CALLS or attribute_name(node) in {"sympify", "parse_expr", "literal_eval"})
    ]

    assert found == []


def test_nothing_is_unpickled() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and {alias.name for alias in node.names} & FORBIDDEN_MODULES)
        or (isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN_MODULES)
    ]

    assert found == []


def test_a_release_slip_has_one_maker() -> None:
    makers = [
        path
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "Release" in (called_name(node), attribute_name(node))
    ]

    assert makers == ["tenants/services/consent.py"]


def test_an_academy_is_entered_by_one_door() -> None:
    banned = {"tenant_context", "schema_context", "set_schema", "set_schema_to_public", "activate"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        if not path.startswith(("tenants/tenancy.py", "tenants/database/", "tenants/provisioning/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (called_name(node) or attribute_name(node)) in banned
    ]

    assert found == []
