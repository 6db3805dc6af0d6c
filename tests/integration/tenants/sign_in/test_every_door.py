"""Every address of an academy, for staff who have signed in with a password alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tenants import tenancy
from tenants.models import AuditRecord, Role
from tenants.sign_in.marks import TWO_KEYS
from tests.cast import member
from tests.integration.scene import Scene
from tests.integration.test_isolation import BEHIND, OBJECTS, PAGES, PANEL
from tests.signing_in import signed_in

OPEN = {
    "login/": 200, "login/second/": 302, "account/factor/": 200, "account/passkeys/": 200, "logout/": 405,
    "health/live": 200, "health/ready": 200,
}  # fmt: skip


def addresses(scene: Scene) -> list[str]:
    things = [re.sub(r"<[^>]+>", str(scene.rows[label][0]), path) for path, (label, _) in OBJECTS.items()]
    rows = [f"admin/{label.replace('.', '/')}/{action}" for label in PANEL for action in ("", "add/")]
    return [*(BEHIND.get(path, path) for path in PAGES), *things, *rows]


@pytest.mark.parametrize("role", sorted(TWO_KEYS))
def test_with_a_password_alone_staff_reach_nothing_but_setting_up_a_second_factor(
    scene: Scene, haneul: Any, role: Role
) -> None:
    """S-15, L-39: every page of the site under GET and POST; programs with keys are asked for theirs as before."""
    with tenancy.use(haneul):
        member(role, "new")
        before = AuditRecord.objects.first().pk
    client = signed_in(haneul, "new")
    wrong = {}
    for path in (path for path in addresses(scene) if not path.startswith("api/")):
        for method in ("get", "post"):
            answer = getattr(client, method)(f"/{path}")
            sent = (answer.status_code, answer.headers.get("Location"))
            if path in OPEN:
                if method == "get" and answer.status_code != OPEN[path]:
                    wrong[method, path] = sent
                if path == "logout/" and method == "post":
                    client = signed_in(haneul, "new")
            elif sent != (302, "/account/factor/") and answer.status_code != 404:
                wrong[method, path] = sent

    assert wrong == {}
    assert [client.get(f"/{path}").status_code for path in ("api/v1/notes", "api/v1/docs")] == [401, 200]
    with tenancy.use(haneul):
        assert AuditRecord.objects.first().pk == before
