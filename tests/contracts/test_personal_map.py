"""Every column of an academy's database has its place on the map of personal data. A new one fails until it has."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from tenants import personal
from tenants.models import NoticeVersion, Student
from tenants.personal import Personal
from tests.database import superuser

COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'django_migrations' ORDER BY 1, 2
"""


def unplaced() -> list[str]:
    """A sentence for each column of the current academy that the map does not name exactly once."""
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found = cursor.fetchall()
    return [
        f"{table}.{column}: say in `personal = Personal(...)` of its model (or, for a library's table, in"
        " tenants.personal.LIBRARIES) whether it is own, derived, others, inside or plain"
        for table, column in found
        if table not in known or personal.columns_of(known[table]).get(column, 0) != 1
    ]


def test_every_column_of_an_academy_has_one_place_on_the_map(in_haneul: Any) -> None:
    """L-23: what nobody has mapped could be neither handed out nor erased."""
    assert unplaced() == []


def test_a_column_that_nobody_placed_is_told_with_what_to_do(committed_db: None, haneul: Any) -> None:
    from tenants import tenancy

    with superuser(connection.settings_dict["NAME"]) as owner:
        owner.execute(b"ALTER TABLE a_aaaaaaaaaaaa.tenants_student ADD COLUMN nickname text")
    with tenancy.use(haneul):
        told = unplaced()
    assert len(told) == 1
    assert told[0].startswith("tenants_student.nickname: say in `personal = Personal(...)`")


def test_every_name_on_the_map_is_a_field_and_every_path_leads_to_a_student_or_an_account() -> None:
    for model in apps.get_models(include_auto_created=True):
        told = personal.of(model)
        if told is None:
            continue
        fields = {row.name for row in model._meta.concrete_fields}
        assert set(told.placed) - fields == set(), model
        for path, end in ((told.student, "tenants.student"), (told.user, "tenants.user")):
            assert not path or leads_to(model, path) == end, (model, path)
        for only in told.basis.values():
            model._base_manager.filter(only()).query.sql_with_params()
        model._base_manager.filter(**told.handed).query.sql_with_params()


def leads_to(model: Any, path: str) -> str:
    for part in path.split("__"):
        model = model if part == "pk" else model._meta.get_field(part).related_model
    return str(model._meta.label_lower)


def test_a_table_with_a_way_to_a_student_or_an_account_says_so() -> None:
    """A row that points at somebody's row is somebody's, and is erased with it, unless it is nobody's by a word."""
    mapped = dict(personal.mapped())
    ours = {target for target, told in mapped.items() if told.student}
    for model in apps.get_models(include_auto_created=True):
        points = {row.related_model for row in model._meta.concrete_fields if row.related_model in ours}
        allowed = {"tenants.processordecision"}  # its evidence is the academy's contract
        assert not points or model in mapped or model._meta.label_lower in allowed, model


def test_what_refers_to_others_comes_before_them() -> None:
    order = [model for model, _ in personal.mapped()]
    for place, model in enumerate(order):
        later = {row.related_model for row in model._meta.concrete_fields if row.related_model in order} - {model}
        assert all(order.index(target) > place for target in later), model
    assert order.index(Student) > 20
    assert NoticeVersion not in order


def test_a_wrong_name_on_the_map_would_be_noticed() -> None:
    with isolate_apps("tenants"):
        told = Personal(student="nobody", plain=("id", "wrong"))
        attributes = {"__module__": "tenants.models", "id": models.BigAutoField(primary_key=True), "personal": told}
        stray = type("Stray", (models.Model,), attributes)
        assert personal.columns_of(stray) == {"id": 1}
        with pytest.raises((FieldDoesNotExist, FieldError)):
            leads_to(stray, "nobody")
