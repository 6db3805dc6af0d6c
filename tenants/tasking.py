"""The Celery task bases: a task is an academy's or the platform's, and says which.

An academy's task remembers the academy it was asked for in, enters it before its first line, and refuses to
run anywhere else. Nothing falls back to `public`.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from celery import Task, shared_task
from django.db import transaction

from tenants import tenancy

if TYPE_CHECKING:
    from tenants.models import Academy

HEADER = "eduai_academy"
FAN_OUT_PAGE = 200


class AcademyTask(Task):  # type: ignore[type-arg]
    """A task of one academy. The base of every task that does not say otherwise."""

    abstract = True
    place: ClassVar[str] = "academy"
    # Whether it is an academy's also while it is suspended: what the law has done there on its day.
    suspended_too: ClassVar[bool] = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run inside the academy of the message, read afresh from the database; leave it in any case.

        Called directly, inside the current one. Raises NoAcademy without one, or for one that is gone,
        AcademyUnavailable for one that is not ready, or suspended where the task is none of `suspended_too`.
        """
        academy = tenancy.find(self._asked_for())
        with tenancy.use(academy, closed_too=self.suspended_too and academy.state == academy.State.SUSPENDED):
            return self.run(*args, **kwargs)

    def _asked_for(self) -> int:
        told = (self.request.headers or {}).get(HEADER)
        return int(told) if told is not None else tenancy.require().pk

    def apply_async(
        self,
        args: Any = None,
        kwargs: Any = None,
        *positional: Any,
        academy: Academy | None = None,
        **options: Any,
    ) -> Any:
        """Send the task for `academy`, or for the one this thread stands in. Raises NoAcademy without either."""
        headers = dict(options.pop("headers", None) or {})
        if academy is not None or HEADER not in headers:
            headers[HEADER] = (academy or tenancy.require()).pk
        return super().apply_async(args, kwargs, *positional, headers=headers, **options)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send once the transaction commits, for the academy this is called in, wherever the commit happens."""
        self.apply_async_on_commit(args, kwargs)

    def apply_async_on_commit(self, args: Any = None, kwargs: Any = None, **options: Any) -> None:
        """As `delay_on_commit`, with options."""
        academy = options.pop("academy", None) or tenancy.require()
        transaction.on_commit(
            functools.partial(self.apply_async, args, kwargs, academy=academy, **options), robust=True
        )


def fan_out(task: Any, *, spread_seconds: float, **options: Any) -> int:
    """This will send an academy's task to every open academy, each at a random moment within `spread_seconds`; one of
    `suspended_too` also to those that are suspended.

    Academies are read a page at a time. Returns how many were asked. Belongs in a platform task.
    """
    from tenants.models import Academy

    states = [Academy.State.READY, *([Academy.State.SUSPENDED] if task.suspended_too else [])]
    asked, last = 0, 0
    while page := list(Academy.objects.filter(state__in=states, pk__gt=last).order_by("pk")[:FAN_OUT_PAGE]):
        for academy in page:
            task.apply_async(academy=academy, countdown=random.uniform(0, spread_seconds), **options)
        asked, last = asked + len(page), page[-1].pk
    return asked


class PlatformTask(Task):  # type: ignore[type-arg]
    """A task of the platform: sees `public`, and no academy unless it enters one."""

    abstract = True
    place: ClassVar[str] = "platform"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run on the platform's tables; leave them in any case."""
        with tenancy.platform():
            return self.run(*args, **kwargs)


def academy_task(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Declare a function as an academy's task: `@academy_task(name="…")`."""
    return shared_task(base=AcademyTask, **options)


def platform_task(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Declare a function as the platform's task: `@platform_task(name="…")`."""
    return shared_task(base=PlatformTask, **options)
