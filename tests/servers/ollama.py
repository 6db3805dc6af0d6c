"""Stand-in for Ollama's `/api/embed`: a batch is refused whole when one of its texts is longer than the context.

From the command line: `python -m tests.servers.ollama --port 8084`.
"""

from __future__ import annotations

from typing import Any

from tests.servers.commandline import serve
from tests.servers.openai import count_tokens, embed
from tests.servers.standin import Recorded, Reply, StandIn

DIMENSIONS = 768
CONTEXT = 2048

ERRORS = {
    "400": Reply(400, {"error": "the input length exceeds the context length"}),
    "404": Reply(404, {"error": 'model "nomic-embed-text" not found, try pulling it first'}),
    "422_json": Reply(400, {"error": "invalid input type"}),
    "429": Reply(429, {"error": "server busy, please try again. maximum pending requests exceeded"}),
    "500": Reply(500, {"error": "llama runner process has terminated"}),
    "503": Reply(503, {"error": "server busy, please try again. maximum pending requests exceeded"}),
    "redirect": Reply(307, "", {"Location": "http://127.0.0.1:9/elsewhere"}),
}


class OllamaServer(StandIn):
    """Serves any model's name. `context` is in tokens of three UTF-8 bytes."""

    faults = StandIn.faults | ERRORS.keys()

    def __init__(self, *, context: int = CONTEXT, **options: Any) -> None:
        super().__init__(**options)
        self.context = context

    def fault_reply(self, fault: str) -> Reply | None:
        return ERRORS.get(fault)

    def answer_to(self, request: Recorded) -> Reply:
        if request.method == "GET" and request.path == "/api/version":
            return Reply(200, {"version": "0.34.2"})
        if request.path != "/api/embed" or not isinstance(request.json, dict):
            return Reply(404, "404 page not found", content_type="text/plain")
        body = request.json
        texts = [body["input"]] if isinstance(body.get("input"), str) else body.get("input") or []
        tokens = [count_tokens(text) for text in texts]
        if max(tokens, default=0) > self.context and body.get("truncate") is False:
            return ERRORS["400"]
        answer = {
            "model": body.get("model"),
            "embeddings": [embed(text, DIMENSIONS) for text in texts],
            "total_duration": 14_143_917,
            "load_duration": 1_019_500,
            "prompt_eval_count": sum(tokens),
        }
        return Reply(200, answer)


if __name__ == "__main__":
    serve(lambda answer, arguments: OllamaServer(port=arguments.port))
