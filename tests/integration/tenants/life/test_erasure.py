"""An academy ends: closed, taken back within its days, and then erased with proof."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from eduai.lib import clock
from eduai.lib.errors import Conflict
from questions.models import Note
from tenants import dispatch, tenancy
from tenants.actors import SYSTEM
from tenants.database import names
from tenants.database.ownership import connect
from tenants.models import Academy, AuditRecord, Domain, Erasure
from tenants.provisioning.life import erasure, traces
from tenants.provisioning.life.alone import alone
from tenants.services.academies import open_academy, suspend_academy
from tenants.services.closing import close_academy, erase_closed_academy, erase_due_academies, reopen_academy
from tests.cast import note, student

pytestmark = pytest.mark.usefixtures("committed_db")


def everything_of(academy: Academy, store: Path) -> dict[str, Any]:
    """What there is of an academy in database, cache, files and directory."""
    from django.conf import settings
    from redis import Redis

    with connect() as owner:
        count = lambda query, value: owner.execute(query, [value]).fetchone()[0]  # noqa: E731
        found = {
            "schema": count("SELECT count(*) FROM pg_namespace WHERE nspname = %s", academy.schema_name),
            "role": count("SELECT count(*) FROM pg_roles WHERE rolname = %s", names.role_of(academy.schema_name)),
            "row": count("SELECT count(*) FROM public.tenants_academy WHERE id = %s", academy.pk),
            "work": count("SELECT count(*) FROM public.tenants_dispatch WHERE academy_id = %s", academy.pk),
            "hosts": count("SELECT count(*) FROM public.tenants_domain WHERE tenant_id = %s", academy.pk),
        }
    with Redis.from_url(settings.REDIS_URL) as client:
        found["cache"] = sum(academy.schema_name in key.decode() for key in client.scan_iter())
    found["files"] = sum(path.is_file() for path in (store / academy.schema_name).rglob("*"))
    return found


@pytest.fixture
def remembered(byeol: Academy, bada: Academy) -> Academy:
    """별, with something in the cache as well; 바다 has a note and something in the cache too."""
    for academy in (byeol, bada):
        with tenancy.use(academy):
            cache.set("canary", "카나리아")
    with tenancy.use(bada):
        student("S001")
        note(student="S001", stem="바다의 노트 $x + 1 = 3$")
    return byeol


def test_a_closed_academy_answers_nobody_and_is_taken_back_with_everything(byeol: Academy) -> None:
    call_command("delete_academy", "byeol")

    with tenancy.platform():
        closed = Academy.objects.get(slug="byeol")
    assert closed.state == "closed"
    assert closed.erase_at - closed.closed_at == timedelta(days=30)
    assert Client(headers={"host": "byeol.localhost"}).get("/login/").status_code == 503
    assert dispatch.claim("engine", 4) == []
    with pytest.raises(Conflict, match="closed"):
        close_academy(academy=closed, actor=SYSTEM, now=clock.now())
    with pytest.raises(Conflict, match="closed"):
        suspend_academy(academy=closed, actor=SYSTEM)

    call_command("delete_academy", "byeol", cancel=True)
    with tenancy.platform():
        back = Academy.objects.get(slug="byeol")
    assert (back.state, back.closed_at, back.erase_at) == ("suspended", None, None)
    call_command("suspend_academy", "byeol", resume=True)
    with tenancy.use(tenancy.find(back.pk)):
        assert Note.objects.count() == 2
        actions = list(AuditRecord.objects.values_list("action", flat=True)[:3])
    assert actions == ["academy.resumed", "academy.reopened", "academy.closed"]


def test_taking_back_is_for_closed_academies_whose_day_has_not_come(byeol: Academy) -> None:
    now = clock.now()
    with pytest.raises(Conflict, match="닫혀 있지"):
        reopen_academy(academy=byeol, actor=SYSTEM, now=now)
    closed = close_academy(academy=byeol, actor=SYSTEM, now=now)
    with pytest.raises(Conflict, match="closed"):
        reopen_academy(academy=closed, actor=SYSTEM, now=now + timedelta(days=30))
    assert reopen_academy(academy=closed, actor=SYSTEM, now=now + timedelta(days=29)).state == "suspended"


def test_nothing_is_erased_before_its_day(byeol: Academy, store: Path) -> None:
    now = clock.now()
    with pytest.raises(Conflict, match="닫히지 않았거나"):
        erase_closed_academy(academy=byeol, now=now)
    closed = close_academy(academy=byeol, actor=SYSTEM, now=now)
    with pytest.raises(Conflict, match="아직"):
        erase_closed_academy(academy=closed, now=now + timedelta(days=29))
    assert erase_due_academies(now=now + timedelta(days=29)) == {"erased": 0, "left": 0}
    assert everything_of(byeol, store)["schema"] == 1

    assert erase_due_academies(now=now + timedelta(days=30)) == {"erased": 1, "left": 0}
    assert set(everything_of(byeol, store).values()) == {0}


def test_erasing_at_once_removes_everything_and_proves_it(
    remembered: Academy, bada: Academy, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything_of(remembered, store)
    theirs = everything_of(bada, store)
    assert all(before.values())
    call_command("delete_academy", "byeol", at_once=True, confirm="byeol")

    assert set(everything_of(remembered, store).values()) == {0}
    assert not (store / remembered.schema_name).exists()
    assert everything_of(bada, store) == theirs
    with tenancy.use(bada):
        assert (Note.objects.get().stem, cache.get("canary")) == ("바다의 노트 $x + 1 = 3$", "카나리아")
    proof = json.loads(capsys.readouterr().out)
    assert (proof["academy"], proof["schema"], proof["left"]) == (remembered.pk, remembered.schema_name, {})
    assert proof["rows"]["questions_note"] == 2
    assert len(proof["last_audit_hash"]) == 64
    with tenancy.platform():
        kept = Erasure.objects.get()
        assert (kept.academy_number, kept.rows, kept.left) == (remembered.pk, proof["rows"], {})
        assert not Domain.objects.filter(domain="byeol.example").exists()
    with connect() as owner:
        dump = owner.execute("SELECT string_agg(e::text, ' ') FROM public.tenants_erasure e").fetchone()[0]
    assert "byeol" not in dump and "별" not in dump
    assert Client(headers={"host": "byeol.localhost"}).get("/login/").status_code == 404


@pytest.mark.parametrize("confirm", ["", "bada"])
def test_erasing_at_once_asks_for_the_address_once_more(byeol: Academy, store: Path, confirm: str) -> None:
    with pytest.raises(CommandError, match="--confirm byeol"):
        call_command("delete_academy", "byeol", at_once=True, confirm=confirm)
    assert everything_of(byeol, store)["schema"] == 1
    assert tenancy.find(byeol.pk).state == "ready"


def test_an_academy_in_its_days_can_be_hurried(byeol: Academy, store: Path) -> None:
    call_command("delete_academy", "byeol")
    call_command("delete_academy", "byeol", at_once=True, confirm="byeol")
    assert set(everything_of(byeol, store).values()) == {0}


STEPS = (
    (erasure, "_keep_evidence"),
    (traces, "drop_schema"),
    (traces, "remove_from_database"),
    (traces, "remove_cached"),
    (erasure, "remove_files"),
    (traces, "found_outside"),
    (traces, "found_in_database"),
    (erasure, "_prove"),
)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
def test_an_erasure_that_was_killed_is_gone_on_with(
    remembered: Academy,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    module: Any,
    step: str,
    after: bool,
) -> None:
    now = clock.now()
    close_academy(academy=remembered, actor=SYSTEM, now=now - timedelta(days=31))
    with monkeypatch.context() as patched:
        patched.setattr(module, step, _dying(getattr(module, step), after))
        with pytest.raises(psycopg.OperationalError, match="killed"):
            erase_closed_academy(academy=tenancy.find(remembered.pk), now=now)
    ended = step == "_prove" and after
    if not ended:
        with pytest.raises(Conflict):
            # also by one whose clock is two days behind, when its day had not come
            reopen_academy(academy=tenancy.find(remembered.pk), actor=SYSTEM, now=now - timedelta(days=2))
    assert erase_due_academies(now=now) == {"erased": 0 if ended else 1, "left": 0}

    assert set(everything_of(remembered, store).values()) == {0}
    with tenancy.platform():
        proof = Erasure.objects.get()
    assert (proof.rows["questions_note"], proof.left, len(proof.last_audit_hash)) == (2, {}, 64)


def _dying(step: Callable[..., Any], after: bool) -> Callable[..., Any]:
    def dies(*args: Any, **named: Any) -> Any:
        if after:
            step(*args, **named)
        raise psycopg.OperationalError("killed")

    return dies


def test_one_that_cannot_be_erased_holds_up_nobody(
    remembered: Academy, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    dal = open_academy(name="달", slug="dal", actor=SYSTEM, now=now).academy
    for academy in (remembered, dal):
        close_academy(academy=academy, actor=SYSTEM, now=now - timedelta(days=31))
    real = traces.remove_cached

    def stuck(academy: Academy) -> int:
        if academy.pk == remembered.pk:
            raise psycopg.OperationalError("stuck")
        return real(academy)

    with monkeypatch.context() as patched:
        patched.setattr(traces, "remove_cached", stuck)
        assert erase_due_academies(now=now) == {"erased": 1, "left": 1}
    assert set(everything_of(dal, store).values()) == {0}
    assert erase_due_academies(now=now) == {"erased": 1, "left": 0}


def test_what_is_left_is_found_and_said(remembered: Academy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "remove_cached", lambda academy: 0)
    monkeypatch.setattr(erasure, "remove_files", lambda: 0)
    with connect() as owner:
        owner.execute("INSERT INTO public.tenants_rollout (release, behind) VALUES (%s, 1)", [remembered.schema_name])
    with pytest.raises(CommandError, match="남은 것"):
        call_command("delete_academy", "byeol", at_once=True, confirm="byeol")
    with tenancy.platform():
        assert Erasure.objects.get().left == {"cache": 1, "files": 1, "default: text of tenants_rollout": 1}


def test_an_academy_that_never_opened_is_removed_without_a_record(committed_db: None) -> None:
    with connect() as owner:
        owner.execute(
            "INSERT INTO public.tenants_academy (schema_name, slug, name, state, database) VALUES"
            " ('announced_x', 'nal', '날', 'preparing', 'default')".replace(
                "database)", "database, created_at, fingerprint)"
            )
            .replace("'default')", "'default', now(), '')")
            .encode()
        )
    call_command("delete_academy", "nal", at_once=True, confirm="nal")
    with tenancy.platform():
        assert not Academy.objects.filter(slug="nal").exists()
        assert (Erasure.objects.get().rows, Erasure.objects.get().left) == ({}, {})
    with connect() as owner:
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = 'eduai_nobody'").fetchone()


def test_the_daily_task_erases_what_is_due(byeol: Academy, store: Path) -> None:
    from tenants.tasks import erase_closed_academies

    close_academy(academy=byeol, actor=SYSTEM, now=clock.now() - timedelta(days=31))
    assert erase_closed_academies() == {"erased": 1, "left": 0}
    assert set(everything_of(byeol, store).values()) == {0}


def test_two_do_not_erase_the_same_academy_at_once(byeol: Academy) -> None:
    now = clock.now()
    closed = close_academy(academy=byeol, actor=SYSTEM, now=now - timedelta(days=31))
    with alone(closed), pytest.raises(Conflict, match="다른 곳에서"):
        erase_closed_academy(academy=closed, now=now)
    assert erase_closed_academy(academy=closed, now=now).left == {}


def test_files_of_the_closed_academy_are_not_reached_from_another(byeol: Academy, bada: Academy) -> None:
    call_command("delete_academy", "byeol", at_once=True, confirm="byeol")
    with tenancy.use(bada):
        assert not default_storage.exists("photos/one.txt")
