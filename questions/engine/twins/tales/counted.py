"""Tales of counting and chance: what is told together with what is asked names the case, and the case its formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from questions.engine.twins.grammar.family import Family, Match, domains_of, misconceptions, printed_number
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.tales.telling import Clause, Telling, tellings


@dataclass(frozen=True, slots=True)
class Case:
    """How a case is answered: `whole` and `part` of a chance, or `part` alone where the whole is empty."""

    part: str
    whole: str = ""
    where: str = ""
    unit: str = ""


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
        sketch = Sketch(self.concept, self.name, unit=case.unit)
        constants: dict[str, Fraction] = {}
        for fact in telling.facts:
            for name, (text, first, last) in fact.captures.items():
                value = printed_number(text) if len(name) == 1 else None
                if value is None:
                    continue
                if not text.isdigit() or name == "R":
                    constants[name.lower()] = value
                else:
                    sketch.originals[name.lower()] = value
                    sketch.places.append((name.lower(), first, last))
        sketch.let = [(name, str(value)) for name, value in constants.items()]
        sketch.where = [one.strip() for one in case.where.split(";") if one.strip()]
        sketch.domains = {name: one for name, one in domains_of(self.domains).items() if name in sketch.originals}
        _answered(sketch, case)
        return sketch


def _answered(sketch: Sketch, case: Case) -> None:
    if not case.whole:
        sketch.let.append(("s", case.part))
        sketch.where.append("s > 0")
        sketch.say = [f"경우의 수는 ${_shown(case.part)} = {{s}}$"]
        sketch.wrong = misconceptions("s + 1 | other; 2*s | order; s + 2 | other; s - 1 | other; s*3 | other")
        return
    sketch.let += [("whole", case.whole), ("part", case.part), ("s", "part/whole")]
    sketch.where += ["part > 0", "part < whole"]
    sketch.say = [
        "일어날 수 있는 모든 경우의 수는 ${whole}$, 구하는 경우의 수는 ${part}$이다.",
        "따라서 구하는 확률은 $\\frac{{part}}{{whole}} = {s}$",
    ]
    sketch.wrong = misconceptions(
        "1 - s | misread; part/(whole + part) | formula; (part + 1)/whole | other; s/2 | order; (part - "
        "1)/whole | other"
    )
    sketch.keeps_size = False


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
    """A family of counting: `told` are clauses by kind (`?` for what is asked, an empty one tells nothing)."""
    clauses = tuple(Clause(kind, tuple(patterns)) for kind, patterns in told.items())
    keyed = {"+".join(sorted(key.split("+"))): case for key, case in cases.items()}
    entry = Counted(name, concept, clauses, keyed, domains)
    return Family(name, (), entry, tuple(hints.split()), entry.matches)
