"""What goes over the wire to each kind of server, and what is read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from eduai.llm.deadline import Deadline
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.types import Completion, Place, Prompt, Usage
from tests.servers.openai import OpenAIServer
from tests.servers.standin import Reply
from tests.servers.tgi import TGIServer
from tests.unit.eduai.llm.doubles import FORM, Guard, prompt

WIRE = Path(__file__).parents[3] / "servers" / "wire"


def openapi_validator(name: str, file: str = "openapi.json") -> jsonschema.Draft202012Validator:
    """A validator for one of TGI's (or TEI's) documented schemas; OpenAPI 3.0's `nullable` becomes a union."""
    document = json.loads((WIRE / file).read_text(encoding="utf-8"))

    def translate(node: Any) -> Any:
        if isinstance(node, list):
            return [translate(each) for each in node]
        if not isinstance(node, dict):
            return node
        plain = {key: translate(value) for key, value in node.items() if key != "nullable"}
        plain.pop("example", None)
        if plain.get("exclusiveMinimum") is not None:
            plain["exclusiveMinimum"] = float(plain["exclusiveMinimum"])
        return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") else plain

    schemas = translate(document["components"]["schemas"])
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


def ask(provider: ChatProvider, asked: Prompt | None = None) -> Completion:
    asked = asked or prompt(Place.ON_PREMISES, Place.OVERSEAS)
    return provider.complete(asked, deadline=Deadline(5), request_id="call-1", confirm=Guard())


def test_tgi_gets_its_own_dialect_as_its_openapi_document_has_it() -> None:
    with TGIServer() as server:
        ask(TGIProvider(name="tgi-0", url=server.url, model="llama"))
    body = server.requests[0].json
    # TGI takes `json_object` as an alias of the documented `json`, as its integration tests do.
    documented = {**body, "response_format": {**body["response_format"], "type": "json"}}
    openapi_validator("ChatRequest").validate(documented)
    assert body["response_format"] == {"type": "json_object", "value": FORM.value}
    assert list(body["response_format"]["value"]["properties"]) == ["reasoning", "answer"]
    assert (body["max_tokens"], body["temperature"], body["stream"], body["model"]) == (
        400,
        0.2,
        False,
        "llama",
    )


def test_without_a_schema_no_format_is_asked_for() -> None:
    with TGIServer() as server, OpenAIServer() as overseas:
        asked = prompt(Place.ON_PREMISES, Place.OVERSEAS, schema=None)
        ask(TGIProvider(name="tgi-0", url=server.url, model="m"), asked)
        ask(OpenAIProvider(url=overseas.base_url, model="m", api_key="k", pseudonym=str), asked)
    assert "response_format" not in server.requests[0].json
    assert "response_format" not in overseas.requests[0].json


def test_tgis_timing_headers_become_gpu_seconds_and_queue_seconds() -> None:
    with TGIServer(lambda request: '{"reasoning": "", "answer": "5"}') as server:
        completion = ask(TGIProvider(name="tgi-0", url=server.url, model="m"))
    assert completion.usage == Usage(prompt_tokens=26, completion_tokens=11, gpu_seconds=0.22)
    assert (completion.queue_seconds, completion.request_id) == (0.005, "call-1")
    assert (completion.backend, completion.place) == ("tgi-0", Place.ON_PREMISES)
    assert server.requests[0].headers["x-request-id"] == "call-1"


