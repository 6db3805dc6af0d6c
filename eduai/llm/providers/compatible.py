"""vLLM, Ollama and llama.cpp on the academy's side, over the OpenAI wire format.

The openai SDK and not InferenceClient: the latter rewrites a json_schema into TGI's dialect, and these
servers then ignore the schema without saying so.
"""

from __future__ import annotations

from typing import Any

from eduai.llm.calling import fetch
from eduai.llm.deadline import Deadline
from eduai.llm.providers.openai import ChatSDKProvider
from eduai.llm.types import Place, Prompt


class CompatibleProvider(ChatSDKProvider):
    """One server at `url` (with `/v1` where the server has it)."""

    def __init__(
        self, *, url: str, model: str, api_key: str = "", name: str = "compatible", capacity: int = 64
    ) -> None:
        super().__init__(
            name=name,
            place=Place.ON_PREMISES,
            model=model,
            url=url,
            authorization=f"Bearer {api_key}" if api_key else "",
            capacity=capacity,
        )

    def check(self, deadline: Deadline) -> None:
        """GET …/models, which all of these servers have. Raises LLMError."""
        fetch(self, "/models", deadline)

    def options(self, prompt: Prompt) -> dict[str, Any]:
        return {"max_tokens": prompt.max_tokens, "temperature": prompt.temperature}
