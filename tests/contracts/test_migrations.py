"""A release's migrations only add: while they run, and until the last process is replaced, the former release works
on the tables too. What goes is taken away one release after its last reader, by a migration that says so.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

OURS = ("tenants", "questions")
ADDS = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.RunSQL,
    migrations.RunPython,
)


def later() -> list[migrations.Migration]:
    """Every migration of ours that an academy with data meets: all but the first of each app."""
    found = MigrationLoader(None).disk_migrations
    return [step for (app, name), step in sorted(found.items()) if app in OURS and not name.startswith("0001")]


def refusal(operation: Operation, new: frozenset[str] = frozenset()) -> str:
    """Why the former release could not go on beside this operation; empty where it can.

    `new` are the models that the migration itself creates, which the former release does not know.
    """
    if isinstance(operation, ADDS):
        return ""
    if isinstance(operation, migrations.AddConstraint) and operation.model_name in new:
        return ""
    if isinstance(operation, migrations.AddField):
        field = operation.field
        filled = field.null or field.has_db_default() or field.many_to_many
        return "" if filled else f"{operation.name} has neither NULL nor a default in the database"
    if isinstance(operation, migrations.AlterField):
        return "" if _same_column(operation) else f"{operation.name} changes in the database"
    return f"{type(operation).__name__} takes away or renames"


def _same_column(operation: migrations.AlterField) -> bool:
    """Choices and words may change; a column may also become wider or lose its NOT NULL."""
    field = operation.field
    return (isinstance(field, models.CharField) and field.choices is not None) or bool(field.null)


@pytest.mark.parametrize("step", later(), ids=lambda step: f"{step.app_label}.{step.name}")
def test_a_migration_leaves_the_former_release_working(step: Any) -> None:
    if getattr(step, "contracts", ""):
        return
    new = frozenset(
        operation.name_lower for operation in step.operations if isinstance(operation, migrations.CreateModel)
    )
    assert [said for operation in step.operations if (said := refusal(operation, new))] == []


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.RemoveField("student", "grade"), "takes away"),
        (migrations.RenameField("student", "grade", "year"), "takes away or renames"),
        (migrations.DeleteModel("student"), "takes away"),
        (migrations.AddField("student", "x", models.IntegerField()), "neither NULL nor a default"),
        (migrations.AddField("student", "x", models.IntegerField(default=1)), "neither NULL nor a default"),
        (migrations.AlterField("student", "grade", models.IntegerField()), "changes in the database"),
    ],
)
def test_what_would_break_it_is_named(operation: Operation, said: str) -> None:
    assert said in refusal(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("student", "x", models.IntegerField(null=True)),
        migrations.AddField("student", "x", models.IntegerField(db_default=1)),
        migrations.AddIndex("student", models.Index(fields=["grade"], name="x")),
    ],
)
def test_what_only_adds_is_let_through(operation: Operation) -> None:
    assert refusal(operation) == ""
