"""PostgreSQL and Redis for one machine: start what is not running, stop only what was started here."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eduai.embedded import postgres, processes, programs, redis_server, roles
from eduai.embedded.accounts import Home, home
from eduai.embedded.cluster import SUPERUSER, Cluster
from eduai.embedded.credentials import Credentials, keep_credentials, read_credentials
from eduai.embedded.layout import Layout, read_json, require_space, write_json
from eduai.embedded.postgres import Postgres
from eduai.embedded.processes import Identity
from eduai.embedded.redis_server import Redis
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.server import Server, requested_port

Echo = Callable[[str], None]
APP_VARIABLE, OWNER_VARIABLE = "DATABASE_URL", "EDUAI_OWNER_DATABASE_URL"
SUPERUSER_VARIABLE, REDIS_VARIABLE = "EDUAI_SUPERUSER_DATABASE_URL", "REDIS_URL"
STOPS = {"postgres": postgres.STOP, "redis": redis_server.STOP}


def silent(_line: str) -> None:
    """The echo of those who want none."""


@dataclass(frozen=True)
class Services:
    """Where the database and Redis of this run answer, embedded or not."""

    app_url: str
    owner_url: str
    redis_url: str
    superuser_url: str = ""
    socket_dir: Path | None = None

    def environment(self) -> dict[str, str]:
        """The variables by which settings and child processes find the services."""
        named = {
            APP_VARIABLE: self.app_url,
            OWNER_VARIABLE: self.owner_url,
            SUPERUSER_VARIABLE: self.superuser_url,
            REDIS_VARIABLE: self.redis_url,
        }
        return {name: value for name, value in named.items() if value}


def configured(name: str) -> str:
    """A service's address from the environment: `NAME`, or the file `NAME_FILE` names; empty if unset."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return os.environ.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EmbeddedError(
            f"{name}_FILE names {path}, which cannot be read: {error.strerror}.", code="unreadable"
        ) from error


class Machine:
    """The embedded services of one data folder, and which of them this process started."""

    def __init__(self, layout: Layout, *, echo: Echo = silent, durable: bool = True) -> None:
        self.layout = layout
        self.echo = echo
        self.durable = durable
        self.external = {"postgres": configured(APP_VARIABLE), "redis": configured(REDIS_VARIABLE)}
        self.started: dict[str, Server] = {}
        self.running: dict[str, Server] = {}
        self.here = processes.identify(os.getpid())

    def start(self) -> Services:
        """Starts or finds each service that the environment does not name. Raises EmbeddedError."""
        if all(self.external.values()):
            return self.addresses(None, None)
        self.layout.create()
        require_space(self.layout.data_dir)
        with self.layout.lock():
            place = home(self.layout, self.echo)
            require_space(place.path)
            known = read_credentials(self.layout)
            database = None if self.external["postgres"] else self._postgres(place, known)
            queue = None if self.external["redis"] else self._redis(place)
            if database:
                self._ensure("postgres", database)
                keep_credentials(self.layout, known)
            if queue:
                self._ensure("redis", queue)
            return self.addresses(database, queue)

    def revive(self) -> None:
        """Starts again, on the same port, what has ended since: the addresses given out stay true."""
        for server in self.running.values():
            if server.process:
                server.process.poll()  # collects a child of ours that has ended
        if all(processes.alive(server.identity) for server in self.running.values()):
            return
        with self.layout.lock():
            place = home(self.layout, self.echo)
            if not self.external["postgres"]:
                self._ensure("postgres", self._postgres(place, read_credentials(self.layout)), again=True)
            if not self.external["redis"]:
                self._ensure("redis", self._redis(place), again=True)

    def stop(self) -> None:
        """Stops what this process started (Redis first), if it is still the one that runs."""
        if not self.started:
            return
        with self.layout.lock():
            state = read_json(self.layout.state)
            for name in ("redis", "postgres"):
                server = self.started.pop(name, None)
                if server is None:
                    continue
                server.stop(STOPS[name])
                if processes.from_json(state.get(name)) == server.identity:
                    state.pop(name)
            _write_state(self.layout, state)

    def _ensure(self, name: str, service: Postgres | Redis, *, again: bool = False) -> None:
        state = read_json(self.layout.state)
        entry = state.get(name) or {}
        if again and name in self.running and processes.alive(self.running[name].identity):
            return
        found = service.found()
        starter = processes.from_json(entry.get("starter"))
        if found and starter != self.here and processes.alive(starter):
            self.running[name] = found
            self.echo(f"{found.name} is running already (pid {found.identity.pid}, port {found.port})")
            return
        begun = time.monotonic()
        former = self.running.get(name)
        port = former.port if former else entry.get("port")
        requested = None if again else requested_port(f"EDUAI_{name.upper()}_PORT")
        server = found or service.start(port if isinstance(port, int) else None, requested)
        self.started[name] = self.running[name] = server
        state[name] = {**server.as_json(), "starter": self.here.as_json() if self.here else None}
        _write_state(self.layout, state)
        verb = "taken over" if found else "started again" if again else "started"
        self.echo(f"{server.name} {verb} on port {server.port} … {time.monotonic() - begun:.1f} s")

    def _postgres(self, place: Home, known: Credentials) -> Postgres:
        cluster = Cluster(place, programs.postgres_programs(place), self.durable)
        return Postgres(self.layout, cluster, known)

    def _redis(self, place: Home) -> Redis:
        return Redis(self.layout, place, programs.redis_server(place), self.durable)

    def addresses(self, database: Postgres | None, queue: Redis | None) -> Services:
        """Where each service answers: the embedded one where given, else what the environment names."""
        redis_url = queue.address() if queue else self.external["redis"]
        if database is None:
            app = self.external["postgres"]
            owner = configured(OWNER_VARIABLE) or app
            return Services(app, owner, redis_url, configured(SUPERUSER_VARIABLE))
        port, known = self.running["postgres"].port, database.known
        return Services(
            app_url=roles.address(port, roles.APP, known.app),
            owner_url=roles.address(port, roles.OWNER, known.owner),
            redis_url=redis_url,
            superuser_url=roles.address(port, SUPERUSER, known.superuser, "postgres"),
            socket_dir=database.cluster.sockets,
        )


