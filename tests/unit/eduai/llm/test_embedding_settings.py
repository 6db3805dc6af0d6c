"""The settings choose one embedder, and say which variable is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eduai.llm import factory
from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.kinds import EmbeddingKind
from eduai.llm.embeddings.offline import OfflineEmbedder
from eduai.llm.embeddings.types import EmbeddingRequest, LocalEmbedder, Texts
from eduai.llm.types import Place
from tests.servers import tei
from tests.servers.ollama import OllamaServer
from tests.servers.openai import OpenAIServer
from tests.servers.tei import TEIServer
from tests.unit.eduai.llm.doubles import Blackener, Books, Guard, release

ROOT = Path(__file__).parents[4]
SERVER = {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://x", "EDUAI_BASE_DOMAIN": "eduai.test"}


def build(monkeypatch: pytest.MonkeyPatch, **values: object) -> LocalEmbedder | Gateway:
    monkeypatch.setattr(factory, "settings", SimpleNamespace(SECRET_KEY="s" * 50, **values))
    return factory.build_embedder(Books(), Guard(), Blackener())


def dimensions(gateway: LocalEmbedder | Gateway) -> int:
    assert isinstance(gateway, Gateway)
    asked = EmbeddingRequest(release(*Place), "embedding", Texts(("문제",)))
    return gateway.embed(asked, deadline_seconds=30).dimensions


def test_without_settings_vectors_are_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for values in ({}, {"EDUAI_EMBEDDING_KIND": "offline", "EDUAI_EMBEDDING_MODEL": "left over"}):
        built = build(monkeypatch, **values)
        assert isinstance(built, OfflineEmbedder) and built.model == "char-ngrams-1"


def test_each_kind_speaks_to_its_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with TEIServer() as at_tei, OllamaServer() as at_ollama, OpenAIServer(compatible=True) as at_openai:
        servers: dict[str, dict[str, Any]] = {
            "tei": {"EDUAI_EMBEDDING_URL": at_tei.url, "EDUAI_EMBEDDING_MODEL": tei.MODEL},
            "ollama": {"EDUAI_EMBEDDING_URL": at_ollama.url, "EDUAI_EMBEDDING_MODEL": "bge-m3"},
            "compatible": {"EDUAI_EMBEDDING_URL": at_openai.base_url, "EDUAI_EMBEDDING_MODEL": "m"},
            "openai": {"EDUAI_OPENAI_BASE_URL": at_openai.base_url, "OPENAI_API_KEY": "sk-1"},
        }
        found = {
            kind: dimensions(build(monkeypatch, EDUAI_EMBEDDING_KIND=kind, EDUAI_EMBEDDING_API_KEY="e-1", **values))
            for kind, values in servers.items()
        }
        assert found == {"tei": 1024, "ollama": 768, "compatible": 1536, "openai": 1536}
        assert [each.headers["authorization"] for each in at_openai.requests] == ["Bearer e-1", "Bearer sk-1"]
        assert at_tei.embeds[0].headers["authorization"] == "Bearer e-1"
        assert len(at_openai.requests[1].json["user"]) == 64, "a keyed hash, never the academy"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"EDUAI_EMBEDDING_KIND": "word2vec"}, "offline, tei, ollama, openai, compatible"),
        ({"EDUAI_EMBEDDING_KIND": "tei"}, "EDUAI_EMBEDDING_URL and EDUAI_EMBEDDING_MODEL"),
        ({"EDUAI_EMBEDDING_KIND": "ollama", "EDUAI_EMBEDDING_URL": "http://x"}, "needs EDUAI_EMBEDDING_MODEL"),
        ({"EDUAI_EMBEDDING_KIND": "openai"}, "OPENAI_API_KEY"),
        ({"EDUAI_EMBEDDING_KIND": "tei", "EDUAI_EMBEDDING_URL": "x:1", "EDUAI_EMBEDDING_MODEL": "m"}, "x:1"),
    ],
)
def test_half_a_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, values: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        build(monkeypatch, **values)


def test_a_kind_says_where_texts_go_and_under_which_name_vectors_are_kept() -> None:
    places = {str(kind): kind.place for kind in EmbeddingKind}
    home, overseas = Place.ON_PREMISES, Place.OVERSEAS
    assert places == {"offline": None, "tei": home, "ollama": home, "openai": overseas, "compatible": home}
    assert [kind.model_name("") for kind in EmbeddingKind] == ["char-ngrams-1", "", "", "text-embedding-3-small", ""]
    assert EmbeddingKind.TEI.model_name("bge-m3") == "bge-m3"


@pytest.mark.parametrize(("kind", "said"), [("", ""), ("tei", "EDUAI_EMBEDDING_URL and EDUAI_EMBEDDING_MODEL")])
def test_a_server_does_not_start_with_half_of_it(kind: str, said: str) -> None:
    given = {"EDUAI_SECRET_KEY": "s" * 50, "EDUAI_ENCRYPTION_KEY": "e" * 50, "EDUAI_EMBEDDING_KIND": kind, **SERVER}
    command = [sys.executable, "-c", "import eduai.settings.production"]
    run = subprocess.run(command, cwd=ROOT, env={"PATH": os.environ["PATH"], **given}, capture_output=True, text=True)
    assert (run.returncode == 0) is (not said), run.stderr
    assert said in run.stderr
