"""The one place that reads the clock. Services take `now` as a parameter; only the edges call this."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
