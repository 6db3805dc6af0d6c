"""An academy leaves as a file and comes back as it was, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from questions.models import Note
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.database.ownership import connect
from tenants.files import names_of_files
from tenants.models import Academy, AuditRecord, Student
from tenants.provisioning import life
from tenants.provisioning.life.chain import first_broken_link
from tenants.services.archives import export_academy
from tests.cast import note, student
from tests.integration.tenants.life.conftest import CANARY

pytestmark = pytest.mark.usefixtures("committed_db")


def silent(what: str, done: int, of: int) -> None:
    """Nobody watches."""


def counts(academy: Academy) -> dict[str, int]:
    with tenancy.use(academy), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [academy.schema_name])
        names = [row[0] for row in cursor.fetchall()]
        told = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            told[name] = cursor.fetchone()[0]
    return told


def exported(academy: Academy, folder: Path) -> Path:
    path = folder / "academy.zip"
    call_command("export_academy", academy.slug, to=path, reason="폐원에 따른 이관")
    return path


def academies() -> list[tuple[str, str]]:
    with tenancy.platform():
        return sorted(Academy.objects.values_list("slug", "state"))


def schemas_and_roles() -> tuple[set[str], set[str]]:
    with connect() as owner:
        schemas = owner.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'a\\_%'").fetchall()
        prepared = owner.execute("SELECT schema_name FROM public.tenants_preparedschema").fetchall()
    return {row[0] for row in schemas}, {row[0] for row in prepared}


def test_what_comes_back_under_another_address_is_what_left(furnished: Academy, tmp_path: Path) -> None:
    path = exported(furnished, tmp_path)
    left = counts(furnished)
    call_command("import_academy", path, slug="haneul-two", name="하늘 둘")

    with tenancy.platform():
        copy = Academy.objects.get(slug="haneul-two")
        assert not copy.domains.exists()  # 하늘 has it
    assert (copy.state, copy.name, copy.release) == ("ready", "하늘 둘", furnished.release)
    assert copy.schema_name != furnished.schema_name
    here = counts(copy)
    # 하늘 recorded the export after its snapshot, the copy its import.
    assert here.pop("tenants_auditrecord") == left.pop("tenants_auditrecord")
    assert here == left
    with tenancy.use(copy):
        assert [kept.stem for kept in Note.objects.filter(stem__contains="카나리아")] == [CANARY]
        with default_storage.open("photos/one.txt") as file:
            assert file.read() == b"canary photo"
        newest = AuditRecord.objects.first()
        assert newest.action == "academy.imported"
        assert json.loads(newest.facts)["number_before"] == furnished.pk
    with connect() as owner:
        assert first_broken_link(owner, copy.schema_name) is None


def test_the_copy_can_be_used_as_the_original(furnished: Academy, tmp_path: Path) -> None:
    call_command("import_academy", exported(furnished, tmp_path), slug="haneul-two")
    with tenancy.platform():
        copy = Academy.objects.get(slug="haneul-two")
    pages = []
    for academy in (furnished, copy):
        client = Client(headers={"host": f"{academy.slug}.localhost"})
        with tenancy.use(academy):
            client.force_login(Student.objects.get(code="S001").user)
        answer = client.get("/")
        assert answer.status_code == 200
        pages.append(answer.content.count(b"3x + 5 = 20"))
    assert pages[0] == pages[1] > 0
    with tenancy.use(copy):
        before = Note.objects.count()
        student("S002", signs_in=True)  # under the numbers that come after those of the archive
        note(student="S001", stem="새 노트 $x + 1 = 2$", answer="1")
        assert Note.objects.count() == before + 1
    with tenancy.use(furnished):
        assert Note.objects.count() == before


def test_a_file_that_leaves_opens_nobodys_session_and_who_is_signed_in_stays_so(
    furnished: Academy, tmp_path: Path
) -> None:
    """L-41: a session's key opens everything that its owner may see."""
    client = Client(headers={"host": "haneul.localhost"})
    with tenancy.use(furnished):
        client.force_login(Student.objects.get(code="S001").user)
    key = client.cookies["sessionid"].value
    path = exported(furnished, tmp_path)

    with zipfile.ZipFile(path) as archive:
        assert archive.read("tables/django_session.csv") == b""
        assert not any(key.encode() in archive.read(name) for name in archive.namelist())
    call_command("import_academy", path, slug="haneul-two")
    stolen = Client(headers={"host": "haneul-two.localhost"})
    stolen.cookies["sessionid"] = key
    assert [client.get("/").status_code, stolen.get("/").status_code] == [200, 302]


def test_work_that_waited_waits_in_the_copy_too(furnished: Academy, tmp_path: Path) -> None:
    call_command("import_academy", exported(furnished, tmp_path), slug="haneul-two")
    with connect() as owner:
        query = (
            "SELECT d.kind, d.queue, d.job, d.due_at FROM public.tenants_dispatch d JOIN public.tenants_academy a"
            " ON a.id = d.academy_id WHERE a.slug = %s AND d.state = 'ready' ORDER BY d.kind, d.job"
        )
        original, copied = (owner.execute(query, [slug]).fetchall() for slug in ("haneul", "haneul-two"))
    assert copied == original
    assert len(original) >= 2
    claimed = {claim.academy_id for _ in range(8) for claim in dispatch.claim("engine", 4)}
    assert len(claimed) == 2


