"""The stand-ins' command line: start one, print its address as a JSON line, stop at SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.servers.author import Answer, mapped
from tests.servers.standin import StandIn


def serve(build: Callable[[Answer, argparse.Namespace], StandIn]) -> None:
    """Run the server that `build(answer, arguments)` makes until a signal ends it."""
    parser = argparse.ArgumentParser(description="A stand-in for a model server, on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--answers", type=Path, help="JSON object: text to find in the prompt → answer")
    parser.add_argument("--fault", default="", help="misbehave from the start")
    parser.add_argument("--api-key", default="", help="refuse requests without this key")
    arguments = parser.parse_args()
    answers = json.loads(arguments.answers.read_text(encoding="utf-8")) if arguments.answers else {}
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with build(mapped(answers), arguments) as server:
        sys.stdout.write(json.dumps({"url": server.url}) + "\n")
        sys.stdout.flush()
        if arguments.fault:
            server.fail(arguments.fault)
        stop.wait()
