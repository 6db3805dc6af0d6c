"""`python -m bench NAME [options]` runs `bench/NAME.py`; `python -m bench all` runs every one in turn.

Every figure set is a module with `main(arguments) -> exit status` whose last printed line is one JSON object.
`all` prints one object with each set's object under its name, `null` where a set failed.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The figure sets that exist: modules of this folder but the private ones and this one."""
    return sorted(file.stem for file in HERE.glob("*.py") if not file.stem.startswith("_"))


def main(arguments: list[str]) -> int:
    """Runs one figure set, or all; 2 where the name is missing or unknown."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(f"{__doc__}\nFigure sets: {', '.join(names())}")
        return 0
    if arguments[:1] == ["all"]:
        return every(arguments[1:])
    if not arguments or arguments[0] not in names():
        given = f"no figure set named {arguments[0]!r}" if arguments else "a name is missing"
        print(f"{given}; choose one of: all, {', '.join(names())}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"bench.{arguments[0]}")
    return int(module.main(arguments[1:]))


def every(arguments: list[str]) -> int:
    """Each set in a process of its own, so that one cannot change another's figures."""
    figures: dict[str, Any] = {}
    status = 0
    for name in names():
        command = [sys.executable, "-m", "bench", name, *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            last = ""
            for line in process.stdout or ():
                print(line, end="", flush=True)
                last = line.strip() or last
        figures[name] = _figures(last)
        status = max(status, process.returncode)
    print(json.dumps(figures, ensure_ascii=False))
    return status


def _figures(line: str) -> Any:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
