"""Redaction of one call's texts for one roster."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from eduai.lib.redaction.findings import Finding, Kind
from eduai.lib.redaction.names import NameMatcher
from eduai.lib.redaction.numbers import numbers
from eduai.lib.redaction.placeholders import Placeholders
from eduai.lib.redaction.places import places
from eduai.lib.redaction.skeleton import Run, runs_of
from eduai.lib.redaction.surroundings import ANY_NUMBER, Surroundings
from eduai.lib.redaction.view import DECOMPOSED, INVISIBLE, SMUGGLED, View, view_of
from eduai.lib.redaction.written import written

LONGEST: Final = 20_000
"""Characters of one text; a longer one is no note, and is unsure as a whole."""
MOST_CANDIDATES: Final = 4000
_FENCE: Final = re.compile(r"^(?:<<<|>>>)data ([0-9a-f]*[a-f][0-9a-f]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Roster:
    """Whom an academy knows: full names of `people`, names of `places` (academy, schools), `contacts` (telephone
    numbers and e-mail addresses, log-in names)."""

    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Masked:
    """`start` to `end` of the original text was replaced as a `kind`."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """`texts` as they may leave, if nothing is `unsure`: the kinds of what may be personal data and was left in."""

    texts: tuple[str, ...]
    masked: tuple[tuple[Masked, ...], ...]
    unsure: tuple[str, ...]
    _originals: dict[str, str] = field(repr=False)
    _placeholders: Placeholders = field(repr=False)

    def restore(self, text: str) -> str:
        """An answer with the words for every placeholder of this call; a text as it was sent gives the original."""
        if text in self._originals:
            return self._originals[text]
        return self._placeholders.restore(text)


class Redactor:
    """Redacts for one roster. Made once, safe for threads; nothing of a text is kept."""

    def __init__(self, roster: Roster) -> None:
        self._names = NameMatcher(roster.people, roster.places)
        digits = ("".join(letter for letter in contact if letter.isdecimal()) for contact in roster.contacts)
        self._numbers = frozenset(number for number in digits if len(number) >= 7)
        logins = sorted(
            contact.lower() for contact in roster.contacts if re.search(r"[A-Za-z]", contact) and len(contact) > 4
        )
        self._logins = (
            re.compile("|".join(rf"(?<![a-z0-9]){re.escape(login)}(?![a-z0-9])" for login in logins), re.I)
            if logins
            else None
        )

    def redact(self, texts: Sequence[str]) -> Redaction:
        """Texts of one call, redacted together: the same words get the same placeholder in all of them."""
        placeholders = Placeholders(texts)
        done = [self._one(text, placeholders) for text in texts]
        return Redaction(
            tuple(sent for sent, _, _ in done),
            tuple(masked for _, masked, _ in done),
            tuple(dict.fromkeys(kind for _, _, unsure in done for kind in unsure)),
            {sent: text for text, (sent, _, _) in zip(texts, done, strict=True)},
            placeholders,
        )

    def _one(self, text: str, placeholders: Placeholders) -> tuple[str, tuple[Masked, ...], list[str]]:
        if len(text) > LONGEST:
            return "", (), ["text"]
        view = view_of(text)
        found = self._findings(view)
        kept = _without_overlaps([finding for finding in found if finding.sure], len(view.text))
        unsure = [finding.kind for finding in found if not finding.sure and not _covered(finding, kept)]
        spans = [
            (Masked(each.kind, *view.original(each.start, each.end)), view.text[each.start : each.end]) for each in kept
        ]
        spans += [(Masked("text", *match.span()), "") for match in SMUGGLED.finditer(text)]
        masked, parts, end = [], [], 0
        for mask, read in sorted(spans, key=lambda span: span[0].start):
            parts += [
                _clean(text[end : mask.start]),
                placeholders.stand_for(mask.kind, text[mask.start : mask.end], read),
            ]
            masked.append(mask)
            end = mask.end
        return "".join([*parts, _clean(text[end:])]), tuple(masked), [*unsure]

    def _findings(self, view: View) -> list[Finding]:
        text, runs = view.text, runs_of(view.text)
        if sum(len(run.digits) for run in runs) > MOST_CANDIDATES:
            return [Finding("text", 0, len(text), False)]
        around = Surroundings(text)
        found = [
            *numbers(runs, text, around),
            *written(text),
            *places(text),
            *self._names.find(text),
            *self._known(runs, text),
        ]
        fences = [match.span(1) for match in _FENCE.finditer(text)]
        found = [each for each in found if not any(a <= each.start and each.end <= b for a, b in fences)]
        return found + _announced(text, runs, found)

    def _known(self, runs: Iterable[Run], text: str) -> Iterable[Finding]:
        """The roster's own numbers and log-in names."""
        for run in runs:
            values = run.values
            for number in self._numbers:
                at = values.find(number)
                if at >= 0:
                    yield Finding("telephone", run.digits[at].start, run.digits[at + len(number) - 1].end, True, 10)
        for match in self._logins.finditer(text) if self._logins else ():
            yield Finding("email", match.start(), match.end(), True, 6)


def _announced(text: str, runs: Sequence[Run], found: Sequence[Finding]) -> list[Finding]:
    """Digits right behind "주민번호", "연락처" and the like in which nothing was found: unsure."""
    doubtful = []
    for match in ANY_NUMBER.finditer(text):
        for run in runs:
            start, end = run.digits[0].start, run.digits[-1].end
            near = match.end() <= start <= match.end() + 12
            if near and len(run.digits) >= 6 and not any(each.start < end and start < each.end for each in found):
                doubtful.append(Finding("number", start, end, False))
    return doubtful


def _without_overlaps(found: Iterable[Finding], length: int) -> list[Finding]:
    """Of those that overlap the weightiest; what has no overlap with it stays too."""
    kept, taken = [], bytearray(length)
    for each in sorted(found, key=lambda one: (-one.weight, -one.rank, one.start - one.end)):
        if not any(taken[each.start : each.end]):
            kept.append(each)
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
    return sorted(kept, key=lambda one: one.start)


def _covered(doubtful: Finding, kept: Iterable[Finding]) -> bool:
    return any(each.start <= doubtful.start and doubtful.end <= each.end for each in kept)


def _clean(text: str) -> str:
    """What is sent as it is: without invisible characters, Hangul in whole syllables, mathematics with its signs."""
    if text.isascii():
        return INVISIBLE.sub("", text)
    return DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match.group()), INVISIBLE.sub("", text))
