"""The files of PostgreSQL's data folder: made once, configured at every start."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eduai.embedded import processes
from eduai.embedded.accounts import Home, run_as
from eduai.embedded.layout import write_private
from eduai.embedded.programs import POSTGRES_MAJOR
from eduai.embedded.refusal import EmbeddedError, unwritable

SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 88  # sun_path holds 104 to 108 bytes, of which `/.s.PGSQL.65535` takes 15
CONFIGURATION = """\
# Written by EduAI at every start; put changes of your own into postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '128MB'
max_locks_per_transaction = 1024
max_wal_size = '1GB'
checkpoint_timeout = '15min'
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %d '
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
"""
ACCESS = """\
# Written by EduAI at every start: a password for everyone, from this machine only.
local all all scram-sha-256
host  all all 127.0.0.1/32 scram-sha-256
"""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder, the programs that read it and the account they run as."""

    home: Home
    programs: Path
    durable: bool = True

    @property
    def folder(self) -> Path:
        return self.home.path / "postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sockets(self) -> Path | None:
        """The folder of the unix socket; None where its path would be too long for one."""
        folder = self.folder / "run"
        return folder if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER else None

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").is_file()

    def require_version(self) -> None:
        """Raises EmbeddedError when the data belong to another major version of PostgreSQL."""
        if not self.exists():
            return
        version = (self.data / "PG_VERSION").read_text(encoding="ascii", errors="replace").strip()
        if version != str(POSTGRES_MAJOR):
            raise EmbeddedError(
                f"The database in {self.data} was made by PostgreSQL {version}, and this EduAI carries "
                f"PostgreSQL {POSTGRES_MAJOR}. Nothing was changed. To keep the data, dump them with the "
                "EduAI that made them (pg_dumpall) and load them into a new folder; to start afresh, move "
                "that folder away and start again.",
                code="postgres_version",
            )

    def create(self, password: str) -> None:
        """Runs initdb beside the folder and moves the result there: a crash leaves no half database."""
        if self.data.exists() and any(self.data.iterdir()):
            raise EmbeddedError(
                f"{self.data} holds files but no PostgreSQL database. Move it away and start again.",
                code="foreign_data",
            )
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        secret = self._private_file(f"{password}\n")
        try:
            self.run(
                "initdb", "-D", str(unfinished), "-U", SUPERUSER, f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                "--data-checksums", "--no-instructions",
            )  # fmt: skip
        finally:
            secret.unlink(missing_ok=True)
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude 'eduai.conf'\n")
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def prepare_folders(self) -> None:
        """Makes the folders that belong to the account. Raises EmbeddedError where they cannot be made."""
        for folder in filter(None, (self.folder, self.sockets)):
            try:
                folder.mkdir(mode=0o700, exist_ok=True)
                self._give(folder)
            except OSError as error:
                raise unwritable(folder, error) from error

    def configure(self, port: int) -> None:
        """Writes the settings and the access rules for this start."""
        durable = "on" if self.durable else "off"
        settings = CONFIGURATION.format(port=port, sockets=self.sockets or "", durable=durable)
        if sys.platform.startswith("linux"):
            settings += "recovery_init_sync_method = 'syncfs'\n"
        for name, text in (("eduai.conf", settings), ("pg_hba.conf", ACCESS)):
            try:
                write_private(self.data / name, text)
                self._give(self.data / name)
            except OSError as error:
                raise unwritable(self.data, error) from error

    def reset_password(self, password: str) -> None:
        """Gives the superuser a new password without a server: for data whose passwords were lost."""
        if re.fullmatch(r"[A-Za-z0-9_-]+", password) is None:
            raise ValueError("the password would need quoting")
        statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{password}'\n"
        self.run("postgres", "--single", "-D", str(self.data), "template1", given=statement)

    def clear_stale(self) -> None:
        """Removes the pid file and the socket lock of a run that is over: nobody holds the life lock now."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*") if self.sockets else ():
            left.unlink(missing_ok=True)

    def run(self, program: str, *arguments: str, given: str = "") -> None:
        """Runs one of PostgreSQL's programs as the account. Raises EmbeddedError with what it said."""
        done = run_as(
            self.home.account,
            [str(self.programs / program), *arguments],
            given=given,
            cwd=self.home.path,
            environment=environment(),
        )
        if done.returncode != 0:
            said = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
            raise EmbeddedError(f"{program} failed: {said}", code="postgres_failed")

    def _private_file(self, text: str) -> Path:
        descriptor, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        self._give(Path(name))
        return Path(name)

    def _give(self, path: Path) -> None:
        account = self.home.account
        if account:
            os.chown(path, account.uid, account.gid)


def environment() -> dict[str, str]:
    """A plain environment for the servers: none of the caller's PG* variables, locale or time zone."""
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
    plain = {name: os.environ[name] for name in kept if name in os.environ}
    return {**plain, "LC_ALL": "C", "TZ": "UTC"}


def recorded_port(data: Path) -> tuple[int, int] | None:
    """The (pid, port) in postmaster.pid, of whichever run wrote it; None where it cannot be read."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        return int(lines[0]), int(lines[3])
    except (OSError, ValueError, IndexError):
        return None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether a live process under `pid` is the postgres of this data folder, however it was started."""
    if processes.identify(pid) is None:
        return False
    command = processes.command_line(pid)
    folders = {str(data), str(data.resolve())}
    return bool(command) and Path(command[0]).name == "postgres" and not folders.isdisjoint(command)
