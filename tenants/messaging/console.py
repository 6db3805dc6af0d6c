"""The way for one machine without a mail server: the message is written to the process's own error output."""

from __future__ import annotations

import sys
from typing import TextIO

from tenants.messaging.types import Outgoing, Receipt


class ConsoleMessenger:
    """Writes messages where whoever runs the installation sees them. Off on servers: they hold personal words."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream

    def send(self, message: Outgoing) -> Receipt:
        """Always taken, and delivered with that."""
        # A worker's `sys.stderr` is its log, whose lines hold no address that opens something.
        stream = self.stream or sys.__stderr__ or sys.stderr
        stream.write(f"--- message to {message.recipient}: {message.subject}\n{message.body}\n---\n")
        stream.flush()
        return Receipt(delivered=True)
