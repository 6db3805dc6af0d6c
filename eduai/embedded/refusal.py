"""The refusal of the embedded services: a code for machines and a sentence that says what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from eduai.lib.errors import EduError


class EmbeddedError(EduError):
    """A service of this machine cannot run as asked; `sentence` names the cause and the way out."""

    code = "embedded"


def unwritable(path: Path, error: OSError) -> EmbeddedError:
    """The refusal for a folder that could not be made or written, by the cause the system gave."""
    if error.errno == errno.ENOSPC:
        return EmbeddedError(f"The disk that holds {path} is full. Free some space and start again.", code="disk_full")
    causes = {
        errno.EROFS: "it lies on a read-only file system",
        errno.EACCES: "this account may not write there",
        errno.EPERM: "this account may not write there",
        errno.ENOTDIR: "a part of that path is a file, not a folder",
        errno.EEXIST: "a part of that path is a file, not a folder",
    }
    cause = causes.get(error.errno or 0, error.strerror or str(error))
    return EmbeddedError(
        f"The data folder {path} cannot be written: {cause}. "
        "Set EDUAI_DATA_DIR to a folder that this account can write.",
        code="data_dir_unwritable",
    )
