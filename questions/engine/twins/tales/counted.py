"""Tales of counting and chance: what is told together with what is asked names the case, and the case its formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import cast

from questions.engine.expressions import compile_formula
from questions.engine.twins.grammar.family import (
    COUNTS,
    Family,
    Match,
    domains_of,
    let_pairs,
    misconceptions,
    printed_number,
)
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.tales.telling import Clause, Telling, tellings
from questions.engine.types import ChoiceDomain


@dataclass(frozen=True, slots=True)
class Case:
    """How a case is answered: `whole` and `part` of a chance, or `part` alone where the whole is empty.

    `let` are steps (`t = a*b; r = t/c`), `say` and `tell` the worked solution in Korean and English; where they are
    missing, the lines of counting stand in. `{u}` in a unit is the captured word of that name.
    """

    part: str
    whole: str = ""
    where: str = ""
    unit: str = ""
    let: str = ""
    say: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    wrong: str = ""
    keeps_size: bool = True
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A tale of counting. Numbers have names in capitals, one for the whole tale; `cases` are keyed by their kinds."""

    name: str
    concept: str
    clauses: tuple[Clause, ...]
    cases: Mapping[str, Case]
    domains: str

    def matches(self, core: str) -> Sequence[Match]:
        """The stem's one reading, when it is a case of the tale."""
        found = [one for one in tellings(self.clauses, core) if "+".join(one.kinds) in self.cases]
        return cast("Sequence[Match]", found)

    def __call__(self, reading: Reading, match: Match) -> Sketch | None:
        telling = cast("Telling", match)
        case = self.cases["+".join(telling.kinds)]
        sketch = Sketch(self.concept, self.name, unit=_filled_in(case.unit, telling), keeps_size=case.keeps_size)
        derived: Sequence[tuple[str, str]] = let_pairs(case.let)
        printed: dict[str, Fraction] = {}
        if "names" in telling.words:
            derived = [*_listed(sketch, telling, reading, printed), *derived]
        for fact in telling.facts:
            for name, (text, first, last) in fact.captures.items():
                value = printed_number(text) if len(name) == 1 else None
                if value is not None:
                    _placed(sketch, name.lower(), value, (text, first, last), printed, derived)
        if len({name.lower() for fact in telling.facts for name in fact.captures if len(name) == 1} - {"n"}) != len(
            printed.keys() - {"n"}
        ):
            return None
        for name, formula in let_pairs(case.hidden):
            value = cast("Fraction", compile_formula(formula)(dict(printed), ()))
            sketch.originals[name] = printed[name] = value
        sketch.let = [*derived, *sketch.let]
        sketch.where += [one.strip() for one in case.where.split(";") if one.strip()]
        sketch.domains |= {name: one for name, one in domains_of(self.domains).items() if name in sketch.originals}
        _answered(sketch, case, korean=is_korean(reading.source))
        return sketch


def _named_people(sketch: Sketch, telling: Telling, letters: Sequence[str], named: set[str]) -> None:
    """Whoever is named beside the list may be anyone who is in every list, each another."""
    parts = [
        (name, one)
        for fact in telling.facts
        for name, one in fact.captures.items()
        if name in ("pa", "pb", "pc") and one[0] in named
    ]
    for name, (text, first, last) in parts:
        sketch.originals[name], sketch.domains[name] = text, ChoiceDomain(tuple(letters))
        sketch.places.append((name, first, last))
    names = sorted({name for name, _ in parts})
    sketch.where += [f"{one} != {other}" for one, other in combinations(names, 2)]


_LEAST_LETTERS, _MOST_LETTERS = 4, 7


def _listed(
    sketch: Sketch, telling: Telling, reading: Reading, printed: dict[str, Fraction]
) -> Sequence[tuple[str, str]]:
    """People named `A, B, C, D`: the list is drawn, and their number n follows. ValueError for other lists.

    Whoever is named elsewhere is in every list, so that lists have at least as many letters.
    """
    first, last = telling.span("names")
    shown = reading.source[slice(*reading.span(first, last))]
    letters = telling["names"].split(",")
    alphabet = [chr(ord("A") + place) for place in range(_MOST_LETTERS)]
    apart = shown[1 : shown.index("B")] if "B" in shown else ""
    if letters != alphabet[: len(letters)] or shown != apart.join(letters):
        raise ValueError("not a plain list of letters")
    others = {text for name, text in telling.words.items() if name in ("pa", "pb", "pc")}
    if not others <= set(letters):
        raise ValueError("someone else is named")
    least = max([_LEAST_LETTERS, *(ord(one) - ord("A") + 1 for one in others)])
    lists = {count: apart.join(alphabet[:count]) for count in range(min(least, len(letters)), _MOST_LETTERS + 1)}
    sketch.originals["names"], sketch.domains["names"] = shown, ChoiceDomain(tuple(lists.values()))
    sketch.places.append(("names", first, last))
    printed["n"] = Fraction(len(letters))
    _named_people(sketch, telling, lists[min(lists)].split(apart), others)
    counts = " ".join(f"{count} if names == '{text}' else" for count, text in lists.items())
    words = " ".join(f"'{text}' if n == {count} else" for text, count in COUNTS.items() if count in lists)
    return [("n", f"{counts} 0"), ("words", f"{words} ''")]


