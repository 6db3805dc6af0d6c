"""Sending while the right to send ends: real threads, real sockets, and the chain of records to tell who came first."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection

from eduai.lib import clock
from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.openai import OpenAIEmbedder
from eduai.llm.embeddings.types import EmbeddingRequest, Texts
from eduai.llm.errors import LLMError, NotReleased
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.types import Message, Place, Prompt, Release
from tenants import processors, tenancy
from tenants.actors import SYSTEM
from tenants.models import AuditRecord, ConsentEvent, Evidence, Purpose, Role, Student
from tenants.notice_texts import FIRST_FACTS, adult_text, child_text
from tenants.services.consent import confirm, release
from tenants.services.correction import correct_student
from tenants.services.guardians import end_guardianship
from tenants.services.notices import publish_notice
from tenants.services.people import add_student
from tenants.services.processors import allow_minors, end_processor
from tenants.services.suspension import suspend
from tests.cast import CHILD, GROWN, NOW, consents, guards, member, proof, student
from tests.servers.openai import OpenAIServer
from tests.waiting import until

SENDERS, MOST = 6, 400


def chat(server: OpenAIServer, slip: Release) -> None:
    """One call, with the retry inside it that a 503 asks for."""
    provider = OpenAIProvider(model="gpt-4.1-mini", api_key="k", url=server.base_url, pseudonym=str)
    prompt = Prompt(slip, "similar_question", "1", (Message("user", "3x + 5 = 20"),), None, 64)
    provider.complete(prompt, deadline=Deadline(60), request_id="r", confirm=confirm)


def embed(server: OpenAIServer, slip: Release) -> None:
    """Texts that need several requests."""
    embedder = OpenAIEmbedder(model="text-embedding-3-small", api_key="k", pseudonym=str, url=server.base_url)
    texts = Texts(tuple(f"일차방정식 {number}" for number in range(4096)))
    embedder.embed(EmbeddingRequest(slip, "embedding", texts), deadline=Deadline(60), request_id="r", confirm=confirm)


def withdraw(who: Student) -> None:
    consents(who, ConsentEvent.Kind.WITHDRAWN)


def end_recipient(who: Student) -> None:
    end_processor(processor=processors.overseas(), actor=SYSTEM, now=NOW)


def change_facts(who: Student) -> None:
    facts = {**FIRST_FACTS[Purpose.OVERSEAS], "refusal": "거부할 수 있습니다."}
    texts = {"text": adult_text(Purpose.OVERSEAS, facts), "child_text": child_text(Purpose.OVERSEAS, facts)}
    publish_notice(purpose=Purpose.OVERSEAS, facts=facts, **texts, actor=SYSTEM, now=NOW)


def end_guardian(who: Student) -> None:
    end_guardianship(guardianship=who.guardianships.get(), actor=SYSTEM, now=NOW)


def correct_birth_date(who: Student) -> None:
    """To one by which the guardian had no say any more."""
    correct_student(student=who, field="birth_date", value=GROWN.isoformat(), actor=SYSTEM, now=NOW)


def let_in(who: Student) -> None:
    """The same, where a student whom a partner brought gets their user."""
    add_student(code=who.code, user=member(Role.STUDENT), birth_date=GROWN, actor=SYSTEM, now=NOW)


ENDS: dict[str, Callable[[Student], None]] = {
    "consent.withdrawn": withdraw,
    "processor.decided": end_recipient,
    "notice.published": change_facts,
    "guardianship.ended": end_guardian,
    "student.corrected": correct_birth_date,
    "student.added": let_in,
}


def child_with_consent() -> Student:
    """A child whose guardian agreed, at an academy that has the recipient's permission for children."""
    who = student(born=CHILD)
    consents(who, by=guards(member(Role.GUARDIAN), who))
    paper = proof(Evidence.Kind.CONTRACT)
    allow_minors(processor=processors.overseas(), contract="1", evidence=paper, actor=SYSTEM, now=NOW)
    return who


