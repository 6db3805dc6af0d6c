"""The router's `Redact`: what goes overseas is redacted with the academy's own roster."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

from eduai.lib.redaction import Redaction, Redactor, Roster
from eduai.llm.errors import NotRedactable
from tenants import tenancy
from tenants.database.connections import give_back
from tenants.models import Academy, Student, User

# Somebody who was entered just now is known to every worker after this many seconds at the latest.
REMEMBERED_SECONDS = 10.0
MOST_REMEMBERED = 1000
_TELLING_LOGIN = re.compile(r"[0-9@가-힣]")


class AcademyRedact:
    """Redacts texts with the names of an academy's students, guardians and teachers, their log-ins and addresses."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Redactor]] = {}

    def __call__(self, scope: str, texts: Sequence[str]) -> Redaction:
        """The texts as they may leave. Raises NotRedactable, which repeats none of their words, when unsure."""
        redaction = self._redactor(scope).redact(texts)
        if redaction.unsure:
            raise NotRedactable(detail=f"unsure: {', '.join(redaction.unsure)}")
        return redaction

    def _redactor(self, scope: str) -> Redactor:
        until, redactor = self._known.get(scope, (0.0, None))
        if redactor is None or time.monotonic() >= until:
            with tenancy.use(tenancy.find(int(scope))) as academy:
                redactor = Redactor(roster(academy=academy))
            give_back()
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[scope] = (time.monotonic() + REMEMBERED_SECONDS, redactor)
        return redactor


def roster(*, academy: Academy) -> Roster:
    """Whom the current academy knows, as the database has it now. A plain word as log-in name is left out."""
    people = set(Student.objects.exclude(name="").values_list("name", flat=True))
    contacts: set[str] = set()
    for user in User.objects.only("username", "first_name", "last_name", "email"):
        people |= {f"{user.last_name}{user.first_name}", user.get_full_name()}
        contacts |= {user.email} | ({user.username} if _TELLING_LOGIN.search(user.username) else set())
    return Roster(frozenset(people - {""}), frozenset({academy.name}), frozenset(contacts - {""}))
