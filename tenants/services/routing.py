"""The academy's roads to its models: which backends a task asks, in what order and proportion."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from eduai.lib.errors import InvalidInput
from eduai.llm.types import Route, Rung
from tenants import access
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import RoutePolicy

# A changed road is taken by every worker after this many seconds at the latest.
REMEMBERED_SECONDS = 5.0
MOST_REMEMBERED = 10_000


class AcademyPolicy:
    """The router's `Policy`: the academy's own road for the task, else its road for all tasks, else its own machines
    first and OpenAI last. Backends that this installation does not have are left out.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, Route]] = {}

    def route(self, scope: str, task: str) -> Route:
        """The road in force, remembered for a few seconds."""
        until, route = self._known.get((scope, task), (0.0, None))
        if route is None or time.monotonic() >= until:
            route = road(task=task)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[scope, task] = (time.monotonic() + REMEMBERED_SECONDS, route)
        return route


def configured() -> tuple[str, ...]:
    """The names of the backends that this installation has, cheapest first."""
    has = {
        "tgi": bool(settings.EDUAI_TGI_URLS),
        "compatible": bool(settings.EDUAI_COMPATIBLE_URL),
        "openai": bool(settings.OPENAI_API_KEY),
    }
    return tuple(name for name, there in has.items() if there)


def road(*, task: str) -> Route:
    """The road of the current academy's task, as the database has it now."""
    found = {policy.task: policy for policy in RoutePolicy.objects.filter(task__in=(task, ""))}
    policy = found.get(task) or found.get("")
    if policy is None:
        return Route(tuple(Rung(name) for name in configured()))
    there = configured()
    rungs = tuple(Rung(**step) for step in policy.rungs if step["backend"] in there)
    shadow = policy.shadow if policy.shadow in there else ""
    return Route(rungs, shadow, policy.shadow_share)


def ladder(*, task: str) -> tuple[str, ...]:
    """The backends that a task of the current academy asks, cheapest first."""
    return tuple(rung.backend for rung in road(task=task).rungs)


def set_road(
    *,
    task: str,
    rungs: Sequence[Mapping[str, Any]],
    shadow: str = "",
    shadow_share: float = 0.0,
    tasks: Collection[str],
    actor: Actor,
    now: datetime,
) -> RoutePolicy:
    """This will make these rungs the task's road (`task` empty: the road of all tasks without one of their own).

    `tasks` are the names that exist. Raises NotAllowed, and InvalidInput for an unknown task or backend, a backend
    named twice, no rung at all, or a fraction outside 0…1.
    """
    access.require(actor, "tenants.change_routepolicy")
    if task and task not in tasks:
        raise InvalidInput(f"'{task}'(이)라는 작업은 없습니다. ({', '.join(tasks)})", field="task")
    steps = [_step(row) for row in rungs]
    names = [step.backend for step in steps]
    if not steps or len(set(names)) != len(names):
        raise InvalidInput("모델을 하나 이상, 한 번씩만 적어 주세요.", field="rungs")
    if not 0 <= shadow_share <= 1:
        raise InvalidInput("비교 비율은 0에서 1까지의 수입니다.", field="shadow_share")
    if shadow and shadow not in configured():
        raise InvalidInput(f"'{shadow}' 모델은 설정되어 있지 않습니다.", field="shadow")
    body = [{"backend": step.backend, "share": step.share, "hardest": step.hardest} for step in steps]
    with transaction.atomic():
        policy, _ = RoutePolicy.objects.update_or_create(
            task=task, defaults={"rungs": body, "shadow": shadow, "shadow_share": shadow_share, "changed_at": now}
        )
        facts = {"rungs": body, "shadow": shadow, "shadow_share": shadow_share}
        record(actor=actor, action=Action.ROUTE_CHANGED, subject=policy, task=task, **facts)
    return policy


def _step(row: Mapping[str, Any]) -> Rung:
    try:
        step = Rung(str(row["backend"]), float(row.get("share", 1)), float(row.get("hardest", 1)))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput("각 모델에는 이름과 0에서 1까지의 몫이 필요합니다.", field="rungs") from error
    if step.backend not in configured():
        raise InvalidInput(f"'{step.backend}' 모델은 설정되어 있지 않습니다.", field="rungs")
    return step
