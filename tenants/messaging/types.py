"""What an adapter is given, what it gives back, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it leaves. `reference` is the same at every try, so that the other side can drop a double.

    Its text does not show in a traceback or a log.
    """

    reference: str
    channel: str
    kind: str
    recipient: str
    subject: str
    body: str

    def __repr__(self) -> str:
        return f"Outgoing({self.channel} {self.kind} {self.reference})"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That the next hop took it: its own number for the message, and whether it says that it arrived."""

    provider_id: str = ""
    delivered: bool = False


class MessageFailed(Exception):
    """A message that did not leave. `code` holds nothing of the message or of what the other side said about it."""

    def __init__(self, code: str, *, retryable: bool) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable


class Messenger(Protocol):
    """One way for messages to leave."""

    def send(self, message: Outgoing) -> Receipt:
        """Hand the message to the next hop. Raises MessageFailed."""
        ...
