"""What operators see of the installation, and what they do to its academies. No academy's own data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from eduai.lib.errors import InvalidInput, NotAllowed
from tenants import tenancy
from tenants.actors import operator
from tenants.audit import Action, record
from tenants.models import Academy, PreparedSchema, Rollout, RolloutResult, User
from tenants.provisioning.schemas import release_of_code
from tenants.services.academies import Opened, open_academy, resume_academy, suspend_academy


@dataclass(frozen=True, slots=True)
class Row:
    """One academy in the operators' list; `trouble` is what its last rollout failed with, or empty."""

    academy: Academy
    current: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Every academy, how many schemas stand ready, and the last rollout."""

    rows: list[Row]
    prepared: int
    rollout: Rollout | None


def directory(*, user: User) -> Directory:
    """The academies of the installation, the newest first: two queries and the rollout's. Raises NotAllowed."""
    _require_operator(user)
    with tenancy.platform():
        last = RolloutResult.objects.filter(academy=OuterRef("pk")).order_by("-pk")
        academies = Academy.objects.annotate(trouble=Subquery(last.values("error")[:1])).order_by("-pk")
        rows = [Row(academy, academy.release == release_of_code(), academy.trouble or "") for academy in academies]
        rollout = Rollout.objects.filter(pk=Rollout.objects.aggregate(last=Max("pk"))["last"]).first()
        return Directory(rows, PreparedSchema.objects.count(), rollout)


def open_for(*, name: str, slug: str, user: User, now: datetime) -> Opened:
    """This will open an academy for somebody; the director's first password is in what comes back.

    Raises NotAllowed, and what `open_academy` raises.
    """
    _require_operator(user)
    opened = open_academy(name=name, slug=slug, actor=operator(user), now=now)
    with transaction.atomic():
        record(actor=operator(user), action=Action.ACADEMY_CREATED, subject=f"academy:{opened.academy.pk}", slug=slug)
    return opened


CHANGES: dict[str, tuple[Callable[..., Academy], Action]] = {
    "suspend": (suspend_academy, Action.ACADEMY_SUSPENDED),
    "resume": (resume_academy, Action.ACADEMY_RESUMED),
}


def change_state_of(*, academy_id: int, change: str, user: User) -> Academy:
    """This will suspend or resume an academy; both its record and the operators' say so.

    Raises NotAllowed, InvalidInput for another change or the operators' own academy, NoAcademy, Conflict.
    """
    _require_operator(user)
    if change not in CHANGES:
        raise InvalidInput("중지하거나 다시 열 수만 있습니다.", field="change")
    academy = tenancy.find(academy_id)
    if academy.pk == tenancy.require().pk:
        raise InvalidInput("운영자 학원은 여기에서 중지할 수 없습니다.", field="change")
    verb, action = CHANGES[change]
    changed = verb(academy=academy, actor=operator(user))
    with transaction.atomic():
        record(actor=operator(user), action=action, subject=f"academy:{academy.pk}")
    return changed


def _require_operator(user: User) -> None:
    """This will pass for an operator who stands in the operators' academy. Raises NotAllowed otherwise."""
    if not tenancy.require().operates or not user.has_perm("tenants.operate"):
        raise NotAllowed("운영자만 할 수 있는 일입니다.")
