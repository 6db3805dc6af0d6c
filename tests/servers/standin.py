"""A real HTTP server on loopback that records what it is sent and misbehaves on request.

`TGIServer` and `OpenAIServer` build on it. Use as a context manager; `fail()` switches a fault on, `heal()`
off. From another process: `POST /_stand_in/fault {"fault": "500", "times": 1}` and `GET
/_stand_in/requests`.
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = Callable[[dict[str, Any]], str]

DRIP_SECONDS = 0.05


@dataclass(frozen=True)
class Recorded:
    """One request as it arrived; `json` is None when the body is not JSON."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    json: Any


@dataclass(frozen=True)
class Reply:
    """An answer to write: `body` is text, or an object to be written as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] | None = None
    content_type: str = "application/json"

    def encoded(self) -> bytes:
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    owner: StandIn

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.owner.note_connection(connection)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what half of the tests are about."""


class StandIn:
    """Base of the stand-ins. `requests`, `connections` and `dropped` may be read at any time.

    `connections` counts accepted sockets, so that zero means that nobody even knocked; `dropped` counts
    clients that hung up before they had their answer.
    """

    faults: frozenset[str] = frozenset({"refuse", "black_hole", "drip", "half_answer", "bad_json", "html_200"})

    def __init__(self, *, port: int = 0, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = port
        self.requests: list[Recorded] = []
        self.connections = 0
        self.dropped = 0
        self.changed = threading.Condition()
        self.stopping = threading.Event()
        self._fault = ""
        self._times: int | None = None
        self._listener: _Listener | None = None
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *details: object) -> None:
        self.stopping.set()
        self._hang_up()

    def fail(self, fault: str, times: int | None = None) -> None:
        """Answer with `fault` from now on, or for the next `times` requests. `slow:SECONDS` delays the
        answer."""
        if fault not in self.faults and not fault.startswith("slow:"):
            raise ValueError(f"{fault!r} is none of {', '.join(sorted(self.faults))}, slow:SECONDS")
        with self.changed:
            self._fault, self._times = fault, times
        if fault == "refuse":
            self._hang_up()

    def heal(self) -> None:
        """Behave again."""
        with self.changed:
            self._fault, self._times = "", None
        if self._listener is None:
            self._listen()

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30.0) -> bool:
        """Wait until `condition` holds, which is looked at whenever a request or a hang-up is recorded."""
        with self.changed:
            return self.changed.wait_for(condition, seconds)

    def answer_to(self, request: Recorded) -> Reply:
        """The answer of a healthy server."""
        raise LookupError(request.path)

    def fault_reply(self, fault: str) -> Reply | None:
        """The error body that this kind of server writes for `fault`; None for faults below HTTP."""
        return None

    def note_connection(self, connection: socket.socket) -> None:
        with self.changed:
            self.connections += 1
            self._open.add(connection)

    def note_request(self, request: Recorded) -> str:
        """Record `request` and return the fault in force for it."""
        with self.changed:
            self.requests.append(request)
            fault = self._fault
            if self._times is not None:
                self._times -= 1
                if self._times <= 0:
                    self._fault, self._times = "", None
            self.changed.notify_all()
        return fault

    def note_dropped(self) -> None:
        with self.changed:
            self.dropped += 1
            self.changed.notify_all()

    def _listen(self) -> None:
        listener = _Listener((self.host, self.port), _Handler)
        listener.owner = self
        self.port = listener.server_address[1]
        self._listener = listener
        threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()

    def _hang_up(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown()
            listener.server_close()
        with self.changed:
            connections, self._open = self._open, set()
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            parsed = json.loads(body) if body else None
        except ValueError:
            parsed = None
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Recorded(self.command, self.path, headers, body, parsed)
        if self.path.startswith("/_stand_in/"):
            self._write(self._control(request))
            return
        fault = self.server.owner.note_request(request)
        if not fault:
            self._write(self.server.owner.answer_to(request))
        elif fault.startswith("slow:"):
            if self._client_stays(float(fault.removeprefix("slow:"))):
                self._write(self.server.owner.answer_to(request))
        else:
            self._misbehave(fault, request)

    def _control(self, request: Recorded) -> Reply:
        owner = self.server.owner
        if request.path == "/_stand_in/fault" and isinstance(request.json, dict):
            owner.heal()
            if request.json.get("fault"):
                owner.fail(request.json["fault"], request.json.get("times"))
            return Reply(200, {"fault": request.json.get("fault") or ""})
        requests = [{"method": each.method, "path": each.path, "json": each.json} for each in owner.requests]
        return Reply(200, {"requests": requests, "connections": owner.connections, "dropped": owner.dropped})

    def _misbehave(self, fault: str, request: Recorded) -> None:
        owner = self.server.owner
        reply = owner.fault_reply(fault)
        if reply is not None:
            self._write(reply)
            return
        self.close_connection = True
        healthy = owner.answer_to(request)
        if fault == "black_hole":
            self._client_stays(None)
        elif fault == "drip":
            self._drip(healthy)
        elif fault == "half_answer":
            self._start(healthy, len(healthy.encoded()))
            self.wfile.write(healthy.encoded()[: len(healthy.encoded()) // 2])
        elif fault == "bad_json":
            self._write(Reply(200, healthy.encoded().decode()[:-1] + ",]", healthy.headers))
        elif fault == "html_200":
            page = "<html><body><h1>Bad gateway</h1></body></html>"
            self._write(Reply(200, page, content_type="text/html; charset=utf-8"))

    def _drip(self, healthy: Reply) -> None:
        self._start(healthy, len(healthy.encoded()))
        for byte in healthy.encoded():
            if not self._client_stays(DRIP_SECONDS):
                return
            self.wfile.write(bytes([byte]))

    def _client_stays(self, seconds: float | None) -> bool:
        """Wait, and see whether the client is still there at the end of it."""
        waited = 0.0
        while not self.server.owner.stopping.is_set():
            step = 0.02 if seconds is None else min(0.02, seconds - waited)
            if step <= 0:
                return True
            readable, _, _ = select.select([self.connection], [], [], step)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.close_connection = True
                self.server.owner.note_dropped()
                return False
            waited += step
        return False

    def _start(self, reply: Reply, length: int) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in (reply.headers or {}).items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _write(self, reply: Reply) -> None:
        body = reply.encoded()
        self._start(reply, len(body))
        self.wfile.write(body)
