"""Words that somebody typed, for a record that is never changed: without what the academy's people are called."""

from __future__ import annotations

import re

from eduai.lib.redaction import Redactor, Roster
from tenants.models import Student, User
from tenants.subject_traces import LEAST_TELLING, NUMBER_LIKE, words_of

MASK = "○○"
# A shorter name is part of many a word: it is masked where it stands as a name.
TELLING_NAME = 3


def nameless(text: str, *, about: Student | None = None) -> str:
    """The text without names, codes, log-ins and addresses of the current academy's people and without anybody's
    numbers; of the student whom it is `about`, also a code that reads like any number. Every other word stays. Two
    queries, and `words_of`.
    """
    if not text.strip():
        return text
    if about is not None:
        text = words_of(about, ()).masked(text)
    people, exact = _people()
    if exact:
        words = "|".join(re.escape(word) for word in sorted(exact, key=len, reverse=True))
        text = re.sub(rf"(?<![0-9A-Za-z가-힣_])({words})(?![0-9A-Za-z_])", MASK, text)
    text = _masked(text, Redactor(Roster(people=people)))
    for name in sorted(people, key=len, reverse=True):
        if len(name) >= TELLING_NAME:
            text = text.replace(name, MASK)
    return text


def _people() -> tuple[frozenset[str], frozenset[str]]:
    """What everybody is named, and what they are called by in a word of its own."""
    named, called = set(), set()
    for code, name in Student.objects.values_list("code", "name"):
        named.add(name)
        called.add(code)
    for first, last, username, email in User.objects.values_list("first_name", "last_name", "username", "email"):
        named |= {first, f"{last}{first}", f"{first} {last}".strip()}
        called |= {username, email}
    telling = {word for word in called if len(word) >= LEAST_TELLING and not NUMBER_LIKE.fullmatch(word)}
    return frozenset(name for name in named if len(name) > 1), frozenset(telling)


def _masked(text: str, redactor: Redactor) -> str:
    """Without what is found of persons; schools and academies are none, and are often the reason."""
    (found,) = redactor.redact([text]).masked
    for mask in sorted((one for one in found if one.kind != "school"), key=lambda one: one.start, reverse=True):
        text = f"{text[: mask.start]}{MASK}{text[mask.end :]}"
    return text
