"""What the embedders over HTTP share: batches, texts that are too long, and what a model wants before its texts."""

from __future__ import annotations

import re
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from eduai.llm.base import Confirm
from eduai.llm.calling import Server, network_error, parse_any, status_error
from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.types import Aim, Embedded, EmbeddingRequest, unit_vectors
from eduai.llm.errors import LLMError, MalformedAnswer, NotReleased, ValidationRejected
from eduai.llm.transport import Exchange, build_client
from eduai.llm.types import Usage

if TYPE_CHECKING:
    import httpx2

# From the models' own cards. A model that is not here takes its texts as they are.
PREFIXES: tuple[tuple[re.Pattern[str], Mapping[Aim, str]], ...] = (
    (re.compile("nomic-embed-text"), {Aim.DOCUMENT: "search_document: ", Aim.QUERY: "search_query: "}),
    (re.compile("(^|[/_-])e5-(small|base|large)"), {Aim.DOCUMENT: "passage: ", Aim.QUERY: "query: "}),
)


@dataclass(frozen=True, slots=True)
class Rows:
    """One answer: a row of numbers for each text, and what it took where the server said so."""

    rows: Sequence[Sequence[float] | None]
    tokens: int | None = None
    gpu_seconds: float | None = None


class HTTPEmbedder(Server):
    """An `Embedder` over HTTP. A subclass knows its server's path, fields and errors."""

    batch: ClassVar[int] = 32
    # Texts above it are not sent; 0 where the server itself says no.
    most_characters: ClassVar[int] = 0

    @abstractmethod
    def send(self, texts: Sequence[str], request: EmbeddingRequest, exchange: Exchange) -> Rows:
        """One request. Raises LLMError, or what `foreign` names."""

    @abstractmethod
    def too_long(self, error: ValidationRejected) -> bool:
        """Whether the server refused the batch or one of its texts for its length."""

    def look(self, deadline: Deadline) -> None:
        """What has to hold before anything is sent; nothing by default. Raises LLMError."""

    def embed(self, request: EmbeddingRequest, *, deadline: Deadline, request_id: str, confirm: Confirm) -> Embedded:
        """Send the texts in batches. A batch with a text too long is halved until that text stands alone."""
        if self.place not in request.release.places:
            raise NotReleased(self.name)
        started = time.monotonic()
        self.look(deadline)
        done: list[Rows] = []

        def send(batch: Sequence[str]) -> Rows:
            answer, _ = self.call(
                lambda exchange: _checked(self.name, batch, self.send(batch, request, exchange)),
                release=request.release,
                deadline=deadline,
                request_id=request_id,
                confirm=confirm,
            )
            done.append(answer)
            return answer

        texts = prefixed(self.model, request.content.texts, request.content.aim)
        rows: list[Sequence[float] | None] = []
        try:
            for start in range(0, len(texts), self.batch):
                rows += self._rows(texts[start : start + self.batch], send)
        except LLMError as error:
            if error.costs_nothing and done:  # the batches before it did
                error.usage = _usage(done, request)
            raise
        if not any(rows):
            raise ValidationRejected(self.name, detail="every text is too long")
        vectors, dimensions = unit_vectors(self.name, rows)
        milliseconds = (time.monotonic() - started) * 1000
        return Embedded(vectors, self.model, dimensions, _usage(done, request), milliseconds)

    def _rows(self, texts: Sequence[str], send: Callable[[Sequence[str]], Rows]) -> list[Sequence[float] | None]:
        if not self.most_characters or max(map(len, texts)) <= self.most_characters:
            try:
                return list(send(texts).rows)
            except ValidationRejected as error:
                if not self.too_long(error):
                    raise
        if len(texts) == 1:
            return [None]
        half = len(texts) // 2
        return self._rows(texts[:half], send) + self._rows(texts[half:], send)


class PlainEmbedder(HTTPEmbedder):
    """An embedder whose server has no client library worth loading: JSON over our own client."""

    @cached_property
    def _client(self) -> httpx2.Client:
        return build_client()

    def post(self, path: str, body: Mapping[str, Any], exchange: Exchange) -> Any:
        """The answer to a POST, as whatever JSON it is. Raises LLMError unless it is a 200."""
        response = self._client.post(f"{self.url}{path}", json=dict(body))
        if response.status_code != 200:
            raise status_error(self.name, exchange, response.text)
        return parse_any(self.name, response.content)

    def foreign(self) -> tuple[type[Exception], ...]:
        import httpx2

        return (httpx2.HTTPError,)

    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        return network_error(self.name, error, exchange)


def prefixed(model: str, texts: Sequence[str], aim: Aim) -> list[str]:
    """The texts as the model was trained to read them."""
    name = model.lower()
    prefix = next((words[aim] for pattern, words in PREFIXES if pattern.search(name)), "")
    return [prefix + text for text in texts]


def _checked(backend: str, texts: Sequence[str], answer: Rows) -> Rows:
    if not isinstance(answer.rows, list) or len(answer.rows) != len(texts) or not all(answer.rows):
        raise MalformedAnswer(backend, detail=f"no list of {len(texts)} vectors")
    return answer


def _usage(done: Sequence[Rows], request: EmbeddingRequest) -> Usage:
    """What the answered requests took; the upper bound where a server does not count."""
    counts = [answer.tokens for answer in done]
    known = [count for count in counts if count is not None]
    tokens = sum(known) if len(known) == len(counts) else request.token_bound()
    seconds = [answer.gpu_seconds for answer in done if answer.gpu_seconds is not None]
    return Usage(tokens, 0, sum(seconds) if seconds else None)
