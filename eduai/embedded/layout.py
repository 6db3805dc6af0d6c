"""Where one machine keeps its things: every path under the data folder, and the lock that guards it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eduai.embedded.refusal import EmbeddedError, unwritable

ROOT = Path(__file__).resolve().parents[2]
MINIMUM_FREE_BYTES = 300 * 1024 * 1024
LOCK_PATIENCE = 90.0


@dataclass(frozen=True)
class Layout:
    """The paths of one data folder (`var/` unless `EDUAI_DATA_DIR` says otherwise)."""

    data_dir: Path

    @classmethod
    def at(cls, data_dir: Path | None = None) -> Layout:
        """The layout of `data_dir`, or of `EDUAI_DATA_DIR`, or of `var/` beside manage.py."""
        chosen = data_dir or Path(os.environ.get("EDUAI_DATA_DIR", "").strip() or ROOT / "var")
        return cls(Path(chosen).absolute())

    @property
    def state(self) -> Path:
        """What runs now: process ids and ports. Removed when everything has stopped."""
        return self.data_dir / "embedded.json"

    @property
    def credentials(self) -> Path:
        """The generated passwords, mode 600."""
        return self.data_dir / "credentials.json"

    @property
    def pointer(self) -> Path:
        """Names the folder of the services where it could not be under the data folder."""
        return self.data_dir / "services.location"

    @property
    def logs(self) -> Path:
        return self.data_dir / "log"

    @property
    def demo(self) -> Path:
        """The log-ins of the demo academies, written by `create_demo`."""
        return self.data_dir / "demo.json"

    def create(self) -> None:
        """Makes the data folder. Raises EmbeddedError where it cannot be written."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.data_dir) as probe:
                probe.write(b"0")
        except OSError as error:
            raise unwritable(self.data_dir, error) from error

    @contextlib.contextmanager
    def lock(self, patience: float = LOCK_PATIENCE) -> Iterator[None]:
        """Held while services are started or stopped. Raises EmbeddedError after `patience` seconds."""
        descriptor = os.open(self.data_dir / "embedded.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not acquire(descriptor, patience):
                raise EmbeddedError(
                    f"Another process has been starting or stopping the services in {self.data_dir} for "
                    f"{patience:.0f} s. Wait for it or end it, then start again.",
                    code="busy",
                )
            yield
        finally:
            os.close(descriptor)


def acquire(descriptor: int, patience: float = 0.0) -> bool:
    """Takes an exclusive lock on an open file; False when it was still held after `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.03)
        else:
            return True


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where the file is absent, cut short or holds something else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_private(path: Path, text: str) -> None:
    """Replaces a file in one step, readable by its owner alone."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def write_json(path: Path, content: dict[str, Any]) -> None:
    """`write_private` of an object."""
    write_private(path, json.dumps(content, indent=1) + "\n")


def free_bytes(path: Path) -> int:
    """Bytes this account may still write on the disk that holds `path` (or its nearest parent)."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


def require_space(path: Path, free: Callable[[Path], int] = free_bytes) -> None:
    """Raises EmbeddedError when under 300 MB are left: a database that fills its disk stops mid-write."""
    left = free(path)
    if left < MINIMUM_FREE_BYTES:
        raise EmbeddedError(
            f"Only {left // 1024**2} MB are free on the disk that holds {path}; "
            f"EduAI needs at least {MINIMUM_FREE_BYTES // 1024**2} MB. "
            "Free some space, or set EDUAI_DATA_DIR to a folder on another disk.",
            code="disk_full",
        )
