"""Stand-in for OpenAI: `/v1/chat/completions`, `/v1/embeddings`, `/v1/models`, with OpenAI's error bodies.

`server.requests == []` and `server.connections == 0` prove that nothing was sent and nobody knocked. From the
command line: `python -m tests.servers.openai --port 8082`.
"""

from __future__ import annotations

import base64
import hashlib
import math
import struct
import time
from typing import Any

from tests.servers.author import Answer, schema_of, small_author
from tests.servers.commandline import serve
from tests.servers.standin import Recorded, Reply, StandIn

DIMENSIONS = {
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}


def _error(
    status: int, message: str, kind: str, code: str | None = None, param: str | None = None, **headers: str
) -> Reply:
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


ERRORS = {
    "400": _error(
        400,
        "This model's maximum context length is 128000 tokens.",
        "invalid_request_error",
        "context_length_exceeded",
        "messages",
    ),
    "400_temperature": _error(
        400,
        "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value "
        "is supported.",
        "invalid_request_error",
        "unsupported_value",
        "temperature",
    ),
    "401": _error(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
    "404": _error(
        404,
        "The model does not exist or you do not have access to it.",
        "invalid_request_error",
        "model_not_found",
    ),
    "422_json": _error(422, "Unprocessable request.", "invalid_request_error"),
    "422_text": Reply(422, "Unprocessable Entity", content_type="text/plain; charset=utf-8"),
    "424": _error(424, "A dependency failed.", "server_error"),
    "429": _error(
        429,
        "Rate limit reached for requests.",
        "requests",
        "rate_limit_exceeded",
        retry_after="7",
    ),
    "429_quota": _error(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        "insufficient_quota",
    ),
    "500": _error(500, "The server had an error while processing your request.", "server_error"),
    "503": _error(503, "The engine is currently overloaded, please try again later.", "server_error"),
    "redirect": Reply(307, "", {"Location": "http://127.0.0.1:9/elsewhere"}),
}


def count_tokens(text: str) -> int:
    """A rough count, the same on every run: three UTF-8 bytes to a token."""
    return (len(text.encode()) + 2) // 3


class OpenAIServer(StandIn):
    """`answer` maps a chat request's body to the text; with `compatible` it takes vLLM's looser requests too.

    A request without a key is refused. `refusal` makes the model decline.
    """

    faults = StandIn.faults | ERRORS.keys() | {"refusal", "content_filter"}
    # Embeddings alone: a text above it is longer than the model's context.
    most_characters = 8192

    def __init__(
        self, answer: Answer = small_author, *, api_key: str = "", compatible: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self._answer = answer
        self._api_key = api_key
        self._compatible = compatible

    @property
    def base_url(self) -> str:
        """What goes into EDUAI_OPENAI_BASE_URL."""
        return f"{self.url}/v1"

    def fault_reply(self, fault: str) -> Reply | None:
        if fault == "refusal":
            return _chat_reply("gpt-stand-in", "", None, refusal="I'm sorry, I can't help with that.")
        if fault == "content_filter":
            return _chat_reply("gpt-stand-in", "", "", reason="content_filter")
        return ERRORS.get(fault)

    def answer_to(self, request: Recorded) -> Reply:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._compatible and (not key or (self._api_key and key != self._api_key)):
            return ERRORS["401"]
        if request.method == "GET" and request.path == "/v1/models":
            models = [{"id": name, "object": "model", "created": 0, "owned_by": "system"} for name in DIMENSIONS]
            return Reply(200, {"object": "list", "data": models})
        routes = {"/v1/chat/completions": self._chat, "/v1/embeddings": self._embeddings}
        if request.method != "POST" or request.path not in routes:
            return _error(404, f"Invalid URL ({request.method} {request.path})", "invalid_request_error")
        if not isinstance(request.json, dict):
            return _error(400, "We could not parse the JSON body of your request.", "invalid_request_error")
        return routes[request.path](request.json)

    def _chat(self, body: dict[str, Any]) -> Reply:
        for name in ("model", "messages"):
            if not body.get(name):
                return _error(400, f"Missing required parameter: '{name}'.", "invalid_request_error", None, name)
        if body.get("stream"):
            return _error(400, "Streaming is not offered by this stand-in.", "invalid_request_error", None, "stream")
        wrong = _wrong_schema(body)
        if wrong:
            return _error(400, wrong, "invalid_request_error", None, "response_format")
        asked = "\n".join(str(message.get("content") or "") for message in body["messages"])
        text = self._answer(body)
        allowed = body.get("max_completion_tokens") or body.get("max_tokens") or 16384
        if count_tokens(text) > allowed:
            cut = text.encode()[: allowed * 3].decode(errors="ignore")
            return _chat_reply(body["model"], asked, cut, reason="length")
        return _chat_reply(body["model"], asked, text)

    def _embeddings(self, body: dict[str, Any]) -> Reply:
        inputs = body.get("input")
        texts = [inputs] if isinstance(inputs, str) else inputs
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
            return _error(400, "'$.input' is invalid.", "invalid_request_error", None, "input")
        if max(map(len, texts)) > self.most_characters:
            return ERRORS["400"]
        size = body.get("dimensions") or DIMENSIONS.get(body.get("model", ""), 1536)
        vectors = [embed(text, size) for text in texts]
        data = [
            {"object": "embedding", "index": index, "embedding": _encoded(vector, body)}
            for index, vector in enumerate(vectors)
        ]
        tokens = sum(map(count_tokens, texts))
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return Reply(
            200,
            {"object": "list", "data": data, "model": body.get("model"), "usage": usage},
        )


def _wrong_schema(body: dict[str, Any]) -> str:
    """What strict mode asks of a schema: named, every property required, nothing additional."""
    wanted = body.get("response_format")
    if wanted is None or wanted.get("type") in ("text", "json_object"):
        return ""
    holder = wanted.get("json_schema") or {}
    schema = schema_of(body)
    if wanted.get("type") != "json_schema" or not holder.get("name") or not schema:
        return "Missing required parameter: 'response_format.json_schema'."
    if holder.get("strict"):
        return _not_strict(schema, f"response_format '{holder['name']}'")
    return ""


def _not_strict(schema: dict[str, Any], where: str) -> str:
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            return f"Invalid schema for {where}: 'additionalProperties' is required to be supplied and to be false."
        if sorted(schema.get("required", [])) != sorted(properties):
            return (
                f"Invalid schema for {where}: 'required' is required to be an array including every key in properties."
            )
        return next(filter(None, (_not_strict(each, where) for each in properties.values())), "")
    return _not_strict(schema["items"], where) if "items" in schema else ""


def _chat_reply(model: str, asked: str, text: str | None, *, reason: str = "stop", refusal: str | None = None) -> Reply:
    prompt, completion = count_tokens(asked), count_tokens(text or refusal or "")
    message = {"role": "assistant", "content": text, "refusal": refusal, "annotations": []}
    answer = {
        "id": "chatcmpl-" + hashlib.sha256(f"{asked}{text}".encode()).hexdigest()[:24],
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
        "service_tier": "default",
        "system_fingerprint": "fp_standin",
    }
    return Reply(200, answer, {"x-request-id": "req_" + answer["id"][9:]})


def embed(text: str, size: int) -> list[float]:
    """A unit vector of hashed character trigrams: the same text gives the same vector, similar texts
    similar ones."""
    vector = [0.0] * size
    padded = f"  {text} "
    for start in range(len(padded) - 2):
        digest = hashlib.blake2b(padded[start : start + 3].encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        vector[number % size] += 1.0 if number >> 63 else -1.0
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]


def _encoded(vector: list[float], body: dict[str, Any]) -> Any:
    if body.get("encoding_format") == "base64":
        return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
    return vector


if __name__ == "__main__":
    serve(lambda answer, arguments: OpenAIServer(answer, api_key=arguments.api_key, port=arguments.port))
