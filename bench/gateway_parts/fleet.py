"""Many processes at once: what a dead primary costs them, who probes it, who overspends, and what a kill loses.

`python -m bench.gateway_parts.fleet ROLE …` is one of the processes; it writes its findings as JSON lines.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

PROCESSES = 32
CALLS = 12
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


def failover(academy: Any, number: int, url: str) -> None:
    """Calls over a primary that is gone and a fallback that is there; each call's milliseconds."""
    from bench.gateway_parts.calls import Instant, prompt, router
    from eduai.llm.providers.tgi import TGIProvider
    from tests.unit.eduai.llm.doubles import Rungs

    primary = TGIProvider(name=f"primary-{url.rpartition(':')[2]}", url=url, model="m")
    chosen = router({"primary": [primary], "spare": [Instant("spare-0")]}, policy=Rungs("primary", "spare"))
    asked = prompt(str(academy.pk))
    wait()
    time.sleep(number * 0.05)  # pupils do not all ask in the same millisecond
    for _ in range(CALLS):
        began = time.perf_counter()
        done = chosen.complete(asked, deadline_seconds=10)
        say(milliseconds=(time.perf_counter() - began) * 1000, backend=done.completion.backend)
        time.sleep(0.05)


def probe(academy: Any, number: int, name: str) -> None:
    """Asks for leave the moment that the circuit's cool-down is over; whether it was the one that may probe."""
    from django.conf import settings

    from eduai.llm.breaker import SharedBreaker
    from eduai.llm.errors import BreakerOpen
    from eduai.llm.factory import connect_redis

    breaker = SharedBreaker(connect_redis(settings.REDIS_URL))
    wait()
    try:
        permit = breaker.acquire(name, 30)
    except BreakerOpen:
        say(probe=False)
    else:
        say(probe=bool(permit.probe))


def spend(academy: Any, number: int, name: str) -> None:
    """Reserves and settles at the most that each call can cost; how many were let through."""
    from bench.gateway_parts.money import spend_all
    from tenants import tenancy

    with tenancy.use(academy):
        wait()
        say(served=spend_all(BUDGETED // 8))


def die(academy: Any, number: int, name: str) -> None:
    """Makes calls until it is killed; each is said in the moment in which its bytes would leave."""
    from bench.gateway_parts.calls import Instant, prompt, router
    from tests.unit.eduai.llm.doubles import Rungs

    class Telling(Instant):
        def complete(self, asked: Any, **options: Any) -> Any:
            say(request=options["request_id"])
            time.sleep(0.02)
            return super().complete(asked, **options)

    chosen = router({"tgi": [Telling()]}, policy=Rungs("tgi"))
    asked = prompt(str(academy.pk))
    from tenants import tenancy

    with tenancy.use(academy):
        wait()
        while True:
            chosen.complete(asked, deadline_seconds=30)


ROLES: dict[str, Callable[[Any, int, str], None]] = {
    "failover": failover,
    "probe": probe,
    "spend": spend,
    "die": die,
}


def main(arguments: Sequence[str]) -> None:
    """One process: `ROLE ACADEMY ARGUMENT NUMBER`."""
    from bench.site import set_up_django

    set_up_django()
    from tenants import tenancy

    role, academy, argument, number = arguments
    found = tenancy.find(int(academy))
    if role == "failover":
        with tenancy.use(found):
            ROLES[role](found, int(number), argument)
    else:
        ROLES[role](found, int(number), argument)


if __name__ == "__main__":
    main(sys.argv[1:])
