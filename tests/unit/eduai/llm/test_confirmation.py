"""The last check stands around exactly the writing of the request, as seen from the end of a raw socket."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from eduai.llm.deadline import Deadline
from eduai.llm.errors import ConnectionLost, DeadlineExceeded, NotReleased
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.providers.scripted import ScriptedProvider
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.types import Place, Recipient, Release
from tests.unit.eduai.llm.doubles import Guard, prompt

PATIENT = 30.0
ANSWER = {
    "choices": [{"message": {"role": "assistant", "content": "{}"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1},
}


class RawServer:
    """Keeps every byte it receives and answers only when `let_answer` is set."""

    def __init__(self) -> None:
        self.received = b""
        self.connections = 0
        self.hangs_up = False
        self.complete = threading.Event()
        self.let_answer = threading.Event()
        self.hung_up = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()
        except OSError:
            return

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            while not self._whole():
                data = connection.recv(65536)
                self.received += data
                if not data:
                    self.hung_up.set()
                    return
            self.complete.set()
            self.let_answer.wait(2 * PATIENT)
            if self.hangs_up:
                return
            body = json.dumps(ANSWER).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)

    def _whole(self) -> bool:
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return False
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return len(body) >= int(lengths[0].split(b":")[1])

    def close(self) -> None:
        self.let_answer.set()
        self._socket.close()


@pytest.fixture
def server() -> Iterator[RawServer]:
    running = RawServer()
    yield running
    running.close()


BUILD: dict[str, Callable[[str], ChatProvider]] = {
    "tgi": lambda url: TGIProvider(name="tgi-0", url=url, model="m"),
    "openai": lambda url: OpenAIProvider(url=f"{url}/v1", model="m", api_key="k", pseudonym=str),
    "compatible": lambda url: CompatibleProvider(url=f"{url}/v1", model="m"),
}


@pytest.fixture(params=BUILD)
def provider(request: pytest.FixtureRequest, server: RawServer) -> ChatProvider:
    built = BUILD[request.param](server.url)
    built.foreign()  # the SDK is imported on first use, which is not the deadline's time here
    return built


def _ask(provider: ChatProvider, guard: Callable[..., object], deadline: Deadline | None = None) -> str:
    return provider.complete(
        prompt(Place.ON_PREMISES, Place.OVERSEAS),
        deadline=deadline or Deadline(PATIENT),
        request_id="call-1",
        confirm=guard,  # type: ignore[arg-type]
    ).text


def test_not_one_byte_arrives_when_the_consent_is_gone_at_the_last_moment(
    provider: ChatProvider, server: RawServer, guard: Guard
) -> None:
    guard.withdraw()
    with pytest.raises(NotReleased):
        _ask(provider, guard)
    assert server.hung_up.wait(PATIENT)
    assert (server.received, server.connections) == (b"", 1)
    assert (guard.events, guard.places) == (["refused"], [provider.place])


def test_the_guard_is_left_when_the_request_is_written_while_the_answer_is_still_held_back(
    provider: ChatProvider, server: RawServer, guard: Guard
) -> None:
    answers: list[str] = []
    caller = threading.Thread(target=lambda: answers.append(_ask(provider, guard)))
    caller.start()
    assert guard.left.wait(PATIENT)
    assert server.complete.wait(PATIENT)
    assert (answers, caller.is_alive()) == ([], True)
    server.let_answer.set()
    caller.join(PATIENT)
    assert (answers, guard.events) == (["{}"], ["entered", "left"])


def test_nothing_is_written_before_the_guard_is_entered(provider: ChatProvider, server: RawServer) -> None:
    seen: list[bytes] = []

    @contextmanager
    def slow_guard(released: Release, recipient: Recipient) -> Iterator[None]:
        server.hung_up.wait(0.1)
        seen.append(server.received)
        yield

    server.let_answer.set()
    assert _ask(provider, slow_guard) == "{}"
    assert seen == [b""]
    assert b"3x + 5 = 20" in server.received


def test_no_connection_is_opened_to_a_place_that_the_release_does_not_name(
    provider: ChatProvider, server: RawServer, guard: Guard
) -> None:
    elsewhere = Place.OVERSEAS if provider.place is Place.ON_PREMISES else Place.ON_PREMISES
    with pytest.raises(NotReleased):
        provider.complete(prompt(elsewhere), deadline=Deadline(PATIENT), request_id="call-1", confirm=guard)
    assert (server.connections, guard.events) == (0, [])


def test_a_guard_that_breaks_is_not_taken_for_the_servers_fault_and_nothing_is_sent(
    provider: ChatProvider, server: RawServer
) -> None:
    @contextmanager
    def broken(released: Release, place: Place) -> Iterator[None]:
        raise ValueError("the database is away")
        yield

    with pytest.raises(ValueError, match="the database is away"):
        _ask(provider, broken)
    assert server.hung_up.wait(PATIENT)
    assert server.received == b""


def test_a_guard_that_waits_past_the_deadline_sends_nothing(provider: ChatProvider, server: RawServer) -> None:
    passed = 0.0
    deadline = Deadline(PATIENT, lambda: passed)

    @contextmanager
    def waiting(released: Release, place: Place) -> Iterator[None]:
        nonlocal passed
        passed = PATIENT
        yield

    with pytest.raises(DeadlineExceeded):
        _ask(provider, waiting, deadline)
    assert server.hung_up.wait(PATIENT)
    assert server.received == b""


def test_the_guard_is_left_when_the_call_fails(provider: ChatProvider, server: RawServer, guard: Guard) -> None:
    server.hangs_up = True
    server.let_answer.set()
    with pytest.raises(ConnectionLost):
        _ask(provider, guard)
    assert guard.events == ["entered", "left"]


def test_the_scripted_provider_keeps_the_guard_too(guard: Guard) -> None:
    scripted = ScriptedProvider(["five"])
    asked = prompt(Place.ON_PREMISES)
    completion = scripted.complete(asked, deadline=Deadline(1), request_id="call-1", confirm=guard)
    assert (completion.text, scripted.history, guard.events) == ("five", [asked], ["entered", "left"])
    guard.withdraw()
    scripted.reply("never sent")
    with pytest.raises(NotReleased):
        scripted.complete(asked, deadline=Deadline(1), request_id="call-2", confirm=guard)
    assert scripted.history == [asked]
