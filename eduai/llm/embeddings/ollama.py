"""Ollama's own `/api/embed`, on the academy's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from eduai.llm.calling import counted
from eduai.llm.embeddings.http import PlainEmbedder, Rows
from eduai.llm.embeddings.types import EmbeddingRequest
from eduai.llm.errors import MalformedAnswer, ValidationRejected
from eduai.llm.transport import Exchange
from eduai.llm.types import Place

NAME = "ollama"
NANOSECONDS = 1_000_000_000


class OllamaEmbedder(PlainEmbedder):
    """One Ollama server at `url` (without `/api`).

    Some models cut at 2,048 tokens without saying so, whatever `truncate` asks (ollama#14259). A tokenizer that
    knows Korean makes about one token of a character, so longer texts than this are not sent.
    """

    most_characters: ClassVar[int] = 1800

    def __init__(self, *, url: str, model: str, name: str = NAME) -> None:
        super().__init__(name=name, place=Place.ON_PREMISES, model=model, url=url)

    def send(self, texts: Sequence[str], request: EmbeddingRequest, exchange: Exchange) -> Rows:
        answer = self.post("/api/embed", {"model": self.model, "input": list(texts), "truncate": False}, exchange)
        if not isinstance(answer, dict):
            raise MalformedAnswer(self.name, detail=f"{type(answer).__name__} instead of an object")
        tokens, took = answer.get("prompt_eval_count"), answer.get("total_duration")
        return Rows(
            answer.get("embeddings") or [],
            counted(tokens) or None,
            took / NANOSECONDS if isinstance(took, int) and took >= 0 else None,
        )

    def too_long(self, error: ValidationRejected) -> bool:
        """400 with these words; from some versions on 413."""
        return error.detail.startswith("413") or "context length" in error.detail