def _write_state(layout: Layout, state: Mapping[str, Any]) -> None:
    if state:
        write_json(layout.state, dict(state))
    else:
        layout.state.unlink(missing_ok=True)


@contextlib.contextmanager
def in_environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Sets variables of this process, and puts back what was there."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def running(data_dir: Path | None = None, *, echo: Echo = silent, durable: bool = True) -> Iterator[Services]:
    """Starts what is not running, yields where it answers, and stops on exit only what it started.

    `data_dir` defaults to `EDUAI_DATA_DIR`, then `var/`. A service whose address the environment gives
    (`DATABASE_URL`, `REDIS_URL`) is not started. Inside, the process environment holds the addresses.
    `durable=False` trades crash safety for speed (test databases). Raises EmbeddedError with a sentence.
    """
    machine = Machine(Layout.at(data_dir), echo=echo, durable=durable)
    try:
        services = machine.start()
        with in_environment(services.environment()):
            yield services
    finally:
        machine.stop()


def current(data_dir: Path | None = None) -> Services | None:
    """The embedded services that run now by `embedded.json`, proven by connecting; None where they do not.

    A service whose address the environment gives is taken from there, unproven.
    """
    layout = Layout.at(data_dir)
    machine = Machine(layout)
    state = read_json(layout.state)
    known = read_credentials(layout)
    place = _place(layout)
    database = queue = None
    if not machine.external["postgres"]:
        if known.fresh or "postgres" not in state or place is None:
            return None
        database = Postgres(layout, Cluster(place, programs.postgres_folder()), known)
    if not machine.external["redis"]:
        if "redis" not in state or place is None:
            return None
        queue = Redis(layout, place, programs.redis_program())
    for name, service in (("postgres", database), ("redis", queue)):
        found = service.found() if service else None
        if service and not found:
            return None
        if found:
            machine.running[name] = found
    return machine.addresses(database, queue)


def _place(layout: Layout) -> Home | None:
    """The services' folder as it stands, without making one."""
    pointed = layout.pointer.read_text(encoding="utf-8").strip() if layout.pointer.is_file() else ""
    path = Path(pointed) if pointed else layout.data_dir / "services"
    return Home(path, None) if path.is_dir() else None


def recorded(layout: Layout) -> dict[str, tuple[Server, Identity | None]]:
    """What `embedded.json` says of each service that is alive: the server and the process that started it."""
    alive: dict[str, tuple[Server, Identity | None]] = {}
    for name, entry in read_json(layout.state).items():
        identity = processes.from_json(entry) if isinstance(entry, dict) else None
        if name in STOPS and identity and processes.alive(identity):
            title = "PostgreSQL" if name == "postgres" else "Redis"
            starter = processes.from_json(entry.get("starter"))
            alive[name] = (Server(title, identity, int(entry.get("port") or 0)), starter)
    return alive


def stop_all(layout: Layout) -> list[str]:
    """Stops every service of this data folder, whoever started it; the names of those it stopped."""
    with layout.lock():
        stopped = []
        for name, (server, _starter) in sorted(recorded(layout).items(), reverse=True):
            server.stop(STOPS[name])
            stopped.append(server.name)
        _write_state(layout, {})
    return stopped
