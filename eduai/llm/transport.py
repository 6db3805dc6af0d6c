"""The floor both SDKs stand on: an httpx2 transport that keeps the deadline, holds the confirmation while it
writes, follows no redirect or proxy, and sends only the headers named here.

A provider opens an `Exchange` around its SDK call; the transport finds it through a context variable, because
neither SDK passes anything of ours down to the wire. Without an exchange nothing is sent.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2
from httpcore2 import NetworkBackend, NetworkStream

from eduai.llm.deadline import Deadline
from eduai.llm.errors import MalformedAnswer

CONNECT_SECONDS = 5.0
KEEPALIVE_SECONDS = 4.0  # below uvicorn's 5 s, so that we are the ones who close an idle connection
MAX_CONNECTIONS = 256
MAX_ANSWER_BYTES = 8 * 1024 * 1024
SENT_HEADERS = frozenset({"host", "content-type", "content-length", "accept", "user-agent"})

# The spans of httpcore2's trace extension that bound the write of a request.
WRITE_STARTS = "http11.send_request_headers.started"
WRITE_ENDS = frozenset(
    {
        "http11.send_request_body.complete",
        "http11.send_request_body.failed",
        "http11.send_request_headers.failed",
    }
)


class Exchange:
    """One request and what is known of it: filled in by the transport, read by the provider.

    `status` and `headers` are the response's (0 and empty until it came), `written` whether the request
    went out in full, `failure` the error that the guard raised, if it did.
    """

    def __init__(
        self,
        *,
        origin: str,
        deadline: Deadline,
        request_id: str,
        authorization: str = "",
        guard: Callable[[], AbstractContextManager[object]] | None = None,
    ) -> None:
        self.origin = origin
        self.deadline = deadline
        self.request_id = request_id
        self.authorization = authorization
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.written = False
        self.failure: BaseException | None = None
        self._guard = guard
        self._held: AbstractContextManager[object] | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """httpcore2's callback: enter the guard before the first byte, leave it after the last."""
        if event == WRITE_STARTS:
            self._enter()
        elif event in WRITE_ENDS:
            self.written = event.endswith(".complete")
            self.release()

    def _enter(self) -> None:
        if self._guard is None:
            return
        held = self._guard()
        try:
            held.__enter__()
        except BaseException as error:
            self.failure = error
            raise
        self._held = held

    def release(self) -> None:
        """Leave the guard if it is held; safe to call twice."""
        held, self._held = self._held, None
        if held is not None:
            try:
                held.__exit__(None, None, None)
            except BaseException as error:
                self.failure = error
                raise


_exchange: ContextVar[Exchange | None] = ContextVar("eduai_llm_exchange", default=None)


@contextmanager
def exchanging(exchange: Exchange) -> Iterator[Exchange]:
    """Make `exchange` the one that requests of this thread belong to."""
    token = _exchange.set(exchange)
    try:
        yield exchange
    finally:
        _exchange.reset(token)
        exchange.release()


