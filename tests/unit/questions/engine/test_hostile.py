"""Hostile texts at every door of the engine: nothing runs, nothing hangs, nothing but the named errors comes out."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from questions.engine import serving, variants, workers
from questions.engine.expressions import ExpressionError, evaluate, names_in, node_to_plain, parse
from questions.engine.grading import grade
from questions.engine.prompts.examples import LINEAR
from questions.engine.twins import author
from questions.engine.types import Note, Refusal
from questions.engine.wire import (
    WireError,
    read_blind_solution,
    read_blueprint,
    read_direct_item,
    read_explanation,
)
from tests.unit.questions.engine.hostile_texts import CLIMBING, CODE, DEEP, GREEDY, HUGE, PROGRAMS, STRANGE, texts

LIMIT_SECONDS = 3.0
RECOVERY_SECONDS = 1.0
MEMORY = 256 * 1024 * 1024
COUNT = len((*CODE, *CLIMBING, *HUGE, *PROGRAMS, *DEEP, *STRANGE))
VERDICTS = {"correct", "incorrect", "unreadable"}
FORMULAS = ("answer", "unit")
LISTS = ("derived", "conditions", "stem", "solution", "given")
GRADINGS = (
    {}, {"kind": "expression", "form": "factored"}, {"kind": "interval"}, {"kind": "set"}, {"kind": "text"},
    {"unit": "cm"}, {"form": "lowest_terms"},
)  # fmt: skip


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, socket.socket, list[str]]]:
    """A path that must not appear, a socket that nobody may reach, and the texts that try both."""
    canary = tmp_path_factory.mktemp("trap") / "ran"
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        yield canary, ear, texts(str(canary), ear.getsockname()[1])


def untouched(canary: Path, ear: socket.socket) -> bool:
    reached = bool(select.select([ear], [], [], 0)[0])
    return not canary.exists() and "EDUAI_CANARY" not in os.environ and not reached


def within_time(act: Callable[[], object]) -> None:
    start = time.monotonic()
    act()
    spent = time.monotonic() - start
    assert spent < LIMIT_SECONDS, f"{spent:.1f} s"


def read_everywhere(text: str) -> None:
    """All three spellings; what can be read is worked out and printed as well."""
    for spelling in ("formula", "plain", "latex"):

        def act(spelling: str = spelling) -> None:
            try:
                node = parse(text, spelling)  # type: ignore[arg-type]
                node_to_plain(node)
                evaluate(node, free=names_in(node))
            except ExpressionError as error:
                assert error.code and error.sentence
            except TypeError as error:
                assert "not printed" in str(error)  # a tree that has no plain writing, such as a loop

        within_time(act)


def graded_everywhere(text: str) -> None:
    for asked in GRADINGS:
        for expected, given in ((text, text), ("1", text), (text, "1"), ("x=2, y=3", text), ("3 cm", text)):
            within_time(lambda e=expected, g=given, a=asked: _graded(e, g, a))
    within_time(lambda: _graded("①", text, {"choices": ("1", "2", text)}))


def _graded(expected: str, given: str, asked: dict[str, object]) -> None:
    found = grade(expected, given, **asked)  # type: ignore[arg-type]
    assert found.verdict in VERDICTS
    assert found.verdict == "correct" or found.reason


def wire_texts(text: str) -> Iterator[str]:
    """The text alone, and in every field of a sound answer of a model."""
    yield text
    for field in FORMULAS:
        yield json.dumps(json.loads(LINEAR.wire) | {field: text})
    for field in LISTS:
        value = json.loads(LINEAR.wire)
        yield json.dumps(value | {field: [*value[field], text]})
    yield json.dumps(json.loads(LINEAR.wire) | {"wrong": [{"formula": text, "mistake": "sign"}]})
    yield json.dumps(json.loads(LINEAR.wire) | {"given": [{"name": text, "value": text, "range": text}]})


def read_as_wire(text: str) -> None:
    for written in wire_texts(text):
        within_time(lambda w=written: _read_wire(w))
    for reader in (partial(read_direct_item, author="tgi"), read_blind_solution, read_explanation):

        def act(reader: Callable[[str], object] = reader) -> None:
            with pytest.raises(WireError):
                reader(text)

        within_time(act)


def _read_wire(written: str) -> None:
    try:
        blueprint = read_blueprint(written, note=LINEAR.note, author="tgi")
    except WireError as error:
        assert error.problems
        return
    batch = variants.make(LINEAR.note, blueprint, count=1)
    assert batch.variants or batch.refused


def authored(text: str) -> None:
    """The text as stem, as answer, as options and as solution of a note."""
    stem, steps = "사과가 8개 있었는데 3개를 먹었습니다. 남은 사과는 몇 개입니까?", "8-3"
    notes = (
        Note("a", text, "5"), Note("b", text, text, solution=text), Note("c", stem, text, solution=steps),
        Note("d", stem, "5", solution=text), Note("e", stem, "5", solution=f"<<{text}=5>>"),
        Note("f", "일차방정식 $3x + 5 = 20$의 해를 구하시오.", text),
        Note("g", "일차방정식 $3x + 5 = 20$의 해는?", "①", choices=("5", text, "7", "8", "9")),
        Note("h", f"일차방정식 ${text}$의 해를 구하시오.", "5"), Note("i", stem + text, "5", solution=steps),
        Note("j", "일차방정식 $3x + 5 = 20$의 해를 구하시오.", "5", student_answer=text, cause=text, concept=text),
    )  # fmt: skip
    for note in notes:
        within_time(lambda n=note: _authored(n))


def _authored(note: Note) -> None:
    found = author(note)
    if isinstance(found, Refusal):
        assert found.code and found.reason
    else:
        batch = variants.make(note, found, count=1)
        assert batch.variants or batch.refused


DOORS: dict[str, Callable[[str], None]] = {
    "parse": read_everywhere,
    "grade": graded_everywhere,
    "wire": read_as_wire,
    "author": authored,
}


def test_there_are_at_least_sixty_hostile_texts() -> None:
    assert len(set(texts("/canary", 1))) == COUNT >= 60


@pytest.mark.timeout(30)
@pytest.mark.parametrize("place", range(COUNT))
@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_text_ends_soon_in_a_named_refusal_and_nothing_of_it_runs(
    trap: tuple[Path, socket.socket, list[str]], door: str, place: int
) -> None:
    canary, ear, hostile = trap
    DOORS[door](hostile[place])
    assert untouched(canary, ear)


def test_the_trap_would_notice_code_that_ran(trap: tuple[Path, socket.socket, list[str]], tmp_path: Path) -> None:
    _, ear, _ = trap
    assert untouched(tmp_path / "ran", ear)
    (tmp_path / "ran").touch()
    assert not untouched(tmp_path / "ran", ear)


def rows(command: str, hostile: list[str]) -> list[bytes]:
    if command == "grade":
        lines = [{"id": i, "expected": text, "given": text} for i, text in enumerate(hostile)]
    else:
        lines = [{"id": i, "stem": text, "answer": text, "solution": text} for i, text in enumerate(hostile)]
    return [json.dumps(line).encode() for line in lines]


@pytest.mark.parametrize("command", ["variants", "grade"])
def test_the_command_line_answers_every_hostile_line_within_three_seconds(
    trap: tuple[Path, socket.socket, list[str]], command: str
) -> None:
    canary, ear, hostile = trap
    raw = [text.encode("utf-8", "surrogatepass").replace(b"\n", b" ") for text in hostile]
    lines = [b'{"id": 0, "stem": "1", "answer": "1", "expected": "1", "given": "1"}', *rows(command, hostile), *raw]
    with subprocess.Popen(
        [sys.executable, "-m", "questions.engine", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for place, line in enumerate(lines):
            start = time.monotonic()
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert "id" in answer
            assert time.monotonic() - start < LIMIT_SECONDS or not place, line[:80]
        process.stdin.close()
        assert process.wait(timeout=20) == 0
    assert untouched(canary, ear)


@pytest.fixture
def peaks(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """The most address space that each worker ever had, by its process; filled as workers are ended."""
    found: dict[int, int] = {}
    kill = workers._Worker.kill

    def ended(worker: workers._Worker) -> None:
        if worker.process.returncode is None:
            found[worker.process.pid] = peak_bytes(worker.process.pid)
        kill(worker)

    workers.close()
    monkeypatch.setattr(workers._Worker, "kill", ended)
    return found


@pytest.mark.parametrize("name", GREEDY)
def test_a_worker_that_was_given_too_much_is_replaced_within_a_second_and_stays_small(
    name: str, peaks: dict[int, int]
) -> None:
    start = time.monotonic()
    with contextlib.suppress(workers.WorkerFailed):
        workers.call(*GREEDY[name], timeout=1.5)
    assert time.monotonic() - start < LIMIT_SECONDS
    start = time.monotonic()
    assert workers.call("ping", {"n": 1}) == {"pong": {"n": 1}}
    assert time.monotonic() - start < RECOVERY_SECONDS
    assert workers.call("equal", {"left": "√(3+2√2)", "right": "1+√2"}, timeout=10) == {"equal": True}
    workers.close()
    assert peaks and max(peaks.values()) <= MEMORY


def test_a_worker_whose_memory_ran_out_says_so_and_is_not_asked_again(peaks: dict[int, int]) -> None:
    with pytest.raises(workers.WorkerFailed, match="MemoryError"):
        workers.call(*GREEDY["huge degree"], timeout=20)
    assert not workers._POOL.idle
    (peak,) = peaks.values()
    assert MEMORY * 3 // 4 < peak <= MEMORY


def peak_bytes(process: int) -> int:
    """The most address space that a process ever had."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    (line,) = (line for line in status if line.startswith("VmPeak"))
    return int(line.split()[1]) * 1024


def test_a_worker_cannot_grow_beyond_its_memory_and_says_so() -> None:
    assert serving.MEMORY_BYTES <= MEMORY
    program = (
        "from questions.engine import serving; serving.limit()\n"
        "try: bytearray(serving.MEMORY_BYTES)\n"
        "except MemoryError: print('held')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.strip() == "held", done.stderr
