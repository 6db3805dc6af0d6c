"""Tales of counting and chance: what is told together with what is asked names the case, and the case its formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from questions.engine.expressions import compile_formula
from questions.engine.twins.grammar.family import (
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
        derived = let_pairs(case.let)
        printed: dict[str, Fraction] = {}
        for fact in telling.facts:
            for name, (text, first, last) in fact.captures.items():
                value = printed_number(text) if len(name) == 1 else None
                if value is not None:
                    _placed(sketch, name.lower(), value, (text, first, last), printed, derived)
        if len({name.lower() for fact in telling.facts for name in fact.captures if len(name) == 1}) != len(printed):
            return None
        for name, formula in let_pairs(case.hidden):
            value = cast("Fraction", compile_formula(formula)(dict(printed), ()))
            sketch.originals[name] = printed[name] = value
        sketch.let += derived
        sketch.where = [one.strip() for one in case.where.split(";") if one.strip()]
        sketch.domains = {name: one for name, one in domains_of(self.domains).items() if name in sketch.originals}
        _answered(sketch, case, korean=is_korean(reading.source))
        return sketch


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
