"""What importing the library costs: no Django, and no SDK before its first call."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
LIBRARY = [
    "types",
    "errors",
    "base",
    "deadline",
    "transport",
    "breaker",
    "router",
    "pricing",
    "providers.tgi",
    "providers.openai",
    "providers.compatible",
    "providers.scripted",
    "booking",
    "calling",
    "embeddings.gateway",
    "embeddings.offline",
    "embeddings.ollama",
    "embeddings.openai",
    "embeddings.tei",
]


def _loaded_after(*modules: str) -> set[str]:
    code = "; ".join(f"import eduai.llm.{name}" for name in modules) + "; import sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


def test_the_library_loads_no_django_and_no_sdk() -> None:
    loaded = _loaded_after(*LIBRARY)
    assert not loaded & {"django", "openai", "huggingface_hub", "redis", "tenants", "questions"}
    assert {"httpx2", "stamina"} <= loaded


@pytest.mark.parametrize("module", ["types", "errors", "router"])
def test_what_services_use_loads_no_http_client(module: str) -> None:
    assert not _loaded_after(module) & {"httpx2", "django", "openai", "huggingface_hub", "redis"}
