"""The embedded Redis: the wheel's own server program with a configuration of ours, stopped by pid.

Redis carries wake-ups and caches; PostgreSQL is the truth. A damaged append-only file is therefore put
aside, and Redis starts empty rather than not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from eduai.embedded import processes
from eduai.embedded.accounts import Home
from eduai.embedded.cluster import environment
from eduai.embedded.credentials import PASSWORD, generated
from eduai.embedded.layout import Layout, write_private
from eduai.embedded.refusal import EmbeddedError, unwritable
from eduai.embedded.server import START_PATIENCE, Server, StillHeld, await_ready, life_lock, require_port

PORT_VARIABLE = "EDUAI_REDIS_PORT"
STOP = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 10.0))
STARTS = 5
CONFIGURATION = """\
# Written by EduAI at every start.
bind 127.0.0.1
port {port}
requirepass {password}
protected-mode yes
daemonize no
dir "{folder}"
appendonly yes
appendfsync {sync}
save ""
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Redis:
    """Redis over one data folder."""

    layout: Layout
    home: Home
    program: Path
    durable: bool = True

    @property
    def folder(self) -> Path:
        return self.home.path / "redis"

    @property
    def configuration(self) -> Path:
        return self.folder / "redis.conf"

    @property
    def log(self) -> Path:
        return self.layout.logs / "redis.log"

    def address(self) -> str:
        """`redis://` with password and port, as last configured; empty where it never was."""
        configured = self._configured()
        return f"redis://:{configured[1]}@127.0.0.1:{configured[0]}/0" if configured else ""

    def _configured(self) -> tuple[int, str] | None:
        try:
            text = self.configuration.read_text(encoding="utf-8")
        except OSError:
            return None
        port = re.search(r"^port (\d+)$", text, re.MULTILINE)
        password = re.search(rf"^requirepass ({PASSWORD.pattern})$", text, re.MULTILINE)
        return (int(port[1]), password[1]) if port and password else None

    def proves(self, timeout: float = 2.0) -> int | None:
        """The pid of the server that answers, knows our password and serves this folder; None otherwise."""
        where = self.address()
        if not where:
            return None
        once = Retry(NoBackoff(), 0)
        client = redis.Redis.from_url(where, socket_timeout=timeout, socket_connect_timeout=timeout, retry=once)
        try:
            serves = client.config_get("dir")["dir"]
            pid = client.info("server")["process_id"]
            client.ping()  # refused while the append-only file is still being read
        except (RedisError, KeyError):
            return None
        finally:
            client.close()
        same = os.path.realpath(str(serves)) == os.path.realpath(self.folder)
        return int(pid) if same else None

    def found(self) -> Server | None:
        """The live server of this data folder, where it answers."""
        pid = self.proves()
        identity = processes.identify(pid) if pid else None
        configured = self._configured()
        return Server("Redis", identity, configured[0]) if identity and configured else None

    def start(self, preferred: int | None = None, requested: int | None = None) -> Server:
        """Starts it, or returns the one that a former run left behind, once it answers.

        Ports as in `Postgres.start`. Raises EmbeddedError with the cause.
        """
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._give(self.folder)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        deadline = time.monotonic() + START_PATIENCE
        tries = 0
        while tries < STARTS:
            try:
                with life_lock(self.folder / "life.lock") as lock:
                    tries += 1
                    server = self._launch(lock, preferred if tries == 1 else None, requested, deadline)
            except StillHeld:
                server = self.found()
                if server is None and time.monotonic() >= deadline:
                    break
                time.sleep(0.05)
            if server is not None:
                return server
        raise EmbeddedError(
            f"Redis did not start. Its log {self.log} ends with:\n{processes.tail(self.log)}",
            code="redis_failed",
        )

    def _launch(self, lock: int, preferred: int | None, requested: int | None, deadline: float) -> Server | None:
        if requested is not None:
            require_port("Redis", PORT_VARIABLE, requested)
        usable = preferred if preferred and processes.port_is_free(preferred) else None
        port = requested or usable or processes.free_port()
        self._configure(port)
        said = self.log.stat().st_size if self.log.exists() else 0
        process = self._spawn(lock)
        identity = await_ready(process, lambda: self.proves() is not None, deadline)
        if identity is not None:
            return Server("Redis", identity, port, process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        self._put_damaged_aside(said)
        return None

    def _configure(self, port: int) -> None:
        former = self._configured()
        text = CONFIGURATION.format(
            port=port,
            password=former[1] if former else generated(),
            folder=self.folder,
            sync="everysec" if self.durable else "no",
        )
        try:
            write_private(self.configuration, text)
            self._give(self.configuration)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def _put_damaged_aside(self, said: int) -> None:
        if not self.log.exists() or b"Bad file format" not in self.log.read_bytes()[said:]:
            return
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "appendonly.aof").rename(self.folder / f"appendonly.damaged-{int(time.time())}")

    def _spawn(self, lock: int) -> subprocess.Popen[bytes]:
        return processes.spawn(
            [str(self.program), str(self.configuration)],
            log=self.log,
            cwd=self.home.path,
            account=self.home.account,
            death_signal=signal.SIGTERM,
            environment=environment(),
            keep=(lock,),
        )

    def _give(self, path: Path) -> None:
        if self.home.account:
            os.chown(path, self.home.account.uid, self.home.account.gid)
