"""The head goes out in time, signed, to places that only add; and somebody hears of it when it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from eduai.lib import clock
from tenants import tasks, tenancy, verifier
from tenants.actors import SYSTEM
from tenants.audit import Action, record
from tenants.checkpointing.lines import public_keys
from tenants.checkpointing.places import place_of
from tenants.models import AuditHead, AuditRecord, Checkpoint, Role
from tenants.services import checkpoints
from tenants.tasks import take_checkpoint_here
from tests.cast import member
from tests.integration.tenants.audit.chains import as_superuser, write_records
from tests.servers.smtp import SmtpStandIn
from tests.servers.store import StoreServer

LATER = timedelta(minutes=4)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EDUAI_CHECKPOINT_URL = [f"file://{tmp_path}/kept"]
    return tmp_path / "kept"


@pytest.fixture
def now(committed_db: None, haneul: Any) -> datetime:
    """A moment at which the newest records of 하늘 have waited for four minutes."""
    with tenancy.use(haneul):
        write_records(3)
        return AuditRecord.objects.get(seq=1).at + LATER


def points(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_head_goes_out_after_four_minutes_and_not_before_and_not_twice(
    now: datetime, haneul: Any, folder: Path
) -> None:
    """A-02: with a beat a minute no record is without a checkpoint for more than five minutes."""
    with tenancy.use(haneul):
        assert checkpoints.take_checkpoint(now=now - timedelta(seconds=1)) == 0
        assert not folder.exists()
        assert checkpoints.take_checkpoint(now=now) == 1
        assert checkpoints.take_checkpoint(now=now + timedelta(days=1)) == 0
        head = AuditHead.objects.get()
        (receipt,) = Checkpoint.objects.all()

    (line,) = points(folder / f"{haneul.schema_name}.jsonl")
    assert (line["academy"], line["seq"], line["hash"]) == (haneul.schema_name, head.seq, head.hash)
    assert line["key"] == public_keys()[0]
    assert (folder / f"{haneul.schema_name}.jsonl").stat().st_mode & 0o777 == 0o600
    assert (receipt.seq, receipt.hash, receipt.code, receipt.at) == (head.seq, head.hash, "", now)


def test_a_thousand_records_wait_for_no_minutes(now: datetime, haneul: Any, folder: Path) -> None:
    """A-02: 999 records behind are not due at once, a thousand are."""
    begun = now - LATER
    with tenancy.use(haneul):
        write_records(999 - AuditHead.objects.get().seq)
        assert checkpoints.take_checkpoint(now=begun) == 0
        write_records(1)
        assert checkpoints.take_checkpoint(now=begun) == 1
    assert [line["seq"] for line in points(folder / f"{haneul.schema_name}.jsonl")] == [1000]


def test_each_thousandth_record_asks_for_a_checkpoint_after_its_commit(
    now: datetime, haneul: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-02: also where a thousand records come within a beat; not by one that is rolled back."""
    sent: list[Any] = []
    monkeypatch.setattr("tenants.audit.current_app.send_task", lambda *given, **more: sent.append((given, more)))
    with tenancy.use(haneul):
        write_records(998 - AuditHead.objects.get().seq)
        for upto, kept in ((999, True), (1000, False), (1000, True), (1001, True)):
            with transaction.atomic():
                record(actor=SYSTEM, action=Action.NOTE_RECORDED, subject="note:1")
                assert AuditHead.objects.get().seq == upto
                transaction.set_rollback(not kept)
            assert len(sent) == (kept and upto >= 1000)
    assert [(given[0], more["headers"]) for given, more in sent] == [
        (take_checkpoint_here.name, {"eduai_academy": haneul.pk})
    ]


