"""Many processes at once: what a dead primary costs them, who probes it, who overspends, and what a kill loses.

`python -m bench.gateway_parts.fleet ROLE …` is one of the processes; it writes its findings as JSON lines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

PROCESSES = 8
PROBING = 32
CALLS = 20
THREADS = 4
ACADEMY = 0  # of this process
BUDGETED = 100  # the calls that the budget covers, of many more that are asked for


def run(role: str, many: int, *arguments: str, kill_after: float = 0.0) -> list[Any]:
    """Starts `many` processes of a role, lets them go at the same moment, and returns what they wrote.

    With `kill_after` they are killed, not asked, so many seconds after that moment.
    """
    command = [sys.executable, "-m", "bench.gateway_parts.fleet", role, *arguments]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen([*command, str(number)], stdin=pipe, stdout=pipe, text=True) for number in range(many)
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()  # it is ready
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    if kill_after:
        time.sleep(kill_after)
        for process in processes:
            process.kill()
    written = [process.communicate()[0] for process in processes]
    return [json.loads(line) for text in written for line in text.splitlines() if line.endswith("}")]


def say(**facts: Any) -> None:
    """One finding of this process."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def wait() -> None:
    """Says that this process is ready, and waits for the others."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def failover(number: int, url: str) -> None:
    """Calls over a primary that is gone and a fallback that is there; each call's milliseconds."""
    from bench.gateway_parts.calls import Instant, prompt, router
    from eduai.llm.providers.tgi import TGIProvider
    from tests.unit.eduai.llm.doubles import Rungs

    primary = TGIProvider(name=f"primary-{url.rpartition(':')[2]}", url=url, model="m")
    chosen = router({"primary": [primary], "spare": [Instant("spare-0")]}, policy=Rungs("primary", "spare"))
    asked = prompt()
    import huggingface_hub.inference._client  # noqa: F401  the first call's import is no fault of the server's

    wait()
    time.sleep(number * 0.1)  # pupils do not all ask in the same millisecond
    for _ in range(CALLS):
        began = time.perf_counter()
        done = chosen.complete(asked, deadline_seconds=10)
        say(milliseconds=(time.perf_counter() - began) * 1000, backend=done.completion.backend)
        time.sleep(0.2)


def probe(number: int, name: str) -> None:
    """Asks for leave the moment that the circuit's cool-down is over; whether it was the one that may probe."""
    from redis import Redis

    from eduai.llm.breaker import SharedBreaker
    from eduai.llm.errors import BreakerOpen

    breaker = SharedBreaker(Redis.from_url(os.environ["REDIS_URL"]))
    wait()
    try:
        permit = breaker.acquire(name, 30)
    except BreakerOpen:
        say(probe=False)
    else:
        say(probe=bool(permit.probe))


def spend(number: int, name: str) -> None:
    """Reserves and settles at the most that each call can cost, in several threads; how many were let through."""
    from bench.gateway_parts.money import spend_all

    wait()
    with ThreadPoolExecutor(THREADS) as pool:
        say(served=sum(pool.map(lambda _: in_academy(spend_all, BUDGETED // PROCESSES), range(THREADS))))


def die(number: int, name: str) -> None:
    """Makes calls until it is killed; each is said in the moment in which its bytes would leave."""
    from bench.gateway_parts.calls import Instant, prompt, router
    from tests.unit.eduai.llm.doubles import Rungs

    class Telling(Instant):
        def complete(self, asked: Any, **options: Any) -> Any:
            say(request=options["request_id"])
            time.sleep(0.02)
            return super().complete(asked, **options)

    chosen, asked = router({"tgi": [Telling()]}, policy=Rungs("tgi")), prompt()
    wait()
    while True:
        chosen.complete(asked, deadline_seconds=30)


ROLES: dict[str, Callable[[int, str], None]] = {
    "failover": failover,
    "probe": probe,
    "spend": spend,
    "die": die,
}


def in_academy(work: Callable[[int], int], argument: int) -> int:
    """`work` in a thread with a connection of its own, inside the process's academy."""
    from django.db import connection

    from tenants import tenancy

    try:
        with tenancy.use(tenancy.find(ACADEMY)):
            return work(argument)
    finally:
        connection.close()


def main(arguments: Sequence[str]) -> None:
    """One process: `ROLE ACADEMY ARGUMENT NUMBER`."""
    global ACADEMY
    role, academy, argument, number = arguments
    if role == "probe":
        probe(int(number), argument)
        return
    from bench.site import set_up_django

    set_up_django()
    from tenants import tenancy

    ACADEMY = int(academy)
    with tenancy.use(tenancy.find(int(academy))):
        ROLES[role](int(number), argument)


if __name__ == "__main__":
    main(sys.argv[1:])
