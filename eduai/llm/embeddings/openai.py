"""OpenAI's embeddings, overseas, and servers of the academy's own that speak the same format (vLLM, llama.cpp)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from eduai.llm.calling import counted, parse
from eduai.llm.embeddings.http import HTTPEmbedder, Rows
from eduai.llm.embeddings.types import EmbeddingRequest
from eduai.llm.errors import LLMError, MalformedAnswer, Refused5xx, ValidationRejected
from eduai.llm.providers.openai import DEFAULT_URL, SDKServer
from eduai.llm.transport import Exchange
from eduai.llm.types import Place

NAME = "openai"
COMPATIBLE_NAME = "compatible"

# An index of pgvector takes vectors below 2,000 numbers; these models give shorter ones when asked.
DIMENSIONS = 1536
TOO_LARGE = "too large to process"
SHORTENS = "text-embedding-3-"


class SDKEmbedder(SDKServer, HTTPEmbedder):
    """`POST …/embeddings` through the openai SDK."""

    batch: ClassVar[int] = 64

    @abstractmethod
    def options(self, request: EmbeddingRequest) -> dict[str, Any]:
        """Fields of the request that differ between servers."""

    def send(self, texts: Sequence[str], request: EmbeddingRequest, exchange: Exchange) -> Rows:
        # Left out, the SDK asks for base64, which not every server knows.
        answer = self.client.embeddings.with_raw_response.create(
            model=self.model, input=list(texts), encoding_format="float", **self.options(request)
        )
        payload = parse(self.name, answer.http_response.content)
        data, usage = payload.get("data"), payload.get("usage")
        if not isinstance(data, list) or not all(isinstance(each, dict) and "embedding" in each for each in data):
            raise MalformedAnswer(self.name, detail="no data with embeddings")
        rows = [each["embedding"] for each in sorted(data, key=lambda each: int(each.get("index", 0)))]
        tokens = usage.get("prompt_tokens") if isinstance(usage, dict) else None
        return Rows(rows, counted(tokens) or None)

    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        """As the base class; llama.cpp calls a text above its batch size a fault of its own (500)."""
        ours = super().translate(error, exchange)
        if isinstance(ours, Refused5xx) and TOO_LARGE in ours.detail:
            return ValidationRejected(self.name, detail=ours.detail)
        return ours

    def too_long(self, error: ValidationRejected) -> bool:
        """OpenAI and vLLM: 400 `maximum context length`; llama.cpp: 400 `context size`, or 500 as above."""
        return any(words in error.detail for words in ("context length", "context size", TOO_LARGE))


class OpenAIEmbedder(SDKEmbedder):
    """OpenAI. `pseudonym` turns a release's scope into the user that OpenAI sees; give a keyed hash."""

    def __init__(
        self, *, model: str, api_key: str, pseudonym: Callable[[str], str], url: str = "", name: str = NAME
    ) -> None:
        super().__init__(
            name=name,
            place=Place.OVERSEAS,
            model=model,
            url=url or DEFAULT_URL,
            authorization=f"Bearer {api_key}",
        )
        self._pseudonym = pseudonym

    def options(self, request: EmbeddingRequest) -> dict[str, Any]:
        shortened = {"dimensions": DIMENSIONS} if self.model.startswith(SHORTENS) else {}
        return {"user": self._pseudonym(request.release.scope), **shortened}


class CompatibleEmbedder(SDKEmbedder):
    """vLLM, llama.cpp or TEI's own `/v1`, at `url` (with `/v1` where the server has it)."""

    batch: ClassVar[int] = 32

    def __init__(self, *, url: str, model: str, api_key: str = "", name: str = COMPATIBLE_NAME) -> None:
        super().__init__(
            name=name,
            place=Place.ON_PREMISES,
            model=model,
            url=url,
            authorization=f"Bearer {api_key}" if api_key else "",
        )

    def options(self, request: EmbeddingRequest) -> dict[str, Any]:
        return {}