class ClockedStream(NetworkStream):
    """A socket on which no single operation outlasts the deadline of the exchange in force.

    An SDK's timeout is per read, so a server that drips bytes never trips it; here every read gets only the
    time that is left of the whole.
    """

    def __init__(self, stream: NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _time_left(httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # Large bodies go out in pieces, as one slow `send` after another would restart the clock each time.
        view = memoryview(buffer)
        while view:
            piece, view = view[:65536], view[65536:]
            self._stream.write(bytes(piece), _time_left(httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        left = min(CONNECT_SECONDS, _time_left(httpcore2.ConnectTimeout))
        return ClockedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class ClockedBackend(NetworkBackend):
    """Opens `ClockedStream`s; name look-up and all addresses together get `CONNECT_SECONDS`."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        budget = Deadline(min(CONNECT_SECONDS, _time_left(httpcore2.ConnectTimeout)))
        failure: Exception = httpcore2.ConnectError(f"no address for {host}")
        for address in _addresses(host, port, budget):
            if budget.expired:
                raise httpcore2.ConnectTimeout(f"no connection to {host} in time")
            try:
                return ClockedStream(
                    httpcore2.SyncBackend().connect_tcp(
                        address, port, budget.remaining(), local_address, socket_options or []
                    )
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


def _time_left(timeout: type[Exception]) -> float:
    exchange = _exchange.get()
    left = exchange.deadline.remaining() if exchange else 0.0
    if left <= 0:
        raise timeout("the deadline has passed")
    return left


def _addresses(host: str, port: int, budget: Deadline) -> list[str]:
    """The host's addresses. The system's resolver takes no timeout, so it works in a thread that we stop
    waiting for."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    found: list[str] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            records = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(record[4][0]) for record in records))
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=look_up, name="eduai-llm-resolve", daemon=True)
    thread.start()
    thread.join(budget.remaining())
    if failed:
        raise httpcore2.ConnectError(f"{host}: {failed[0]}")
    if not found:
        raise httpcore2.ConnectTimeout(f"the name {host} was not resolved in time")
    return list(found)


class _Limited(httpx2.SyncByteStream):
    """A response body that stops at `MAX_ANSWER_BYTES`."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in self._stream:
            seen += len(chunk)
            if seen > MAX_ANSWER_BYTES:
                raise MalformedAnswer(detail=f"more than {MAX_ANSWER_BYTES} bytes")
            yield chunk

    def close(self) -> None:
        self._stream.close()


class ExchangeTransport(httpx2.HTTPTransport):
    """Sends requests of the exchange in force, and no others."""

    def __init__(self) -> None:
        # The environment may name a private authority (SSL_CERT_FILE), but no proxy.
        self._trusted = httpx2.create_ssl_context(trust_env=True)
        super().__init__(verify=self._trusted, trust_env=False)
        self._process = 0
        self._renewal = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        exchange = _exchange.get()
        if exchange is None:
            raise RuntimeError("a request outside a provider's call is not sent")
        if f"{request.url.scheme}://{request.url.netloc.decode('ascii')}" != exchange.origin:
            raise RuntimeError("a request to another server than the provider's is not sent")
        self._renew_after_fork()
        response = super().handle_request(_prepared(request, exchange))
        exchange.status = response.status_code
        exchange.headers = response.headers
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Limited(response.stream),  # type: ignore[arg-type]
            extensions=response.extensions,
        )

    def _renew_after_fork(self) -> None:
        """Sockets opened before a fork belong to two processes; each process gets a pool of its own."""
        if self._process == os.getpid():
            return
        with self._renewal:
            if self._process != os.getpid():
                self._pool = httpcore2.ConnectionPool(
                    ssl_context=self._trusted,
                    max_connections=MAX_CONNECTIONS,
                    max_keepalive_connections=MAX_CONNECTIONS,
                    keepalive_expiry=KEEPALIVE_SECONDS,
                    network_backend=ClockedBackend(),
                )
                self._process = os.getpid()


def _prepared(request: httpx2.Request, exchange: Exchange) -> httpx2.Request:
    """The request with our headers only. An SDK would add keys found in the environment and facts about the
    host."""
    kept = {name: value for name, value in request.headers.items() if name.lower() in SENT_HEADERS}
    kept["Accept-Encoding"] = "identity"
    kept["X-Request-Id"] = exchange.request_id
    if exchange.authorization:
        kept["Authorization"] = exchange.authorization
    left = exchange.deadline.remaining()
    # A copy: the SDK reads its own headers again when the answer is there.
    return httpx2.Request(
        request.method,
        request.url,
        headers=kept,
        stream=request.stream,
        extensions={
            **request.extensions,
            "timeout": {"connect": left, "read": left, "write": left, "pool": left},
            "trace": exchange.trace,
        },
    )


def build_client() -> httpx2.Client:
    """A client on the transport above. Redirects are not followed: they could carry a note to another
    country."""
    return httpx2.Client(transport=ExchangeTransport(), follow_redirects=False, timeout=None, trust_env=False)


def origin_of(url: str) -> str:
    """`scheme://host[:port]` of a base URL, as requests will show it. Raises ValueError for anything but
    http(s)."""
    parsed = httpx2.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ValueError(f"{url!r} is not an http(s) address")
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"
