"""Stand-in for Text Generation Inference: the routes, bodies, headers and errors of router v3.3.6.

    with TGIServer(answer=mapped({"3x + 5 = 20": blueprint})) as server:
        ...                                     # server.url, server.requests, server.fail("424", times=1)

From the command line: `python -m tests.servers.tgi --port 8081`. Formats: `wire/openapi.json` and the
recorded answers beside it. Streaming is not offered.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from tests.servers.author import Answer, small_author
from tests.servers.commandline import serve
from tests.servers.standin import Recorded, Reply, StandIn

MODEL = "meta-llama/Llama-3.1-8B-Instruct"
VERSION = "3.3.6-dev0"
MAX_INPUT_TOKENS = 8192
MAX_TOTAL_TOKENS = 12288

ERRORS = {
    "429": Reply(429, {"error": "Model is overloaded", "error_type": "overloaded"}),
    "422_json": Reply(
        422,
        {
            "error": "Input validation error: `temperature` must be strictly positive",
            "error_type": "validation",
        },
    ),
    "422_text": Reply(
        422,
        "Failed to deserialize the JSON body into the target type: response_format: missing field `value` "
        "at line 1 column 168",
        content_type="text/plain; charset=utf-8",
    ),
    "424": Reply(
        424,
        {"error": "Request failed during generation: CUDA out of memory", "error_type": "generation"},
    ),
    "500": Reply(500, {"error": "Incomplete generation", "error_type": "incomplete_generation"}),
    "503": Reply(503, {"error": "unhealthy", "error_type": "healthcheck"}),
    "401": Reply(401, ""),
    "redirect": Reply(307, "", {"Location": "http://127.0.0.1:9/elsewhere"}),
}


def count_tokens(text: str) -> int:
    """A rough count, the same on every run: three UTF-8 bytes to a token."""
    return (len(text.encode()) + 2) // 3


class TGIServer(StandIn):
    """One replica. `answer` maps a chat request's body to the generated text; `api_key` guards the POST
    routes."""

    faults = StandIn.faults | ERRORS.keys()

    def __init__(
        self, answer: Answer = small_author, *, api_key: str = "", max_concurrent: int = 128, **options: Any
    ) -> None:
        super().__init__(**options)
        self._answer = answer
        self._api_key = api_key
        self.max_concurrent = max_concurrent
        self._running = threading.Semaphore(max_concurrent)

    def fault_reply(self, fault: str) -> Reply | None:
        return ERRORS.get(fault)

    def answer_to(self, request: Recorded) -> Reply:
        if request.method == "GET":
            return self._look(request.path)
        if self._api_key and not self._authorized(request):
            return ERRORS["401"]
        routes = {"/v1/chat/completions": self._chat, "/generate": self._generate, "/": self._generate}
        if request.path not in routes:
            return Reply(404, "")
        if not isinstance(request.json, dict):
            return Reply(422, "Failed to parse the request body as JSON", content_type="text/plain; charset=utf-8")
        if not self._running.acquire(blocking=False):
            return ERRORS["429"]
        try:
            return routes[request.path](request.json)
        finally:
            self._running.release()

    def _authorized(self, request: Recorded) -> bool:
        return request.headers.get("authorization", "").lower() == f"bearer {self._api_key}".lower()

    def _look(self, path: str) -> Reply:
        if path in ("/health", "/ping"):
            return Reply(200, "")
        if path == "/info":
            return Reply(200, self._info())
        if path == "/v1/models":
            models = [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]
            return Reply(200, {"object": "list", "data": models})
        if path == "/metrics":
            served = sum(request.method == "POST" for request in self.requests)
            lines = ["# TYPE tgi_queue_size gauge", "tgi_queue_size 0"]
            lines += ["# TYPE tgi_request_count counter", f"tgi_request_count {served}", ""]
            return Reply(200, "\n".join(lines), content_type="text/plain; charset=utf-8")
        return Reply(404, "")

    def _info(self) -> dict[str, Any]:
        return {
            "model_id": MODEL,
            "model_sha": "0e9e39f249a16976918f6564b8830bc894c89659",
            "model_pipeline_tag": "text-generation",
            "max_concurrent_requests": self.max_concurrent,
            "max_best_of": 2,
            "max_stop_sequences": 4,
            "max_input_tokens": MAX_INPUT_TOKENS,
            "max_total_tokens": MAX_TOTAL_TOKENS,
            "validation_workers": 2,
            "max_client_batch_size": 4,
            "router": "text-generation-router",
            "version": VERSION,
            "sha": None,
            "docker_label": None,
        }

    def _chat(self, body: dict[str, Any]) -> Reply:
        wrong = _undeserialisable(body)
        if wrong:
            return Reply(422, wrong, content_type="text/plain; charset=utf-8")
        asked = "\n".join(str(message.get("content") or "") for message in body["messages"])
        allowed = body.get("max_tokens") or MAX_TOTAL_TOKENS - count_tokens(asked)
        invalid = _invalid(body, asked, allowed)
        if invalid:
            return Reply(422, {"error": f"Input validation error: {invalid}", "error_type": "validation"})
        text, reason = _cut(self._answer(body), allowed)
        usage = _usage(asked, text)
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "logprobs": None,
            "finish_reason": "length" if reason else "stop",
        }
        answer = {
            "object": "chat.completion",
            "id": "",
            "created": int(time.time()),
            "model": MODEL,
            "system_fingerprint": f"{VERSION}-native",
            "choices": [choice],
            "usage": usage,
        }
        return Reply(200, answer, _headers(asked, usage))

    def _generate(self, body: dict[str, Any]) -> Reply:
        if not isinstance(body.get("inputs"), str):
            text = "Failed to deserialize the JSON body into the target type: missing field `inputs`"
            return Reply(422, text, content_type="text/plain; charset=utf-8")
        asked, parameters = body["inputs"], body.get("parameters") or {}
        allowed = parameters.get("max_new_tokens") or 1024
        invalid = _invalid(parameters, asked, allowed)
        if parameters.get("temperature") == 0:
            invalid = "`temperature` must be strictly positive"
        if invalid:
            return Reply(422, {"error": f"Input validation error: {invalid}", "error_type": "validation"})
        request = {"messages": [{"role": "user", "content": asked}]}
        if parameters.get("grammar"):
            request["response_format"] = parameters["grammar"]
        text, cut = _cut(self._answer(request), allowed)
        usage = _usage(asked, text)
        answer: dict[str, Any] = {"generated_text": text}
        if parameters.get("details"):
            answer["details"] = {
                "finish_reason": "length" if cut else "eos_token",
                "generated_tokens": usage["completion_tokens"],
                "seed": parameters.get("seed"),
                "prefill": [],
                "tokens": [],
                "best_of_sequences": None,
            }
        return Reply(200, answer, _headers(asked, usage))


def _undeserialisable(body: dict[str, Any]) -> str:
    """What TGI's deserialiser says, as plain text, to a body of the wrong shape."""
    prefix = "Failed to deserialize the JSON body into the target type: "
    if not isinstance(body.get("messages"), list):
        return prefix + "missing field `messages`"
    wanted = body.get("response_format")
    if wanted is None:
        return ""
    if wanted.get("type") not in ("json", "json_object", "regex", "json_schema"):
        return prefix + f"response_format: unknown variant `{wanted.get('type')}`"
    if "value" not in wanted:
        return prefix + "response_format: missing field `value`"
    if wanted["type"] == "json_schema" and "schema" not in wanted["value"]:
        return prefix + "response_format: missing field `schema`"
    return ""


