"""The embedded PostgreSQL: started, found again after a crash, proven by connecting, stopped by pid."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from eduai.embedded import processes, roles
from eduai.embedded.cluster import SUPERUSER, Cluster, environment, is_postmaster, recorded_port
from eduai.embedded.credentials import Credentials
from eduai.embedded.layout import Layout
from eduai.embedded.programs import binary
from eduai.embedded.refusal import EmbeddedError
from eduai.embedded.server import START_PATIENCE, Server, StillHeld, await_ready, life_lock, require_port

__all__ = ["PORT_VARIABLE", "Postgres", "binary"]

PORT_VARIABLE = "EDUAI_POSTGRES_PORT"
# Fast shutdown; then immediate, which the next start recovers from; then none is left to ask.
# A last checkpoint, and after a crash the replay and a sync of every file, take as long as the data are large:
# a thousand academies are half a million files. Killing a server that is at it only makes it begin again.
RECOVERY_PATIENCE = 900.0
STOP = ((signal.SIGINT, 180.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))
STARTS = 5


@dataclass(frozen=True)
class Postgres:
    """PostgreSQL over one data folder."""

    layout: Layout
    cluster: Cluster
    known: Credentials

    @property
    def log(self) -> Path:
        return self.layout.logs / "postgres.log"

    def proves(self, port: int, timeout: int = 2) -> bool:
        """Whether a server answers on `port`, knows our password and serves this very data folder."""
        where = roles.address(port, SUPERUSER, self.known.superuser, "postgres")
        try:
            with psycopg.connect(where, connect_timeout=timeout) as connection:
                found = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return False
        return found is not None and os.path.realpath(str(found[0])) == os.path.realpath(self.cluster.data)

    def start(self, preferred: int | None = None, requested: int | None = None) -> Server:
        """Starts it, or returns the one that a former run left behind, once it answers.

        `preferred` is tried first and given up where taken; `requested` is the only one allowed. Raises
        EmbeddedError with the cause: foreign version, port taken, or what PostgreSQL's log says.
        """
        self.cluster.require_version()
        self.cluster.prepare_folders()
        deadline = time.monotonic() + START_PATIENCE
        tries = 0
        while tries < STARTS:
            try:
                with life_lock(self.cluster.folder / "life.lock") as lock:
                    tries += 1
                    server = self._launch(lock, preferred if tries == 1 else None, requested)
            except StillHeld:
                server = self.found()
                if server is None and time.monotonic() >= deadline:
                    break
                time.sleep(0.05)
            if server is not None:
                roles.establish(server.port, SUPERUSER, self.known)
                return server
        raise EmbeddedError(
            f"PostgreSQL did not start. Its log {self.log} ends with:\n{processes.tail(self.log)}",
            code="postgres_failed",
        )

    def found(self) -> Server | None:
        """The live server of this data folder by its own pid file, where it answers."""
        pid, port = recorded_port(self.cluster.data) or (0, 0)
        if not is_postmaster(pid, self.cluster.data) or not self.proves(port):
            return None
        identity = processes.identify(pid)
        return Server("PostgreSQL", identity, port) if identity else None

    def _launch(self, lock: int, preferred: int | None, requested: int | None) -> Server | None:
        """One attempt, inside the life lock; None where the server ended before it answered."""
        pid, _port = recorded_port(self.cluster.data) or (0, 0)
        if is_postmaster(pid, self.cluster.data):
            raise StillHeld(f"pid {pid} was started by hand, without our lock")
        if not self.cluster.exists():
            self.cluster.create(self.known.superuser)
        self.cluster.clear_stale()
        if requested is not None:
            require_port("PostgreSQL", PORT_VARIABLE, requested)
        usable = preferred if preferred and processes.port_is_free(preferred) else None
        port = requested or usable or processes.free_port()
        self.cluster.configure(port)
        if self.known.fresh:
            self.cluster.reset_password(self.known.superuser)
        process = self._spawn(lock)
        identity = await_ready(process, lambda: self.proves(port), time.monotonic() + RECOVERY_PATIENCE)
        if identity is not None:
            return Server("PostgreSQL", identity, port, process)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGQUIT)
        process.wait()
        return None

    def _spawn(self, lock: int) -> subprocess.Popen[bytes]:
        return processes.spawn(
            [str(self.cluster.programs / "postgres"), "-D", str(self.cluster.data)],
            log=self.log,
            cwd=self.cluster.home.path,
            account=self.cluster.home.account,
            death_signal=signal.SIGINT,
            environment=environment(),
            keep=(lock,),
        )
