"""The stand-ins speak the formats that were recorded, and misbehave only when told to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.servers.author import empty_form, mapped, small_author
from tests.servers.openai import OpenAIServer, embed
from tests.servers.standin import StandIn
from tests.servers.tgi import TGIServer
from tests.unit.eduai.llm.test_dialects import WIRE, openapi_validator

ROOT = Path(__file__).parents[4]
ASK = {"model": "m", "messages": [{"role": "user", "content": "안녕"}], "max_tokens": 50}


def post(server: StandIn, path: str, body: Mapping[str, Any], **headers: str) -> httpx2.Response:
    with httpx2.Client(trust_env=False, timeout=5) as client:
        return client.post(server.url + path, json=body, headers=headers)


def get(server: StandIn, path: str) -> httpx2.Response:
    with httpx2.Client(trust_env=False, timeout=5) as client:
        return client.get(server.url + path)


def recorded(name: str) -> Any:
    return json.loads((WIRE / f"{name}.json").read_text(encoding="utf-8"))


def shape(value: Any) -> Any:
    """A JSON value with its leaves replaced by their types."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return type(value).__name__


def test_tgis_chat_answer_has_the_recorded_shape() -> None:
    with TGIServer() as server:
        answer = post(server, "/v1/chat/completions", ASK)
    expected = shape(recorded("test_grammar_response_format_llama__test_grammar_response_format_llama_json"))
    assert shape(answer.json()) == expected
    assert answer.json()["id"] == ""
    openapi_validator("ChatCompletion").validate(
        {**answer.json(), "created": 1} | {"choices": answer.json()["choices"]}
    )
    assert {"x-inference-time", "x-queue-time", "x-prompt-tokens", "x-generated-tokens"} <= set(answer.headers)


def test_tgis_generate_answer_has_the_recorded_shape() -> None:
    with TGIServer() as server:
        body = {"inputs": "안녕", "parameters": {"details": True, "max_new_tokens": 50, "seed": 0}}
        answer = post(server, "/generate", body).json()
    expected = shape(recorded("test_flash_llama__test_flash_llama_all_params"))
    expected["details"]["tokens"] = []
    assert shape(answer) == expected
    openapi_validator("GenerateResponse").validate({**answer, "details": {**answer["details"], "seed": 0}})


def test_tgi_tells_about_itself() -> None:
    with TGIServer() as server:
        openapi_validator("Info").validate(get(server, "/info").json())
        assert get(server, "/health").status_code == 200
        assert "tgi_queue_size 0" in get(server, "/metrics").text
        assert get(server, "/v1/models").json()["object"] == "list"
        assert get(server, "/nothing").status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "missing field `value`"),
        ({"messages": None}, "missing field `messages`"),
        ({"response_format": {"type": "json_object", "value": {"type": "array"}}}, "'properties' field"),
        ({"top_p": 1.0}, "`top_p` must be > 0.0 and < 1.0"),
        ({"stop": list("abcde")}, "up to 4 stop sequences"),
        ({"max_tokens": 99999}, "must be <= 12288"),
    ],
    ids=["OpenAI's dialect", "no messages", "no object", "top_p", "stop", "too long"],
)
def test_tgi_refuses_what_the_real_one_refuses(change: dict[str, Any], message: str) -> None:
    with TGIServer() as server:
        answer = post(server, "/v1/chat/completions", {**ASK, **change})
    assert answer.status_code == 422
    assert message in answer.text


def test_tgi_guards_only_its_generation_routes_with_the_key() -> None:
    with TGIServer(api_key="k") as server:
        refused = post(server, "/v1/chat/completions", ASK)
        assert (refused.status_code, refused.text) == (401, "")
        assert post(server, "/v1/chat/completions", ASK, authorization="Bearer k").status_code == 200
        assert get(server, "/info").status_code == 200


def test_tgi_answers_429_at_once_when_all_slots_are_taken() -> None:
    with TGIServer(max_concurrent=0) as server:
        answer = post(server, "/v1/chat/completions", ASK)
    assert (answer.status_code, answer.json()["error_type"]) == (429, "overloaded")


def test_openai_wants_a_key_and_strict_schemas() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": []}
    form = {"type": "json_schema", "json_schema": {"name": "f", "strict": True, "schema": schema}}
    with OpenAIServer() as server:
        assert post(server, "/v1/chat/completions", ASK).json()["error"]["code"] == "invalid_api_key"
        loose = post(server, "/v1/chat/completions", {**ASK, "response_format": form}, authorization="Bearer k")
        assert "additionalProperties" in loose.json()["error"]["message"]
        schema |= {"additionalProperties": False, "required": ["a"]}
        strict = post(server, "/v1/chat/completions", {**ASK, "response_format": form}, authorization="Bearer k")
    assert strict.json()["choices"][0]["message"]["content"] == '{"a": ""}'


