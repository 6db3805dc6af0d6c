"""OpenAI, overseas, through the openai SDK. Reached only by prompts whose release names `overseas`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from eduai.llm.calling import Server, network_error, parse, status_error
from eduai.llm.errors import LLMError, QuotaExhausted, ValidationRejected
from eduai.llm.providers.chat import ChatProvider
from eduai.llm.transport import Exchange, build_client
from eduai.llm.types import Place, Prompt

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")

DEFAULT_URL = "https://api.openai.com/v1"


class SDKServer(Server):
    """A server that the openai SDK talks to: OpenAI itself, and those that speak its wire format."""

    @cached_property
    def client(self) -> OpenAI:
        """The SDK's client on our transport."""
        from openai import OpenAI

        # The key and the deadline are the transport's; retries are ours, as the SDK's can take half an hour.
        return OpenAI(api_key="unused", base_url=self.url, max_retries=0, timeout=None, http_client=build_client())

    def foreign(self) -> tuple[type[Exception], ...]:
        import httpx2
        from openai import OpenAIError

        return (OpenAIError, httpx2.HTTPError)

    def translate(self, error: Exception, exchange: Exchange) -> LLMError:
        from openai import APIStatusError

        if not isinstance(error, APIStatusError):
            return network_error(self.name, error, exchange)
        body = error.body if isinstance(error.body, Mapping) else {}
        code = str(body.get("code") or "")
        detail = f"{code} {body.get('param') or ''}: {body.get('message') or error.response.text}"
        if exchange.status == 429 and code == "insufficient_quota":
            return QuotaExhausted(self.name, detail=f"429 {detail}")
        return status_error(self.name, exchange, detail)


class ChatSDKProvider(SDKServer, ChatProvider):
    """What OpenAI's chat and that of servers compatible with it share: structured output."""

    @abstractmethod
    def options(self, prompt: Prompt) -> dict[str, Any]:
        """Fields of the request that differ between servers."""

    def send(self, prompt: Prompt, exchange: Exchange) -> Mapping[str, Any]:
        fields = self.options(prompt)
        if prompt.schema:
            fields["response_format"] = {
                "type": "json_schema",
                "json_schema": {
                    "name": prompt.schema.name,
                    "strict": True,
                    "schema": prompt.schema.value,
                },
            }
        answer = self.client.chat.completions.with_raw_response.create(
            model=self.model, messages=prompt.wire_messages(), **fields
        )
        return parse(self.name, answer.http_response.content)


class OpenAIProvider(ChatSDKProvider):
    """OpenAI's chat completions: nothing stored there, a pseudonym per academy, strict structured output.

    `pseudonym` turns a release's scope into the safety identifier; give a keyed hash, never a person's id.
    """

    def __init__(
        self,
        *,
        model: str,
        api_key: str,
        pseudonym: Callable[[str], str],
        url: str = DEFAULT_URL,
        name: str = "openai",
        capacity: int = 64,
    ) -> None:
        super().__init__(
            name=name,
            place=Place.OVERSEAS,
            model=model,
            url=url or DEFAULT_URL,
            authorization=f"Bearer {api_key}",
            capacity=capacity,
        )
        self._pseudonym = pseudonym
        self._sends_temperature = True

    def options(self, prompt: Prompt) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "max_completion_tokens": prompt.max_tokens,
            "store": False,
            "safety_identifier": self._pseudonym(prompt.release.scope),
        }
        if self._sends_temperature:
            fields["temperature"] = prompt.temperature
        return fields

    def once(self, send: Callable[[Exchange], T], exchange: Exchange) -> T:
        """As the base class; reasoning models refuse `temperature`, which is learned once and then left
        out."""
        try:
            return super().once(send, exchange)
        except ValidationRejected as error:
            if not self._sends_temperature or not error.detail.startswith("400 unsupported_value temperature"):
                raise
            self._sends_temperature = False
            return super().once(send, exchange)
