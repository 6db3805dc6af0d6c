"""An academy's files: below a folder of its own, named by its schema, in whatever storage is the default one."""

from __future__ import annotations

import errno
import functools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.core.files.storage import FileSystemStorage, default_storage

from tenants import tenancy

_NAMELESS = getattr(os, "O_TMPFILE", 0)  # Linux alone has it
_TAKES_NONE = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL)  # what file systems say to O_TMPFILE


class AcademyStorage(FileSystemStorage):
    """Files of the academy this thread stands in; names are relative to its folder.

    Outside every academy each use raises NoAcademy. Nothing has an address of its own: pages hand files out.
    """

    base_url = None

    @property
    def location(self) -> str:
        """The academy's folder."""
        return os.path.join(os.path.abspath(self.base_location), tenancy.require().schema_name)


def names_of_files(folder: str = "") -> Iterator[str]:
    """The names of all files of the academy this thread stands in, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names_of_files(f"{folder}{name}/")


def remove_files() -> int:
    """This will delete all files of the academy this thread stands in, and its folder. Returns how many there were."""
    found = list(names_of_files())
    for name in found:
        default_storage.delete(name)
    try:
        folder = default_storage.path("")
    except NotImplementedError:  # a store of objects has no folders
        return len(found)
    shutil.rmtree(folder, ignore_errors=True)
    return len(found)


@contextmanager
def unseen(path: Path, *, begun: Callable[[], None]) -> Iterator[tuple[IO[bytes], Callable[[], None]]]:
    """A new file beside `path`, for its owner's eyes alone, and what makes it appear there once it is whole.

    Until then it has no name and ends with the process. A folder that takes no such file gives it a hidden name,
    which a process that is killed leaves behind: `begun` runs before that. Raises OSError when it cannot be
    written, or where there is such a file by then.
    """
    try:
        descriptor = os.open(path.parent, os.O_RDWR | _NAMELESS, 0o600)
    except OSError as error:
        if error.errno not in _TAKES_NONE:
            raise
        begun()
        with _hidden(path.with_name(f".{path.name}.{os.getpid()}.part")) as (file, name):
            yield file, functools.partial(os.replace, name, path)
        return
    with os.fdopen(descriptor, "w+b") as file:
        # With a folder's descriptor Python follows the link to the file itself (linkat, AT_SYMLINK_FOLLOW).
        yield file, functools.partial(os.link, f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)


@contextmanager
def _hidden(name: Path) -> Iterator[tuple[IO[bytes], Path]]:
    try:
        with os.fdopen(os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file, name
    finally:
        with suppress(FileNotFoundError):
            name.unlink()
