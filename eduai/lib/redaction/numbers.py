"""Numbers that name somebody: registration, telephone, card, account, business, licence, by their digits alone.

A candidate is a number of digits with the groups that such a number is written in. Its evidence is weighed: a birth
date, a check digit (Korean registration numbers have a random one since October 2020, so it is never a condition),
a word near it, the groups; against it whatever makes it a quantity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from eduai.lib.redaction import surroundings as near
from eduai.lib.redaction.findings import Finding, Kind
from eduai.lib.redaction.skeleton import Digit, Run, Stretch
from eduai.lib.redaction.surroundings import Surroundings

SURE, UNSURE = 3, 2
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BUSINESS: Final = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_AREAS: Final = frozenset(
    [
        "031",
        "032",
        "033",
        "041",
        "042",
        "043",
        "044",
        "051",
        "052",
        "053",
        "054",
        "055",
        "061",
        "062",
        "063",
        "064",
        "070",
        "080",
        "050",
    ]
)
_LONGEST, _SHORTEST = 16, 8
_IN_PARTS: Final = re.compile(r"앞|뒤|뒷|주민|주번|민번|생년|생일|등록\s?번호")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+[이일오]?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a stretch is written: in the groups of a shape (`exact`: no other gap), all in one, digit by digit."""

    grouped: bool
    exact: bool
    contiguous: bool
    single: bool
    separators: str

    @property
    def orderly(self) -> bool:
        return self.grouped or self.contiguous or self.single


def _evidence(stretch: Stretch, shape: tuple[int, ...], finer: frozenset[int] = frozenset()) -> Evidence:
    """`finer`: further places in which a gap may be; by default any."""
    breaks = stretch.breaks
    expected, total = set(), 0
    for size in shape[:-1]:
        total += size
        expected.add(total)
    found = set(breaks)
    single = len(found) == len(stretch.values) - 1
    listed = set(breaks.values()) <= {","}
    finest = expected | finer if finer else found | expected
    apart = expected <= found and not listed and (found <= finest or _apart(found, shape))
    grouped = bool(found) and not single and (found <= expected or apart)
    return Evidence(grouped, grouped and found <= expected, not found, single, "".join(sorted(set(breaks.values()))))


def _apart(found: set[int], shape: tuple[int, ...]) -> bool:
    """Whether every group is written either in one or digit by digit."""
    start = 0
    for size in shape:
        inside = {place for place in found if start < place < start + size}
        if inside and len(inside) < size - 1:
            return False
        start += size
    return True


def numbers(runs: list[Run], text: str, around: Surroundings) -> Iterator[Finding]:
    """Every candidate with enough evidence, overlapping ones too."""
    for run in runs:
        if len(run.digits) < _SHORTEST or _THOUSANDS.fullmatch(text, run.digits[0].start, run.digits[-1].end):
            continue
        for stretch in _stretches(run):
            for kind, score, weight in _readings(stretch, text, around):
                if score >= UNSURE:
                    rank = 10 * len(stretch.values) + min(score, 9)
                    yield Finding(kind, stretch.start, stretch.end, score >= SURE, weight, rank)
    yield from _in_two_parts([digit for run in runs for digit in run.digits], text)


def _in_two_parts(digits: list[Digit], text: str) -> Iterator[Finding]:
    """A registration number told in two parts of a sentence: 앞자리는 900101이고 뒷자리는 1234567."""
    starts = [at for at, digit in enumerate(digits) if not at or digits[at - 1].end < digit.start]
    for first, second in pairwise(starts):
        birth, rest = digits[first:second], digits[second : second + 7]
        ended = len(birth) == 6 or (len(birth) == 7 and birth[6].writing == "word")
        whole = len(rest) == 7 and (len(digits) == second + 7 or digits[second + 7].start > rest[-1].end)
        if not ended or not whole or rest[-1].end - rest[0].start > 28:
            continue
        between = text[birth[5].end : rest[0].start]
        near_by = len(between) <= 24 and not re.search(r"[.!?\n]", between)
        told = text[max(0, birth[0].start - 16) : rest[0].start]
        dated = _dated("".join(digit.value for digit in birth)) and rest[0].value in "12345678"
        if near_by and dated and _IN_PARTS.search(told):
            yield Finding("number", birth[0].start, birth[5].end, True, 8, 60)
            yield Finding("number", rest[0].start, rest[-1].end, True, 8, 70)


