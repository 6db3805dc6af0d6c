"""Texts that are nearly right, through every door of the engine: only named refusals may come out.

    python -m bench fuzz [--minutes 1] [--seed 0] [--door NAME ...]

The doors share the time evenly. A finding is an exception that the door does not name, or a text that takes longer
than three seconds; each kind is printed once with its text. `minutes` are minutes of the processor at work.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from bench.fuzzing.doors import DOORS, Door
from questions.engine.expressions.symbolic import library

LIMIT_SECONDS = 3.0
STOP_SECONDS = 20.0
SHOWN = 2000


class TooLong(BaseException):
    """Raised inside a text's reading when it has taken STOP_SECONDS; no reader catches it."""


@dataclass
class Tally:
    """What came out: executions, seconds and faults by door, each kind of fault once in words."""

    executions: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    slowest: float = 0.0
    uncaught: int = 0
    slow: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where anything but a named refusal came out, or a text took too long."""
    options = _options(arguments)
    library()  # the first text that needs SymPy should not be charged with loading it
    tally = Tally(seconds=dict.fromkeys(options.door or DOORS, 0.0))
    started = time.process_time()
    signal.signal(signal.SIGALRM, _stop)
    number = 0
    while time.process_time() - started < options.minutes * 60:
        name = min(tally.seconds, key=lambda door: tally.seconds[door])
        one(tally, name, DOORS[name], f"{options.seed}:{number}")
        number += 1
    figures = summary(tally, (time.process_time() - started) / 60, options.seed)
    for name, many in tally.executions.items():
        print(f"{name}: {many} texts in {tally.seconds[name]:.0f} s")
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(tally.uncaught or tally.slow))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=1.0, help="minutes of work (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same texts")
    parser.add_argument("--door", action="append", choices=sorted(DOORS), help="only this door (may be repeated)")
    return parser.parse_args(arguments)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong


def one(tally: Tally, name: str, door: Door, seed: str) -> None:
    """One text through one door, counted; a finding is printed when it is the first of its kind."""
    text = door.make(random.Random(seed))
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)
    work = time.process_time()
    try:
        door.enter(text)
    except TooLong as fault:
        _found(tally, name, fault, text)
    except Exception as fault:  # noqa: BLE001  whatever comes out here is what is looked for
        tally.uncaught += 1
        _found(tally, name, fault, text)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    spent = time.perf_counter() - start
    tally.executions[name] += 1
    tally.seconds[name] += spent
    tally.slowest = max(tally.slowest, spent)
    if spent > LIMIT_SECONDS:
        tally.slow += 1
        print(
            f"SLOW {name} {seed} {spent:.1f} s, {time.process_time() - work:.1f} s of work: {text[:SHOWN]!a}",
            flush=True,
        )


def _found(tally: Tally, name: str, fault: BaseException, text: str) -> None:
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    kind = f"{name} {type(fault).__name__} {frame.filename}:{frame.lineno}"
    tally.kinds[kind] += 1
    if tally.kinds[kind] == 1:
        lines = "".join(traceback.format_exception(fault)[-8:])
        print(f"FOUND {kind}: {fault!s:.200}\n{lines}  text: {text[:SHOWN]!a}", flush=True)


def summary(tally: Tally, minutes: float, seed: int) -> dict[str, Any]:
    """The figures of the last line; `kinds` counts different findings."""
    return {
        "executions": tally.executions.total(),
        "minutes": round(minutes, 2),
        "uncaught": tally.uncaught,
        "slow": tally.slow,
        "slowest_ms": round(tally.slowest * 1000, 1),
        "kinds": len(tally.kinds),
        "doors": len(tally.executions),
        "seed": seed,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
