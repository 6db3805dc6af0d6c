"""How a family of questions is written down: one table entry each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.expressions import compile_formula
from questions.engine.texts.effort import MOST_DIGITS, Allowance
from questions.engine.twins.grammar.patterns import NUMBER, compiled, reads, required
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, ChoiceDomain, Domain, RangeDomain

Match = re.Match[str]
Build = Callable[[Reading, Match], Sketch | None]
COUNTS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
GONS = {"오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10, "십이": 12, "십오": 15}
GON_FORMULA = " ".join(f"{count} if g == '{word}' else" for word, count in GONS.items()) + " 20"
_FRACTION = re.compile(r"(-?)\\frac\{(\d+)\}\{(\d+)\}")
_IS_NUMBER = re.compile(NUMBER)


@dataclass(frozen=True, slots=True)
class Family:
    """Grammars of a stem and the way from a match to a sketch; `build` gives None where it does not apply.

    A stem without all of the `hints` is not tried: words that every grammar of the family spells. A family that is
    read clause by clause has a `tell` in place of grammars.
    """

    name: str
    patterns: tuple[str, ...]
    build: Build
    hints: tuple[str, ...] = ()
    tell: Callable[[str], Sequence[Match]] | None = None


def printed_number(text: str) -> Fraction | None:
    """The value of a printed number (`1,200`, `3/4`, `\\frac{3}{4}`, `0.5`, `세`), or None, also beyond 18 digits."""
    if text in COUNTS:
        return Fraction(COUNTS[text])
    if sum(map(str.isdigit, text)) > 2 * MOST_DIGITS:
        return None
    if (found := _FRACTION.fullmatch(text)) is not None:
        return Fraction(int(found[1] + found[2]), int(found[3])) if int(found[3]) else None
    if _IS_NUMBER.fullmatch(text) is None or text.endswith("/0"):
        return None
    return Fraction(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class _Table:
    """The declared parts of a family whose stem is a fixed sentence with numbers."""

    name: str
    concept: str
    let: tuple[tuple[str, str], ...]
    answer: str
    kind: AnswerKind
    unit: str
    form: str
    where: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]
    say: tuple[str, ...]
    tell: tuple[str, ...]
    hidden: tuple[tuple[str, str], ...]
    fixed: tuple[str, ...]
    free: tuple[str, ...]
    domains: dict[str, Domain] = field(default_factory=dict)
    keeps_size: bool = True
    labels: tuple[str, ...] = ()
    bounded: bool = True

    def __call__(self, reading: Reading, match: Match) -> Sketch | None:
        sketch = Sketch(self.concept, self.name)
        constants: list[tuple[str, str]] = []
        derived = {name for name, _ in self.let}
        printed: dict[str, Fraction] = {}
        for name, text in match.groupdict().items():
            if text in GONS and name == "g":
                sketch.originals[name], sketch.domains[name] = text, ChoiceDomain(tuple(GONS))
                sketch.places.append((name, *match.span(name)))
                continue
            value = printed_number(text) if text is not None else None
            if value is None or text is None or re.search(r"_\d$", name):
                continue
            printed[name] = value
            frozen = name in self.fixed or text in COUNTS or value == 0
            if name not in derived and frozen:
                constants.append((name, str(value)))
                continue
            if name not in derived:
                sketch.originals[name], sketch.texts[name] = value, text
            sketch.places.append((name, *match.span(name)))
            sketch.places += _repeats(match, name)
        for name, formula in self.hidden:
            found = compile_formula(formula)(printed, ())
            if not isinstance(found, Fraction):
                return None
            sketch.originals[name] = printed[name] = found
        return self._filled(sketch, match, constants)

    def _filled(self, sketch: Sketch, match: Match, constants: list[tuple[str, str]]) -> Sketch:
        groups = {name: text or "" for name, text in match.groupdict().items()}
        sketch.let = [*constants, *self.let]
        sketch.kind, sketch.form = self.kind, self.form
        sketch.unit = _filled_in(self.unit, groups).replace("^2", "²").replace("^3", "³")
        sketch.where = list(self.where)
        sketch.wrong = [(formula.replace("LETTER", groups.get("v", "")), kind) for formula, kind in self.wrong]
        sketch.answer = self.answer.replace("LETTER", groups.get("v", ""))
        sketch.say, sketch.tell = (
            [line.replace("LETTER", groups.get("v", "")) for line in lines] for lines in (self.say, self.tell)
        )
        sketch.free = tuple(letter.replace("LETTER", groups.get("v", "")) for letter in self.free)
        sketch.keeps_size, sketch.labels, sketch.bounded = self.keeps_size, self.labels, self.bounded
        sketch.domains |= {name: domain for name, domain in self.domains.items() if name in sketch.originals}
        return sketch


def _filled_in(text: str, groups: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: groups.get(found[1], ""), text)


def _repeats(match: Match, name: str) -> list[tuple[str, int, int]]:
    """Further captures of the same number, written `name_2`, `name_3` in a grammar, must print the same value."""
    places = []
    for other in match.groupdict():
        if re.fullmatch(rf"{name}_\d", other) and match[other] is not None:
            places.append((name, *match.span(other)))
    return places


def let_pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in text.split(";"):
        if line.strip():
            name, _, formula = line.partition("=")
            pairs.append((name.strip(), formula.strip()))
    return tuple(pairs)


def domains_of(text: str) -> dict[str, Domain]:
    """`n 3..9; m 10..90 step 10; t 0.25|0.5` as domains."""
    domains: dict[str, Domain] = {}
    for found in re.finditer(r"(\w+) (-?\d+)\.\.(-?\d+)(?: step (\d+))?", text):
        low, high, step = (Fraction(found[index] or 1) for index in (2, 3, 4))
        domains[found[1]] = RangeDomain(low, high, step)
    for found in re.finditer(r"(\w+) ([\d.]+(?:\|[\d.]+)+)", text):
        domains[found[1]] = ChoiceDomain(tuple(found[2].split("|")))
    return domains


def misconceptions(text: str) -> list[tuple[str, str]]:
    """`c + b | sign; d | partial` as (formula, misconception) pairs; without a bar the misconception is `formula`."""
    pairs = []
    for line in text.split(";"):
        if line.strip():
            formula, _, kind = line.partition("|")
            pairs.append((formula.strip(), kind.strip() or "formula"))
    return pairs


def family(
    name: str,
    concept: str,
    patterns: Sequence[str],
    *,
    let: str = "",
    answer: str = "s",
    kind: AnswerKind = AnswerKind.NUMBER,
    unit: str = "",
    form: str = "",
    where: str = "",
    wrong: str = "",
    say: Sequence[str] = (),
    tell: Sequence[str] = (),
    hidden: str = "",
    fixed: str = "",
    free: str = "",
    domains: str = "",
    keeps_size: bool = True,
    hints: str = "",
    labels: str = "",
    bounded: bool = True,
) -> Family:
    """A family whose stem is a sentence with numbers.

    `let` lists `name = formula` pairs between semicolons; a name that is also captured is printed from its
    formula, and what it is computed from stands in `hidden` (`s = (c - b)/a`: the value in the note), so that
    numbers are drawn backwards from a clean answer. `fixed` names stay as printed, `domains` narrows ranges
    (`n 3..9`), `wrong` is read by `misconceptions`, `say` and `tell` are the Korean and English solution lines.
    `hints` are words between blanks without which no grammar is tried. `{u}` in a unit is the captured text of
    that name, LETTER in a formula the captured letter `v`; `labels` name the items of an answer of several values.
    Printed numbers that follow from others may grow where `bounded` is false.
    """
    table = _Table(
        name, concept, let_pairs(let), answer, kind, unit, form,
        tuple(part.strip() for part in where.split(";") if part.strip()),
        tuple(misconceptions(wrong)), tuple(say), tuple(tell), let_pairs(hidden),
        tuple(fixed.split()), tuple(free.split()), domains_of(domains), keeps_size, tuple(labels.split()), bounded,
    )  # fmt: skip
    return Family(name, tuple(patterns), table, tuple(hints.split()))


def matches(entry: Family, core: str, allowance: Allowance) -> Sequence[Match]:
    """Every grammar of the family that reads the whole text, in order, as far as the allowance goes."""
    if not all(hint in core for hint in entry.hints):
        return []
    if entry.tell is not None:
        return entry.tell(core)
    small = core.lower()
    likely = (pattern for pattern in entry.patterns if reads(required(pattern), small))
    found = (allowance.match(compiled(pattern), core) for pattern in likely)
    return [match for match in found if match is not None]
