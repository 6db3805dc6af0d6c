"""Text Embeddings Inference on the academy's own server. Formats and errors: TEI 1.9.3 (`/embed`, `/info`)."""

from __future__ import annotations

from collections.abc import Sequence

from eduai.llm.calling import counted, fetch, header_seconds, parse
from eduai.llm.deadline import Deadline
from eduai.llm.embeddings.http import PlainEmbedder, Rows
from eduai.llm.embeddings.types import EmbeddingRequest
from eduai.llm.errors import Misconfigured, ValidationRejected
from eduai.llm.transport import Exchange
from eduai.llm.types import Place

NAME = "tei"


class TEIEmbedder(PlainEmbedder):
    """One TEI server at `url` that serves `model`, and no other: its own word is asked for before texts are sent.

    TEI takes any model's name in a request, so a server that was given another model would fill the store with
    vectors that cannot be compared.
    """

    def __init__(self, *, url: str, model: str, api_key: str = "", name: str = NAME) -> None:
        super().__init__(
            name=name,
            place=Place.ON_PREMISES,
            model=model,
            url=url,
            authorization=f"Bearer {api_key}" if api_key else "",
        )

    def look(self, deadline: Deadline) -> None:
        """GET /info, which carries nobody's data. Raises Misconfigured where it names another model."""
        serves = str(parse(self.name, fetch(self, "/info", deadline)).get("model_id") or "")
        if serves != self.model:
            raise Misconfigured(
                self.name,
                detail=f"serves {serves!r}",
                sentence=f"임베딩 서버의 모델은 {serves}인데 설정은 {self.model}입니다. 운영자가 맞추어야 합니다.",
            )

    def send(self, texts: Sequence[str], request: EmbeddingRequest, exchange: Exchange) -> Rows:
        # Without `truncate` an old server cuts long texts silently.
        body = {"inputs": list(texts), "normalize": True, "truncate": False}
        rows = self.post("/embed", body, exchange)
        tokens = counted(exchange.headers.get("x-compute-tokens"))
        seconds = header_seconds(exchange.headers.get("x-inference-time"))
        return Rows(rows, tokens, seconds)

    def too_long(self, error: ValidationRejected) -> bool:
        return error.detail.startswith("413")
