"""An academy changes its database: as it was, with its doors shut meanwhile, and safely at every step."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from eduai.lib.errors import Conflict
from questions.models import Note
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.database import names
from tenants.database.ownership import connect
from tenants.models import Academy, AuditRecord, Student
from tenants.provisioning import academies
from tenants.provisioning.life import moving, restore, tables
from tenants.provisioning.life.alone import alone
from tenants.provisioning.life.archive import ArchiveRefused
from tenants.provisioning.life.chain import first_broken_link
from tenants.services.academies import open_academy, resume_academy, suspend_academy
from tenants.services.moving import move_academy
from tests.cast import NOW, note

pytestmark = pytest.mark.usefixtures("committed_db")
DATABASES = ("default", "east")


def silent(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def schemas(academy: Academy) -> dict[str, bool]:
    """In which databases the academy's schema is."""
    found = {}
    for alias in DATABASES:
        with connect(alias) as owner:
            query = "SELECT count(*) > 0 FROM pg_namespace WHERE nspname = %s"
            (found[alias],) = owner.execute(query, [academy.schema_name]).fetchone()
    return found


def digests(academy: Academy) -> dict[str, str]:
    """What each table hashes to, but for the record, which a move adds to."""
    with connect(academy.database) as owner:
        owner.execute(tables.SETTINGS)
        return {
            table.name: tables.digest(owner.cursor(), academy.schema_name, table)
            for table in tables.tables_of(owner, academy.schema_name)
            if not table.name.startswith("tenants_audit")
        }


def work(academy: Academy) -> list[tuple[Any, ...]]:
    with connect(academy.database) as owner:
        query = (
            "SELECT kind, queue, job, due_at, state FROM public.tenants_dispatch"
            " WHERE academy_id = %s AND state IN ('ready', 'claimed') ORDER BY kind, job"
        )
        return owner.execute(query, [academy.pk]).fetchall()


def test_it_is_as_it_was_in_its_new_database_and_gone_from_the_old(byeol: Academy, east: str) -> None:
    before = (digests(byeol), work(byeol))
    with tenancy.use(byeol):
        cache.set("canary", "카나리아")
    call_command("move_academy", "byeol", east)

    moved = tenancy.find(byeol.pk)
    assert (moved.database, moved.state, moved.schema_name) == (east, "ready", byeol.schema_name)
    assert (digests(moved), work(moved)) == before
    assert schemas(byeol) == {"default": False, "east": True}
    with connect() as owner:
        for query in ("SELECT count(*) FROM public.tenants_dispatch WHERE academy_id = %s",):
            assert owner.execute(query, [byeol.pk]).fetchone() == (0,)
    with tenancy.platform(east):
        assert Academy.objects.get().state == "ready"
    with tenancy.use(moved):
        assert cache.get("canary") == "카나리아"
        assert default_storage.exists("photos/one.txt")
        assert [record.action for record in AuditRecord.objects.all()[:2]] == ["academy.moved", "academy.moving"]
        note(student="S001", stem="새 노트 $x + 1 = 2$", answer="1")
    with connect(east) as owner:
        assert first_broken_link(owner, byeol.schema_name) is None


def test_its_site_and_its_work_go_on_there(byeol: Academy, east: str) -> None:
    client = Client(headers={"host": "byeol.localhost"})
    with tenancy.use(byeol):
        client.force_login(Student.objects.get(code="S001").user)
    assert client.get("/").status_code == 200
    call_command("move_academy", "byeol", east)

    from tenants.middleware import forget_hosts

    forget_hosts()
    assert client.get("/").status_code == 200
    assert {claim.academy_id for _ in range(8) for claim in dispatch.claim("engine", 4)} == {byeol.pk}


def test_there_and_back_again(byeol: Academy, east: str) -> None:
    before = digests(byeol)
    call_command("move_academy", "byeol", east)
    call_command("move_academy", "byeol", "default")

    back = tenancy.find(byeol.pk)
    assert (back.database, back.state) == ("default", "ready")
    assert digests(back) == before
    assert schemas(byeol) == {"default": True, "east": False}
    with tenancy.platform(east):
        assert not Academy.objects.exists()


