"""A real SMTP server on loopback that keeps what it is handed, and refuses on request."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Any, Self


class SmtpStandIn:
    """`mails` are what it took; `refuse` maps a command's first word to the answer it gets instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuse: dict[str, str] = {}
        self.port = 0

    def __enter__(self) -> Self:
        owner = self

        class Session(_Session):
            stand_in = owner

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *details: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    stand_in: SmtpStandIn

    def handle(self) -> None:
        self._say("220 loopback")
        for line in iter(self.rfile.readline, b""):
            word = line.split(None, 1)[0].decode().upper() if line.strip() else ""
            refused = self.stand_in.refuse.get(word)
            if refused:
                self._say(refused)
            elif word == "DATA":
                self._data()
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                if word == "RCPT":
                    self.stand_in.recipients.append(line.decode().strip().partition("<")[2].rstrip(">"))
                self._say("250 ok")

    def _data(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line.removeprefix(b"."))
        self.stand_in.mails.append(_read(b"".join(lines)))
        self._say("250 taken")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def _read(text: bytes) -> Any:
    return email.message_from_bytes(text, policy=email.policy.default)
