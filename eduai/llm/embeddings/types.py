"""What goes into and comes out of an embedder, and the two ports: one that sends texts away, and one that does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from eduai.llm.base import Confirm
from eduai.llm.deadline import Deadline
from eduai.llm.errors import MalformedAnswer
from eduai.llm.types import TEMPLATE_TOKENS_PER_MESSAGE, Place, Release, Usage

Vector = tuple[float, ...]


class Aim(StrEnum):
    """What a text is embedded for; some models want to be told."""

    DOCUMENT = "document"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Texts:
    """What is to be embedded. Raises ValueError without a text, or for one of white space only: it has no direction."""

    texts: tuple[str, ...]
    aim: Aim = Aim.DOCUMENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", tuple(self.texts))
        if not self.texts or not all(text.strip() for text in self.texts):
            raise ValueError("there is nothing to embed in an empty text")


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Texts on their way to a server; it cannot exist without the release that lets them leave."""

    release: Release
    task: str
    content: Texts

    def __post_init__(self) -> None:
        if not isinstance(self.release, Release):
            raise TypeError("an EmbeddingRequest needs the Release that allows its data to leave")

    def token_bound(self) -> int:
        """An upper bound of the tokens: no more than a text has UTF-8 bytes, and the model's own marks around each."""
        texts = self.content.texts
        return sum(len(text.encode()) for text in texts) + TEMPLATE_TOKENS_PER_MESSAGE * len(texts)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit vectors in the texts' order, all of `dimensions` numbers; None for a text that is longer than the model
    reads: part of it would be compared as if it were all. `milliseconds` is wall time seen by us.
    """

    vectors: tuple[Vector | None, ...]
    model: str
    dimensions: int
    usage: Usage
    milliseconds: float = 0.0
    queue_seconds: float | None = None


class LocalEmbedder(Protocol):
    """Makes vectors in this process: nothing leaves it, so nothing has to be released."""

    @property
    def model(self) -> str: ...

    def embed(self, content: Texts) -> Embedded:
        """The vectors. Never fails."""
        ...


class Embedder(Protocol):
    """Makes vectors on a server of one model behind one address."""

    @property
    def name(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def model(self) -> str: ...

    def embed(self, request: EmbeddingRequest, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Embedded:
        """Send the texts, in as many requests as the server's limits ask for, each behind `confirm`, and return the
        vectors before `deadline`. Raises only `LLMError`s; ValidationRejected where every text is too long.
        """
        ...


def unit_vectors(backend: str, rows: Sequence[Sequence[float] | None]) -> tuple[tuple[Vector | None, ...], int]:
    """The rows at length 1, and how many numbers each has. Raises MalformedAnswer for numbers that are none or not
    finite, for a row without a direction, and for rows of different lengths.
    """
    vectors = tuple(None if row is None else _unit(backend, row) for row in rows)
    sizes = {len(vector) for vector in vectors if vector is not None}
    if len(sizes) != 1:
        raise MalformedAnswer(backend, detail=f"vectors of {sorted(sizes)} numbers")
    return vectors, sizes.pop()


def _unit(backend: str, row: Sequence[float]) -> Vector:
    if not isinstance(row, list | tuple) or not all(type(number) in (int, float) for number in row):
        raise MalformedAnswer(backend, detail="a vector that is no list of numbers")
    try:
        length = math.sqrt(math.fsum(number * number for number in row))
    except OverflowError:
        length = math.inf
    if not 0 < length < math.inf:
        raise MalformedAnswer(backend, detail="a vector of no length or no end")
    return tuple(number / length for number in row)