@contextmanager
def sending(server: OpenAIServer, slip: Release) -> Iterator[None]:
    """Threads that send for as long as they may (and end if that never ends), with a slip from before."""

    def run(send: Callable[[OpenAIServer, Release], None]) -> None:
        with suppress(NotReleased):
            for _ in range(MOST):
                with suppress_other_errors():
                    send(server, slip)
        connection.close()

    threads = [threading.Thread(target=run, args=((chat, embed)[number % 2],)) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(100)
    assert not any(thread.is_alive() for thread in threads)


@contextmanager
def suppress_other_errors() -> Iterator[None]:
    try:
        yield
    except NotReleased:
        raise
    except LLMError:
        return


@pytest.mark.parametrize("fault", ["", "503"])
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_the_right_to_send_is_followed_by_no_send(
    committed_db: None, haneul: Any, end: str, fault: str
) -> None:
    """C-04, L-20: in single calls, their retries and batches of embeddings; each request left its record in the chain
    while the lock was held, so that the chain tells the order.
    """
    with OpenAIServer() as server:
        if fault:
            server.fail(fault)
        with tenancy.use(haneul):
            who = child_with_consent()
            slip = release(student=who, purpose="similar_question", now=clock.now())
        with sending(server, slip):
            assert server.wait_for(lambda: len(server.requests) >= 12)
            with tenancy.use(haneul):
                ENDS[end](who)
        with tenancy.use(haneul):
            rows = AuditRecord.objects.order_by("seq").values_list("seq", "action", "facts")
            sent = [seq for seq, action, facts in rows if action == "data.sent" and "overseas" in facts]
            ended = max(seq for seq, action, _ in rows if action == end)
        assert len(sent) >= 12 and sent[-1] < ended
        until(lambda: len(server.requests) == len(sent), what="as many requests as records of sending")


def test_who_is_suspended_is_sent_nowhere_from_then_on(committed_db: None, haneul: Any) -> None:
    """L-22, C-04."""
    with OpenAIServer() as server:
        with tenancy.use(haneul):
            who = child_with_consent()
            slip = release(student=who, purpose="similar_question", now=clock.now())
        with sending(server, slip):
            assert server.wait_for(lambda: len(server.requests) >= 6)
            with tenancy.use(haneul):
                suspend(student=who, actor=SYSTEM, now=NOW)
                newest = AuditRecord.objects.filter(action="data.sent").count()
        with tenancy.use(haneul):
            assert AuditRecord.objects.filter(action="data.sent").count() == newest


class Ear:
    """A server on loopback that keeps every byte that it is sent and answers nothing."""

    def __init__(self) -> None:
        self.heard = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self) -> Ear:
        self._thread.start()
        return self

    def __exit__(self, *details: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with client:
                    client.settimeout(5)
                    with suppress(OSError):
                        while piece := client.recv(65536):
                            self.heard += piece
                            client.sendall(b"HTTP/1.1 500 x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


@pytest.mark.parametrize(("name", "heard"), [("fake", False), ("compatible", True)])
def test_a_recipient_that_is_not_registered_is_sent_no_byte(in_haneul: Any, name: str, heard: bool) -> None:
    """L-02: the same server under the name of a registered one hears the request."""
    slip = release(student=student(), purpose="similar_question", now=clock.now())
    prompt = Prompt(slip, "similar_question", "1", (Message("user", "3x + 5 = 20"),), None, 64)
    with Ear() as ear:
        provider = CompatibleProvider(url=ear.url, model="m", name=name)
        with pytest.raises(LLMError) as refused:
            provider.complete(prompt, deadline=Deadline(60), request_id="r", confirm=confirm)

    assert (b"3x + 5 = 20" in ear.heard, ear.heard != b"") == (heard, heard)
    assert isinstance(refused.value, NotReleased) == (not heard)
    assert AuditRecord.objects.filter(action="data.sent").exists() == heard
    assert provider.place is Place.ON_PREMISES