@pytest.mark.parametrize(
    ("recorded", "text", "tokens"),
    [
        (
            "test_grammar_response_format_llama__test_grammar_response_format_llama_json",
            '{ "unit": "fahrenheit", "temperature": [ 72, 79, 88 ] }',
            Usage(136, 29),
        ),
        (
            "test_tools_llama__test_flash_llama_tool_reply_response",
            "I can't access real-time data",
            Usage(109, 83),
        ),
    ],
)
def test_answers_recorded_from_tgi_are_read(
    recorded: str, text: str, tokens: Usage, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.loads((WIRE / f"{recorded}.json").read_text(encoding="utf-8"))
    with TGIServer() as server:
        monkeypatch.setattr(server, "answer_to", lambda request: Reply(200, body))
        completion = ask(TGIProvider(name="tgi-0", url=server.url, model="m"))
    assert completion.text.startswith(text)
    assert completion.usage == tokens
    assert completion.model == body["model"]


def test_tgis_key_is_sent_and_nothing_else_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with TGIServer(api_key="local") as server:
        ask(TGIProvider(name="tgi-0", url=server.url, model="m", api_key="local"))
    assert server.requests[0].headers["authorization"] == "Bearer local"
    with TGIServer() as server:
        ask(TGIProvider(name="tgi-0", url=server.url, model="m"))
    assert "authorization" not in server.requests[0].headers
    assert "hf_secret" not in str(server.requests[0])


def test_tgi_is_reached_on_a_site_that_is_offline_for_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.is_offline_mode", lambda: True)
    with TGIServer() as server:
        assert ask(TGIProvider(name="tgi-0", url=server.url, model="m")).text


def test_a_proxy_in_the_environment_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with TGIServer() as server, TGIServer() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        ask(TGIProvider(name="tgi-0", url=server.url, model="m"))
        assert (len(server.requests), proxy.connections) == (1, 0)


def test_replicas_share_one_client_and_get_their_own_requests() -> None:
    with TGIServer() as first, TGIServer() as second:
        for server in (first, second, first):
            ask(TGIProvider(name="tgi", url=server.url, model="m"))
    assert (len(first.requests), len(second.requests)) == (2, 1)


def test_tgis_limits_are_read() -> None:
    with TGIServer(max_concurrent=7) as server:
        info = TGIProvider(name="tgi-0", url=server.url, model="m").describe(Deadline(5))
    openapi_validator("Info").validate(info)
    assert (info["max_concurrent_requests"], info["max_total_tokens"]) == (7, 12288)


def test_openai_is_asked_strictly_stores_nothing_and_learns_no_academy() -> None:
    with OpenAIServer(api_key="sk-1") as server:
        completion = ask(
            OpenAIProvider(url=server.base_url, model="gpt", api_key="sk-1", pseudonym=lambda scope: scope[::-1])
        )
    body = server.requests[0].json
    form = {"name": "answer_form", "strict": True, "schema": FORM.value}
    assert body["response_format"] == {"type": "json_schema", "json_schema": form}
    assert (body["store"], body["safety_identifier"]) == (False, "100000000000_a")
    assert (body["max_completion_tokens"], "max_tokens" in body) == (400, False)
    assert "s_1" not in server.requests[0].body.decode()
    assert completion.place is Place.OVERSEAS
    assert completion.usage.gpu_seconds is None


def test_nothing_of_the_environment_or_the_host_goes_to_any_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Custom: secret")
    with OpenAIServer(compatible=True) as server:
        ask(CompatibleProvider(url=f"{server.url}/v1", model="m"))
    assert "secret" not in str(server.requests[0])
    assert set(server.requests[0].headers) == {
        "host",
        "accept",
        "accept-encoding",
        "content-type",
        "content-length",
        "user-agent",
        "x-request-id",
    }


def test_a_compatible_server_gets_the_schema_as_openai_writes_it_and_no_field_it_may_not_know() -> None:
    with OpenAIServer(compatible=True) as server:
        completion = ask(CompatibleProvider(url=f"{server.url}/v1", model="qwen", api_key="k"))
    body = server.requests[0].json
    assert body["response_format"]["json_schema"]["schema"] == FORM.value
    assert set(body) == {"model", "messages", "max_tokens", "temperature", "response_format"}
    assert server.requests[0].headers["authorization"] == "Bearer k"
    assert completion.place is Place.ON_PREMISES


def test_a_server_that_reports_no_usage_is_counted_by_its_upper_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = {"role": "assistant", "content": "다섯"}
    body = {"choices": [{"message": message, "finish_reason": "stop"}]}
    asked = prompt(Place.ON_PREMISES)
    with OpenAIServer(compatible=True) as server:
        monkeypatch.setattr(server, "answer_to", lambda request: Reply(200, body))
        completion = ask(CompatibleProvider(url=f"{server.url}/v1", model="m"), asked)
    assert completion.usage == Usage(asked.token_bound(), 6)
    assert completion.model == "m"


@pytest.mark.parametrize("count", [-1, True, 10**12, "12", None, 1.5])
def test_a_count_that_cannot_be_one_is_taken_for_its_upper_bound(
    count: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {
        "model": "/models/" + "q" * 300,
        "choices": [{"message": {"role": "assistant", "content": "다섯"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": count, "completion_tokens": count},
    }
    asked = prompt(Place.ON_PREMISES)
    with TGIServer() as server:
        odd = {"x-prompt-tokens": "²", "x-generated-tokens": "9" * 5000, "x-queue-time": "²", "x-inference-time": "-1"}
        monkeypatch.setattr(server, "answer_to", lambda request: Reply(200, body, odd))
        completion = ask(TGIProvider(name="tgi-0", url=server.url, model="m"), asked)
    assert completion.usage == Usage(asked.token_bound(), 6)
    assert completion.queue_seconds is None
    assert len(completion.model) == 100


@pytest.mark.parametrize("url", ["", "tgi:8080", "ftp://tgi", "http://"])
def test_an_address_that_is_not_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        TGIProvider(name="tgi-0", url=url, model="m")
