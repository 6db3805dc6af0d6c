"""Disposable workers: they answer, are killed by the clock, hold their limits, and are replaced."""

import os
import subprocess
import sys
import threading
import time

import pytest

from questions.engine import serving, workers


def test_a_worker_answers_and_is_used_again() -> None:
    assert workers.call("ping", {"n": 1}) == {"pong": {"n": 1}}
    started = time.monotonic()
    assert workers.call("ping", {"n": 2}) == {"pong": {"n": 2}}
    assert time.monotonic() - started < 0.3


def test_an_unknown_operation_fails_and_the_pool_goes_on() -> None:
    with pytest.raises(workers.WorkerFailed, match="no such operation"):
        workers.call("run", {"code": "1"})
    assert workers.call("ping", {}) == {"pong": {}}


def test_a_late_worker_is_killed_and_the_next_call_is_answered() -> None:
    started = time.monotonic()
    with pytest.raises(workers.WorkerTimeout):
        workers.call("equal", {"left": "√(3+2√2)", "right": "1+√2"}, timeout=0.0)
    assert workers.call("ping", {}) == {"pong": {}}
    assert time.monotonic() - started < 8


def test_a_worker_that_died_is_replaced() -> None:
    workers.call("ping", {})
    victim = workers._POOL.idle[-1]
    victim.process.kill()
    victim.process.wait()
    assert workers.call("ping", {}) == {"pong": {}}


def test_an_error_inside_an_operation_comes_back_as_text() -> None:
    with pytest.raises(workers.WorkerFailed, match="ExpressionError"):
        workers.call("equal", {"left": "2 3", "right": "1"})


def test_a_worker_has_its_limits_of_memory_time_and_files() -> None:
    workers.call("ping", {})
    with open(f"/proc/{workers._POOL.idle[-1].process.pid}/limits") as file:
        limits = {line[:26].strip(): line[26:].split()[0] for line in file}
    assert limits["Max address space"] == str(serving.MEMORY_BYTES)
    assert limits["Max cpu time"] == str(workers.PROCESSOR_SECONDS)
    assert limits["Max open files"] == str(serving.OPEN_FILES)
    assert limits["Max file size"] == "0"


def test_threads_get_answers_of_their_own() -> None:
    found: dict[int, object] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: workers.call("ping", {"n": n})})) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: {"pong": {"n": n}} for n in range(4)}


def test_a_daemonic_process_may_use_workers() -> None:
    program = (
        "import multiprocessing\n"
        "from questions.engine import workers\n"
        "def ask(queue): queue.put(workers.call('ping', {}))\n"
        "if __name__ == '__main__':\n"
        "    workers.call('ping', {})\n"
        "    queue = multiprocessing.get_context('fork').Queue()\n"
        "    child = multiprocessing.get_context('fork').Process(target=ask, args=(queue,), daemon=True)\n"
        "    child.start(); print(queue.get(timeout=20)); child.join()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=os.getcwd())
    assert done.stdout.strip() == "{'pong': {}}", done.stderr


def test_questions_inside_one_allowance_share_their_seconds():
    slow = {"left": "sin(x)^64*cos(y)^64*tan(x+y)^32", "right": "cos(y)^64*sin(x)^64*tan(y+x)^32+sin(x+y)"}
    workers.close()  # a worker that has met this pair before may answer out of its memory
    workers.call("ping", {})
    with workers.within(5.0, 0.05):
        with pytest.raises(workers.WorkerFailed, match="too much work"):
            workers.call("equal", slow)
        with pytest.raises(workers.WorkerTimeout, match="spent"):
            workers.call("ping", {})
    assert workers.call("ping", {"n": 1}) == {"pong": {"n": 1}}
