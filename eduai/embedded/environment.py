"""`make setup`: the virtual environment with the pinned packages, made once and remade when the pins change.

Run by path with any Python from 3.11 on, before anything is installed: standard library only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements" / "development.txt"
FOLDER = ROOT / ".venv"
STAMP = "requirements.sha256"
LOG_LINES = 15
SMALLEST_FREE_BYTES = 1500 * 1024 * 1024


def fingerprint(folder: Path, requirements: Path) -> str:
    """What the environment depends on: the pins, the Python version and its own place (scripts name it)."""
    digest = hashlib.sha256(requirements.read_bytes())
    digest.update(f"{sys.version_info.major}.{sys.version_info.minor} {folder.resolve()}".encode())
    return digest.hexdigest()


def is_current(folder: Path, wanted: str) -> bool:
    """Whether the environment was finished for these pins and still starts."""
    stamp = folder / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="ascii").strip() != wanted:
        return False
    with contextlib.suppress(OSError):
        tried = [str(folder / "bin" / "python"), "-c", "import django, sys; print(sys.prefix)"]
        done = subprocess.run(tried, capture_output=True, text=True, check=False)
        return done.returncode == 0 and Path(done.stdout.strip()).resolve() == folder.resolve()
    return False


def build(folder: Path, requirements: Path) -> None:
    """Makes the environment and installs the pins, each checked by its hash. Raises SystemExit."""
    free = shutil.disk_usage(folder.parent).free
    if free < SMALLEST_FREE_BYTES:
        raise SystemExit(
            f"Only {free // 1024**2} MB are free on the disk of {folder.parent}; the packages need "
            f"{SMALLEST_FREE_BYTES // 1024**2} MB. Free some space and start again."
        )
    (folder / STAMP).unlink(missing_ok=True)
    keep = _can_be_kept(folder)
    venv.create(folder, clear=not keep, with_pip=not keep, symlinks=True)
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--quiet", "-r", str(requirements)]
    log = folder / "setup.log"
    with log.open("wb") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
        raise SystemExit("\n".join([f"The packages could not be installed. {log} ends with:", *said]))


def _can_be_kept(folder: Path) -> bool:
    """Whether an environment of other pins can be brought up to date: same Python, not moved."""
    tried = [str(folder / "bin" / "python"), "-c", "import sys, pip; print(*sys.version_info[:2])"]
    with contextlib.suppress(OSError):
        done = subprocess.run(tried, capture_output=True, text=True, check=False)
        same = done.returncode == 0 and done.stdout.split() == [str(part) for part in sys.version_info[:2]]
        return same and (folder / "bin" / "pip").read_text(encoding="utf-8").startswith(f"#!{folder}/bin/")
    return False


@contextlib.contextmanager
def _alone(requirements: Path) -> Iterator[None]:
    """Two `make` at once build one environment."""
    descriptor = os.open(requirements, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def ensure(folder: Path = FOLDER, requirements: Path = REQUIREMENTS) -> bool:
    """Makes the environment where it is absent, unfinished or of other pins; True where it had to."""
    wanted = fingerprint(folder, requirements)
    with _alone(requirements):
        if is_current(folder, wanted):
            return False
        build(folder, requirements)
        (folder / STAMP).write_text(f"{wanted}\n", encoding="ascii")
    return True


def main() -> None:
    """One progress line where there is something to do, none where there is not."""
    begun = time.monotonic()
    if is_current(FOLDER, fingerprint(FOLDER, REQUIREMENTS)):
        return
    print(f"· packages into {FOLDER} (first time: a minute or two) … ", end="", flush=True)
    try:
        ensure()
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; the next run goes on where this one stopped.") from None
    print(f"{time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    main()