def test_one_that_was_suspended_stays_suspended(byeol: Academy, east: str) -> None:
    suspended = suspend_academy(academy=byeol, actor=SYSTEM)
    assert move_academy(academy=suspended, database=east, actor=SYSTEM, tell=silent).state == "suspended"
    assert tenancy.find(byeol.pk).state == "suspended"
    assert resume_academy(academy=tenancy.find(byeol.pk), actor=SYSTEM).state == "ready"


def test_what_cannot_be_moved_is_refused_and_goes_on_serving(byeol: Academy, east: str) -> None:
    for database, said in (("west", "설정에 없습니다"), ("default", "이미 'default'")):
        with pytest.raises(CommandError, match=said):
            call_command("move_academy", "byeol", database)
    call_command("delete_academy", "byeol")
    with pytest.raises(CommandError, match="'closed'"):
        call_command("move_academy", "byeol", east)
    call_command("delete_academy", "byeol", cancel=True)
    call_command("move_academy", "byeol", east)
    assert tenancy.find(byeol.pk).database == east


def test_work_under_way_is_waited_for_outside(byeol: Academy, east: str) -> None:
    claim = dispatch.claim("engine", 1, lease_seconds=1000)
    assert claim
    with pytest.raises(CommandError, match="작업 1개가 아직"):
        call_command("move_academy", "byeol", east)
    assert (tenancy.find(byeol.pk).state, schemas(byeol)["east"]) == ("suspended", False)
    with connect() as owner:
        owner.execute("UPDATE public.tenants_dispatch SET lease_until = now() WHERE id = %s", [claim[0].id])
    call_command("move_academy", "byeol", east)
    moved = tenancy.find(byeol.pk)
    assert (moved.database, moved.state) == (east, "ready")
    assert claim[0].job in [row[2] for row in work(moved)]


