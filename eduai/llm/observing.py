"""What is seen of model calls from outside: Prometheus numbers and, where configured, OpenTelemetry spans.

Neither carries a word of a prompt or an answer, nor a person. `scope` is the academy's opaque number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

from eduai.llm.errors import LLMError
from eduai.llm.types import Attempt, Usage

if TYPE_CHECKING:
    from opentelemetry.trace import Span

SERVED = "served"
SECONDS = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60)

CALLS = Counter("eduai_llm_calls", "Model calls by how they ended", ["scope", "task", "backend", "outcome"])
TOKENS = Counter("eduai_llm_tokens", "Tokens of answered calls", ["task", "backend", "kind"])
LATENCY = Histogram("eduai_llm_seconds", "Wall time of answered calls", ["task", "backend"], buckets=SECONDS)
QUEUE = Histogram("eduai_llm_queue_seconds", "Time in the model server's own queue", ["backend"], buckets=SECONDS)
FALLBACKS = Counter("eduai_llm_fallbacks", "Served calls that an earlier backend did not serve", ["task", "backend"])
COST = Counter("eduai_llm_cost_won", "What calls cost, in won", ["task", "backend"])


class Seen:
    """One attempt under observation; `answered` notes what came back."""

    def __init__(self, attempt: Attempt, span: Span) -> None:
        self.attempt = attempt
        self._span = span

    def answered(self, usage: Usage, milliseconds: float, queue_seconds: float | None) -> None:
        """Counts tokens and time of an answer."""
        labels = {"task": self.attempt.task, "backend": self.attempt.backend}
        TOKENS.labels(**labels, kind="prompt").inc(usage.prompt_tokens)
        TOKENS.labels(**labels, kind="completion").inc(usage.completion_tokens)
        LATENCY.labels(**labels).observe(milliseconds / 1000)
        if queue_seconds is not None:
            QUEUE.labels(backend=self.attempt.backend).observe(queue_seconds)
        self.ended(SERVED)
        self._span.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
        self._span.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)

    def ended(self, outcome: str) -> None:
        """Counts the attempt; `outcome` is `served` or an error's code."""
        attempt = self.attempt
        CALLS.labels(attempt.scope, attempt.task, attempt.backend, outcome).inc()
        self._span.set_attribute("eduai.outcome", outcome)


@contextmanager
def seen(attempt: Attempt, operation: str) -> Iterator[Seen]:
    """Counts the attempt made inside, and traces it where OpenTelemetry is set up (attribute names: its conventions
    for generative AI)."""
    from opentelemetry import trace

    facts = {
        "gen_ai.operation.name": operation,
        "gen_ai.request.model": attempt.model,
        "eduai.backend": attempt.backend,
        "eduai.task": attempt.task,
        "eduai.scope": attempt.scope,
        "eduai.request_id": attempt.request_id,
    }
    tracer = trace.get_tracer("eduai.llm")
    with tracer.start_as_current_span(f"{operation} {attempt.task}", attributes=facts, record_exception=False) as span:
        found = Seen(attempt, span)
        try:
            yield found
        except LLMError as error:
            found.ended(error.code)
            raise
