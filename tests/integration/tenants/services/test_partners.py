"""Partners' keys: what they may be called, and that a refusal on the command line is a sentence."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from tenants.models import ApiKey

pytestmark = pytest.mark.usefixtures("in_haneul")


@pytest.mark.parametrize("name", ["", " ", "가" * 61, "줄\n바꿈"])
def test_a_key_without_a_usable_name_is_not_issued(name: str) -> None:
    with pytest.raises(CommandError, match="name: 이름은 1자 이상 60자 이하"):
        call_command("issue_api_key", "haneul", "--scope", "notes:read", "--name", name)

    assert not ApiKey.objects.exists()


def test_a_key_with_a_name_and_scopes_is(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("issue_api_key", "haneul", "--scope", "notes:read,notes:write", "--name", "가" * 60)

    assert capsys.readouterr().out.startswith("eduai_live_")
    assert ApiKey.objects.get().scopes == ["notes:read", "notes:write"]