def test_openais_embeddings_are_unit_vectors_that_like_texts_share() -> None:
    body = {"model": "text-embedding-3-small", "input": ["일차방정식", "일차방정식의 풀이", "확률"]}
    with OpenAIServer() as server:
        answer = post(server, "/v1/embeddings", body, authorization="Bearer k").json()
    vectors = [each["embedding"] for each in answer["data"]]
    assert [len(vector) for vector in vectors] == [1536] * 3
    near, far = (sum(a * b for a, b in zip(vectors[0], other, strict=True)) for other in vectors[1:])
    assert near > far
    assert sum(value * value for value in embed("x", 8)) == pytest.approx(1)


def test_faults_come_and_go_and_are_counted() -> None:
    with TGIServer() as server:
        server.fail("500", times=2)
        statuses = [post(server, "/v1/chat/completions", ASK).status_code for _ in range(3)]
        assert statuses == [500, 500, 200]
        assert (len(server.requests), server.connections) == (3, 3)
        with pytest.raises(ValueError, match="black_hole"):
            server.fail("earthquake")


def test_a_server_that_refuses_has_closed_its_port_and_comes_back_on_the_same_one() -> None:
    with OpenAIServer(compatible=True) as server:
        port = server.port
        server.fail("refuse")
        with pytest.raises(httpx2.ConnectError):
            post(server, "/v1/chat/completions", ASK)
        server.heal()
        assert post(server, "/v1/chat/completions", ASK).status_code == 200
        assert server.port == port


def test_faults_can_be_switched_from_another_process() -> None:
    with TGIServer() as server:
        post(server, "/_stand_in/fault", {"fault": "424", "times": 1})
        assert post(server, "/v1/chat/completions", ASK).status_code == 424
        seen = get(server, "/_stand_in/requests").json()["requests"]
    assert [(each["method"], each["path"]) for each in seen] == [("POST", "/v1/chat/completions")]


BLUEPRINT = {
    "type": "object",
    "properties": {name: {"type": "array", "items": {"type": "string"}} for name in ("given", "derived", "stem")}
    | {"answer": {"type": "string"}},
}


def request(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {"type": "json_object", "value": schema}
    return {"messages": [{"role": "user", "content": text}], "response_format": wanted}


@pytest.mark.parametrize(
    ("text", "stem", "values"),
    [
        ("예: $2x + 1 = 5$\n문제: $3x + 5 = 20$을 푸시오.", ["${a}x + {b} = {c}$을 푸시오."], ["3", "5", "20"]),
        (
            "Fill in the form.\n<<<data n1\nquestion: 다음 물음에 답하시오.\n$x - 4 = 9$의 해는?\n"
            "right answer: 13\nsolution: $2x + 0 = 26$\n>>>data n1",
            ["다음 물음에 답하시오.", "${a}x - {b} = {c}$의 해는?"],
            ["1", "4", "9"],
        ),
    ],
)
def test_the_small_author_turns_the_equation_asked_about_into_a_blueprint(
    text: str, stem: list[str], values: list[str]
) -> None:
    form = json.loads(small_author(request(text, BLUEPRINT)))
    assert form["stem"] == stem
    assert [row["value"] for row in form["given"]] == values
    for row in form["given"]:
        low, high = map(int, row["range"].split(".."))
        assert low <= int(row["value"]) <= high


def test_the_small_author_leaves_a_form_empty_that_it_cannot_fill() -> None:
    form = json.loads(small_author(request("피타고라스 정리", BLUEPRINT)))
    assert form == {"given": [], "derived": [], "stem": [], "answer": ""}
    assert empty_form({"enum": ["none", "other"]}) == "none"


def test_a_request_to_repair_is_about_the_data_before_it() -> None:
    first = request("<<<data n\nquestion: $3x + 5 = 20$\n>>>data n", BLUEPRINT)
    repair = [*first["messages"], {"role": "assistant", "content": "{"}, {"role": "user", "content": "again"}]
    assert small_author({**first, "messages": repair}) == small_author(first)


def test_the_small_author_solves_blindly() -> None:
    schema = {"properties": {"answer": {"type": "string"}, "picks": {"type": "array"}}, "type": "object"}
    assert json.loads(small_author(request("$4z - 6 = 8$", schema)))["answer"] == "7/2"


def test_answers_can_be_given_by_what_the_prompt_holds() -> None:
    author = mapped({"소금물": {"answer": "6"}}, otherwise=lambda asked: "else")
    assert author(request("8%의 소금물", BLUEPRINT)) == '{"answer": "6"}'
    assert author(request("물", BLUEPRINT)) == "else"


@pytest.mark.parametrize("module", ["tests.servers.tgi", "tests.servers.openai"])
def test_a_stand_in_runs_from_the_command_line_until_it_is_told_to_stop(module: str) -> None:
    command = [sys.executable, "-m", module, "--port", "0", "--api-key", "k"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with httpx2.Client(trust_env=False, timeout=5) as client:
            headers = {"Authorization": "Bearer k"}
            assert client.post(f"{url}/v1/chat/completions", json=ASK, headers=headers).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