def test_the_platform_looks_at_each_academy_once_and_sends_for_those_that_are_due(
    now: datetime, haneul: Any, bada: Any, folder: Path, monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    """A-02: one query for each academy; 바다's head was taken already, so 하늘 alone is asked."""
    monkeypatch.setattr(clock, "now", lambda: now)
    with tenancy.use(bada):
        checkpoints.take_checkpoint(now=now + timedelta(days=1), at_once=True)
    asked: list[Any] = []
    monkeypatch.setattr(take_checkpoint_here, "apply_async", lambda academy, **_: asked.append(academy))
    with django_assert_max_num_queries(4):  # both pages of the directory, and one for each academy
        assert tasks.take_checkpoints() == {"due": 1, "stale": 0}
    assert asked == [haneul]
    with tenancy.use(haneul):
        assert take_checkpoint_here() == 1
    assert tasks.take_checkpoints() == {"due": 0, "stale": 0}


def test_what_did_not_arrive_for_a_quarter_of_an_hour_is_said_in_log_number_and_on_the_directors_page(
    now: datetime, haneul: Any, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-02: a stale checkpoint raises an alert; teachers are not shown what only a director can act on."""
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    late = now - LATER + timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: late)
    monkeypatch.setattr(take_checkpoint_here, "apply_async", lambda **_: None)
    director, teacher = (panel(haneul, role) for role in (Role.DIRECTOR, Role.TEACHER))
    with tenancy.use(haneul):
        assert take_checkpoint_here() == 0
        assert take_checkpoint_here() == 0
        assert [row.code for row in Checkpoint.objects.all()] == ["file"]

    assert tasks.take_checkpoints()["stale"] == 1 == number()
    assert "No checkpoint at file://" in caplog.text
    assert "확인값이 15분 넘게" in director.get("/admin/").content.decode()
    assert "확인값이" not in teacher.get("/admin/").content.decode()

    folder.unlink()
    with tenancy.use(haneul):
        assert take_checkpoint_here() == 1
        assert [row.code for row in Checkpoint.objects.all()] == [""]
    assert tasks.take_checkpoints()["stale"] == 0 == number()
    assert "확인값이" not in director.get("/admin/").content.decode()


def test_a_record_that_no_longer_holds_what_was_kept_raises_the_alarm_and_is_not_sent(
    now: datetime, haneul: Any, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-01, A-02: a cut tail is noticed within a minute, and the alarm is not silenced by the next checkpoint."""
    monkeypatch.setattr(take_checkpoint_here, "apply_async", lambda **_: None)
    director = panel(haneul, Role.DIRECTOR)
    with tenancy.use(haneul):
        checkpoints.take_checkpoint(now=clock.now(), at_once=True)
        newest = AuditHead.objects.get().seq
    as_superuser(
        haneul,
        f"""DELETE FROM tenants_auditrecord WHERE seq = {newest};
        UPDATE tenants_audithead SET (seq, hash) = (SELECT seq, hash FROM tenants_auditrecord WHERE seq = {newest - 1})
        WHERE id = 1""",
    )
    for more in (0, 5):
        with tenancy.use(haneul):
            write_records(more)
            assert checkpoints.take_checkpoint(now=now + timedelta(days=1)) == 0
        assert tasks.take_checkpoints()["stale"] == 1
        assert "it may have been changed" in caplog.text
        assert "밖에 보관해 둔 확인값과 다릅니다" in director.get("/admin/").content.decode()
        caplog.clear()
    with pytest.raises(CommandError, match=f"broken at record 1: checkpoint: records 1 to {newest} are not those"):
        call_command("verify_audit", haneul.slug)


def test_a_store_keeps_each_checkpoint_as_an_object_of_its_own(
    now: datetime, haneul: Any, settings: Any, tmp_path: Path
) -> None:
    """A-02: by PUT, with user and password where it asks, which the receipt does not repeat; never overwritten."""
    with StoreServer(login="eduai:p@ss") as store, tenancy.use(haneul):
        settings.EDUAI_CHECKPOINT_URL = [f"http://eduai:p%40ss@127.0.0.1:{store.port}/audit"]
        assert checkpoints.take_checkpoint(now=now) == 1
        write_records(1)
        assert checkpoints.take_checkpoint(now=now + timedelta(days=1)) == 1
        Checkpoint.objects.all().delete()
        assert checkpoints.take_checkpoint(now=now + timedelta(days=1)) == 1  # the answer got lost: 412 is as good
        head = AuditHead.objects.get()
        assert set(Checkpoint.objects.values_list("place", flat=True)) == {f"{store.url}/audit"}
        for path, body in store.objects.items():
            (tmp_path / path.replace("/", "-")).write_bytes(body)
    names = sorted(store.objects)
    assert [name.rpartition("/")[0] for name in names] == [f"/audit/{haneul.schema_name}"] * 2
    assert names[-1].endswith(f"{head.seq:012d}-{head.hash[:16]}.json")
    call_command("verify_audit", haneul.slug, "--checkpoints", str(tmp_path))


@pytest.mark.parametrize(("fault", "code"), [("refuse", "unreachable"), ("login", "http-401")])
def test_a_store_that_does_not_take_it_leaves_a_code_and_is_asked_again(
    now: datetime, haneul: Any, settings: Any, fault: str, code: str
) -> None:
    """A-02: what did not arrive is no receipt."""
    with StoreServer(login="somebody:else" if fault == "login" else "") as store, tenancy.use(haneul):
        settings.EDUAI_CHECKPOINT_URL = [store.url]
        if fault != "login":
            store.fail(fault)
        assert checkpoints.take_checkpoint(now=now) == 0
        assert [row.code for row in Checkpoint.objects.all()] == [code]
        store.login = ""
        store.heal()
        assert checkpoints.take_checkpoint(now=now) == 1


def test_no_transaction_and_no_connection_is_held_while_a_place_is_slow(
    now: datetime, haneul: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-02: the place is asked with the connection given back."""
    held: list[bool] = []
    with StoreServer() as store, tenancy.use(haneul):
        settings.EDUAI_CHECKPOINT_URL = [store.url]
        answer = store.answer_to
        open_now = connection  # this thread's; the store answers in another
        raw = lambda: open_now.connection is not None  # noqa: E731
        monkeypatch.setattr(store, "answer_to", lambda request: held.append(raw()) or answer(request))
        assert checkpoints.take_checkpoint(now=now) == 1
        write_records(1)
        with pytest.raises(RuntimeError, match="outside every transaction"), transaction.atomic():
            checkpoints.take_checkpoint(now=now, at_once=True)
    assert held == [False]


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpStandIn]:
    with SmtpStandIn() as standing:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", standing.port
        yield standing


def test_a_mailbox_gets_the_line_itself(now: datetime, haneul: Any, settings: Any, smtp: SmtpStandIn) -> None:
    """A-02: an auditor's mailbox is a place; without a sender or at a refusal there is no receipt."""
    settings.EDUAI_CHECKPOINT_URL = ["mailto:auditor@example.com"]
    with tenancy.use(haneul):
        settings.EDUAI_MAIL_FROM = ""
        assert checkpoints.take_checkpoint(now=now) == 0
        assert Checkpoint.objects.get().code == "mail_not_set"
        settings.EDUAI_MAIL_FROM = "eduai@example.com"
        smtp.refuse["MAIL"] = "451 come back later"
        assert checkpoints.take_checkpoint(now=now) == 0
        assert Checkpoint.objects.get().code == "smtp_451"
        smtp.refuse.clear()
        assert checkpoints.take_checkpoint(now=now) == 1
    (mail,) = smtp.mails
    line = mail.get_content().replace("\r\n", "\n").encode()
    assert verifier.parsed_point(line)["academy"] == haneul.schema_name


@pytest.mark.parametrize(
    "address", ["http://store.example.com/audit", "file://host/folder", "ftp://store", "mailto:nobody", "folder"]
)
def test_an_address_of_no_known_kind_or_in_clear_text_is_refused(address: str) -> None:
    """L-43: nothing goes to another machine unencrypted."""
    with pytest.raises(ImproperlyConfigured, match="EDUAI_CHECKPOINT_URL"):
        place_of(address)


def test_a_line_torn_by_a_crash_does_not_swallow_the_next(now: datetime, haneul: Any, folder: Path) -> None:
    """A-02: the next line begins on its own, and the checker names the torn one."""
    folder.mkdir()
    file = folder / f"{haneul.schema_name}.jsonl"
    file.write_text('{"academy":"a_')
    with tenancy.use(haneul):
        assert checkpoints.take_checkpoint(now=now) == 1
    torn, whole = file.read_bytes().splitlines(keepends=True)
    assert torn == b'{"academy":"a_\n'
    assert verifier.parsed_point(whole)["academy"] == haneul.schema_name


def panel(academy: Any, role: Role) -> Client:
    with tenancy.use(academy):
        client = Client(headers={"host": f"{academy.slug}.localhost"})
        client.force_login(member(role, f"c-{role.value}"))
    return client


def number() -> float:
    """The number of stale academies as Prometheus would fetch it from this process."""
    return float(tasks.STALE_CHECKPOINTS._value.get())