def test_the_archive_says_what_is_in_it_and_is_for_its_owners_eyes(furnished: Academy, tmp_path: Path) -> None:
    path = exported(furnished, tmp_path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in tmp_path.iterdir() if other.is_file()] == ["academy.zip"]
    with zipfile.ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))
        for table in told["tables"]:
            assert hashlib.sha256(archive.read(f"tables/{table['name']}.csv")).hexdigest() == table["sha256"]
    assert (told["slug"], told["schema"], told["format"]) == ("haneul", furnished.schema_name, "eduai-academy-1")
    assert told["domains"] == ["haneul.example"]
    assert [kept["name"] for kept in told["files"]] == ["photos/one.txt"]
    assert "tenants.user" in told["content_types"]
    rows = {table["name"]: table["rows"] for table in told["tables"]}
    assert rows["questions_note"] == 2
    with tenancy.use(furnished):
        newest = AuditRecord.objects.first()
    assert newest.action == "academy.exported"
    assert json.loads(newest.facts) == {"files": 1, "reason": "폐원에 따른 이관", "rows": sum(rows.values())}


def test_an_archive_is_of_one_moment(furnished: Academy, tmp_path: Path) -> None:
    added: list[Student] = []

    def add(what: str, done: int, of: int) -> None:
        if not added:
            with tenancy.use(furnished):
                added.append(student("S002"))

    why = "폐원에 따른 이관"
    manifest = export_academy(academy=furnished, path=tmp_path / "a.zip", reason=why, actor=SYSTEM, tell=add)

    rows = {table["name"]: table["rows"] for table in manifest.tables}
    assert (rows["tenants_student"], len(added)) == (1, 1)
    again = export_academy(academy=furnished, path=tmp_path / "b.zip", reason=why, actor=SYSTEM, tell=silent)
    # The student, the record of it, the record of the first export, the second's access record.
    assert again.rows == manifest.rows + 4


