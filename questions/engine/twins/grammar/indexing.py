"""Which families a stem may belong to at all, told by the words that stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.grammar.patterns import Wanted, required


class Index:
    """Families by words of which one stands in every text that they read, so that most are never asked."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = tuple(families)
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for place, entry in enumerate(self._families):
            words = _words(entry)
            for word in words:
                self._by_word.setdefault(word, []).append(place)
            if not words:
                self._always.append(place)

    def likely(self, text: str) -> list[Family]:
        """The families that may read the text, in their order; a family that is left out reads it by no grammar."""
        small = text.lower()
        found = set(self._always)
        for word, places in self._by_word.items():
            if word in small:
                found.update(places)
        return [self._families[place] for place in sorted(found)]


def _words(entry: Family) -> frozenset[str]:
    """Words of which the family's texts hold at least one; none where it cannot be told."""
    if entry.hints:
        return frozenset({max(entry.hints, key=len).lower()})
    wanted = [required(pattern) for pattern in entry.patterns]
    if entry.tell is not None or not all(wanted):
        return frozenset()
    return frozenset().union(*map(_rarest, wanted))


def _rarest(wanted: Wanted) -> tuple[str, ...]:
    return max(wanted, key=lambda group: min(map(len, group)))
