"""A password and a second factor: what each opens, and that neither opens anything twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from eduai.lib.envelope import SealBroken
from eduai.lib.errors import InvalidInput, NotAllowed
from tenants import tenancy
from tenants.actors import SYSTEM, person
from tenants.models import AuditRecord, Role, User
from tenants.services.factors import renew_recovery_codes, reset_second_factor
from tenants.services.people import reset_password
from tenants.sign_in.marks import TWO_KEYS
from tests.cast import NOW, PASSWORD, member, student
from tests.signing_in import code_at, codes_of, secret_of, signed_in

At = Callable[..., Client]


def with_password(client: Client, username: str, password: str = PASSWORD) -> str:
    """Where the password leads."""
    answer = client.post("/login/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.parametrize("role", sorted(TWO_KEYS - {Role.OPERATOR}))
def test_with_both_keys_staff_are_in(db: None, haneul: Any, role: Role) -> None:
    with tenancy.use(haneul):
        secret_of(member(role, "kim"))

    assert signed_in(haneul, "kim").get("/admin/").status_code == 200


@pytest.mark.parametrize(("role", "page"), [(Role.STUDENT, "/"), (Role.GUARDIAN, "/consents/")])
def test_students_and_guardians_may_have_a_second_factor_and_need_none(
    db: None, haneul: Any, role: Role, page: str
) -> None:
    with tenancy.use(haneul):
        user = student("S001", signs_in=True).user if role == Role.STUDENT else member(role, "S001")
    assert signed_in(haneul, "S001").get(page).status_code == 200

    with tenancy.use(haneul):
        secret_of(user)
    assert with_password(Client(headers={"host": "haneul.localhost"}), "S001") == "/login/second/"
    assert signed_in(haneul, "S001").get(page).status_code == 200


def test_setting_up_leads_from_the_scanned_secret_to_recovery_codes_that_are_shown_once(db: None, haneul: Any) -> None:
    """S-15: the code that was used for it is used up, and the session has another number."""
    with tenancy.use(haneul):
        member(Role.TEACHER, "kim")
    client = signed_in(haneul, "kim")
    page = client.get("/account/factor/").content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "<svg" in page
    assert client.get("/account/factor/").content.decode().count(secret[:4]) >= 1  # the same one until it is used
    number = client.session.session_key
    assert client.post("/account/factor/", {"code": "000000x"}).status_code == 400
    code = code_at(secret, time.time())
    told = client.post("/account/factor/", {"code": code})

    codes = re.findall(r"<li><code>(\d{8})</code></li>", told.content.decode())
    assert len(set(codes)) == 10
    assert client.session.session_key != number
    assert client.get("/admin/").status_code == 200
    assert all(code not in client.get("/account/").content.decode() for code in codes)
    other = Client(headers={"host": "haneul.localhost"})
    with_password(other, "kim")
    assert other.post("/login/second/", {"code": code}).status_code == 200
    assert other.post("/login/second/", {"code": codes[0]}).status_code == 302
    with tenancy.use(haneul):
        assert [row.action for row in AuditRecord.objects.all()[:1]] == ["factor.added"]


def test_a_one_time_code_counts_once(kim: User, haneul: Any, browser_at: At) -> None:
    """S-15 (ASVS 6.5.1): seen over a shoulder, it opens nothing any more."""
    with tenancy.use(haneul):
        code = codes_of(kim)[0]
    first, second = browser_at("203.0.113.1"), browser_at("203.0.113.2")
    for client in (first, second):
        assert with_password(client, "kim") == "/login/second/"

    assert first.post("/login/second/", {"code": code}).status_code == 302
    refused = second.post("/login/second/", {"code": code})
    assert refused.status_code == 200
    assert "한 번 쓴 번호는 다시 쓸 수 없어요" in refused.content.decode()
    assert second.get("/admin/").status_code == 302
    assert first.get("/admin/").status_code == 200


def test_a_recovery_code_counts_once_and_new_ones_void_the_old(kim: User, haneul: Any, browser_at: At) -> None:
    with tenancy.use(haneul):
        old = renew_recovery_codes(user=kim, actor=SYSTEM, now=NOW)
    first, second = browser_at("203.0.113.1"), browser_at("203.0.113.2")
    for client in (first, second):
        with_password(client, "kim")
    assert first.post("/login/second/", {"code": old[3]}).status_code == 302
    assert second.post("/login/second/", {"code": old[3]}).status_code == 200

    new = re.findall(r"<li><code>(\d{8})</code></li>", first.post("/account/recovery-codes/").content.decode())
    assert len(new) == 10
    assert second.post("/login/second/", {"code": old[4]}).status_code == 200
    assert second.post("/login/second/", {"code": new[0]}).status_code == 302


@pytest.mark.parametrize("sent", ["", "{}", "[]", "null", "x", '{"id": 1}', '{"response": {}}', "9" * 5000])
def test_what_is_no_passkey_is_refused_in_a_sentence(kim: User, browser_at: At, sent: str) -> None:
    client = browser_at()
    with_password(client, "kim")

    answer = client.post("/login/second/", {"credential": sent, "code": ""})
    assert answer.status_code == 200
    assert client.get("/admin/").status_code == 302
    assert "다시" in answer.content.decode()


def test_a_new_password_does_not_get_past_the_second_factor(kim: User, haneul: Any, browser_at: At) -> None:
    """S-15 (ASVS 6.4.3)."""
    with tenancy.use(haneul):
        reset_password(user=kim, password="another long one", actor=SYSTEM)
    client = browser_at()

    assert with_password(client, "kim", "another long one") == "/login/second/"
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_secrets_lie_sealed_and_open_in_their_academy_alone(kim: User, haneul: Any, bada: Any) -> None:
    """L-41: neither the secret nor the seed of the recovery codes is in the table as text."""
    with tenancy.use(haneul):
        renew_recovery_codes(user=kim, actor=SYSTEM, now=NOW)
        secret = secret_of(kim)
        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM mfa_authenticator")
            rows = [row for (row,) in cursor.fetchall()]
        sealed = Authenticator.objects.get(user=kim, type="totp").data["secret"]
    assert len(rows) == 2
    assert all(secret not in row for row in rows)
    with tenancy.use(bada), pytest.raises(SealBroken):
        get_adapter().decrypt(sealed)


def test_the_secret_that_waits_to_be_scanned_is_sealed_too(db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        member(Role.TEACHER, "kim")
    client = signed_in(haneul, "kim")
    page = client.get("/account/factor/").content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")

    with tenancy.use(haneul):
        kept = str(dict(client.session))
    assert "factor.secret" in kept
    assert secret not in kept


def test_a_director_resets_a_lost_factor_of_others_and_never_their_own(kim: User, haneul: Any) -> None:
    """S-15: what is reset is asked for again at the next log-in, and open visits end."""
    open_visit = signed_in(haneul, "kim")
    with tenancy.use(haneul):
        boss = member(Role.DIRECTOR, "boss")
        secret_of(boss)
    desk = signed_in(haneul, "boss")
    body = {"action": "reset_second_factor", "_selected_action": [kim.pk, boss.pk]}
    page = desk.post("/admin/tenants/user/", body, follow=True).content.decode()

    assert "스스로 초기화할 수 없어요" in page
    assert open_visit.get("/admin/").status_code == 302
    assert signed_in(haneul, "kim").get("/admin/").headers["Location"] == "/account/factor/"
    with tenancy.use(haneul):
        assert Authenticator.objects.filter(user=boss).exists()
        row = AuditRecord.objects.first()
        assert (row.action, row.actor, row.subject) == ("factor.reset", f"user:{boss.pk}", f"user:{kim.pk}")


@pytest.mark.parametrize("role", [Role.TEACHER, Role.ASSISTANT, Role.STUDENT, Role.GUARDIAN, Role.OPERATOR])
def test_nobody_else_resets_anybodys(kim: User, haneul: Any, role: Role) -> None:
    with tenancy.use(haneul):
        other = member(role, "other")
        with pytest.raises(NotAllowed):
            reset_second_factor(user=kim, actor=person(other), now=NOW)
        assert Authenticator.objects.filter(user=kim).exists()


def test_an_operators_factor_is_reset_at_the_machine_and_not_by_an_academys_director(db: None, haneul: Any) -> None:
    """S-15."""
    with tenancy.use(haneul):
        boss, ops = member(Role.DIRECTOR, "boss"), member(Role.OPERATOR, "ops")
        secret_of(ops)
        with pytest.raises(NotAllowed):
            reset_second_factor(user=ops, actor=person(boss), now=NOW)
        assert Authenticator.objects.filter(user=ops).exists()
        assert not AuditRecord.objects.filter(action="factor.reset").exists()
    call_command("reset_second_factor", "haneul", "ops")
    with tenancy.use(haneul):
        assert not Authenticator.objects.filter(user=ops).exists()


def test_the_operators_verb_resets_it_with_a_record(kim: User, haneul: Any) -> None:
    call_command("reset_second_factor", "haneul", "kim")
    with pytest.raises(CommandError, match="nobody"):
        call_command("reset_second_factor", "haneul", "nobody")

    with tenancy.use(haneul):
        assert not Authenticator.objects.filter(user=kim).exists()
        assert AuditRecord.objects.first().actor == "command:reset_second_factor"


def test_a_visit_that_never_showed_the_factor_does_not_put_its_own_in_its_place(db: None, haneul: Any) -> None:
    """Who knows the password signed in before the teacher had an app, and waited."""
    with tenancy.use(haneul):
        kim = member(Role.TEACHER, "kim")
    thief = signed_in(haneul, "kim")
    assert thief.get("/account/factor/").status_code == 200
    with tenancy.use(haneul):
        data = {"secret": get_adapter().encrypt("A" * 32)}
        row = Authenticator.objects.create(user=kim, type="totp", data=data)  # by some code that ends no visits

    for method in (thief.get, thief.post):
        for address in ("factor", "passkeys"):
            answer = method(f"/account/{address}/")
            assert answer.status_code == 403
            assert "다시 로그인해 주세요" in answer.content.decode()
    with tenancy.use(haneul):
        assert list(Authenticator.objects.values_list("pk", flat=True)) == [row.pk]


def test_codes_that_are_given_end_the_visits_that_never_showed_them(db: None, haneul: Any) -> None:
    with tenancy.use(haneul):
        kim = member(Role.TEACHER, "kim")
    thief = signed_in(haneul, "kim")
    with tenancy.use(haneul):
        secret_of(kim)

    assert thief.get("/account/factor/").headers["Location"] == "/login/?next=/account/factor/"


def test_the_last_factor_is_not_removed(kim: User, haneul: Any) -> None:
    from tenants.services.factors import remove_passkey

    with tenancy.use(haneul):
        key = Authenticator.objects.create(user=kim, type="webauthn", data={"name": "x", "credential": {}})
        Authenticator.objects.filter(user=kim, type="totp").delete()
        with pytest.raises(InvalidInput, match="하나 남은"):
            remove_passkey(user=kim, passkey_id=key.pk, actor=SYSTEM, now=NOW)
        secret_of(kim)
        remove_passkey(user=kim, passkey_id=key.pk, actor=SYSTEM, now=NOW)
        assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
