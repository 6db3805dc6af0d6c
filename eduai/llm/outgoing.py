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

    Overseas every message but the system's own words is redacted: an earlier answer quotes the note.
    Raises NotRedactable, which carries the provider's name and nothing of the text.
    """
    if provider.place is not Place.OVERSEAS:
        return prompt, _as_it_is
    theirs = [message for message in prompt.messages if message.role != "system"]
    try:
        redacted = redact(prompt.release.scope, [message.content for message in theirs])
    except NotRedactable as unsure:
        raise NotRedactable(provider.name) from unsure
    texts = iter(redacted.texts)
    messages = tuple(
        message if message.role == "system" else replace(message, content=next(texts)) for message in prompt.messages
    )
    return replace(prompt, messages=messages), lambda answer: replace(answer, text=redacted.restore(answer.text))


def _as_it_is(answer: Completion) -> Completion:
    return answer
