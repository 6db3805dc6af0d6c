"""What an archive does not bring back, and what stays on record of its making."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import Academy, AccessRecord, AuditRecord, Student
from tenants.provisioning.life import archive as archive_file
from tenants.services.archives import export_academy
from tests.integration.tenants.life.test_archives import exported, silent


def test_an_archive_that_holds_sessions_opens_none_of_them(
    furnished: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L-41: archives from before sessions were left out are imported too; everything else in them comes."""
    client = Client(headers={"host": "haneul.localhost"})
    with tenancy.use(furnished):
        client.force_login(Student.objects.get(code="S001").user)
    key = client.cookies["sessionid"].value
    with monkeypatch.context() as earlier:
        earlier.setattr(archive_file, "LIVE", frozenset())
        path = exported(furnished, tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert key.encode() in archive.read("tables/django_session.csv")
    call_command("import_academy", path, slug="haneul-two")
    with tenancy.platform():
        copy = Academy.objects.get(slug="haneul-two")
    with tenancy.use(copy):
        assert (Session.objects.count(), Student.objects.filter(code="S001").count()) == (0, 1)
    stolen = Client(headers={"host": "haneul-two.localhost"})
    stolen.cookies["sessionid"] = key
    assert [client.get("/").status_code, stolen.get("/").status_code] == [200, 302]


def test_the_reason_for_an_export_names_nobody_in_the_records(furnished: Academy, tmp_path: Path) -> None:
    """A-07: neither in the access log nor in the audit record, of which the archive itself holds a copy."""
    with tenancy.use(furnished):
        Student.objects.filter(code="S001").update(name="까마귀")
    why = "까마귀 어머니 요청으로 이관"
    export_academy(academy=furnished, path=tmp_path / "a.zip", reason=why, actor=SYSTEM, tell=silent)
    with tenancy.use(furnished):
        told = json.loads(AuditRecord.objects.get(action="academy.exported").facts)["reason"]
        assert {told, AccessRecord.objects.get(place="export_academy").reason} == {"○○ 어머니 요청으로 이관"}
