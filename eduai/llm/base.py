"""The ports: what a provider offers the router, and what the router asks of whoever knows the academies."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from eduai.llm.deadline import Deadline
from eduai.llm.types import Attempt, Completion, Place, Prompt, Recipient, Release, Route, Usage


class Confirm(Protocol):
    """The last check, held while the request is being written.

    Called immediately before the first byte; the context is left as soon as the request is written, before
    the answer is awaited, and also when writing fails. Entering raises `NotReleased` when the grant is
    gone or the recipient is nobody's processor, and then no byte leaves.
    """

    def __call__(self, release: Release, recipient: Recipient) -> AbstractContextManager[object]: ...


@runtime_checkable
class Provider(Protocol):
    """One backend: one replica of one model behind one address. `capacity` is its calls in flight per
    process."""

    @property
    def name(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def model(self) -> str: ...
    @property
    def capacity(self) -> int: ...

    def complete(self, prompt: Prompt, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Completion:
        """Send `prompt`, once in effect, and return the answer before `deadline`. Raises only `LLMError`s."""
        ...


class Policy(Protocol):
    """Which backends a scope uses for a task."""

    def route(self, scope: str, task: str) -> Route:
        """The rungs to ask, cheapest first. Asked once a call."""
        ...


class Ledger(Protocol):
    """Money: reserved before a call, settled or failed after it, once for each attempt."""

    def reserve(self, attempt: Attempt) -> None:
        """Set the most this attempt can cost aside. Raises `BudgetExhausted`, and `UnknownPrice` for a model that has
        no price."""
        ...

    def settle(self, attempt: Attempt, usage: Usage, milliseconds: float, outcome: str) -> None:
        """Record what was used; `outcome` is `served` or the code of the error that wasted it."""
        ...

    def fail(self, attempt: Attempt, code: str) -> None:
        """Close an attempt whose usage is unknown or nil. `errors.COSTS_NOTHING` names the codes that cost
        nothing."""
        ...


class Redacted(Protocol):
    """Texts that may go overseas: `texts`, in the order they were given, and the way back for an answer."""

    @property
    def texts(self) -> Sequence[str]: ...

    def restore(self, text: str) -> str:
        """`text` with every placeholder of this call replaced by what it stands for."""
        ...


class Redact(Protocol):
    """Takes personal data out of the texts of one call before they go overseas."""

    def __call__(self, scope: str, texts: Sequence[str]) -> Redacted:
        """One placeholder per person or number, the same in all `texts`. Raises `NotRedactable` when unsure."""
        ...
