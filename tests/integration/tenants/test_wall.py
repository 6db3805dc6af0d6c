"""The academies' wall, tried from the inside: what one academy's connection may do, and what it may not."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from tenants import tenancy
from tenants.database.base import NotPrepared
from tenants.models import Academy, Dispatch, Student, User

pytestmark = pytest.mark.django_db


def ask(statement: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchone()[0] if cursor.description else None


def refused(statement: str, cause: str, kind: type[DatabaseError] = ProgrammingError) -> None:
    with pytest.raises(kind, match=cause), transaction.atomic():
        ask(statement)


def test_the_suite_itself_runs_behind_the_wall(haneul: Academy) -> None:
    with tenancy.use(haneul):
        assert ask("SELECT current_user") == "r_aaaaaaaaaaaa"
        assert ask("SELECT session_user") == "eduai_app"
        assert ask("SHOW search_path") == "a_aaaaaaaaaaaa, public, extensions"
    assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = session_user") is False


def test_outside_every_academy_nothing_can_be_read(haneul: Academy) -> None:
    assert tenancy.current() is None
    assert ask("SELECT current_user") == "eduai_nobody"
    refused("SELECT count(*) FROM public.tenants_academy", "permission denied for schema public")
    refused(f"SELECT count(*) FROM {haneul.schema_name}.tenants_student", "permission denied for schema")
    refused("SELECT count(*) FROM tenants_student", "does not exist")
    with tenancy.use(haneul):
        assert ask("SELECT count(*) FROM tenants_student") == 0


def test_an_academy_reaches_its_own_rows_and_no_other_academys(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(bada):
        User.objects.create_user("seagull")
    with tenancy.use(haneul):
        User.objects.create_user("cloud")
        assert list(User.objects.values_list("username", flat=True)) == ["cloud"]
        refused(
            f"SELECT count(*) FROM {bada.schema_name}.tenants_user",
            f"permission denied for schema {bada.schema_name}",
        )
        refused(f"UPDATE {bada.schema_name}.tenants_user SET username = 'x'", "permission denied for schema")
    with tenancy.use(bada):
        assert list(User.objects.values_list("username", flat=True)) == ["seagull"]


def test_a_stale_path_is_an_error_and_never_the_other_academys_rows(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(bada):
        User.objects.create_user("seagull")
    with tenancy.use(haneul), transaction.atomic():
        ask(f"SET LOCAL search_path = {bada.schema_name}, public")
        refused("SELECT count(*) FROM tenants_user", 'relation "tenants_user" does not exist')


def test_a_missing_role_stops_the_query_that_upstream_would_run_as_the_former_academy(haneul: Academy) -> None:
    with tenancy.use(haneul):
        User.objects.create_user("cloud")
        ghost = Academy(schema_name="a_ffffffffffff", name="없는 학원", slug="ghost", state="ready")
        with pytest.raises(NotPrepared, match="r_ffffffffffff"), transaction.atomic(), tenancy.use(ghost):
            User.objects.count()
        assert User.objects.count() == 1


def test_an_unknown_schema_gets_the_role_that_can_nothing(haneul: Academy) -> None:
    odd = Academy(schema_name="template", name="x", slug="x", state="ready")
    with tenancy.use(odd):
        assert ask("SELECT current_user") == "eduai_nobody"
        refused("SELECT count(*) FROM tenants_user", "does not exist")


def test_an_academy_changes_no_structure(haneul: Academy) -> None:
    with tenancy.use(haneul):
        refused("CREATE TABLE mine (id int)", "permission denied for schema")
        refused("ALTER TABLE tenants_student ADD COLUMN x int", "must be owner of table")
        refused("DROP TABLE tenants_student", "must be owner of table")
        refused("TRUNCATE tenants_student", "permission denied for table")
        refused("CREATE TEMPORARY TABLE tenants_audithead (id int)", "permission denied to create temporary")
        refused("CREATE SCHEMA mine", "permission denied for database")
        refused("CREATE ROLE mine", "permission denied to create role")


@pytest.mark.parametrize("role", ["eduai_owner", "postgres", "eduai_academy"])
def test_the_log_in_cannot_become_the_owner(haneul: Academy, role: str) -> None:
    with tenancy.use(haneul):
        refused(f"SET ROLE {role}", "permission denied to set role")


def test_content_types_are_shared_and_read_only(haneul: Academy) -> None:
    with tenancy.use(haneul):
        assert ask("SELECT count(*) FROM django_content_type") > 10
        refused("INSERT INTO django_content_type (app_label, model) VALUES ('x', 'y')", "permission denied for table")
        refused("SELECT count(*) FROM tenants_academy", "permission denied for table tenants_academy")


def test_the_record_of_what_was_done_can_be_read_and_not_written(haneul: Academy) -> None:
    with tenancy.use(haneul):
        assert ask("SELECT seq FROM tenants_audithead") == 0
        assert ask("SELECT count(*) FROM tenants_auditrecord") == 0
        refused("UPDATE tenants_audithead SET seq = 7", "permission denied")
        refused("DELETE FROM tenants_auditrecord", "permission denied")
        refused("TRUNCATE tenants_auditrecord", "permission denied")
        refused("UPDATE django_migrations SET name = 'x'", "permission denied")


def test_the_platform_sees_academies_and_no_students(haneul: Academy) -> None:
    with tenancy.platform():
        assert set(Academy.objects.values_list("slug", flat=True)) == {"haneul", "bada"}
        refused(f"SELECT count(*) FROM {haneul.schema_name}.tenants_student", "permission denied for schema")
        refused("DELETE FROM tenants_academy", "permission denied for table")
        with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
            Student.objects.count()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Dispatch.objects.count()


@pytest.mark.parametrize("column", ["schema_name", "database", "operates", "id", "created_at"])
def test_the_platform_cannot_turn_an_academys_row_to_another_schema_or_to_the_operators_desk(
    haneul: Academy, column: str
) -> None:
    with tenancy.platform():
        refused(f"UPDATE tenants_academy SET {column} = {column}", "permission denied for table tenants_academy")
        assert Academy.objects.filter(pk=haneul.pk).update(name="새 하늘", state="suspended") == 1
    with tenancy.use(haneul):
        refused("SELECT public.academy_settle(1, 'a_ffffffffffff')", "permission denied for function")


def test_an_announced_row_gets_its_schema_once_and_no_other_row_does(haneul: Academy, bada: Academy) -> None:
    with tenancy.platform():
        number = ask("SELECT public.academy_announce('byeol', '별', 'east', false)")
        assert ask("SELECT public.academy_settle(%s, 'a_ffffffffffff')", haneul.pk) is False
        assert ask("SELECT public.academy_settle(%s, 'public')", number) is False
        refused(f"SELECT public.academy_settle({number}, '{bada.schema_name}')", "duplicate key", IntegrityError)
        assert ask("SELECT public.academy_settle(%s, 'a_ffffffffffff')", number) is True
        assert ask("SELECT public.academy_settle(%s, 'a_eeeeeeeeeeee')", number) is False
        assert Academy.objects.get(pk=haneul.pk).schema_name == haneul.schema_name
        assert Academy.objects.get(pk=number).schema_name == "a_ffffffffffff"


def test_no_table_lives_both_in_public_and_in_an_academy(haneul: Academy) -> None:
    with tenancy.platform(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname IN ('public', %s)",
            [haneul.schema_name],
        )
        tables: dict[str, set[str]] = {"public": set(), haneul.schema_name: set()}
        for schema, table in cursor.fetchall():
            tables[schema].add(table)
    assert tables["public"] & tables[haneul.schema_name] == {"django_migrations"}
    assert tables["public"] == {
        "django_content_type",
        "django_migrations",
        "tenants_academy",
        "tenants_dispatch",
        "tenants_domain",
        "tenants_erasure",
        "tenants_preparedschema",
        "tenants_rollout",
        "tenants_rolloutresult",
        "tenants_schematemplate",
    }
    assert {"tenants_user", "auth_permission", "django_session"} <= tables[haneul.schema_name]
