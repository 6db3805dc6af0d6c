"""A worker that was forked after a call does not share its parent's connections."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.openai import OpenAIServer
from tests.servers.tgi import TGIServer

ROOT = Path(__file__).parents[4]

SCRIPT = """
import os, sys
from eduai.llm.deadline import Deadline
from eduai.llm.providers.compatible import CompatibleProvider
from eduai.llm.providers.tgi import TGIProvider
from eduai.llm.types import Place
from tests.unit.eduai.llm.doubles import Guard, prompt

kind, url = sys.argv[1:]
provider = (
    TGIProvider(name="tgi-0", url=url, model="m") if kind == "tgi" else CompatibleProvider(url=url, model="m")
)

def ask(text):
    asked = prompt(Place.ON_PREMISES, text=text, schema=None)
    return provider.complete(asked, deadline=Deadline(10), request_id="x", confirm=Guard()).text

assert ask("before") == "before"
child = os.fork()
mine = "child" if child == 0 else "parent"
texts = [ask(f"{mine} {number}") for number in range(5)]
right = texts == [f"{mine} {number}" for number in range(5)]
if child == 0:
    os._exit(0 if right else 1)
_, status = os.waitpid(child, 0)
sys.exit(0 if right and status == 0 else 1)
"""


@pytest.mark.parametrize("kind", ["tgi", "compatible"])
def test_parent_and_child_each_have_a_connection_and_get_their_own_answers(kind: str) -> None:
    def echo(request: dict[str, list[dict[str, str]]]) -> str:
        return request["messages"][-1]["content"]

    server = TGIServer(echo) if kind == "tgi" else OpenAIServer(echo, compatible=True)
    with server:
        url = server.url if kind == "tgi" else f"{server.url}/v1"
        run = subprocess.run([sys.executable, "-c", SCRIPT, kind, url], cwd=ROOT, timeout=30, check=False)
        assert run.returncode == 0
        assert len(server.requests) == 11
        assert server.connections == 2
