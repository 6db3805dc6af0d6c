"""Messages to people: sealed rows, sent outside every transaction, tried again where that can help, and told apart."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from eduai.lib.errors import Conflict, InvalidInput, NotAllowed
from questions.tasks import do
from tenants import dispatch, messaging, tenancy
from tenants.actors import SYSTEM, person
from tenants.dispatch import Claim
from tenants.messaging import MessageFailed, Outgoing, Receipt
from tenants.models import AuditRecord, Dispatch, Message, Role
from tenants.services.messages import MOST_TRIES, give_up, masked, queue_message, send_again, send_message
from tests.cast import NOW, actor, member, student
from tests.servers.gateway import GatewayStandIn
from tests.servers.smtp import SmtpStandIn

WORDS = {"name": "김보호", "academy": "하늘학원", "student": "김하늘", "answers": ["수집: 동의"], "at": "", "link": ""}
State = Message.State


def queued(contact: str = "010-1234-5678", **more: Any) -> Message:
    return queue_message(kind="receipt", contact=contact, values=WORDS, actor=SYSTEM, now=NOW, **more)


def claimed() -> Claim:
    (claim,) = dispatch.claim("engine")
    return claim


def now_due() -> None:
    with tenancy.dispatcher():
        Dispatch.objects.filter(kind="message", state="ready").update(due_at=NOW - timedelta(days=9000))


def sent_once(message: Message) -> Message:
    now_due()
    do(claimed())
    message.refresh_from_db()
    return message


@pytest.fixture
def gateway(settings: Any) -> Iterator[GatewayStandIn]:
    with GatewayStandIn() as standing:
        settings.EDUAI_SMS_URL = f"{standing.url}/send"
        settings.EDUAI_SMS_API_KEY, settings.EDUAI_SMS_FROM = "gateway-key", "0212345678"
        yield standing


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpStandIn]:
    with SmtpStandIn() as standing:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", standing.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield standing


def test_a_text_message_is_handed_to_the_gateway_as_documented(in_haneul: Any, gateway: GatewayStandIn) -> None:
    child = student()
    message = sent_once(queued(student=child))

    (request,) = gateway.requests
    assert (request.method, request.path) == ("POST", "/send")
    assert request.headers["authorization"] == "Bearer gateway-key"
    assert request.headers["idempotency-key"] == request.json["reference"] == str(message.pk)
    assert request.json | {"text": ""} == {
        "channel": "sms",
        "kind": "receipt",
        "from": "0212345678",
        "to": "01012345678",
        "subject": "[하늘학원] 동의 답변을 받았습니다",
        "text": "",
        "reference": str(message.pk),
    }
    assert request.json["text"].startswith("김보호 님, 하늘학원에서 김하늘 학생에 대한")
    assert (message.state, message.tries, message.provider_id, message.code) == (State.SENT, 1, "sms-1", "")
    assert message.sent_at is not None


def test_a_mail_is_handed_to_the_mail_server_with_one_number_for_all_tries(in_haneul: Any, smtp: SmtpStandIn) -> None:
    message = queued("parent@example.com")
    smtp.refuse["MAIL"] = "451 come back later"
    assert (sent_once(message).state, message.code, message.tries) == (State.QUEUED, "smtp_451", 1)
    smtp.refuse.clear()
    assert (sent_once(message).state, message.code, message.tries) == (State.SENT, "", 2)

    (mail,) = smtp.mails
    assert mail["Message-ID"] == f"<{message.pk}@eduai.test>" == message.provider_id
    assert (mail["To"], mail["Subject"].strip()) == ("parent@example.com", "[하늘학원] 동의 답변을 받았습니다")
    assert "김하늘 학생" in mail.get_content()


@pytest.mark.parametrize("fault", ["400", "401", "404", "302"])
def test_a_final_refusal_is_not_tried_again(in_haneul: Any, gateway: GatewayStandIn, fault: str) -> None:
    gateway.fail(fault)
    message = sent_once(queued())

    assert (message.state, message.code, message.tries) == (State.FAILED, f"gateway_{fault}", 1)
    now_due()
    assert dispatch.claim("engine") == []
    assert len(gateway.requests) == 1
    assert AuditRecord.objects.filter(action="message.failed", subject=f"message:{message.pk}").count() == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [("429", "gateway_429"), ("408", "gateway_408"), ("503", "gateway_503"), ("refuse", "gateway_unreachable")],
)
def test_what_can_pass_is_tried_again_later_and_then_sent(
    in_haneul: Any, gateway: GatewayStandIn, fault: str, code: str
) -> None:
    gateway.fail(fault)
    message = sent_once(queued())
    assert (message.state, message.code, message.tries) == (State.QUEUED, code, 1)
    with tenancy.dispatcher():
        row = Dispatch.objects.get(job=message.pk, state="ready")
    assert row.due_at > row.created_at
    assert dispatch.claim("engine") == []

    gateway.heal()
    assert (sent_once(message).state, message.tries, message.code) == (State.SENT, 2, "")


def test_the_pause_doubles_and_the_last_try_fails_where_staff_see_it(in_haneul: Any) -> None:
    message, due = queued(), []
    for _try in range(MOST_TRIES):
        now_due()
        send_message(claim=claimed(), messenger=lambda channel: Broken(), clock=lambda: NOW)
        with tenancy.dispatcher():
            due += Dispatch.objects.filter(job=message.pk, state="ready").values_list("due_at", flat=True)
    message.refresh_from_db()

    assert [(at - NOW).total_seconds() for at in due] == [30, 60, 120, 240, 480, 960, 1920]
    assert (message.state, message.code, message.tries) == (State.FAILED, "smtp_unreachable", MOST_TRIES)

    browser = Client(headers={"host": "haneul.localhost"})
    browser.force_login(member(Role.TEACHER))
    page = browser.get("/admin/tenants/message/").content.decode()
    assert "smtp_unreachable" in page
    assert "***5678" in page
    assert "01012345678" not in page


class Broken:
    def send(self, message: Outgoing) -> Receipt:
        raise MessageFailed("smtp_unreachable", retryable=True)


class Watching:
    """An adapter that looks around while it sends."""

    def __init__(self, then: Any = None) -> None:
        self.then, self.sent = then, 0

    def send(self, message: Outgoing) -> Receipt:
        self.sent += 1
        # The test's own transaction is the only one that is open.
        self.savepoints = list(connection.savepoint_ids)
        if self.then:
            self.then()
        return Receipt("number", delivered=True)


def test_no_transaction_is_open_while_a_message_is_sent(in_haneul: Any) -> None:
    before = list(connection.savepoint_ids)
    watching, message = Watching(), queued()
    send_message(claim=claimed(), messenger=lambda channel: watching, clock=lambda: NOW)
    message.refresh_from_db()

    assert watching.savepoints == before
    assert (message.state, message.sent_at) == (State.DELIVERED, NOW)


def test_a_worker_that_lost_its_claim_writes_nothing_over_the_one_that_has_it(in_haneul: Any) -> None:
    message = queued()
    claim = claimed()

    def taken_away() -> None:
        with tenancy.dispatcher():
            Dispatch.objects.filter(job=message.pk).update(fence=claim.fence + 1)

    send_message(claim=claim, messenger=lambda channel: Watching(taken_away), clock=lambda: NOW)
    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.QUEUED, "")


def test_a_message_that_was_sent_is_not_sent_twice(in_haneul: Any) -> None:
    message = queued()
    Message.objects.filter(pk=message.pk).update(state=State.SENT)
    watching = Watching()
    send_message(claim=claimed(), messenger=lambda channel: watching, clock=lambda: NOW)
    assert watching.sent == 0
    assert dispatch.claim("engine") == []


def test_nobody_else_takes_a_message_up_while_it_may_still_be_on_its_way(in_haneul: Any) -> None:
    message = queued()
    claim, until = claimed(), []

    def look() -> None:
        with tenancy.dispatcher():
            until.append(Dispatch.objects.get(job=message.pk).lease_until)

    send_message(claim=claim, messenger=lambda channel: Watching(look), clock=lambda: NOW)
    assert (until[0] - claim.lease_until).total_seconds() > 50


def test_a_message_rolled_back_with_its_action_is_neither_kept_nor_sent(in_haneul: Any) -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued()
        raise ZeroDivisionError
    assert Message.objects.count() == 0
    assert dispatch.claim("engine") == []


def test_where_it_goes_and_what_it_says_is_sealed_in_the_table(in_haneul: Any) -> None:
    queued("parent@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, subject, body FROM tenants_message")
        row = b"".join(map(bytes, cursor.fetchone()))
    assert b"parent" not in row
    assert "하늘".encode() not in row
    assert Message.objects.get().recipient == "parent@example.com"


@pytest.mark.parametrize("fault", ["", "400", "500", "bad_json", "half_answer"])
def test_no_personal_word_reaches_the_log_or_the_record(
    in_haneul: Any, gateway: GatewayStandIn, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    if fault:
        gateway.fail(fault)
    message = sent_once(queued())
    told = caplog.text + repr(list(AuditRecord.objects.values_list("facts", flat=True))) + message.code
    for word in ("김보호", "김하늘", "1234-5678", "01012345678"):
        assert word not in told
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("fault", ["bad_json", "html_200", "half_answer"])
def test_an_answer_that_cannot_be_read_after_a_yes_is_a_yes(
    in_haneul: Any, gateway: GatewayStandIn, fault: str
) -> None:
    gateway.fail(fault)
    message = sent_once(queued())
    assert (message.state, message.tries) == (State.SENT, 1)


def test_plain_http_towards_another_machine_is_refused_before_anything_is_sent(in_haneul: Any, settings: Any) -> None:
    """L-43: personal data cross the internet encrypted (고시 제7조 제4항)."""
    settings.EDUAI_SMS_URL = "http://gateway.example/send"
    message = sent_once(queued())
    assert (message.state, message.code) == (State.FAILED, "gateway_not_https")


def test_without_a_gateway_or_mail_server_the_console_takes_it_only_where_that_is_allowed(
    in_haneul: Any, settings: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (sent_once(queued()).state, Message.objects.get().code) == (State.FAILED, "not_set_up")
    Message.objects.all().delete()
    settings.EDUAI_CONSOLE_MESSAGES = True
    message = sent_once(queued())
    assert (message.channel, message.state) == ("console", State.DELIVERED)
    assert "김하늘" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("contact", "written"),
    [
        ("010-1234-5678", "01012345678"),
        ("+82 10 1234 5678", "01012345678"),
        ("011-123-4567", "0111234567"),
        (" 02-123-4567 ", "021234567"),
        ("031-123-4567", "0311234567"),
        ("070-1234-5678", "07012345678"),
    ],
)
def test_a_telephone_number_is_written_one_way(in_haneul: Any, contact: str, written: str) -> None:
    assert queued(contact).recipient == written


NO_CONTACTS = ["", "@", "a@b", "112", "0101234567890", "parent@example.com\nBcc: all@x.kr"]
# A number that its caller pays for, services, no number at all, and digits that no gateway reads.
NO_TELEPHONES = ["060-700-1234", "080-123-4567", "000-1234-5678", "01٠-١٢٣٤-٥٦٧٨", "01०-१२३४-५६७८"]


@pytest.mark.parametrize("contact", NO_CONTACTS + NO_TELEPHONES)
def test_what_is_no_contact_is_refused_with_a_sentence(in_haneul: Any, contact: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        queued(contact)
    assert refused.value.field == "contact"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("fails", [False, True])
def test_a_message_that_is_removed_while_it_is_sent_ends_its_work_and_what_left_is_recorded(
    in_haneul: Any, fails: bool
) -> None:
    """The director cancels the invitation at this moment."""
    message = queued()

    def removed() -> None:
        Message.objects.all().delete()
        if fails:
            raise MessageFailed("smtp_unreachable", retryable=True)

    send_message(claim=claimed(), messenger=lambda channel: Watching(removed), clock=lambda: NOW)
    now_due()
    assert dispatch.claim("engine") == []
    sent = AuditRecord.objects.filter(action="message.sent").values_list("subject", "facts")
    assert [(subject, '"removed":true' in facts) for subject, facts in sent] == (
        [] if fails else [(f"message:{message.pk}", True)]
    )


def test_alimtalk_comes_before_sms_where_both_are_set_up(
    in_haneul: Any, gateway: GatewayStandIn, settings: Any
) -> None:
    settings.EDUAI_ALIMTALK_URL, settings.EDUAI_ALIMTALK_FROM = f"{gateway.url}/talk", "profile-1"
    sent_once(queued())
    assert [(row.path, row.json["channel"], row.json["from"]) for row in gateway.requests] == [
        ("/talk", "alimtalk", "profile-1")
    ]


def test_the_director_sends_a_failed_message_again_and_a_teacher_cannot(
    in_haneul: Any, gateway: GatewayStandIn
) -> None:
    gateway.fail("400")
    message = sent_once(queued())
    gateway.heal()

    with pytest.raises(NotAllowed):
        send_again(message=message, actor=actor(Role.TEACHER))
    message.refresh_from_db()
    assert message.state == State.FAILED
    send_again(message=message, actor=person(member(Role.DIRECTOR)))
    assert (sent_once(message).state, message.tries) == (State.SENT, 1)
    with pytest.raises(Conflict):
        send_again(message=message, actor=SYSTEM)
    assert len(gateway.requests) == 2


def test_work_that_was_given_up_leaves_a_failed_message(in_haneul: Any) -> None:
    message = queued()
    give_up(job=message.pk)
    message.refresh_from_db()
    assert (message.state, message.code) == (State.FAILED, "given_up")


def test_a_contact_is_masked_for_lists() -> None:
    assert [masked(contact=contact) for contact in ("parent@example.com", "01012345678")] == [
        "p***@example.com",
        "***5678",
    ]


def test_an_outgoing_message_shows_nothing_of_itself() -> None:
    shown = repr(Outgoing("1", "sms", "receipt", "01012345678", "subject", "김하늘"))
    assert "김하늘" not in shown
    assert "0101" not in shown
    assert not messaging.is_set_up("sms")
