"""Who may do what: the code's table and docs/roles.md say the same, and the code asks for no right that nobody has."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tenants.access import PERMISSIONS
from tenants.models import Role

ROOT = Path(__file__).resolve().parents[2]
ROLES = [
    role.value for role in (Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT, Role.STUDENT, Role.GUARDIAN, Role.OPERATOR)
]
# What changes people, consents, keys, or takes data out or away: the director's alone.
GRAVE = {
    "tenants.add_user", "tenants.change_user", "tenants.issue_key", "tenants.record_consent", "tenants.publish_notice",
    "tenants.accept_processor", "tenants.change_retention", "tenants.answer_rights", "tenants.export_subject",
    "tenants.erase_subject", "tenants.view_auditrecord", "tenants.change_budget", "tenants.change_routepolicy",
}  # fmt: skip
CODE = {
    name: frozenset(role for role in ROLES if name in PERMISSIONS[Role(role)])
    for name in set().union(*PERMISSIONS.values())
}


def documented() -> dict[str, frozenset[str]]:
    found = {}
    for line in (ROOT / "docs" / "roles.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = frozenset(
                role for role, cell in zip(ROLES, cells[2:], strict=True) if cell == "yes"
            )
    return found


def asked_for() -> set[str]:
    """The rights that the code names: where it asks for one, and in the panel's menu."""
    texts = {
        node.value
        for package in ("tenants", "questions")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "access.py" or package == "questions"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kinds = (
        "view",
        "add",
        "change",
        "delete",
        "issue",
        "record",
        "send",
        "publish",
        "accept",
        "answer",
        "export",
        "erase",
    )
    return {
        text
        for text in texts
        if text.startswith(tuple(f"{app}.{kind}_" for app in ("tenants", "questions") for kind in kinds))
    }


def row(name: str) -> str:
    return f"| `{name}` | what it allows | " + " | ".join("yes" if role in CODE[name] else "" for role in ROLES) + " |"


def test_the_documents_table_is_the_codes() -> None:
    """L-37: a right that is new, gone, or somebody else's now is written down, where directors can read it."""
    told = documented()
    wrong = [name for name in CODE if told.get(name) != CODE[name]]
    gone = sorted(set(told) - set(CODE))

    assert (wrong, gone) == ([], []), "docs/roles.md, in this order:\n" + "\n".join(map(row, sorted(wrong)))
    assert list(told) == sorted(told)


def test_no_right_is_asked_for_that_nobody_has() -> None:
    assert sorted(asked_for() - set(CODE)) == [], "put each into PERMISSIONS (tenants/access.py) or do not ask for it"


@pytest.mark.parametrize("name", sorted(name for name in CODE if ".view_" in name))
def test_a_right_to_look_names_a_table(name: str) -> None:
    assert apps.get_model(name.replace("view_", "")) is not None


def test_what_is_grave_is_the_directors_alone() -> None:
    assert {name: set(CODE[name]) for name in GRAVE} == {name: {Role.DIRECTOR.value} for name in GRAVE}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.OPERATOR])
def test_who_is_no_staff_looks_into_no_table(role: Role) -> None:
    assert [name for name in PERMISSIONS[role] if ".view_" in name or name in GRAVE] == []


def test_every_role_has_a_row_and_no_other_does() -> None:
    assert {str(role) for role in PERMISSIONS} == {str(role) for role in Role} == set(ROLES)
