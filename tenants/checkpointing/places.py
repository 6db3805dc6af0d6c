"""Where checkpoints are kept: a folder, an HTTP store that takes PUT, a mailbox. Chosen by EDUAI_CHECKPOINT_URL.

Each place only adds. None may be writable by whoever may change the database: that is what makes it worth asking.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tenants.messaging.mail import MailMessenger
from tenants.messaging.types import MessageFailed, Outgoing

SECONDS = 10.0
# A store that keeps objects answers 412 to an object that is there already, under a name that holds its hash.
KEPT = (200, 201, 204, 412)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotKept(Exception):
    """A place did not take a checkpoint; `code` says why, without its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `name` is its address without user and password."""

    name: str
    _keep: Callable[[str, str, bytes], None]

    def keep(self, academy: str, name: str, line: bytes) -> None:
        """This will add a checkpoint, `name` naming it among the academy's. Raises NotKept."""
        self._keep(academy, name, line)


def places() -> list[Place]:
    """The places of EDUAI_CHECKPOINT_URL. Raises ImproperlyConfigured for one of no known kind."""
    return [place_of(address) for address in settings.EDUAI_CHECKPOINT_URL]


def place_of(address: str) -> Place:
    """The place at `file:///folder`, `https://[user:password@]store/path` or `mailto:person@host`.

    Plain http is taken for this machine alone (고시 제7조제4항). Raises ImproperlyConfigured.
    """
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return Place(address, _Folder(Path(unquote(parts.path))).keep)
    if parts.scheme == "mailto" and "@" in parts.path:
        return Place(address, _Mailbox(parts.path).keep)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        host = parts.netloc.rpartition("@")[2]
        bare = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), parts.query, ""))
        return Place(bare, _Store(bare, parts.username or "", parts.password or "").keep)
    raise ImproperlyConfigured("EDUAI_CHECKPOINT_URL takes file:///folder, https://store/path and mailto:person@host.")


def folder_of(place: Place) -> Path | None:
    """The folder of a place that is one on this machine; None for the others."""
    parts = urlsplit(place.name)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


@dataclass(frozen=True, slots=True)
class _Folder:
    """One file for each academy, a line for each checkpoint, on the disk before it counts."""

    folder: Path

    def keep(self, academy: str, name: str, line: bytes) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.folder / f"{academy}.jsonl", os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                self._append(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise NotKept("file") from error

    def _append(self, descriptor: int, line: bytes) -> None:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"  # a writer was killed in the middle
        whole = (b"\n" if torn else b"") + line
        if os.write(descriptor, whole) != len(whole):
            raise NotKept("full")
        os.fsync(descriptor)


@dataclass(frozen=True, slots=True)
class _Store:
    """One object for each checkpoint, by PUT: S3-compatible stores behind a gateway, WebDAV. Never overwritten."""

    address: str
    user: str
    password: str

    def keep(self, academy: str, name: str, line: bytes) -> None:
        parts = urlsplit(self.address)
        address = urlunsplit(parts._replace(path=f"{parts.path}/{academy}/{name}.json"))
        login = httpx2.BasicAuth(unquote(self.user), unquote(self.password)) if self.user else None
        headers = {"content-type": "application/json", "if-none-match": "*"}
        try:
            with httpx2.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
                answer = client.put(address, content=line, headers=headers, auth=login)
        except httpx2.HTTPError as error:
            raise NotKept("unreachable") from error
        if answer.status_code not in KEPT:
            raise NotKept(f"http-{answer.status_code}")


@dataclass(frozen=True, slots=True)
class _Mailbox:
    """One message for each checkpoint, to the academy's or an auditor's mailbox."""

    to: str

    def keep(self, academy: str, name: str, line: bytes) -> None:
        if not settings.EDUAI_MAIL_FROM:
            raise NotKept("mail_not_set")
        subject = f"EduAI checkpoint {academy} {name}"
        message = Outgoing(
            reference=f"{academy}-{name}",
            channel="mail",
            kind="checkpoint",
            recipient=self.to,
            subject=subject,
            body=line.decode(),
        )
        try:
            MailMessenger(sender=settings.EDUAI_MAIL_FROM).send(message)
        except MessageFailed as error:
            raise NotKept(error.code) from error
