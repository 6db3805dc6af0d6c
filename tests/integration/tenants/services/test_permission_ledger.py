"""Who may do what is changed by a director, holds from the next request on, and stays on the record for good."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from eduai.lib.errors import Conflict, EduError, InvalidInput, NotAllowed
from tenants import tenancy
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Guardianship, Role, User
from tenants.services.guardians import end_guardianship
from tenants.services.partners import issue_api_key, revoke_api_key
from tenants.services.visits import change_role, set_active
from tests.cast import NOW, member, student
from tests.signing_in import secret_of, signed_in


def told(action: str) -> tuple[str, str, dict[str, Any]]:
    row = AuditRecord.objects.filter(action=action).latest("seq")
    return row.actor, row.subject, json.loads(row.facts)


def test_each_change_of_a_permission_is_in_the_chain_with_who_whom_before_and_after(in_haneul: Any) -> None:
    """L-37 (5(3)): roles, log-ins, keys and guardianships."""
    director, kim, child = member(Role.DIRECTOR), member(Role.TEACHER), student()
    by = person(director)
    change_role(user=kim, role=Role.ASSISTANT, actor=by, now=NOW)
    set_active(user=kim, active=False, actor=by, now=NOW)
    set_active(user=kim, active=True, actor=by, now=NOW)
    key, _ = issue_api_key(name="p", scopes=["notes:read"], actor=by, now=NOW)
    revoke_api_key(api_key=key, actor=by, now=NOW)
    guardian = member(Role.GUARDIAN)
    link = Guardianship.objects.create(guardian=guardian, student=child, verified_at=NOW)
    end_guardianship(guardianship=link, actor=by, now=NOW)

    whom = f"user:{kim.pk}"
    assert told("person.role_changed") == (by.label, whom, {"before": "teacher", "after": "assistant"})
    assert told("person.shut_out") == (by.label, whom, {"role": "assistant", "before": True, "after": False})
    assert told("person.let_in") == (by.label, whom, {"role": "assistant", "before": False, "after": True})
    assert told("key.issued") == (by.label, f"key:{key.key_id}", {"scopes": ["notes:read"]})
    assert told("key.revoked") == (by.label, f"key:{key.key_id}", {"before": ["notes:read"], "after": []})
    actor, subject, facts = told("guardianship.ended")
    assert (actor, subject, facts["student"], facts["guardian"]) == (
        by.label, f"guardianship:{link.pk}", child.pk, guardian.pk)  # fmt: skip


Change = Callable[[User, Any], object]
DENIED: dict[str, tuple[Role, type[EduError], Change]] = {
    "by a teacher": (Role.ASSISTANT, NotAllowed, lambda user, by: change_role(
        user=user, role=Role.DIRECTOR, actor=person(member(Role.TEACHER)), now=NOW)),
    "their own role": (Role.DIRECTOR, InvalidInput, lambda user, by: change_role(
        user=user, role=Role.TEACHER, actor=person(user), now=NOW)),
    "their own log-in": (Role.DIRECTOR, InvalidInput, lambda user, by: set_active(
        user=user, active=False, actor=person(user), now=NOW)),
    "a student's account": (Role.STUDENT, InvalidInput, lambda user, by: change_role(
        user=user, role=Role.TEACHER, actor=by, now=NOW)),
    "an account into a student's": (Role.TEACHER, InvalidInput, lambda user, by: change_role(
        user=user, role=Role.STUDENT, actor=by, now=NOW)),
    "an operator's log-in": (Role.OPERATOR, NotAllowed, lambda user, by: set_active(
        user=user, active=False, actor=by, now=NOW)),
    "into an operator": (Role.TEACHER, NotAllowed, lambda user, by: change_role(
        user=user, role=Role.OPERATOR, actor=by, now=NOW)),
}  # fmt: skip


@pytest.mark.parametrize("what", DENIED)
def test_what_may_not_be_changed_stays_as_it_was(in_haneul: Any, what: str) -> None:
    role, error, change = DENIED[what]
    user, by = member(role, "kim"), person(member(Role.DIRECTOR, "director"))
    with pytest.raises(error):
        change(user, by)
    user.refresh_from_db()
    assert (user.role, user.is_active) == (role, True)
    assert not AuditRecord.objects.filter(action__in=("person.role_changed", "person.shut_out")).exists()


def test_the_last_director_stays(in_haneul: Any) -> None:
    """L-37: an academy is never without somebody who can change permissions; a second one may go."""
    first, second = member(Role.DIRECTOR, "first"), member(Role.DIRECTOR, "second")
    set_active(user=second, active=False, actor=SYSTEM, now=NOW)
    for change in (
        lambda: change_role(user=first, role=Role.TEACHER, actor=SYSTEM, now=NOW),
        lambda: set_active(user=first, active=False, actor=SYSTEM, now=NOW),
    ):
        with pytest.raises(Conflict, match="마지막 원장"):
            change()
    first.refresh_from_db()
    assert (first.role, first.is_active) == (Role.DIRECTOR, True)
    set_active(user=second, active=True, actor=SYSTEM, now=NOW)
    change_role(user=first, role=Role.TEACHER, actor=person(second), now=NOW)
    assert list(User.objects.filter(role=Role.DIRECTOR)) == [second]


def test_two_directors_who_demote_each_other_leave_one(committed_db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        User.objects.filter(role=Role.DIRECTOR).update(role=Role.TEACHER)
        pair = [member(Role.DIRECTOR, name) for name in ("first", "second")]
    start, refused = threading.Barrier(2), []

    def demote(by: User, whom: User) -> None:
        with tenancy.use(haneul):
            start.wait(20)
            try:
                change_role(user=whom, role=Role.TEACHER, actor=person(by), now=NOW)
            except Conflict as error:
                refused.append(error)
        connection.close()

    threads = [threading.Thread(target=demote, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with tenancy.use(haneul):
        assert User.objects.filter(role=Role.DIRECTOR, is_active=True).count() == 1
    assert len(refused) == 1


def test_a_director_changes_roles_and_log_ins_in_the_panel(db: None, haneul: Any) -> None:
    """L-37: from the next request on, with what the new role may and nothing else."""
    with tenancy.use(haneul):
        kim, director = member(Role.TEACHER, "kim"), member(Role.DIRECTOR, "lee")
        for user in (kim, director):
            secret_of(user)
    panel, before = signed_in(haneul, "lee"), signed_in(haneul, "kim")
    address = f"/admin/tenants/user/{kim.pk}/change/"
    assert before.get("/admin/tenants/consentevent/").status_code == 200
    assert "역할 바꾸기" in panel.get(address).content.decode()

    assert panel.post(address, {"change": "role", "role": "assistant"}).status_code == 302
    assert before.get("/admin/").status_code == 302
    with tenancy.use(haneul):
        kim.refresh_from_db()
        assert (kim.role, kim.is_staff) == ("assistant", True)
    again = panel.get(address).content.decode()
    assert "바꾸었습니다" in again and "조교" in again

    assert (
        "목록에 있는 역할" in panel.post(address, {"change": "role", "role": "operator"}, follow=True).content.decode()
    )
    panel.post(address, {"change": "active", "active": "no"})
    assert "로그인이 막혀 있습니다" in panel.get(address).content.decode()
    own = panel.get(f"/admin/tenants/user/{director.pk}/change/").content.decode()
    assert "역할 바꾸기" not in own
    with tenancy.use(haneul):
        assert [row.actor for row in AuditRecord.objects.filter(action__startswith="person.").order_by("-seq")[:2]] == [
            f"user:{director.pk}"
        ] * 2
        kim.refresh_from_db()
        assert not kim.is_active


def test_a_role_is_not_changed_before_the_second_factor_is_shown_again(db: None, haneul: Any) -> None:
    """S-15, L-37: step-up, and with it the change is done."""
    with tenancy.use(haneul):
        kim, director = member(Role.TEACHER, "kim"), member(Role.DIRECTOR, "lee")
        secret_of(director)
    panel = signed_in(haneul, "lee")
    with tenancy.use(haneul):
        session = panel.session
        session["account_authentication_methods"] = [
            row | {"at": row["at"] - 600} for row in session["account_authentication_methods"]
        ]
        session.save()
    asked = panel.post(f"/admin/tenants/user/{kim.pk}/change/", {"change": "role", "role": "director"})
    assert asked.status_code == 403
    with tenancy.use(haneul):
        kim.refresh_from_db()
        assert kim.role == "teacher"
