"""Every role and every right; every scope and every call; and operators, who have no business with students."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from eduai.lib.errors import NotAllowed
from tenants import access, tenancy
from tenants.actors import SYSTEM, command, person
from tenants.models import Role, User
from tenants.services.partners import SCOPES, issue_api_key
from tests.cast import NOW, member, note
from tests.integration.scene import Scene
from tests.integration.test_isolation import BEHIND, OBJECTS, PAGES, PANEL

RIGHTS = sorted(set().union(*access.PERMISSIONS.values()))
# What everybody who is signed in may open, whoever they are: about themselves, or about nobody.
EVERYBODYS = {path for path, row in PAGES.items() if set(row[1:]) == {200}}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_rights_and_no_other(in_haneul: Any, role: Role) -> None:
    user = member(role, f"one-{role.value}")
    own = access.PERMISSIONS[role]

    assert {right for right in RIGHTS if user.has_perm(right)} == set(own) == user.get_all_permissions()
    for right in RIGHTS:
        if right in own:
            access.require(person(user), right)
        else:
            with pytest.raises(NotAllowed):
                access.require(person(user), right)
    for right in RIGHTS:
        access.require(command("test"), right)
        access.require(SYSTEM, right)


@pytest.mark.parametrize("role", list(Role))
def test_flags_groups_and_rows_give_nothing(in_haneul: Any, role: Role) -> None:
    """Somebody who writes `is_superuser` into a row has made nobody a director."""
    user = member(role, f"one-{role.value}")
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
    user = User.objects.get(pk=user.pk)
    user.user_permissions.set(Permission.objects.all())
    group = Group.objects.create(name="everything")
    group.permissions.set(Permission.objects.all())
    user.groups.add(group)

    assert {right for right in RIGHTS if user.has_perm(right)} == set(access.PERMISSIONS[role])
    assert not user.has_perm("tenants.delete_student")
    assert user.has_module_perms("tenants") == any(right.startswith("tenants.") for right in access.PERMISSIONS[role])
    assert not user.has_module_perms("auth")


@pytest.mark.parametrize("role", list(Role))
def test_who_is_shut_out_or_has_no_known_role_may_nothing(in_haneul: Any, role: Role) -> None:
    shut_out, unknown = member(role, "one"), member(role, "two")
    shut_out.is_active, unknown.role = False, "janitor"

    assert [right for right in RIGHTS if shut_out.has_perm(right) or unknown.has_perm(right)] == []


def test_another_role_counts_at_the_next_request(db: None, haneul: Any) -> None:
    """L-37: written by whatever code."""
    client = Client(headers={"host": "haneul.localhost"})
    with tenancy.use(haneul):
        user = member(Role.DIRECTOR, "one-director")
        client.force_login(user)
    assert client.get("/admin/tenants/auditrecord/").status_code == 200
    with tenancy.use(haneul):
        User.objects.filter(pk=user.pk).update(role=Role.TEACHER)

    assert client.get("/admin/tenants/auditrecord/").status_code == 302  # signed out; and then
    with tenancy.use(haneul):
        client.force_login(User.objects.get(pk=user.pk))
    assert client.get("/admin/tenants/auditrecord/").status_code == 403


def test_an_operator_sees_nothing_of_anybody_in_an_academy(scene: Scene, haneul: Any) -> None:
    client = Client(headers={"host": "haneul.localhost"})
    with tenancy.use(haneul):
        client.force_login(member(Role.OPERATOR, "one-operator"))
    things = [re.sub(r"<[^>]+>", str(pk), path) for path, (label, _) in OBJECTS.items() for pk in scene.rows[label][:2]]
    panel = [f"admin/{label.replace('.', '/')}/" for label in PANEL]
    panel += [f"{place}{scene.rows[label][0]}/change/" for label, place in zip(PANEL, panel, strict=True)]
    opened = {
        path
        for path in [*(BEHIND.get(path, path) for path in PAGES), *things, *panel]
        if client.get(f"/{path}").status_code == 200
    }

    assert opened == EVERYBODYS
    assert not {path for path in EVERYBODYS if path.startswith(("admin/", "notes", "practice"))}


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_opens_its_own_calls(db: None, haneul: Any, scope: str) -> None:
    with tenancy.use(haneul):
        kept = note()
        key = issue_api_key(name="test", scopes=[scope], actor=SYSTEM, now=NOW)[1]
    client = Client(headers={"host": "haneul.localhost", "authorization": f"Bearer {key}"})
    calls = {
        "notes:write": [client.post("/api/v1/notes", "{}", content_type="application/json")],
        "notes:read": [client.get("/api/v1/notes"), client.get(f"/api/v1/notes/{kept.pk}")],
        "questions:read": [client.get(f"/api/v1/notes/{kept.pk}/questions")],
    }
    refused = {name: {answer.status_code == 403 for answer in answers} for name, answers in calls.items()}

    assert refused == {name: {name != scope} for name in SCOPES}
    assert client.get("/admin/").status_code == 302
    assert client.get("/account/").status_code == 302
