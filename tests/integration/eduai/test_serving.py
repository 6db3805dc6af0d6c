"""What the web writes of a request: enough to find a fault, and nothing that opens something or names somebody."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from eduai.embedded import up
from eduai.embedded.layout import Layout
from tests.waiting import until

TOKEN = "q8Zb_live-token_0123456789abcdefghijklmnopq"
APP = """
def application(environ, start_response):
    if environ["PATH_INFO"].endswith("/fault"):
        raise RuntimeError(f"broke at {environ['PATH_INFO']}")
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


class Web:
    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log

    def get(self, path: str, **headers: str) -> int:
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def wrote(self, word: str) -> str:
        until(lambda: word in self.log.read_text(), seconds=10)
        return self.log.read_text()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """The command that starts the site's web, with a small application in the site's place."""
    (tmp_path / "small.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.replace("eduai.wsgi", "small") for part in up.site_children(Layout(tmp_path), port)[0].command]
    log = tmp_path / "log"
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | {"PYTHONPATH": path})
    try:
        until(lambda: "Booting worker" in log.read_text(), seconds=20)
        yield Web(port, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_a_guardians_link_stands_in_no_line_of_the_web_not_even_of_a_fault(web: Web) -> None:
    assert web.get(f"/guardians/{TOKEN}") == 200
    assert web.get(f"/gu%61rdians/{TOKEN}") == 200
    assert web.get("/static/site.css", Referer=f"http://haneul.localhost/guardians/{TOKEN}") == 200
    assert web.get(f"/guardians/{TOKEN}/fault") == 500
    assert web.get("/last") == 200

    written = web.wrote("/last")
    assert TOKEN not in written
    assert written.count('"GET /guardians/-hidden- HTTP/1.1" 200 2 ') == 2
    assert "RuntimeError: broke at /guardians/-hidden-/fault" in written
    assert '"GET /static/site.css HTTP/1.1" 200' in written


def test_a_requests_line_holds_no_query_and_cannot_be_made_two(web: Web) -> None:
    assert web.get("/admin/tenants/student/?q=%EA%B9%80%ED%95%98%EB%8A%98") == 200
    assert web.get("/one%0AGET%20/two") == 200
    written = web.wrote("/one")
    assert '"GET /admin/tenants/student/ HTTP/1.1" 200' in written
    assert "EA%B9%80" not in written
    assert '"GET /one%0AGET%20/two HTTP/1.1" 200' in written