def test_somebody_who_still_writes_is_not_cut_off(byeol: Academy, east: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect() as writer:
        writer.execute(f"UPDATE {byeol.schema_name}.tenants_student SET name = '새 이름'".encode())
        with pytest.raises(CommandError, match="lock timeout"):
            call_command("move_academy", "byeol", east)
        assert schemas(byeol) == {"default": True, "east": False}
        writer.commit()
    call_command("move_academy", "byeol", east)
    with tenancy.use(tenancy.find(byeol.pk)):
        assert Student.objects.get(code="S001").name == "새 이름"


@pytest.fixture
def twin(settings: Any) -> Iterator[str]:
    """A second alias of the first database, as a slip in an address makes one."""
    connections.settings["twin"] = {**connections.settings["default"]}
    urls = settings.EDUAI_OWNER_DATABASE_URLS
    settings.EDUAI_OWNER_DATABASE_URLS = {**urls, "twin": urls["default"]}
    yield "twin"
    del connections.settings["twin"]


def test_an_alias_of_its_own_database_is_refused_before_its_doors_are_shut(byeol: Academy, twin: str) -> None:
    before = digests(byeol)
    with pytest.raises(CommandError, match="같은 데이터베이스"):
        call_command("move_academy", "byeol", twin)
    found = tenancy.find(byeol.pk)
    assert (found.database, found.state, digests(found)) == ("default", "ready", before)


def test_nothing_is_removed_from_an_alias_of_the_new_database(byeol: Academy, east: str, twin: str) -> None:
    connections.settings[twin] = {**connections.settings[east]}
    with pytest.raises(CommandError, match="같은 데이터베이스"):
        call_command("move_academy", "byeol", east)
    assert tenancy.find(byeol.pk).state == "ready"
    with tempfile.TemporaryFile() as file, pytest.raises(Conflict, match="같은 데이터베이스"):
        moving.relocate(byeol, east, file=file, tell=silent)
    del connections.settings[twin]
    call_command("move_academy", "byeol", east)
    connections.settings[twin] = {**connections.settings[east]}
    with tempfile.TemporaryFile() as file, pytest.raises(Conflict, match="같은 데이터베이스"):
        moving.relocate(tenancy.find(byeol.pk), east, file=file, tell=silent)
    assert schemas(byeol) == {"default": False, "east": True}


def test_a_database_under_two_aliases_is_not_prepared(committed_db: None, east: str, twin: str) -> None:
    for alias in (twin, "default"):
        with pytest.raises(CommandError, match="같은 데이터베이스"):
            call_command("prepare_database", database=alias)
    call_command("prepare_database", database=east)
    connections.settings[twin]["NAME"] = "no_such_database"  # one that is away stops nobody else
    call_command("prepare_database", database="default")


def test_one_process_at_a_time_moves_or_erases(byeol: Academy, east: str) -> None:
    with alone(byeol):
        with pytest.raises(CommandError, match="옮기거나 지우고 있습니다"):
            call_command("move_academy", "byeol", east)
        assert tenancy.find(byeol.pk).state == "ready"
        with pytest.raises(CommandError, match="옮기거나 지우고 있습니다"):
            call_command("delete_academy", "byeol", at_once=True, confirm="byeol")
        assert schemas(byeol) == {"default": True, "east": False}
    call_command("delete_academy", "byeol", at_once=True, confirm="byeol")


def test_what_can_be_known_before_is_known_before_its_doors_are_shut(
    byeol: Academy, east: str, settings: Any, tmp_path: Any
) -> None:
    folder = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path / "no-folder"
    settings.MEDIA_ROOT.write_text("a file")
    with pytest.raises(CommandError, match="no-folder"):
        call_command("move_academy", "byeol", east)
    assert tenancy.find(byeol.pk).state == "ready"
    settings.MEDIA_ROOT = folder
    set_release(byeol, "default", "old")
    with pytest.raises(CommandError, match="migrate_academies"):
        call_command("move_academy", "byeol", east)
    assert tenancy.find(byeol.pk).state == "ready"
    set_release(byeol, "default", byeol.release)
    call_command("move_academy", "byeol", east)
    assert tenancy.find(byeol.pk).database == east


def test_its_own_database_says_which_release_it_is_of(byeol: Academy, east: str, tmp_path: Any) -> None:
    call_command("move_academy", "byeol", east)
    set_release(byeol, "default", "old")  # the directory has not heard of the rollout
    call_command("export_academy", "byeol", to=tmp_path / "a.zip", reason="폐원에 따른 이관")
    call_command("import_academy", tmp_path / "a.zip", slug="dal")
    call_command("move_academy", "byeol", "default")
    moved = tenancy.find(byeol.pk)
    assert (moved.database, moved.state, moved.release) == ("default", "ready", byeol.release)


def set_release(academy: Academy, alias: str, release: str) -> None:
    with connect(alias) as owner:
        owner.execute("UPDATE public.tenants_academy SET release = %s WHERE id = %s", [release, academy.pk])


STEPS = ("_check_idle", "_lock", "_settle", "_switch", "drop_schema")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_move_that_was_killed_is_gone_on_with(
    byeol: Academy, east: str, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    before = digests(byeol)
    with monkeypatch.context() as patched:
        patched.setattr(moving, step, _dying(getattr(moving, step), after))
        with pytest.raises(psycopg.OperationalError, match="killed"):
            move_academy(academy=byeol, database=east, actor=SYSTEM, tell=silent)
    stopped = tenancy.find(byeol.pk)
    switched = step == "drop_schema" or (step == "_switch" and after)
    assert (stopped.database, stopped.state) == (east if switched else "default", "suspended")
    assert digests(stopped) == before

    call_command("move_academy", "byeol", east)
    moved = tenancy.find(byeol.pk)
    assert (moved.database, moved.state) == (east, "ready")
    assert digests(moved) == before
    assert schemas(byeol) == {"default": False, "east": True}
    with tenancy.use(moved):
        facts = json.loads(AuditRecord.objects.first().facts)
    assert (facts["source"], facts["database"], facts["opened"]) == ("default", east, True)


def test_a_move_that_was_killed_can_be_given_up(byeol: Academy, east: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(moving, "_settle", _dying(moving._settle, True))
        with pytest.raises(psycopg.OperationalError, match="killed"):
            move_academy(academy=byeol, database=east, actor=SYSTEM, tell=silent)
    assert schemas(byeol) == {"default": True, "east": True}
    call_command("suspend_academy", "byeol", resume=True)
    with tenancy.use(tenancy.find(byeol.pk)):
        note(student="S001", stem="뒤늦은 노트 $x + 1 = 2$", answer="1")
    assert {claim.academy_id for _ in range(8) for claim in dispatch.claim("engine", 4)} == {byeol.pk}
    suspend_academy(academy=tenancy.find(byeol.pk), actor=SYSTEM)
    with connect() as owner:
        owner.execute("UPDATE public.tenants_dispatch SET lease_until = now()")
    call_command("move_academy", "byeol", east)

    moved = tenancy.find(byeol.pk)
    assert (moved.database, moved.state) == (east, "suspended")  # the last word on its doors was the operator's
    with tenancy.use(moved, closed_too=True):
        assert Note.objects.filter(stem__startswith="뒤늦은").exists()


def test_a_copy_that_differs_is_not_kept(byeol: Academy, east: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tables.load

    def forgetful(cursor: Any, schema: str, table: tables.Table, pieces: Any) -> None:
        real(cursor, schema, table, pieces)
        if table.name == "tenants_student":
            cursor.execute(f"UPDATE {schema}.tenants_student SET name = 'x'".encode())

    with monkeypatch.context() as patched:
        patched.setattr(tables, "load", forgetful)
        with pytest.raises(ArchiveRefused, match="tenants_student"):
            move_academy(academy=byeol, database=east, actor=SYSTEM, tell=silent)
    assert (tenancy.find(byeol.pk).database, schemas(byeol)) == ("default", {"default": True, "east": False})


def test_an_erasure_finds_both_copies_of_a_move_that_was_killed(
    byeol: Academy, east: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(moving, "_settle", _dying(moving._settle, True))
        with pytest.raises(psycopg.OperationalError, match="killed"):
            move_academy(academy=byeol, database=east, actor=SYSTEM, tell=silent)
    call_command("delete_academy", "byeol", at_once=True, confirm="byeol")
    assert schemas(byeol) == {"default": False, "east": False}
    with connect() as owner:
        role = names.role_of(byeol.schema_name)
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None


def test_an_archive_is_read_into_another_database_and_erased_there(
    byeol: Academy, east: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_academy", "byeol", to=tmp_path / "a.zip", reason="폐원에 따른 이관")
    call_command("import_academy", tmp_path / "a.zip", slug="dal", database=east)
    with tenancy.platform():
        copy = Academy.objects.get(slug="dal")
    assert (copy.database, copy.state, digests(copy)) == (east, "ready", digests(byeol))
    capsys.readouterr()
    call_command("delete_academy", "dal", at_once=True, confirm="dal")
    proof = json.loads(capsys.readouterr().out)
    assert (proof["left"], proof["rows"]["questions_note"]) == ({}, 2)
    for alias in DATABASES:
        with tenancy.platform(alias):
            assert not Academy.objects.filter(slug="dal").exists()


@pytest.mark.parametrize("step", ["fill", "_open"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_import_elsewhere_that_was_killed_is_found_and_removed(
    byeol: Academy, east: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    call_command("export_academy", "byeol", to=tmp_path / "a.zip", reason="폐원에 따른 이관")
    with monkeypatch.context() as patched:
        patched.setattr(restore, step, _dying(getattr(restore, step), after))
        patched.setattr(restore, "forget", lambda number: None)  # a process that is killed tidies nothing up
        patched.setattr(restore, "drop_academy", lambda academy: None)
        with pytest.raises(CommandError, match="killed"):
            call_command("import_academy", tmp_path / "a.zip", slug="dal", database=east)
    with tenancy.platform():
        half = Academy.objects.get(slug="dal")
    assert schemas(half)["east"] is (step == "_open" or after)
    assert half.state == ("ready" if step == "_open" and after else "preparing")

    call_command("delete_academy", "dal", at_once=True, confirm="dal")
    assert schemas(half) == {"default": False, "east": False}
    with connect() as owner:
        role = names.role_of(half.schema_name)
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None
    call_command("import_academy", tmp_path / "a.zip", slug="dal", database=east)


def test_a_sign_up_elsewhere_that_was_killed_is_found_and_removed(
    east: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(academies, "publish", _dying(academies.publish, False))
        with pytest.raises(psycopg.OperationalError, match="killed"):
            open_academy(name="달", slug="dal", actor=SYSTEM, now=NOW, database=east)
    with tenancy.platform(east):
        half = Academy.objects.get(slug="dal")
    assert schemas(half)["east"]
    call_command("delete_academy", "dal", at_once=True, confirm="dal")
    assert schemas(half) == {"default": False, "east": False}
    assert json.loads(capsys.readouterr().out)["schema"] == half.schema_name


def _dying(step: Callable[..., Any], after: bool) -> Callable[..., Any]:
    def dies(*args: Any, **named: Any) -> Any:
        if after:
            step(*args, **named)
        raise psycopg.OperationalError("killed")

    return dies