def _filled_in(unit: str, telling: Telling) -> str:
    words = telling.groupdict()
    filled = re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], ""), unit)
    return filled.replace("^2", "²").replace("^3", "³")


def _placed(
    sketch: Sketch,
    name: str,
    value: Fraction,
    place: tuple[str, int, int],
    printed: dict[str, Fraction],
    derived: Sequence[tuple[str, str]],
) -> None:
    """Notes a printed number. ValueError where the same number is printed in two ways."""
    text, first, last = place
    if printed.setdefault(name, value) != value:
        raise ValueError("one number told in two ways")
    if not text[0].isdigit() and name in dict(derived) and "words" not in dict(derived):
        raise ValueError("a number word stands where the number changes")
    if not text[0].isdigit() and name in dict(derived):
        sketch.places.append(("words", first, last))
        return
    if not text[0].isdigit() or name == "r":
        if name not in dict(sketch.let):
            sketch.let.append((name, str(value)))
        return
    if name not in dict(derived):
        sketch.originals[name], sketch.texts[name] = value, text
    sketch.places.append((name, first, last))


def _answered(sketch: Sketch, case: Case, *, korean: bool) -> None:
    lines = case.say if korean else case.tell
    if not case.whole:
        sketch.let.append(("s", case.part))
        sketch.where.append("s > 0")
        count = "경우의 수는" if korean else "The number of ways is"
        sketch.say = list(lines) or [f"{count} ${_shown(case.part)} = {{s}}$"]
        sketch.wrong = misconceptions(
            case.wrong + "; s + 1 | other; 2*s | order; s + 2 | other; s - 1 | other; s*3 | other"
        )
        return
    sketch.let += [("whole", case.whole), ("part", case.part), ("s", "part/whole")]
    sketch.where += ["part > 0", "part < whole"]
    sketch.say = list(lines) or list(_CHANCE_SAY if korean else _CHANCE_TELL)
    sketch.wrong = misconceptions(
        "1 - s | misread; part/(whole + part) | formula; (part + 1)/whole | other; s/2 | order; (part - "
        "1)/whole | other"
    )
    sketch.keeps_size = False


_CHANCE_SAY = (
    "일어날 수 있는 모든 경우의 수는 ${whole}$, 구하는 경우의 수는 ${part}$이다.",
    "따라서 구하는 확률은 $\\frac{{part}}{{whole}} = {s}$",
)
_CHANCE_TELL = (
    "There are ${whole}$ equally likely outcomes, and ${part}$ of them are asked for.",
    "So the probability is $\\frac{{part}}{{whole}} = {s}$.",
)


def _shown(part: str) -> str:
    text = re.sub(r"comb\((\w+), (\w+)\)", r"{}_{{{\1}}}C_{{{\2}}}", part)
    return text if text != part else re.sub(r"\b([a-z])\b", r"{\1}", part).replace("*", " \\times ")


def counted(
    name: str,
    concept: str,
    told: Mapping[str, Sequence[str]],
    cases: Mapping[str, Case],
    *,
    domains: str = "",
    hints: str = "",
) -> Family:
    """A family of counting: `told` are clauses by kind (`?` for what is asked, an empty one tells nothing).

    `kind@B` is read only behind a clause that has told B: of two like things the first told is the first.
    """
    clauses = tuple(
        Clause(kind.partition("@")[0], tuple(patterns), kind.partition("@")[2]) for kind, patterns in told.items()
    )
    keyed = {"+".join(sorted(key.split("+"))): case for key, case in cases.items()}
    entry = Counted(name, concept, clauses, keyed, domains)
    return Family(name, (), entry, tuple(hints.split()), entry.matches)
