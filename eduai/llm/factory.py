"""Builds the router and the embedder that the settings describe. The only file of this package that knows Django."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from eduai.llm.base import Confirm, Ledger, Policy, Provider, Redact
from eduai.llm.breaker import SharedBreaker, State
from eduai.llm.embeddings.gateway import Gateway
from eduai.llm.embeddings.kinds import EmbeddingKind, problem
from eduai.llm.embeddings.offline import OfflineEmbedder
from eduai.llm.embeddings.ollama import OllamaEmbedder
from eduai.llm.embeddings.openai import CompatibleEmbedder, OpenAIEmbedder
from eduai.llm.embeddings.tei import TEIEmbedder
from eduai.llm.embeddings.types import Embedder, LocalEmbedder
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.openai import OpenAIProvider
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.replicas import Replica, SharedBoard, watch
from eduai.llm.router import Router
from eduai.llm.types import Place, Schema

if TYPE_CHECKING:
    from redis import Redis

DEFAULT_OPENAI_MODEL = "gpt-4.1-mini"

# One process warms replicas at a time; a dead one's turn is over after this long.
WATCHING = "eduai:replicas:watching"
WATCH_SECONDS = 600.0

# A breaker that waits for Redis would be slower than the server that it protects us from.
REDIS_SECONDS = 0.25


def build_router(policy: Policy, ledger: Ledger, confirm: Confirm, redact: Redact) -> Router:
    """A router over the backends that are set up: `tgi`, `compatible` and `openai`, each only if configured.

    Reads EDUAI_TGI_URLS (comma-separated or a list), EDUAI_TGI_API_KEY, EDUAI_TGI_MODEL,
    EDUAI_COMPATIBLE_URL, EDUAI_COMPATIBLE_MODEL, EDUAI_COMPATIBLE_API_KEY, OPENAI_API_KEY,
    EDUAI_OPENAI_BASE_URL, EDUAI_OPENAI_MODEL, REDIS_URL and SECRET_KEY. Raises ValueError for an address
    that is not http(s).
    """
    redis = connect_redis(_text("REDIS_URL"))
    return Router(
        build_providers(),
        policy=policy,
        ledger=ledger,
        confirm=confirm,
        redact=redact,
        breaker=SharedBreaker(redis),
        board=SharedBoard(redis),
    )


def watch_replicas(schemas: Sequence[Schema]) -> dict[str, Replica]:
    """Looks at the academy's own model servers once and warms those that came up; what was found, by name.

    Empty while another process is at it, or without Redis: then nobody could be told.
    """
    redis = connect_redis(_text("REDIS_URL"))
    replicas = [each for row in build_providers().values() for each in row if each.place is Place.ON_PREMISES]
    if redis is None or not replicas:
        return {}
    watching = redis.lock(WATCHING, timeout=WATCH_SECONDS, blocking=False)
    if not watching.acquire():
        return {}
    try:
        return watch(replicas, schemas, SharedBoard(redis))
    finally:
        watching.release()


def breaker_states() -> dict[str, State]:
    """The circuit of every configured replica, by its name."""
    breaker = SharedBreaker(connect_redis(_text("REDIS_URL")))
    return {each.name: breaker.state(each.name) for row in build_providers().values() for each in row}


def build_embedder(ledger: Ledger, confirm: Confirm, redact: Redact) -> LocalEmbedder | Gateway:
    """The one maker of vectors that the settings name: in this process, or the way to a server.

    Reads EDUAI_EMBEDDING_KIND, EDUAI_EMBEDDING_URL, EDUAI_EMBEDDING_MODEL, EDUAI_EMBEDDING_API_KEY, OPENAI_API_KEY,
    EDUAI_OPENAI_BASE_URL, REDIS_URL and SECRET_KEY. Raises ValueError that names the variable to set.
    """
    kind, url, model = (_text(f"EDUAI_EMBEDDING_{name}") for name in ("KIND", "URL", "MODEL"))
    wrong = problem(kind or EmbeddingKind.OFFLINE, url=url, model=model, openai_key=_text("OPENAI_API_KEY"))
    if wrong:
        raise ValueError(wrong)
    chosen = EmbeddingKind(kind or EmbeddingKind.OFFLINE)
    if chosen is EmbeddingKind.OFFLINE:
        return OfflineEmbedder()
    embedder = _embedder(chosen, url, chosen.model_name(model))
    breaker = SharedBreaker(connect_redis(_text("REDIS_URL")))
    return Gateway(embedder, ledger=ledger, confirm=confirm, redact=redact, breaker=breaker)


def _embedder(kind: EmbeddingKind, url: str, model: str) -> Embedder:
    key = _text("EDUAI_EMBEDDING_API_KEY")
    if kind is EmbeddingKind.TEI:
        return TEIEmbedder(url=url, model=model, api_key=key)
    if kind is EmbeddingKind.OLLAMA:
        return OllamaEmbedder(url=url, model=model)
    if kind is EmbeddingKind.COMPATIBLE:
        return CompatibleEmbedder(url=url, model=model, api_key=key)
    openai_url = url or _text("EDUAI_OPENAI_BASE_URL")
    return OpenAIEmbedder(model=model, api_key=_text("OPENAI_API_KEY"), pseudonym=_pseudonym, url=openai_url)


def build_providers() -> dict[str, Sequence[Provider]]:
    """Backend name → replicas, for the backends that the settings configure. Connects to nothing."""
    providers: dict[str, Sequence[Provider]] = {}
    urls = _addresses("EDUAI_TGI_URLS")
    if urls:
        providers["tgi"] = [
            TGIProvider(
                name=f"tgi-{number}",
                url=url,
                model=_text("EDUAI_TGI_MODEL") or "tgi",
                api_key=_text("EDUAI_TGI_API_KEY"),
            )
            for number, url in enumerate(urls)
        ]
    if _text("EDUAI_COMPATIBLE_URL"):
        providers["compatible"] = [
            CompatibleProvider(
                url=_text("EDUAI_COMPATIBLE_URL"),
                model=_text("EDUAI_COMPATIBLE_MODEL") or "default",
                api_key=_text("EDUAI_COMPATIBLE_API_KEY"),
            )
        ]
    if _text("OPENAI_API_KEY"):
        providers["openai"] = [
            OpenAIProvider(
                model=_text("EDUAI_OPENAI_MODEL") or DEFAULT_OPENAI_MODEL,
                api_key=_text("OPENAI_API_KEY"),
                url=_text("EDUAI_OPENAI_BASE_URL"),
                pseudonym=_pseudonym,
            )
        ]
    return providers


def _pseudonym(scope: str) -> str:
    """The academy as OpenAI may know it: a keyed hash, useless without the installation's secret."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"eduai.llm.safety-identifier", hashlib.sha256).digest()
    return hmac.new(key, scope.encode(), hashlib.sha256).hexdigest()


def _text(name: str) -> str:
    return str(getattr(settings, name, "") or "").strip()


def _addresses(name: str) -> list[str]:
    value = getattr(settings, name, "") or ""
    parts = value.split(",") if isinstance(value, str) else value
    return [str(part).strip() for part in parts if str(part).strip()]


def connect_redis(url: str) -> Redis | None:
    """A client that gives up fast; None without an address. Connects at its first command."""
    if not url:
        return None
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        url,
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
