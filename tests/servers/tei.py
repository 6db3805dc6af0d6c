"""Stand-in for Text Embeddings Inference: `/embed`, `/info`, `/health`, with the errors and headers of router v1.9.3.

From the command line: `python -m tests.servers.tei --port 8083`. Formats: `wire/tei_openapi.json`.
"""

from __future__ import annotations

from typing import Any

from tests.servers.commandline import serve
from tests.servers.openai import count_tokens, embed
from tests.servers.standin import Recorded, Reply, StandIn

MODEL = "BAAI/bge-m3"
DIMENSIONS = 1024
MAX_BATCH = 32
MAX_TOKENS = 8192


def _error(status: int, message: str, kind: str) -> Reply:
    return Reply(status, {"error": message, "error_type": kind})


ERRORS = {
    "400": _error(400, "`inputs` cannot be empty", "Empty"),
    "413": _error(413, f"batch size 64 > maximum allowed batch size {MAX_BATCH}", "Validation"),
    "422_json": _error(422, "tokenizer error: invalid character", "Tokenizer"),
    "422_text": Reply(
        422,
        "Failed to deserialize the JSON body into the target type: missing field `inputs` at line 1 column 2",
        content_type="text/plain; charset=utf-8",
    ),
    "424": _error(424, "inference failed: CUDA out of memory", "Backend"),
    "429": _error(429, "model is overloaded", "Overloaded"),
    "401": Reply(401, ""),
    "500": Reply(500, ""),
    "503": _error(503, "unhealthy", "Unhealthy"),
    "redirect": Reply(307, "", {"Location": "http://127.0.0.1:9/elsewhere"}),
}


class TEIServer(StandIn):
    """One server of one model. Faults are of `/embed`: `/info` stays well, unless the server is gone."""

    faults = StandIn.faults | ERRORS.keys()

    def __init__(
        self, *, model: str = MODEL, max_tokens: int = MAX_TOKENS, max_batch: int = MAX_BATCH, **options: Any
    ) -> None:
        super().__init__(**options)
        self.model = model
        self.max_tokens = max_tokens
        self.max_batch = max_batch

    @property
    def embeds(self) -> list[Recorded]:
        """The requests that carried texts."""
        return [each for each in self.requests if each.path == "/embed"]

    def note_request(self, request: Recorded) -> str:
        if request.path == "/embed":
            return super().note_request(request)
        with self.changed:
            self.requests.append(request)
        return ""

    def fault_reply(self, fault: str) -> Reply | None:
        return ERRORS.get(fault)

    def answer_to(self, request: Recorded) -> Reply:
        if request.path == "/info":
            return Reply(200, self._info())
        if request.path == "/health":
            return Reply(200, "")
        if request.path != "/embed":
            return Reply(404, "")
        if not isinstance(request.json, dict) or "inputs" not in request.json:
            return ERRORS["422_text"]
        return self._embed(request.json)

    def _embed(self, body: dict[str, Any]) -> Reply:
        inputs = body["inputs"]
        texts = [inputs] if isinstance(inputs, str) else inputs
        if not texts or not all(texts):
            return ERRORS["400"]
        if len(texts) > self.max_batch:
            return _error(413, f"batch size {len(texts)} > maximum allowed batch size {self.max_batch}", "Validation")
        tokens = [count_tokens(text) for text in texts]
        if max(tokens) > self.max_tokens and not body.get("truncate"):
            message = f"`inputs` must have less than {self.max_tokens} tokens. Given: {max(tokens)}"
            return _error(413, message, "Validation")
        headers = {"x-compute-type": "cpu", "x-compute-tokens": str(sum(tokens)), "x-inference-time": "12"}
        return Reply(200, [embed(text, body.get("dimensions") or DIMENSIONS) for text in texts], headers)

    def _info(self) -> dict[str, Any]:
        return {
            "model_id": self.model,
            "model_sha": None,
            "served_model_name": self.model,
            "model_dtype": "float32",
            "model_type": {"embedding": {"pooling": "cls"}},
            "max_concurrent_requests": 512,
            "max_input_length": self.max_tokens,
            "max_batch_tokens": 16384,
            "max_batch_requests": None,
            "max_client_batch_size": self.max_batch,
            "auto_truncate": True,
            "tokenization_workers": 2,
            "version": "1.9.3",
            "sha": None,
            "docker_label": None,
        }


if __name__ == "__main__":
    serve(lambda answer, arguments: TEIServer(port=arguments.port))
