"""The account that the services run as, and the folder that this account can reach.

PostgreSQL refuses to run as root. Started by root, the services drop to an unprivileged system account;
started by anyone else they run as that person. No permission of a folder that is not ours is ever changed:
where the data folder lies below one that the account may not enter, the services get a folder elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eduai.embedded.layout import Layout, write_private
from eduai.embedded.refusal import EmbeddedError, unwritable

NAME = "eduai-postgres"
FALLBACKS = ("pgserver", "postgres", "nobody")
STATE_HOME = Path("/var/lib/eduai")


@dataclass(frozen=True)
class Account:
    """An unprivileged system account to drop to."""

    name: str
    uid: int
    gid: int


def named(name: str) -> Account | None:
    """The system account of that name, unless it is root or absent."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def service_account() -> Account | None:
    """None for an ordinary user; for root the account `eduai-postgres`, made on first use.

    Raises EmbeddedError where no account can be made and none of the usual ones exists.
    """
    if os.geteuid() != 0:
        return None
    found = named(NAME) or _create() or next(filter(None, map(named, FALLBACKS)), None)
    if found is None:
        raise EmbeddedError(
            f"PostgreSQL refuses to run as root, and no system account {NAME} could be made. "
            "Run as an ordinary user, or set DATABASE_URL.",
            code="no_account",
        )
    return found


def _create() -> Account | None:
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    shell = shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin") or "/bin/false"
    subprocess.run([program, *options, "--shell", shell, NAME], capture_output=True, check=False)
    return named(NAME)


def run_as(
    account: Account | None,
    command: Sequence[str],
    *,
    given: str = "",
    cwd: Path = Path("/"),
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end as the account (None: as this process) and gives what it said.

    Raises PermissionError where the account may not run it, or this process may not change account.
    """
    return subprocess.run(
        list(command),
        input=given,
        text=True,
        capture_output=True,
        cwd=cwd,
        env=None if environment is None else dict(environment),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        start_new_session=True,  # Ctrl-C at the terminal is for us to answer
        check=False,
    )


def can_enter(path: Path, account: Account) -> bool:
    """Whether the account reaches the folder: asked of the kernel, by trying it as that account.

    Raises EmbeddedError where this process may not change account at all.
    """
    try:
        tried = run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)])
    except PermissionError as error:
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and this process may not change to the account "
            f"{account.name}. Run as an ordinary user, or set DATABASE_URL.",
            code="no_account",
        ) from error
    return tried.returncode == 0


@dataclass(frozen=True)
class Home:
    """The folder of the services and the account that runs them (None: whoever runs EduAI)."""

    path: Path
    account: Account | None


def home(layout: Layout, echo: Callable[[str], None]) -> Home:
    """The folder of the services, made if needed, owned by the account that runs them, mode 700.

    `var/services` wherever the account can enter it; else a folder of ours outside, named in
    `var/services.location` and told through `echo`. Data that exist keep their account.
    Raises EmbeddedError where no folder can be made or the data belong to somebody else.
    """
    known = layout.pointer.read_text(encoding="utf-8").strip() if layout.pointer.is_file() else ""
    if known and not Path(known).exists():
        echo(f"The database's folder {known}, noted in {layout.pointer}, is gone; a new one is made.")
        known = ""
    usual = Path(known) if known else layout.data_dir / "services"
    if usual.exists() or usual.is_symlink():
        return _existing(usual)
    account = service_account()
    place = _make(usual, account)
    if account is None or can_enter(place, account):
        return Home(place, account)
    place.rmdir()
    return Home(_elsewhere(layout, account, echo), account)


def _existing(place: Path) -> Home:
    status = place.lstat()
    if place.is_symlink() or not place.is_dir():
        raise EmbeddedError(
            f"{place} is no folder of EduAI's own (a link or a file). Remove it, or set EDUAI_DATA_DIR.",
            code="foreign_data",
        )
    if os.geteuid() == 0 and status.st_uid != 0:
        return Home(place, Account(account_name(status.st_uid), status.st_uid, status.st_gid))
    if status.st_uid == os.geteuid() != 0:
        return Home(place, None)
    raise EmbeddedError(
        f"{place} belongs to the account {account_name(status.st_uid)}, not to {account_name(os.geteuid())}. "
        "Start EduAI as the account that started it first, or set EDUAI_DATA_DIR to another folder.",
        code="foreign_data",
    )


def _elsewhere(layout: Layout, account: Account, echo: Callable[[str], None]) -> Path:
    mark = hashlib.sha256(os.fsencode(layout.data_dir.resolve())).hexdigest()[:12]
    for candidate in (STATE_HOME / mark, Path(tempfile.gettempdir()) / f"eduai-{mark}"):
        try:
            candidate.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            place = _existing(candidate).path if candidate.exists() else _make(candidate, account)
        except (OSError, EmbeddedError):
            continue
        if can_enter(place, account):
            write_private(layout.pointer, f"{place}\n")
            echo(
                f"The account {account.name} may not enter {layout.data_dir}, and no permission there was "
                f"changed: PostgreSQL and Redis keep their data in {place} (noted in {layout.pointer})."
            )
            return place
    raise EmbeddedError(
        f"The account {account.name} can enter neither {layout.data_dir} nor a folder under {STATE_HOME} or "
        f"{tempfile.gettempdir()}. Set EDUAI_DATA_DIR to a folder it can enter, such as /srv/eduai.",
        code="unreachable",
    )


def _make(place: Path, account: Account | None) -> Path:
    try:
        place.mkdir(mode=0o700)
        if account:
            os.chown(place, account.uid, account.gid)
    except OSError as error:
        raise unwritable(place, error) from error
    return place


def account_name(uid: int) -> str:
    """The name of a system account, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
