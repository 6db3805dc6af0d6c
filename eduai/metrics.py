"""The numbers that Prometheus fetches: this process's, or, with PROMETHEUS_MULTIPROC_DIR, the whole machine's."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from eduai.llm.factory import breaker_states

STATES = {"closed": 0, "half_open": 1, "open": 2}


class Breakers:
    """The fleet's circuits as they stand when somebody looks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge a replica: 0 closed, 1 half-open, 2 open."""
        gauge = GaugeMetricFamily("eduai_llm_breaker", "0 closed, 1 half-open, 2 open", labels=["backend"])
        for name, state in breaker_states().items():
            gauge.add_metric([name], STATES[state])
        yield gauge


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format. Numbers and codes only, no academy's name and no student's."""
    together = CollectorRegistry()
    together.register(Breakers())
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if shared:
        MultiProcessCollector(together, shared)
    body = generate_latest(together) if shared else generate_latest(REGISTRY) + generate_latest(together)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)
