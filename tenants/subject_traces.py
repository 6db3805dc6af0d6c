"""Where one person's words can be besides their own rows: sessions, the panel's log, kept answers; and the search for
them after an erasure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import Q

from tenants.models import KeptAnswer, Student, User

GONE = 410
# A shorter code ("12") would be found in every sum.
LEAST_TELLING = 4
# A code like this ("1023", "2026", "ab12") is found in other people's numbers, days and ids: it tells of nobody.
NUMBER_LIKE = re.compile(r"[0-9a-fA-F]{1,7}")
_TEXTS = """
SELECT c.relname, a.attname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'django_migrations'
  AND (t.typcategory = 'S' OR t.typname IN ('json', 'jsonb') OR e.typcategory = 'S')
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What a person is called: `exact` as words of their own (code, log-in, address), `inside` anywhere in a text
    (names that nobody else of the academy has, because particles follow them). `numbers` are codes that read like any
    number: they are masked and not looked for.
    """

    exact: frozenset[str]
    inside: frozenset[str]
    numbers: frozenset[str] = frozenset()

    @property
    def pattern(self) -> str:
        """A regular expression of PostgreSQL and Python alike that finds any of them; empty where there are none."""
        parts = [rf"(^|[^0-9A-Za-z가-힣_]){re.escape(word)}($|[^0-9A-Za-z가-힣_])" for word in sorted(self.exact)]
        return "|".join(parts + [re.escape(word) for word in sorted(self.inside)])

    def masked(self, text: str) -> str:
        """The text without them, for a record that is never changed."""
        for word in sorted(self.exact | self.inside | self.numbers, key=len, reverse=True):
            text = text.replace(word, "○○")
        return text


def subject_of(student: Student) -> str:
    """The pseudonym that ledgers name a student by."""
    return f"student:{student.pk}"


def words_of(student: Student, accounts: Collection[User]) -> Words:
    """What the student and these accounts are called. Two queries."""
    exact = {student.code, *(word for user in accounts for word in (user.username, user.email))}
    names = {student.name, *(user.get_full_name() for user in accounts)}
    names |= {f"{user.last_name}{user.first_name}" for user in accounts}
    mine = {name for name in names if len(name) > 1}
    others = set(Student.objects.exclude(pk=student.pk).filter(name__in=mine).values_list("name", flat=True))
    strangers = User.objects.exclude(pk__in=[user.pk for user in accounts])
    for first, last in strangers.values_list("first_name", "last_name"):
        others |= {first, last + first, f"{first} {last}"}
    long = {word for word in exact if len(word) >= LEAST_TELLING}
    numbers = {word for word in long if NUMBER_LIKE.fullmatch(word)}
    return Words(frozenset(long - numbers), frozenset(mine - others - exact), frozenset(numbers))


def end_sessions(accounts: Collection[int], words: Words | None = None) -> int:
    """This will delete the sessions of these accounts, and those of others that repeat the words. Two queries."""
    pattern = re.compile(words.pattern) if words and words.pattern else None
    theirs = {str(number) for number in accounts}
    keys = []
    for row in Session.objects.iterator():
        told = row.get_decoded()
        if str(told.get("_auth_user_id")) in theirs or (pattern and pattern.search(str(told))):
            keys.append(row.pk)
    return Session.objects.filter(pk__in=keys).delete()[0] if keys else 0


def forget_in_panel_log(model: type[models.Model], numbers: Sequence[Any]) -> int:
    """This will delete what the panel noted about these rows: it repeats their first words."""
    about = LogEntry.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id__in=[str(number) for number in numbers],
    )
    return about.delete()[0]


def forget_words(words: Words) -> int:
    """This will delete lines of the panel's log and keys of kept answers that repeat the words. Two queries."""
    if not words.pattern:
        return 0
    found = Q(object_repr__regex=words.pattern) | Q(change_message__regex=words.pattern)
    gone = LogEntry.objects.filter(found).delete()[0]
    return gone + KeptAnswer.objects.filter(key__regex=words.pattern).delete()[0]


def empty_kept_answers(rows: Sequence[UUID]) -> int:
    """This will empty the answers that partners were given about these rows; repeated, they hear that it is gone."""
    kept = KeptAnswer.objects.filter(body__id__in=[str(number) for number in rows])
    return kept.update(body=None, status=GONE)


def search(words: Words) -> dict[str, int]:
    """In how many rows of each column of text the current academy still has one of the words. Two queries."""
    if not words.pattern:
        return {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS)
        columns = cursor.fetchall()
        parts = [
            f"SELECT '{table}.{column}', count(*) FROM {quote(table)} WHERE {quote(column)}::text ~ %s"
            for table, column in columns
        ]
        cursor.execute(" UNION ALL ".join(parts), [words.pattern] * len(parts))
        return {name: many for name, many in cursor.fetchall() if many}
