"""Text Generation Inference on the academy's own GPU server, through huggingface_hub's InferenceClient.

TGI speaks its own dialect of structured output: `{"type": "json_object", "value": SCHEMA}`; OpenAI's shape is
answered with a plain-text 422. One provider is one replica. Error bodies, statuses and headers: TGI v3.3.6
router.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eduai.llm.calling import fetch, network_error, parse, status_error
from eduai.llm.deadline import Deadline
from eduai.llm.errors import LLMError, MalformedAnswer
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.transport import Exchange, build_client, exchanging
from eduai.llm.types import Place, Prompt, Schema

if TYPE_CHECKING:
    from huggingface_hub import InferenceClient

WARM_UP_TEXT = "{}"

# TGI's own default of --max-concurrent-requests; above it TGI answers 429 at once instead of queueing.
DEFAULT_CAPACITY = 128

_installing = threading.Lock()
_installed = False


def _install_client() -> None:
    """Put our transport under huggingface_hub, once per process.

    The library keeps one client per process and offers no way to give it one per call. Ours also leaves out
    its request hook, which refuses to reach any server when HF_HUB_OFFLINE is set, the usual state of a GPU
    site.
    """
    global _installed
    from huggingface_hub import set_client_factory

    with _installing:
        if not _installed:
            set_client_factory(build_client)
            _installed = True


class TGIProvider(ChatProvider):
    """One TGI replica at `url` (without `/v1`)."""

    def __init__(self, *, name: str, url: str, model: str, api_key: str = "", capacity: int = DEFAULT_CAPACITY) -> None:
        super().__init__(
            name=name,
            place=Place.ON_PREMISES,
            model=model,
            url=url,
            authorization=f"Bearer {api_key}" if api_key else "",
            capacity=capacity,
        )

    @cached_property
    def _client(self) -> InferenceClient:
        from huggingface_hub import InferenceClient

        _install_client()
        # An empty token would be replaced by $HF_TOKEN; the transport sends our own header or none.
        return InferenceClient(base_url=self.url, token="unused", timeout=None)

    def send(self, prompt: Prompt, exchange: Exchange) -> Mapping[str, Any]:
        extra: dict[str, Any] = {}
        if prompt.schema:
            extra["response_format"] = {"type": "json_object", "value": prompt.schema.value}
        answer = self._client.chat_completion(
            prompt.wire_messages(),
            model=self.model or None,
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
            **extra,
        )
        if not isinstance(answer, Mapping):
            raise MalformedAnswer(self.name, detail=f"{type(answer).__name__} instead of an object")
        return answer

    def foreign(self) -> tuple[type[Exception], ...]:
        import httpx2

        # HfHubHTTPError is an httpx2.HTTPError; the rest is what its permissive parser does with odd JSON.
        return (httpx2.HTTPError, ValueError, TypeError, AttributeError, KeyError, RecursionError)

    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        import httpx2
        from huggingface_hub.errors import HfHubHTTPError, InferenceTimeoutError

        if isinstance(error, HfHubHTTPError) and not isinstance(error, InferenceTimeoutError):
            return status_error(self.name, exchange, _body(error))
        if isinstance(error, httpx2.HTTPError):
            return network_error(self.name, error, exchange)
        return MalformedAnswer(self.name, detail=type(error).__name__)

    def check(self, deadline: Deadline) -> None:
        """GET /health: 200 where the shard answers. Raises LLMError."""
        fetch(self, "/health", deadline)

    def describe(self, deadline: Deadline) -> Mapping[str, Any]:
        """GET /info: model_id, max_concurrent_requests, max_input_tokens, max_total_tokens, … Raises
        LLMError."""
        return parse(self.name, fetch(self, "/info", deadline))

    def limit(self, deadline: Deadline) -> int:
        """`max_concurrent_requests` of /info; TGI's default where it says nothing. Raises LLMError."""
        stated = self.describe(deadline).get("max_concurrent_requests")
        return stated if isinstance(stated, int) and stated > 0 else DEFAULT_CAPACITY

    def warm(self, schema: Schema, deadline: Deadline) -> None:
        """One token under the schema's grammar, which makes the server compile it. Raises LLMError."""
        exchange = Exchange(
            origin=self.origin, deadline=deadline, request_id="warm-up", authorization=self.authorization
        )
        form: Any = {"type": "json_object", "value": schema.value}
        try:
            with exchanging(exchange):
                self._client.chat_completion(
                    [{"role": "user", "content": WARM_UP_TEXT}],
                    model=self.model or None,
                    max_tokens=1,
                    response_format=form,
                )
        except self.foreign() as error:
            raise self.translate(error, exchange) from None


def _body(error: Any) -> str:
    """`error_type: error` of TGI's JSON bodies, or the plain text that its deserialiser answers with."""
    text: str = error.response.text
    try:
        body = json.loads(text)
    except ValueError:
        return text
    if isinstance(body, dict) and "error" in body:
        return f"{body.get('error_type', '')}: {body['error']}"
    return text
