"""The kinds of embedder that an installation may be set up with, and what has to be set for each."""

from __future__ import annotations

from enum import StrEnum

from eduai.llm.embeddings import offline
from eduai.llm.types import Place

DEFAULT_OPENAI_MODEL = "text-embedding-3-small"


class EmbeddingKind(StrEnum):
    """Who makes the vectors; exactly one, because vectors of two models cannot be compared."""

    OFFLINE = "offline"
    TEI = "tei"
    OLLAMA = "ollama"
    OPENAI = "openai"
    COMPATIBLE = "compatible"

    @property
    def place(self) -> Place | None:
        """Where the texts go; None where they go nowhere."""
        if self is EmbeddingKind.OFFLINE:
            return None
        return Place.OVERSEAS if self is EmbeddingKind.OPENAI else Place.ON_PREMISES

    def model_name(self, configured: str) -> str:
        """The name that is stored beside every vector; empty where one has to be configured and is not."""
        if self is EmbeddingKind.OFFLINE:
            return offline.MODEL
        return configured or (DEFAULT_OPENAI_MODEL if self is EmbeddingKind.OPENAI else "")


def problem(kind: str, *, url: str, model: str, openai_key: str) -> str:
    """What keeps these settings from working together, naming the variable; empty where nothing does."""
    if kind not in set(EmbeddingKind):
        return f"EDUAI_EMBEDDING_KIND is {kind!r}; it may be {', '.join(EmbeddingKind)}."
    place = EmbeddingKind(kind).place
    if place is Place.OVERSEAS:
        return "" if openai_key else "EDUAI_EMBEDDING_KIND=openai needs OPENAI_API_KEY."
    if place is Place.ON_PREMISES:
        missing = [name for name, value in (("URL", url), ("MODEL", model)) if not value]
        if missing:
            return f"EDUAI_EMBEDDING_KIND={kind} needs {' and '.join(f'EDUAI_EMBEDDING_{each}' for each in missing)}."
    return ""