def _invalid(parameters: dict[str, Any], asked: str, allowed: int) -> str:
    """The rules of TGI's validation that a client of ours could break."""
    if parameters.get("stream"):
        return "streaming is not offered by this stand-in"
    top_p = parameters.get("top_p")
    if top_p is not None and not 0 < top_p < 1:
        return "`top_p` must be > 0.0 and < 1.0"
    if (parameters.get("temperature") or 0) < 0:
        return "`temperature` must be strictly positive"
    if len(parameters.get("stop") or []) > 4:
        return f"`stop` supports up to 4 stop sequences. Given: {len(parameters['stop'])}"
    if parameters.get("tools") and parameters.get("response_format"):
        return "Grammar and tools are mutually exclusive"
    inputs = count_tokens(asked)
    if inputs > MAX_INPUT_TOKENS:
        return f"`inputs` must have less than {MAX_INPUT_TOKENS} tokens. Given: {inputs}"
    if inputs + allowed > MAX_TOTAL_TOKENS:
        return (
            f"`inputs` tokens + `max_new_tokens` must be <= {MAX_TOTAL_TOKENS}. "
            f"Given: {inputs} `inputs` tokens and {allowed} `max_new_tokens`"
        )
    wanted = parameters.get("response_format") or parameters.get("grammar") or {}
    schema = wanted.get("value") if wanted.get("type") in ("json", "json_object") else None
    if wanted.get("type") == "json_schema":
        schema = wanted["value"]["schema"]
    if isinstance(schema, dict) and "properties" not in schema:
        return "grammar is not valid: Grammar must have a 'properties' field"
    return ""


def _cut(text: str, allowed: int) -> tuple[str, bool]:
    """The text within `allowed` tokens, and whether something was cut off."""
    if count_tokens(text) <= allowed:
        return text, False
    return text.encode()[: allowed * 3].decode(errors="ignore"), True


def _usage(asked: str, text: str) -> dict[str, int]:
    prompt, completion = count_tokens(asked), count_tokens(text)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _headers(asked: str, usage: dict[str, int]) -> dict[str, str]:
    """The timing headers of every answer that is not streamed: 20 ms a token, 5 ms in the queue."""
    inference = 20 * usage["completion_tokens"]
    return {
        "x-compute-type": "gpu+optimized",
        "x-compute-time": str((inference + 6) / 1000),
        "x-compute-characters": str(len(asked)),
        "x-total-time": str(inference + 6),
        "x-validation-time": "1",
        "x-queue-time": "5",
        "x-inference-time": str(inference),
        "x-time-per-token": "20",
        "x-prompt-tokens": str(usage["prompt_tokens"]),
        "x-generated-tokens": str(usage["completion_tokens"]),
    }


if __name__ == "__main__":
    serve(lambda answer, arguments: TGIServer(answer, api_key=arguments.api_key, port=arguments.port))
