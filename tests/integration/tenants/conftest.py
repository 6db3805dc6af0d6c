"""The library's schemas beside ours, for what it does there and cannot do here."""

from __future__ import annotations

from typing import Any

import pytest

from tenants import tenancy
from tenants.models import Student
from tests.integration.tenants import stock


@pytest.fixture
def academies(committed_db: None, haneul: Any, bada: Any) -> dict[str, Any]:
    """The library's schemas and ours, each with a student of its own."""
    stock.build()
    for academy, code in ((haneul, "cloud"), (bada, "seagull")):
        with tenancy.use(academy):
            Student.objects.create(code=code, created_at="2026-03-02T09:00:00Z")
    return {"cloud": haneul, "seagull": bada}