def _stretches(run: Run) -> Iterator[Stretch]:
    """Parts of a run that begin and end where a group does, 8 to 18 digits long."""
    last = len(run.digits) - 1
    for first in range(len(run.digits)):
        for size in range(_SHORTEST, _LONGEST + 1):
            if first + size - 1 > last:
                break
            stretch = Stretch(run, first, first + size - 1)
            if stretch.bounded:
                yield stretch


def _readings(stretch: Stretch, text: str, around: Surroundings) -> Iterator[tuple[Kind, int, int]]:
    kinds = set(stretch.breaks.values())
    if _decimal(stretch, text) or (";" in kinds and len(kinds) > 1):
        return
    size = len(stretch.values)
    for sizes, weight, kind, score in _READERS:
        if size in sizes:
            yield kind, score(stretch, text, around), weight


def _decimal(stretch: Stretch, text: str) -> bool:
    """Whether the stretch is the places of a decimal, or a decimal as a whole."""
    digits, breaks = stretch.run.digits, stretch.breaks
    own = digits[stretch.first]
    if list(breaks.values()) == ["."]:
        at = next(iter(breaks))
        return stretch.plain and not (at in (2, 3) and own.value == "0") and (at, len(stretch.values)) != (6, 13)
    alone = not breaks and own.start > 1 and text[own.start - 1] == "." and text[own.start - 2].isdecimal()
    behind = digits[stretch.last + 1].gap if stretch.last + 1 < len(digits) else ""
    return alone and behind != "."


def _dated(values: str) -> bool:
    return 1 <= int(values[2:4]) <= 12 and 1 <= int(values[4:6]) <= 31


def _registration(stretch: Stretch, text: str, around: Surroundings) -> int:
    values, how = stretch.values, _evidence(stretch, (6, 7), frozenset({2, 4, 7}))
    named = around.named(near.RESIDENT, stretch)
    if not (_dated(values) and values[6] in "12345678") and not (named and (how.grouped or how.contiguous)):
        return 0
    if not how.orderly and not named:
        return 0
    if how.contiguous and values[0] == "0" and len(set(values)) <= 2:
        return 0
    score = 2 * int(_dated(values) and values[6] in "12345678") + 3 * int(named)
    score += int(how.grouped or (how.contiguous and stretch.run.digits[stretch.first].writing != "letter"))
    score += int("-" in how.separators) + int(_checked(values)) + int(not stretch.plain)
    score += int(how.single and stretch.whole and how.separators != ",") - int(how.separators == "," and how.single)
    return score - 2 * int(around.mathematical(stretch))


def _checked(values: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(values[:12], _WEIGHTS, strict=True))
    check = (11 - total % 11) % 10
    return int(values[12]) in (check, (check + 2) % 10)


def _telephone(stretch: Stretch, text: str, around: Surroundings) -> int:
    values = stretch.values
    if text[: stretch.start].endswith("+") and values.startswith("82"):
        return SURE + 1 if _national(values[2:].lstrip("0")) else 0
    if values.startswith("0082") and _national(values[4:].lstrip("0")):
        return SURE + 1
    if not values.startswith("0") or not _national(values[1:]):
        return 0
    best = max((_evidence(stretch, shape) for shape in _telephone_shapes(values)), key=lambda how: how.orderly)
    named = around.named(near.TELEPHONE, stretch)
    if len(set(values)) <= 2 and not named and not best.grouped:
        return 0
    score = SURE if best.grouped or best.contiguous else UNSURE if best.single else 0
    score += 2 * int(named) + int(best.single and not stretch.plain) + int(best.single and stretch.whole)
    score -= 2 * int(best.separators == "," and best.single and stretch.plain)
    return score - 2 * int(around.calculated_with(stretch) and best.contiguous)


def _national(values: str) -> bool:
    """Whether these are a subscriber's digits behind the leading zero."""
    if values[:2] in {"10", "11", "16", "17", "18", "19"}:
        return len(values) in (9, 10)
    if values[:1] == "2":
        return len(values) in (8, 9) and values[1] != "0"
    area = "0" + values[:2]
    return area in _AREAS and len(values) in (9, 10, 11) and (len(values) < 11 or area == "050")


