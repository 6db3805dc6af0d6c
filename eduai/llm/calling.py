"""What every call to a model server shares: sending once or twice inside the deadline, naming HTTP failures.

What goes out and how the answer is read is the business of the chat providers and of the embedders.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import stamina

from eduai.llm.base import Confirm
from eduai.llm.deadline import Deadline
from eduai.llm.errors import (
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    NotReleased,
    Overloaded,
    Refused5xx,
    ValidationRejected,
)
from eduai.llm.transport import Exchange, build_client, exchanging, origin_of
from eduai.llm.types import Place, Recipient, Release

T = TypeVar("T")

IN_CALL_ATTEMPTS = 2
RETRY_WAIT_SECONDS = 0.05
RETRY_JITTER_SECONDS = 0.1
MOST_COUNTED = 10**9

STATUS_ERRORS: Mapping[int, type[LLMError]] = {
    400: ValidationRejected,
    401: Misconfigured,
    403: Misconfigured,
    404: Misconfigured,
    405: Misconfigured,
    408: DeadlineExceeded,
    413: ValidationRejected,
    422: ValidationRejected,
    424: GenerationFailed,
    429: Overloaded,
}


class Server(ABC):
    """One model server over HTTP. A subclass knows one client library and what its errors are."""

    place: Place

    def __init__(
        self, *, name: str, place: Place, model: str, url: str, authorization: str = "", capacity: int = 64
    ) -> None:
        self.name = name
        self.place = place
        self.model = model
        self.url = url.rstrip("/")
        self.origin = origin_of(url)
        self.capacity = capacity
        self.authorization = authorization

    @property
    def recipient(self) -> Recipient:
        """This backend as the last check knows it."""
        return Recipient(self.name, self.place, self.origin)

    @abstractmethod
    def foreign(self) -> tuple[type[Exception], ...]:
        """The exceptions that the client library raises."""

    @abstractmethod
    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        """One of them as ours."""

    def call(
        self,
        send: Callable[[Exchange], T],
        *,
        release: Release,
        deadline: Deadline,
        request_id: str,
        confirm: Confirm,
    ) -> tuple[T, Exchange]:
        """What `send` returns, and the exchange that it belongs to.

        One more try after a refused connection or a 503, with jitter and inside the deadline; any other
        failure may have cost tokens already. Raises `NotReleased` before connecting when the place is not
        on the release.
        """
        if self.place not in release.places:
            raise NotReleased(self.name)
        for attempt in stamina.retry_context(
            on=lambda error: _worth_another_try(error, deadline),
            attempts=IN_CALL_ATTEMPTS,
            timeout=deadline.remaining(),
            wait_initial=RETRY_WAIT_SECONDS,
            wait_max=RETRY_WAIT_SECONDS,
            wait_jitter=RETRY_JITTER_SECONDS,
        ):
            with attempt:
                exchange = Exchange(
                    origin=self.origin,
                    deadline=deadline,
                    request_id=request_id,
                    authorization=self.authorization,
                    guard=lambda: confirm(release, self.recipient),
                )
                answer = self.once(send, exchange)
        return answer, exchange

    def once(self, send: Callable[[Exchange], T], exchange: Exchange) -> T:
        """One request; the library's errors become ours. What the guard raised stays what it is, however it was
        wrapped."""
        try:
            with exchanging(exchange):
                answer = send(exchange)
        except LLMError as error:
            error.backend = error.backend or self.name
            raise
        except self.foreign() as error:
            if exchange.failure is not None:
                raise exchange.failure from None
            if 300 <= exchange.status < 400:
                raise status_error(self.name, exchange, "redirected") from None
            raise self.translate(error, exchange) from None
        if exchange.status >= 300:
            raise status_error(self.name, exchange, "redirected")
        return answer


def _worth_another_try(error: Exception, deadline: Deadline) -> bool:
    if deadline.remaining() <= RETRY_WAIT_SECONDS + RETRY_JITTER_SECONDS:
        return False
    if isinstance(error, Refused5xx):
        return error.detail.startswith("503")
    return isinstance(error, ConnectFailed)


def status_error(backend: str, exchange: Exchange, body: str) -> LLMError:
    """The error for an HTTP status outside 2xx; `body` is kept as its detail."""
    status = exchange.status
    detail = f"{status} {body}"
    if status >= 500:
        return Refused5xx(backend, detail=detail)
    kind = STATUS_ERRORS.get(status, Misconfigured if status < 400 else ValidationRejected)
    return kind(backend, detail=detail, retry_after=_retry_after(exchange.headers))


def network_error(backend: str, error: BaseException, exchange: Exchange) -> LLMError:
    """The error for a failure below HTTP: `error` is an httpx2 exception or wraps one."""
    import httpx2

    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 8:
        causes.append(cause)
        cause = cause.__cause__
    detail = f"{type(causes[-1]).__name__}: {causes[-1]}"
    if exchange.deadline.expired:
        return DeadlineExceeded(backend, detail=detail)
    if any(isinstance(each, (httpx2.ConnectError, httpx2.ConnectTimeout)) for each in causes):
        return ConnectFailed(backend, detail=detail)
    if any(isinstance(each, httpx2.TimeoutException) for each in causes):
        return DeadlineExceeded(backend, detail=detail)
    if any(isinstance(each, httpx2.TransportError) for each in causes):
        return ConnectionLost(backend, detail=detail)
    return MalformedAnswer(backend, detail=detail)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    seconds = counted(headers.get("retry-after"))
    return None if seconds is None else float(seconds)


def fetch(server: Server, path: str, deadline: Deadline) -> bytes:
    """The body of a GET that carries nobody's data, within `deadline`. Raises LLMError unless it is a 200."""
    import httpx2

    exchange = Exchange(origin=server.origin, deadline=deadline, request_id="look", authorization=server.authorization)
    try:
        with build_client() as client, exchanging(exchange):
            response = client.get(f"{server.url}{path}")
    except httpx2.HTTPError as error:
        raise network_error(server.name, error, exchange) from None
    if response.status_code != 200:
        raise status_error(server.name, exchange, response.text)
    return response.content


def parse(backend: str, body: bytes) -> Mapping[str, Any]:
    """The answer's body as an object. Raises MalformedAnswer."""
    payload = parse_any(backend, body)
    if not isinstance(payload, Mapping):
        raise MalformedAnswer(backend, detail=f"{type(payload).__name__} instead of an object")
    return payload


def parse_any(backend: str, body: bytes) -> Any:
    """The answer's body as whatever JSON it is. Raises MalformedAnswer."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswer(backend, detail=f"{type(error).__name__} in {len(body)} bytes") from None


def header_seconds(milliseconds: str | None) -> float | None:
    """The timing headers of TGI and TEI are whole milliseconds."""
    whole = counted(milliseconds)
    return None if whole is None else whole / 1000


def counted(value: object) -> int | None:
    """A server's count, from JSON or a header; None for what can be none, which is left to its upper bound."""
    if isinstance(value, str) and len(value) <= len(str(MOST_COUNTED)) and value.isdecimal():
        value = int(value)
    return value if type(value) is int and 0 <= value <= MOST_COUNTED else None
