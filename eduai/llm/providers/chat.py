"""What the chat providers share: sending once or twice, reading an OpenAI-shaped answer, naming HTTP
failures.

TGI, OpenAI, vLLM, Ollama and llama.cpp answer `/v1/chat/completions` in the same shape and differ in how they
say no; the differences stay in each provider's file.
"""

from __future__ import annotations

import json
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import stamina

from eduai.llm.base import Confirm
from eduai.llm.deadline import Deadline
from eduai.llm.errors import (
    ConnectFailed,
    ConnectionLost,
    ContentRefused,
    DeadlineExceeded,
    GenerationFailed,
    LLMError,
    MalformedAnswer,
    Misconfigured,
    NotReleased,
    Overloaded,
    Refused5xx,
    Truncated,
    ValidationRejected,
)
from eduai.llm.transport import Exchange, build_client, exchanging, origin_of
from eduai.llm.types import Completion, Place, Prompt, Usage

IN_CALL_ATTEMPTS = 2
RETRY_WAIT_SECONDS = 0.05
RETRY_JITTER_SECONDS = 0.1

# JSON text needs no control character outside of white space; one that is there is damage.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

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


class ChatProvider(ABC):
    """A `Provider` over HTTP. A subclass knows one SDK: how to send with it and what its errors are."""

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

    @abstractmethod
    def send(self, prompt: Prompt, exchange: Exchange) -> Mapping[str, Any]:
        """One request through the SDK; returns the answer's object."""

    @abstractmethod
    def foreign(self) -> tuple[type[Exception], ...]:
        """The exceptions that the SDK raises."""

    @abstractmethod
    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        """The SDK's exception as ours."""

    def complete(self, prompt: Prompt, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Completion:
        """Send `prompt` and read the answer.

        One more try after a refused connection or a 503, with jitter and inside the deadline; any other
        failure may have cost tokens already. Raises `NotReleased` before connecting when the place is not
        on the release.
        """
        if self.place not in prompt.release.places:
            raise NotReleased(self.name)
        started = time.monotonic()
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
                    guard=lambda: confirm(prompt.release, self.place),
                )
                payload = self._exchange_once(prompt, exchange)
        return read_answer(self, prompt, payload, exchange, (time.monotonic() - started) * 1000)

    def _exchange_once(self, prompt: Prompt, exchange: Exchange) -> Mapping[str, Any]:
        """One request; SDK errors become ours. What the guard raised stays what it is, however it was
        wrapped."""
        try:
            with exchanging(exchange):
                payload = self.send(prompt, exchange)
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
        return payload


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
    value = headers.get("retry-after", "")
    return float(value) if value.isdigit() else None


def fetch(provider: ChatProvider, path: str, deadline: Deadline) -> bytes:
    """The body of a GET that carries nobody's data, within `deadline`. Raises LLMError unless it is a 200."""
    import httpx2

    exchange = Exchange(
        origin=provider.origin, deadline=deadline, request_id="look", authorization=provider.authorization
    )
    try:
        with build_client() as client, exchanging(exchange):
            response = client.get(f"{provider.url}{path}")
    except httpx2.HTTPError as error:
        raise network_error(provider.name, error, exchange) from None
    if response.status_code != 200:
        raise status_error(provider.name, exchange, response.text)
    return response.content


def parse(backend: str, body: bytes) -> Mapping[str, Any]:
    """The answer's body as an object. Raises MalformedAnswer."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedAnswer(backend, detail=f"{type(error).__name__} in {len(body)} bytes") from None
    if not isinstance(payload, Mapping):
        raise MalformedAnswer(backend, detail=f"{type(payload).__name__} instead of an object")
    return payload


def read_answer(
    provider: ChatProvider,
    prompt: Prompt,
    payload: Mapping[str, Any],
    exchange: Exchange,
    milliseconds: float,
) -> Completion:
    """The `Completion` in an OpenAI-shaped chat answer. Raises Truncated, ContentRefused or
    MalformedAnswer."""
    backend = provider.name
    choice, message = _first_choice(backend, payload)
    text = message.get("content")
    usage = _usage(prompt, payload, exchange.headers, text if isinstance(text, str) else "")
    reason = choice.get("finish_reason")
    if reason == "length":
        raise Truncated(backend, usage=usage)
    if message.get("refusal") or reason == "content_filter":
        raise ContentRefused(backend, detail="refusal" if message.get("refusal") else str(reason), usage=usage)
    if not isinstance(text, str) or not text.strip():
        raise MalformedAnswer(backend, detail="no content", usage=usage)
    if CONTROL.search(text):
        raise MalformedAnswer(backend, detail="control characters in the content", usage=usage)
    return Completion(
        text=text,
        backend=backend,
        model=str(payload.get("model") or provider.model),
        place=provider.place,
        usage=usage,
        milliseconds=milliseconds,
        request_id=exchange.request_id,
        queue_seconds=_seconds(exchange.headers.get("x-queue-time")),
    )


def _first_choice(backend: str, payload: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    choices = payload.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(choice, Mapping) or not isinstance(message, Mapping):
        raise MalformedAnswer(backend, detail="no choices with a message")
    return choice, message


def _usage(prompt: Prompt, payload: Mapping[str, Any], headers: Mapping[str, str], text: str) -> Usage:
    """Tokens from the body, else from TGI's headers, else their upper bounds: a call is never counted as
    free."""
    body = payload.get("usage")
    body = body if isinstance(body, Mapping) else {}

    def tokens(key: str, header: str, bound: int) -> int:
        value = body.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        counted = headers.get(header, "")
        return int(counted) if counted.isdigit() else bound

    return Usage(
        prompt_tokens=tokens("prompt_tokens", "x-prompt-tokens", prompt.token_bound()),
        completion_tokens=tokens("completion_tokens", "x-generated-tokens", min(prompt.max_tokens, len(text.encode()))),
        gpu_seconds=_seconds(headers.get("x-inference-time")),
    )


def _seconds(milliseconds: str | None) -> float | None:
    """TGI's timing headers are whole milliseconds."""
    return int(milliseconds) / 1000 if milliseconds and milliseconds.isdigit() else None
