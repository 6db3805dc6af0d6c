"""An academy that was announced elsewhere, and whose process ended before anything of it was there."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tenants import tenancy
from tenants.actors import SYSTEM
from tenants.models import Academy
from tenants.provisioning import academies
from tenants.services.academies import open_academy
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("committed_db")


def test_it_is_closed_and_erased_and_its_address_is_free_again(east: str) -> None:
    academies.announce(("dal", "달", east, False))
    call_command("delete_academy", "dal")
    for refused in ({}, {"cancel": True}):
        with pytest.raises(CommandError, match="달 학원"):
            call_command("delete_academy", "dal", **refused)
    call_command("delete_academy", "dal", at_once=True, confirm="dal")
    with tenancy.platform():
        assert not Academy.objects.filter(slug="dal").exists()
    assert open_academy(name="달", slug="dal", actor=SYSTEM, now=NOW, database=east).academy.state == "ready"
