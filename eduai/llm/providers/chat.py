"""What the chat providers share: asking, and reading an OpenAI-shaped answer.

TGI, OpenAI, vLLM, Ollama and llama.cpp answer `/v1/chat/completions` in the same shape and differ in how they
say no; the differences stay in each provider's file.
"""

from __future__ import annotations

import re
import time
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from eduai.llm.base import Confirm
from eduai.llm.calling import Server, counted, header_seconds
from eduai.llm.deadline import Deadline
from eduai.llm.errors import ContentRefused, MalformedAnswer, Truncated
from eduai.llm.transport import Exchange
from eduai.llm.types import Completion, Prompt, Usage

# JSON text needs no control character outside of white space; one that is there is damage.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

# llama.cpp answers with the path of the model's file.
LONGEST_NAME = 100


class ChatProvider(Server):
    """A `Provider` over HTTP. A subclass knows one SDK: how to send with it and what its errors are."""

    @abstractmethod
    def send(self, prompt: Prompt, exchange: Exchange) -> Mapping[str, Any]:
        """One request through the SDK; returns the answer's object."""

    def complete(self, prompt: Prompt, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Completion:
        """Send `prompt` and read the answer. Tries, errors: see `Server.call`."""
        started = time.monotonic()
        payload, exchange = self.call(
            lambda exchange: self.send(prompt, exchange),
            release=prompt.release,
            deadline=deadline,
            request_id=request_id,
            confirm=confirm,
        )
        return read_answer(self, prompt, payload, exchange, (time.monotonic() - started) * 1000)


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
        model=str(payload.get("model") or provider.model)[:LONGEST_NAME],
        place=provider.place,
        usage=usage,
        milliseconds=milliseconds,
        request_id=exchange.request_id,
        queue_seconds=header_seconds(exchange.headers.get("x-queue-time")),
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
        stated = body.get(key)
        said = [counted(None if isinstance(stated, str) else stated), counted(headers.get(header))]
        return next((count for count in said if count is not None), bound)

    return Usage(
        prompt_tokens=tokens("prompt_tokens", "x-prompt-tokens", prompt.token_bound()),
        completion_tokens=tokens("completion_tokens", "x-generated-tokens", min(prompt.max_tokens, len(text.encode()))),
        gpu_seconds=header_seconds(headers.get("x-inference-time")),
    )
