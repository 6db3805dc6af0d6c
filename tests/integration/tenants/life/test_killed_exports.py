"""An export that is killed leaves nothing readable without a record that tells of it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tenants import files, tenancy
from tenants.actors import SYSTEM
from tenants.models import Academy, AuditRecord
from tenants.services.archives import export_academy

pytestmark = pytest.mark.usefixtures("committed_db")

_KILLED = """
import os, signal, sys, django
django.setup()
from pathlib import Path
from tenants import files, tenancy
from tenants.actors import SYSTEM
from tenants.services.archives import export_academy

if sys.argv[3] == "named":
    files._NAMELESS = 0

def die(what, done, of):
    if done == of:
        os.kill(os.getpid(), signal.SIGKILL)

academy = tenancy.find(int(sys.argv[1]))
export_academy(academy=academy, path=Path(sys.argv[2]), reason="폐원에 따른 이관", actor=SYSTEM, tell=die)
"""


@pytest.mark.parametrize("kind", ["nameless", "named"])
def test_an_export_that_is_killed_leaves_nothing_or_a_record(furnished: Academy, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    target.mkdir()
    command = [sys.executable, "-c", _KILLED, str(furnished.pk), str(target / "a.zip"), kind]
    assert subprocess.run(command, env=dict(os.environ), check=False).returncode == -signal.SIGKILL
    with tenancy.use(furnished):
        newest = AuditRecord.objects.first()
        assert (newest.action == "academy.exporting") is (kind == "named")
    assert len(list(target.iterdir())) == (1 if kind == "named" else 0)


def test_a_folder_that_takes_no_nameless_file_gets_the_same_archive(
    furnished: Academy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_NAMELESS", 0)
    path = tmp_path / "academy.zip"
    call_command("export_academy", furnished.slug, to=path, reason="폐원에 따른 이관")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in tmp_path.iterdir() if other.is_file()] == ["academy.zip"]
    with tenancy.use(furnished):
        newest = [record.action for record in AuditRecord.objects.all()[:2]]
    assert newest == ["academy.exported", "academy.exporting"]
    call_command("import_academy", path, slug="haneul-two")


def test_a_file_that_came_meanwhile_is_not_written_over(furnished: Academy, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"

    def meanwhile(what: str, done: int, of: int) -> None:
        path.write_text("kept")

    with pytest.raises(FileExistsError):
        export_academy(academy=furnished, path=path, reason="폐원에 따른 이관", actor=SYSTEM, tell=meanwhile)
    assert path.read_text() == "kept"
