"""A provider that answers from a script: the official stand-in where no server is wanted."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from eduai.llm.base import Confirm
from eduai.llm.deadline import Deadline
from eduai.llm.errors import DeadlineExceeded, LLMError, MalformedAnswer, NotReleased
from eduai.llm.types import Completion, Place, Prompt, Recipient, Usage

Reply = str | LLMError | Callable[[Prompt], str]

HERE = "http://localhost"  # a script is read out in this process


class ScriptedProvider:
    """Gives its replies in order: a text, an error to raise, or a function of the prompt.

    `history` holds every prompt that was sent, in order; a prompt that was refused before sending is not in
    it. Keeps the confirmation exactly as a real provider does. An exhausted script raises MalformedAnswer.
    """

    def __init__(
        self,
        replies: Iterable[Reply] = (),
        *,
        name: str = "scripted",
        place: Place = Place.ON_PREMISES,
        model: str = "scripted",
        capacity: int = 64,
    ) -> None:
        self.name = name
        self.place = place
        self.model = model
        self.capacity = capacity
        self.history: list[Prompt] = []
        self._replies: deque[Reply] = deque(replies)
        self._lock = threading.Lock()

    def reply(self, *replies: Reply) -> None:
        """Append to the script."""
        with self._lock:
            self._replies.extend(replies)

    def complete(self, prompt: Prompt, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Completion:
        """The next reply as a Completion; tokens are counted as UTF-8 bytes."""
        started = time.monotonic()
        if self.place not in prompt.release.places:
            raise NotReleased(self.name)
        if deadline.expired:
            raise DeadlineExceeded(self.name)
        with confirm(prompt.release, Recipient(self.name, self.place, HERE)), self._lock:
            self.history.append(prompt)
            reply = self._replies.popleft() if self._replies else None
        if isinstance(reply, LLMError):
            raise reply
        if reply is None:
            raise MalformedAnswer(self.name, detail="the script is exhausted")
        text = reply if isinstance(reply, str) else reply(prompt)
        return Completion(
            text=text,
            backend=self.name,
            model=self.model,
            place=self.place,
            usage=Usage(prompt.token_bound(), len(text.encode())),
            milliseconds=(time.monotonic() - started) * 1000,
            request_id=request_id,
        )
