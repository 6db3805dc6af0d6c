"""하늘 with something of everything, and a store of files for one test alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import Academy, Domain
from tenants.services.academies import open_academy
from tests.cast import NOW, note, student, verified
from tests.second_database import second_database

CANARY = '카나리아 $3x + 5 = 20$, "따옴표"\n와 줄바꿈'


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A store of files for this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def furnished(committed_db: None, haneul: Academy) -> Academy:
    """하늘 with something of everything."""
    return furnish(haneul)


@pytest.fixture
def byeol(committed_db: None) -> Academy:
    """Academy 별 with something of everything: nobody else on the server has its role."""
    return furnish(open_academy(name="별", slug="byeol", actor=SYSTEM, now=NOW).academy)


@pytest.fixture
def east(committed_db: None, settings: Any) -> Iterator[str]:
    """A second database on the same server, prepared for academies."""
    with second_database(settings) as alias:
        yield alias


def furnish(academy: Academy) -> Academy:
    """A student who signs in, a note whose questions are made, one that waits, a file and a host."""
    with tenancy.use(academy):
        student("S001", signs_in=True)
        verified(note(student="S001"))
        note(student="S001", stem=CANARY)
        default_storage.save("photos/one.txt", ContentFile(b"canary photo"))
    with tenancy.platform():
        Domain.objects.create(domain=f"{academy.slug}.example", tenant=academy, is_primary=False)
    return academy
