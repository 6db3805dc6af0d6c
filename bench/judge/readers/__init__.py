"""The first route: the rendered stem is read, and the question is worked out again from what it says."""

from __future__ import annotations

from collections.abc import Callable

from bench.judge.readers import (
    algebra,
    compounds,
    counting,
    equations,
    functions,
    geometry,
    schoolbook,
    sequences,
    statistics,
    uppers,
    words,
)
from bench.judge.stem import Stem
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth

Reader = Callable[[Stem], Truth | None]
READERS: tuple[Reader, ...] = (
    *schoolbook.READERS,
    *algebra.READERS,
    *equations.READERS,
    *functions.READERS,
    *sequences.READERS,
    *counting.READERS,
    *statistics.READERS,
    *geometry.READERS,
    *words.READERS,
    *uppers.READERS,
)

UNREAD = (
    Unreadable,
    NotImplementedError,
    ValueError,
    TypeError,
    LookupError,
    ZeroDivisionError,
    AttributeError,
)


def read(stem: Stem) -> tuple[str, Truth] | None:
    """The first reader that understands the whole stem, by name, and the truth it works out."""
    for reader in READERS:
        try:
            truth = reader(stem)
        except UNREAD:
            continue
        if truth is not None:
            return f"{reader.__module__.rsplit('.', 1)[-1]}.{reader.__name__}", truth
    return _composed(stem)


def _composed(stem: Stem) -> tuple[str, Truth] | None:
    try:
        truth = compounds.compound(stem, read)
    except UNREAD:
        return None
    return ("compounds.compound", truth) if truth is not None else None
