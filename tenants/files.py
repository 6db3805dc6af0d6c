"""An academy's files: below a folder of its own, named by its schema, in whatever storage is the default one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from django.core.files.storage import FileSystemStorage, default_storage

from tenants import tenancy


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
