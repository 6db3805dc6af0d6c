"""What a backend gets of a prompt: all of it on-premises, the redacted texts overseas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from eduai.llm.base import Provider, Redact
from eduai.llm.errors import NotRedactable
from eduai.llm.types import Completion, Place, Prompt

Restore = Callable[[Completion], Completion]


def outgoing(prompt: Prompt, provider: Provider, redact: Redact) -> tuple[Prompt, Restore]:
    """The prompt as `provider` may see it, and the way back for its answer.

    Overseas every message is redacted: an earlier answer quotes the note, and rules may name what somebody typed.
    Raises NotRedactable, which carries the provider's name and nothing of the text.
    """
    if provider.place is not Place.OVERSEAS:
        return prompt, _as_it_is
    try:
        redacted = redact(prompt.release.scope, [message.content for message in prompt.messages])
    except NotRedactable as unsure:
        raise NotRedactable(provider.name) from unsure
    pairs = zip(prompt.messages, redacted.texts, strict=True)
    messages = tuple(replace(message, content=text) for message, text in pairs)
    return replace(prompt, messages=messages), lambda answer: replace(answer, text=redacted.restore(answer.text))


def _as_it_is(answer: Completion) -> Completion:
    return answer
