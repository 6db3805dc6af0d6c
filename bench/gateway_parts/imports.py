"""What importing the gateway costs a worker: seconds and megabytes, in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import Any

RUNS = 3
ONE = (
    "from eduai.llm.router import Router; from eduai.llm.providers.tgi import TGIProvider as P; "
    "P(name='t', url='http://127.0.0.1:1', model='m')._client"
)
ALL = (
    ONE + "; from eduai.llm.providers.openai import OpenAIProvider as O; "
    "O(model='m', api_key='k', pseudonym=str).client"
)
PROGRAM = """
import time
began = time.perf_counter()
{imports}
import json
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([time.perf_counter() - began, int(most.split()[1]) / 1024]))
"""


def figures() -> dict[str, Any]:
    """Medians: with one provider and its SDK, and with all of them."""
    one, every = _measured(ONE), _measured(ALL)
    return {"import_s": one[0], "rss_mb": one[1], "rss_all_mb": every[1], "import_all_s": every[0]}


def _measured(imports: str) -> tuple[float, float]:
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-c", PROGRAM.format(imports=imports)]
        runs.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    return round(median(row[0] for row in runs), 3), round(median(row[1] for row in runs), 1)
