"""A passphrase is read from a file: on a command line it would stand in the machine's list of processes."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError, CommandParser


def add_passphrase(parser: CommandParser, what_for: str) -> None:
    """Adds `--passphrase-file`."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help=f"a file with 16 characters or more, {what_for}"
    )


def passphrase_in(path: Path | None) -> str:
    """The file's one line; empty without a file. Raises CommandError for one that cannot be read."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"passphrase-file: {path} 파일을 읽을 수 없습니다.") from error
