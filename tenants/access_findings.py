"""What stands out in a stretch of the access log: questions for a person to look into, never a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from tenants.models import Role

# From which hour to which is night (표준 개인정보 안전성 확보조치 해설서: 업무시간 외).
NIGHT_FROM, NIGHT_TO = 22, 6
MASS = 100
FAILED = 5
OFTEN, OFTEN_TIMES = 30, 3
KNOWN_FOR = timedelta(days=90)
NAMED = 20
STAFF = (Role.DIRECTOR, Role.TEACHER, Role.ASSISTANT)


class Kind(StrEnum):
    """What may stand out (고시 제8조 제2항과 그 해설서)."""

    NIGHT = "night"
    MASS = "mass"
    FAILED = "failed"
    OWN_CHILD = "own_child"
    OFTEN = "often"
    NEW_ADDRESS = "new_address"
    TAMPERED = "tampered"
    UNSEALED = "unsealed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands out: who, how often, whose data, and where in the log it is to be seen."""

    kind: str
    actor: str
    count: int
    students: list[int]
    address: str
    link: str

    def as_json(self) -> dict[str, Any]:
        """As the review keeps it."""
        return asdict(self)


_NIGHT = """
SELECT r.actor, count(*), array_remove(array_agg(DISTINCT s.n), NULL), ''
FROM tenants_accessrecord r LEFT JOIN LATERAL unnest(r.students) s(n) ON true
WHERE r.at >= %(since)s AND r.at < %(until)s AND r.role = ANY(%(staff)s)
  AND (extract(hour FROM r.at AT TIME ZONE %(zone)s) >= %(from)s OR extract(hour FROM r.at AT TIME ZONE %(zone)s) < %(to)s)
GROUP BY r.actor ORDER BY 2 DESC, 1
"""  # noqa: E501 (one condition)
_MASS = """
SELECT r.actor, count(*), '{}'::bigint[], ''
FROM tenants_accessrecord r
WHERE r.at >= %(since)s AND r.at < %(until)s AND (r.task = 'download' OR r.many >= %(mass)s)
GROUP BY r.actor ORDER BY 2 DESC, 1
"""
_FAILED = """
SELECT coalesce('user:' || (r.facts ->> 'user'), 'visitor'), count(*), '{}'::bigint[], coalesce(host(r.address), '')
FROM tenants_accessrecord r
WHERE r.at >= %(since)s AND r.at < %(until)s AND r.task = 'login.failed'
GROUP BY 1, 4 HAVING count(*) >= %(failed)s ORDER BY 2 DESC, 1
"""
# The same account, or one of the same e-mail address: parents who teach have two.
_OWN_CHILD = """
WITH own AS (
  SELECT DISTINCT 'user:' || u.id AS actor, g.student_id AS student
  FROM tenants_guardianship g JOIN tenants_user p ON p.id = g.guardian_id
  JOIN tenants_user u ON u.id = p.id OR (u.email <> '' AND lower(u.email) = lower(p.email))
  WHERE u.role = ANY(%(staff)s)
)
SELECT o.actor, count(*), array_agg(DISTINCT o.student), ''
FROM own o JOIN tenants_accessrecord r ON r.actor = o.actor AND o.student = ANY(r.students)
WHERE r.at >= %(since)s AND r.at < %(until)s AND r.task <> 'process' AND r.role = ANY(%(staff)s)
GROUP BY o.actor ORDER BY 2 DESC, 1
"""
_OFTEN = """
WITH looks AS (
  SELECT r.actor, r.students[1] AS student, count(*) AS times
  FROM tenants_accessrecord r
  WHERE r.at >= %(since)s AND r.at < %(until)s AND r.many = 1 AND r.role = ANY(%(staff)s)
  GROUP BY 1, 2
), each AS (
  SELECT l.*, avg(l.times) OVER (PARTITION BY l.actor) AS mean,
         count(*) OVER (PARTITION BY l.actor) AS students
  FROM looks l
)
SELECT e.actor, e.times, ARRAY[e.student], ''
FROM each e WHERE e.times >= %(often)s
  AND (e.students = 1 OR e.times > %(times)s * (e.mean * e.students - e.times) / (e.students - 1))
ORDER BY 2 DESC, 1
"""
_NEW_ADDRESS = """
SELECT r.actor, count(*), '{}'::bigint[], host(r.address)
FROM tenants_accessrecord r
WHERE r.at >= %(since)s AND r.at < %(until)s AND r.task = 'login' AND r.role = ANY(%(staff)s) AND r.address IS NOT NULL
  AND EXISTS (SELECT FROM tenants_accessrecord k WHERE k.actor = r.actor AND k.task = 'login'
              AND k.at >= %(known)s AND k.at < %(since)s)
  AND NOT EXISTS (SELECT FROM tenants_accessrecord k WHERE k.actor = r.actor AND k.task = 'login'
                  AND k.at >= %(known)s AND k.at < %(since)s AND k.address = r.address)
GROUP BY r.actor, r.address ORDER BY 1, 4
"""
# Which rows of the log each finding is about, as the panel's list is asked for them.
Where = Callable[[str, str], dict[str, str]]
_SOUGHT: dict[Kind, tuple[str, Where]] = {
    Kind.NIGHT: (_NIGHT, lambda actor, address: {"actor": actor}),
    Kind.MASS: (_MASS, lambda actor, address: {"actor": actor}),
    Kind.FAILED: (_FAILED, lambda actor, address: {"task": "login.failed"} | ({"address": address} if address else {})),
    Kind.OWN_CHILD: (_OWN_CHILD, lambda actor, address: {"actor": actor}),
    Kind.OFTEN: (_OFTEN, lambda actor, address: {"actor": actor, "many": "1"}),
    Kind.NEW_ADDRESS: (_NEW_ADDRESS, lambda actor, address: {"actor": actor, "address": address}),
}
LIST = "/admin/tenants/accessrecord/"


def findings(*, since: datetime, until: datetime) -> list[Finding]:
    """What stands out in the accesses from `since` to before `until`. One query for each kind."""
    values = {
        "since": since,
        "until": until,
        "known": since - KNOWN_FOR,
        "staff": [str(role) for role in STAFF],
        "zone": settings.TIME_ZONE,
        "from": NIGHT_FROM,
        "to": NIGHT_TO,
        "mass": MASS,
        "failed": FAILED,
        "often": OFTEN,
        "times": OFTEN_TIMES,
    }
    stretch = {"at__gte": since.isoformat(), "at__lt": until.isoformat()}
    found = []
    with connection.cursor() as cursor:
        for kind, (statement, where) in _SOUGHT.items():
            cursor.execute(statement, values)
            for actor, count, students, address in cursor.fetchall():
                link = f"{LIST}?{urlencode(where(actor, address) | stretch)}"
                found.append(Finding(kind, actor, count, students[:NAMED], address, link))
    return found
