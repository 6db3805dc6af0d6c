"""The isolation suite's scene, built once for each of its modules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests import database
from tests.integration.scene import Scene, built


@pytest.fixture(scope="module")
def _scene(_cast: dict[str, Any], django_db_blocker: Any) -> Iterator[Scene]:
    """Built once for the module, on a fresh clone (earlier tests have moved the ids on), and cloned again after.

    Each test's own writes are rolled back.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        database.discard(f"eduai_run_{worker}")
        database.clone(worker)
        yield built(_cast["haneul"], _cast["bada"])
        database.discard(f"eduai_run_{worker}")
        database.clone(worker)


@pytest.fixture
def scene(_scene: Scene, db: None) -> Scene:
    """하늘, with the ids of 바다 that 하늘 does not have as each model's third row, and one that nobody has."""
    return _scene
