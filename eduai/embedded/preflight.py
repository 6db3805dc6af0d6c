"""What must be there before anything starts, each named with what to do where it is missing."""

from __future__ import annotations

import importlib.metadata
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eduai.embedded.layout import ROOT, Layout, require_space
from eduai.embedded.refusal import EmbeddedError

MINIMUM_MEMORY_MB = 700
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `problem` is empty where it is as it should be."""

    name: str
    detail: str
    problem: str = ""


def findings(layout: Layout) -> Iterator[Finding]:
    """Looks at one thing after the other. Starts nothing; makes the data folder where it is absent."""
    yield _python()
    packages = _packages()
    yield packages
    if packages.problem:
        return  # the rest needs them
    yield _tried("data folder", str(layout.data_dir), layout.create)
    yield _tried("disk", "at least 300 MB free", lambda: require_space(layout.data_dir))
    yield _memory()
    yield _postgres()
    yield _redis()
    yield _tried("port", f"127.0.0.1:{os.environ.get('PORT') or DEFAULT_PORT}", web_port)


def _tried(name: str, detail: str, look: Callable[[], object]) -> Finding:
    try:
        look()
    except EmbeddedError as error:
        return Finding(name, detail, error.sentence)
    return Finding(name, detail)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    problem = "" if sys.version_info >= (3, 11) else "EduAI needs Python 3.11 or later; run `make setup` with one."
    return Finding("Python", version, problem)


def required_packages(requirements: Path = ROOT / "requirements" / "base.in") -> list[str]:
    """The names of the packages that EduAI itself asks for, from its list."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line) for line in lines)
    return [match[0] for match in found if match]


def _packages() -> Finding:
    missing = []
    for name in required_packages():
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    problem = f"Not installed: {', '.join(missing)}. Run `make setup`." if missing else ""
    return Finding("packages", "installed", problem)


def _memory() -> Finding:
    try:
        import psutil  # type: ignore[import-untyped]
    except ImportError:
        return Finding("memory", "unknown")
    available = int(psutil.virtual_memory().available) // 1024**2
    problem = ""
    if available < MINIMUM_MEMORY_MB:
        problem = f"Only {available} MB of memory are free; EduAI needs about {MINIMUM_MEMORY_MB} MB."
    return Finding("memory", f"{available} MB free", problem)


def _postgres() -> Finding:
    from eduai.embedded import programs, services

    try:
        if services.configured(services.APP_VARIABLE):
            return Finding("PostgreSQL", "the server that DATABASE_URL names")
        program = programs.binary("postgres")
        return Finding("PostgreSQL", *_version(program))
    except EmbeddedError as error:
        return Finding("PostgreSQL", "", error.sentence)


def _redis() -> Finding:
    from eduai.embedded import programs, services

    try:
        if services.configured(services.REDIS_VARIABLE):
            return Finding("Redis", "the server that REDIS_URL names")
        return Finding("Redis", *_version(programs.redis_program()))
    except EmbeddedError as error:
        return Finding("Redis", "", error.sentence)


def _version(program: Path) -> tuple[str, str]:
    """(what `--version` says, the problem where the program cannot run here, such as a missing library)."""
    from eduai.embedded.accounts import run_as

    try:
        done = run_as(None, [str(program), "--version"])
    except OSError as error:
        return "", f"{program} cannot be run: {error.strerror}."
    said = (done.stdout or done.stderr).strip().splitlines()
    if done.returncode != 0:
        return "", f"{program} cannot be run: {' '.join(said)}"
    return said[0], ""


def web_port() -> int:
    """The port of the site from `PORT`, default 8000. Raises EmbeddedError where it is none or is taken."""
    from eduai.embedded.processes import port_is_free
    from eduai.embedded.server import requested_port

    port = requested_port("PORT") or DEFAULT_PORT
    if not port_is_free(port):
        raise EmbeddedError(
            f"Port {port} on 127.0.0.1 is taken by another program. Stop it, or choose another port: "
            f"make run PORT={port + 1 if port < 65535 else DEFAULT_PORT}",
            code="port_taken",
        )
    return port