def _telephone_shapes(values: str) -> tuple[tuple[int, ...], ...]:
    head = 2 if values.startswith("02") else 4 if values.startswith("050") else 3
    return ((head, len(values) - head - 4, 4), (3, len(values) - 7, 4))


def _local(stretch: Stretch, text: str, around: Surroundings) -> int:
    """A number without its area: only beside a word that says so."""
    fits = stretch.whole and _evidence(stretch, (4, 4)).grouped
    return SURE if fits and around.named(near.TELEPHONE, stretch) and not around.calculated_with(stretch) else 0


def _card(stretch: Stretch, text: str, around: Surroundings) -> int:
    values = stretch.values
    how = _evidence(stretch, (4, 6, 5) if len(values) == 15 else (4, 4, 4, 4))
    named = around.named(near.CARD, stretch)
    if (
        not (how.exact or how.contiguous or how.single)
        or (len(how.separators) > 1 and not how.exact)
        or set(values) <= {"0", "1"}
    ):
        return SURE if named and stretch.whole else 0
    full = how.exact and len(stretch.breaks) == (2 if len(values) == 15 else 3)
    score = 2 * int(_luhn(values)) + 2 * int(named) + int(full) + int("-" in how.separators and full)
    score += int(not stretch.plain) + int(values[0] in "34569" and len(values) == 16) + int(full and stretch.whole)
    return score - 2 * int(around.mathematical(stretch)) - int(how.separators == ",") - int(values[0] not in "23456789")


def _luhn(values: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(values)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _named_account(stretch: Stretch, text: str, around: Surroundings) -> int:
    """Beside the name of a bank every number that is no sum of money."""
    kinds = set(stretch.breaks.values())
    if (around.calculated_with(stretch) and "-" not in kinds) or not around.named(near.ACCOUNT, stretch):
        return 0
    return SURE if len(kinds) <= 1 else UNSURE


def _account(stretch: Stretch, text: str, around: Surroundings) -> int:
    """Three to five groups with hyphens and no blank are an account by themselves."""
    tight = re.search(r"\s", text[stretch.start : stretch.end]) is None
    dashed = set(stretch.breaks.values()) == {"-"} and 2 <= len(stretch.breaks) <= 4
    return SURE if dashed and tight and stretch.whole and not around.mathematical(stretch) else 0


def _business(stretch: Stretch, text: str, around: Surroundings) -> int:
    values, how = stretch.values, _evidence(stretch, (3, 2, 5))
    total = sum(int(digit) * weight for digit, weight in zip(values[:9], _BUSINESS, strict=True))
    checked = (total + int(values[8]) * 5 // 10 + int(values[9])) % 10 == 0
    if len(how.separators) > 1 and not how.grouped:
        return 0
    score = 4 * int(around.named(near.BUSINESS, stretch)) + int(checked)
    return score + 2 * int(how.grouped and "-" in how.separators) - int(around.mathematical(stretch))


def _licence(stretch: Stretch, text: str, around: Surroundings) -> int:
    full = len(stretch.values) == 12
    how = _evidence(stretch, (2, 2, 6, 2) if full else (2, 6, 2))
    if len(how.separators) > 1 and not how.grouped:
        return 0
    region = 11 <= int(stretch.values[:2]) <= 28
    named = around.named(near.LICENCE, stretch)
    dashed = full and len(stretch.breaks) == 3 and "-" in how.separators
    return 4 * int(named) + 2 * int(how.grouped and dashed) + int(region and dashed)


Score = Callable[[Stretch, str, Surroundings], int]
_READERS: Final[tuple[tuple[frozenset[int], int, Kind, Score], ...]] = (
    (frozenset({13}), 8, "number", _registration),
    (frozenset({15, 16}), 8, "number", _card),
    (frozenset({8, 9, 10, 11, 12, 13, 14}), 8, "telephone", _telephone),
    (frozenset({8}), 4, "telephone", _local),
    (frozenset({10}), 8, "number", _business),
    (frozenset({10, 12}), 8, "number", _licence),
    (frozenset({10, 11, 12, 13, 14}), 8, "number", _named_account),
    (frozenset({10, 11, 12, 13, 14}), 5, "number", _account),
)