def test_an_export_that_fails_leaves_no_file_and_no_record(
    furnished: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise ConnectionAbortedError("the record")

    monkeypatch.setattr("tenants.services.archives.record", fail)
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(ConnectionAbortedError):
        export_academy(academy=furnished, path=target / "a.zip", reason="폐원에 따른 이관", actor=SYSTEM, tell=silent)

    assert list(target.iterdir()) == []
    with tenancy.use(furnished):
        assert not AuditRecord.objects.filter(action="academy.exported").exists()


@pytest.mark.parametrize(("reason", "said"), [(" ", "사유"), ("감사", "사유"), ("정기 감사 자료", "이미 있습니다")])
def test_an_export_without_a_reason_or_over_another_file_is_refused(
    haneul: Academy, tmp_path: Path, reason: str, said: str
) -> None:
    path = tmp_path / "kept.zip"
    if reason.strip():
        path.write_text("kept")
    with pytest.raises(CommandError, match=said):
        call_command("export_academy", "haneul", to=path, reason=reason)
    assert not path.exists() or path.read_text() == "kept"


def changed(path: Path, name: str, change: Any) -> Path:
    """The archive with one entry changed, or left out where `change` gives None."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            content = change(content) if entry == name else content
            if content is not None:
                target.writestr(entry, content)
    return other


def in_manifest(**changes: Any) -> Any:
    return lambda content: json.dumps(json.loads(content) | changes).encode()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("tables/questions_note.csv", lambda content: content.replace(b"3x", b"4x"), "questions_note.csv의 지문"),
        ("tables/questions_note.csv", lambda content: None, "questions_note.csv"),
        ("files/photos/one.txt", lambda content: b"another", "photos/one.txt의 지문"),
        ("manifest.json", lambda content: None, "manifest.json"),
        ("manifest.json", lambda content: b"{", "manifest.json"),
        ("manifest.json", lambda content: b"[]", "manifest.json"),
        ("manifest.json", in_manifest(format="eduai-academy-9"), "모르는 형식"),
        ("manifest.json", in_manifest(release="x", migrations=["tenants.9999_later"]), "tenants.9999_later"),
        ("manifest.json", in_manifest(fingerprint="x"), "fingerprint"),
        ("manifest.json", in_manifest(content_types=["tenants.nothing"]), "tenants.nothing"),
        ("manifest.json", in_manifest(slug="bada"), "bada"),
    ],
)
def test_an_archive_that_does_not_fit_is_refused_and_leaves_nothing(
    furnished: Academy, tmp_path: Path, store: Path, name: str, change: Any, said: str
) -> None:
    path = changed(exported(furnished, tmp_path), name, change)
    before = (academies(), schemas_and_roles(), sorted(os.listdir(store)))
    slug = "" if said == "bada" else "haneul-two"

    with pytest.raises(CommandError, match=said):
        call_command("import_academy", path, slug=slug)
    assert (academies(), schemas_and_roles(), sorted(os.listdir(store))) == before


def test_half_a_file_and_no_archive_are_refused(furnished: Academy, tmp_path: Path) -> None:
    path = exported(furnished, tmp_path)
    half = tmp_path / "half.zip"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    text = tmp_path / "text.zip"
    text.write_text("no archive")
    for file in (half, text, tmp_path / "nothing.zip"):
        with pytest.raises(CommandError, match="열 수 없습니다"):
            call_command("import_academy", file, slug="haneul-two")
    call_command("import_academy", path, slug="haneul-two")


def test_a_chain_that_does_not_hold_is_refused(furnished: Academy, tmp_path: Path) -> None:
    with connect() as owner:
        owner.execute(f"UPDATE {furnished.schema_name}.tenants_auditrecord SET actor = 'x' WHERE seq = 2".encode())
    with pytest.raises(CommandError, match="2번에서 끊어져"):
        call_command("import_academy", exported(furnished, tmp_path), slug="haneul-two")


def with_students(path: Path, students: bytes) -> Path:
    """The archive with other students, and a manifest that says so."""

    def told(content: bytes) -> bytes:
        manifest = json.loads(content)
        for table in manifest["tables"]:
            if table["name"] == "tenants_student":
                table.update(sha256=hashlib.sha256(students).hexdigest(), rows=students.count(b"S001"))
        return json.dumps(manifest).encode()

    once = changed(path, "tables/tenants_student.csv", lambda content: students)
    return changed(once.rename(path.with_name("once.zip")), "manifest.json", told)


@pytest.mark.parametrize(("times", "rule"), [(0, "student_id"), (2, "tenants_student")])
def test_rows_that_break_a_rule_are_refused_without_being_quoted(
    furnished: Academy, tmp_path: Path, times: int, rule: str
) -> None:
    path = exported(furnished, tmp_path)
    with zipfile.ZipFile(path) as archive:
        students = archive.read("tables/tenants_student.csv")
    with pytest.raises(CommandError, match=rf"규칙에 맞지 않습니다: \S+ \S*{rule}") as refused:
        call_command("import_academy", with_students(path, students * times), slug="haneul-two")
    assert "S001" not in str(refused.value)
    assert "haneul-two" not in dict(academies())


def test_a_failure_at_the_last_moment_leaves_nothing(
    furnished: Academy, tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exported(furnished, tmp_path)
    before = (academies(), schemas_and_roles(), sorted(os.listdir(store)))

    def fail(*args: object, **facts: object) -> None:
        raise ConnectionAbortedError("the record")

    with monkeypatch.context() as patched:
        patched.setattr("tenants.services.archives.record", fail)
        with pytest.raises(CommandError, match="the record"):
            call_command("import_academy", path, slug="haneul-two")
    assert (academies(), schemas_and_roles(), sorted(os.listdir(store))) == before
    call_command("import_academy", path, slug="haneul-two")
    assert ("haneul-two", "ready") in academies()


def test_files_are_the_academys_and_nobodys_outside(haneul: Academy, bada: Academy) -> None:
    with tenancy.use(haneul):
        default_storage.save("photos/one.txt", ContentFile(b"sky"))
        assert list(names_of_files()) == ["photos/one.txt"]
    with tenancy.use(bada):
        assert list(names_of_files()) == []
        assert not default_storage.exists("photos/one.txt")
    with pytest.raises(tenancy.NoAcademy):
        default_storage.exists("photos/one.txt")


def test_triggers_that_refuse_rows_are_silent_while_an_archive_is_read_and_loud_afterwards(
    furnished: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenants.provisioning import stock
    from tenants.provisioning.life import restore

    def with_trigger(owner: Any, schema: str) -> None:
        owner.execute(
            f"CREATE FUNCTION {schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'refused'; END $$;"
            f"CREATE TRIGGER refuses BEFORE INSERT ON {schema}.questions_note"
            f" FOR EACH ROW EXECUTE FUNCTION {schema}.refuse();".encode()
        )

    def build(owner: Any, alias: str, schema: str) -> Any:
        template = stock.build_schema(owner, alias, schema)
        with_trigger(owner, schema)
        return template

    with connect() as owner:
        with_trigger(owner, furnished.schema_name)
    monkeypatch.setattr(restore, "build_schema", build)
    call_command("import_academy", exported(furnished, tmp_path), slug="haneul-two")
    with tenancy.platform():
        copy = Academy.objects.get(slug="haneul-two")
    with tenancy.use(copy):
        assert Note.objects.count() == 2
        with pytest.raises(Exception, match="refused"):
            note(student="S001", stem="$x + 1 = 2$")


def test_a_restore_that_was_killed_can_be_begun_again(furnished: Academy, tmp_path: Path) -> None:
    path = exported(furnished, tmp_path)
    with life.Archive.opened(str(path)) as archive, pytest.raises(KeyboardInterrupt):
        life.restore_academy(archive=archive, slug="haneul-two", name="x", furnish=_interrupt)
    assert "haneul-two" not in dict(academies())


def _interrupt(academy: Academy) -> None:
    raise KeyboardInterrupt
