"""Tales whose clauses are equations: what is told fixes the unknowns, in whatever order and words it is told.

Each clause carries an equation between the tale's unknowns (x, y) and its own numbers. The blueprint draws the
unknowns and computes one number of each equation from them, so that new answers are as clean as the old; the answer
itself is computed from the printed numbers, by Cramer's rule or the formula for the roots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from questions.engine.expressions import compile_formula
from questions.engine.twins.grammar.family import Family, Match, domains_of, misconceptions, printed_number
from questions.engine.twins.grammar.polynomials import Polynomial, added, multiplied
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import plain_number, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.twins.tales.algebra import (
    degree,
    determinant,
    is_plain,
    isolated,
    pinned,
    text_of,
)
from questions.engine.twins.tales.lines import displayed, without_ones, worked
from questions.engine.twins.tales.saying import Asked, Said, asks, said
from questions.engine.twins.tales.telling import Clause, Telling, tellings

MOST_PARTS = 12
_SLOTS = "abcdfghjklmnopqrtuvw"  # e and i are numbers of their own
_UNKNOWNS = "xyz"


Sense = Callable[[Telling], list[str]]


@dataclass(frozen=True, slots=True)
class System:
    """A tale of one to three unknowns. `let` introduces them in the solution; `where` holds of every draw.

    `tell` introduces them in English; a tale without it reads no English.
    `sense` gives what the words of a stem ask of the unknowns `sx`, `sy`, `sz` beyond that (parents are grown up).
    """

    name: str
    concept: str
    unknowns: str
    let: str
    told: Mapping[str, Said]
    asked: Mapping[str, Asked]
    idle: tuple[str, ...] = ()
    where: str = ""
    domains: str = ""
    clauses: tuple[Clause, ...] = field(default=())
    sense: Sense | None = None
    tell: str = ""

    def matches(self, core: str) -> Sequence[Match]:
        """The stem's one reading, when it has as many equations as the tale has unknowns."""
        return cast("Sequence[Match]", tellings(self.clauses, core))

    def __call__(self, reading: Reading, match: Match) -> Sketch | None:
        korean = is_korean(reading.source)
        return _sketch(self, cast("Telling", match), korean=korean) if korean or self.tell else None


def system(
    name: str,
    concept: str,
    unknowns: str,
    let: str,
    *,
    told: Mapping[str, Said],
    asked: Mapping[str, Asked],
    idle: Iterable[str] = (),
    where: str = "",
    domains: str = "",
    hints: str = "",
    sense: Sense | None = None,
    tell: str = "",
) -> Family:
    """A family read clause by clause. `idle` patterns tell nothing; `hints` are words every such stem has."""
    clauses = (
        *(Clause(kind, one.patterns, one.after) for kind, one in told.items()),
        *(Clause("?" + kind, one.patterns) for kind, one in asked.items()),
        Clause("", tuple(idle)),
    )
    entry = System(name, concept, unknowns, let, told, asked, tuple(idle), where, domains, clauses, sense, tell)
    return Family(name, (), entry, tuple(hints.split()), entry.matches)


@dataclass(slots=True)
class _Equation:
    zero: Polynomial
    slots: list[str]
    line: str
    pin: str = ""


def _sketch(tale: System, telling: Telling, *, korean: bool) -> Sketch | None:
    sketch = Sketch(tale.concept, tale.name)
    values: dict[str, Fraction] = {}
    constants: list[tuple[str, str]] = []
    equations: list[_Equation] = []
    heard: list[tuple[str, dict[str, str]]] = []
    shared: dict[str, str] = {}
    where: list[str] = []
    question: Asked | None = None
    for fact in telling.facts:
        keep = tale.told[fact.kind].keep if fact.kind in tale.told else ""
        heard.append((fact.kind, _named(fact.captures, sketch, values, constants, shared, keep)))
    for kind, names in heard:
        if kind.startswith("?"):
            question, renamed = tale.asked[kind[1:]], {**shared, **names}
            equations += _equations(question, renamed)
        elif kind:
            equations += _equations(tale.told[kind], {**shared, **names})
            where += [
                _renamed(one.strip(), {**shared, **names}) for one in tale.told[kind].where.split(";") if one.strip()
            ]
    if question is None or len(equations) != len(tale.unknowns):
        return None
    used = {slot for one in equations for slot in one.slots} | set(_letters(question.formula, renamed))
    if set(values) - used:
        return None
    where += [_renamed(part.strip(), shared) for part in tale.where.split(";") if part.strip()]
    roots = _solved(tale, equations, values, where)
    if roots is None:
        return None
    computed, found = roots
    if not _plausible(where, found, values):
        return None
    if not _drawn_backwards(tale, sketch, equations, values, constants, found):
        return None
    sketch.let = [*constants, *sketch.let, *computed]
    final = re.sub(r"\b([xyz])\b", r"s\1", _renamed(question.formula, renamed))
    sketch.let.append(("s", final))
    unit = re.sub(r"\{(\w+)\}", lambda one: telling.groupdict().get(one[1], ""), question.unit)
    sketch.unit = unit.replace("°C", "℃")
    _conditions(tale, telling, sketch, where, found, shared)
    sketch.wrong = _wrong(tale, question, renamed)
    let, told = tale.let if korean else tale.tell, [one.line for one in equations]
    lines = worked(tale.unknowns, let, told, final, korean=korean)
    sketch.say = [without_ones(line, constants) for line in lines]
    sketch.keeps_size = False
    return sketch


def _conditions(
    tale: System,
    telling: Telling,
    sketch: Sketch,
    where: Sequence[str],
    found: Mapping[str, Fraction],
    shared: Mapping[str, str],
) -> None:
    """What must hold of every draw, and the ranges of its numbers."""
    sketch.where = [re.sub(r"\b([xyz])\b", r"s\1", part) for part in where]
    sketch.where += [_as_clean(letter, value) for letter, value in found.items() if value.denominator <= MOST_PARTS]
    sketch.where += tale.sense(telling) if tale.sense else []
    sketch.domains |= {
        shared.get(name, name): domain
        for name, domain in domains_of(tale.domains).items()
        if shared.get(name, name) in sketch.originals
    }


def _as_clean(letter: str, value: Fraction) -> str:
    """A whole unknown stays whole, halves stay halves."""
    return f"is_int(s{letter})" if value.denominator == 1 else f"is_int({value.denominator}*s{letter})"


def _named(
    captures: Mapping[str, tuple[str, int, int]],
    sketch: Sketch,
    values: dict[str, Fraction],
    constants: list[tuple[str, str]],
    shared: dict[str, str],
    keep: str,
) -> dict[str, str]:
    """A name of its own for each number of a clause; counting words stay as they are.

    Numbers that other clauses use as well have names in capitals; told twice, they must be the same.
    """
    names: dict[str, str] = {}
    for name, (text, first, last) in captures.items():
        number = printed_number(text) if len(name) == 1 else None
        if number is None:
            continue
        if name in shared:
            if values[shared[name]] != number:
                raise ValueError("one number told in two ways")
            if shared[name] not in dict(constants):
                sketch.places.append((shared[name], first, last))
            continue
        new = _SLOTS[len(values)]
        (shared if name.isupper() else names)[name], values[new] = new, number
        if not text[0].isdigit() or number == 0 or (number == 1 and name == "M") or name in keep.split():
            constants.append((new, str(number)))
            continue
        sketch.places.append((new, first, last))
        sketch.originals[new], sketch.texts[new] = number, text
    return names


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\b[a-wA-W]\b", lambda one: names.get(one.group(), one.group()), text)


def _letters(formula: str, names: Mapping[str, str]) -> list[str]:
    return [names[letter] for letter in re.findall(r"\b[a-wA-W]\b", formula)]


def _equations(clause: Said | Asked, names: Mapping[str, str]) -> list[_Equation]:
    """The clause's equations; KeyError where the stem has not told a number that they need."""
    found = []
    for place, equation in enumerate(clause.equation.split(";") if clause.equation else ()):
        slots = _letters(equation, names)
        left, _, right = _renamed(equation, names).partition("=")
        zero = added(_polynomial(left), _polynomial(right), -1)
        lines = clause.line.split(";") if clause.line else []
        shown = re.sub(r"\{(\w)\}", lambda one: "{" + names.get(one[1], one[1]) + "}", lines[place]) if lines else ""
        pin = names.get(clause.pin, clause.pin) if isinstance(clause, Said) else ""
        found.append(_Equation(zero, slots, shown or displayed(_renamed(equation, names).strip()), pin))
    return found


def _polynomial(text: str) -> Polynomial:
    return polynomial(read_formula(text.replace("**", "^").replace(" ", "")).root)


def _solved(
    tale: System, equations: Sequence[_Equation], values: Mapping[str, Fraction], where: Sequence[str]
) -> tuple[list[tuple[str, str]], dict[str, Fraction]] | None:
    """The formulas of the unknowns and their values in the note; None where they are not fixed."""
    bent = [one for one in equations if degree(one.zero, tale.unknowns) > 1]
    if not bent:
        return _by_cramer(tale.unknowns, [one.zero for one in equations], values)
    if len(bent) == 1 and len(tale.unknowns) == 1:
        return _by_root(where, bent[0].zero, values, {})
    return _by_substitution(tale, bent, [one for one in equations if one not in bent], values, where)


def _by_cramer(
    unknowns: str, zeros: Sequence[Polynomial], values: Mapping[str, Fraction]
) -> tuple[list[tuple[str, str]], dict[str, Fraction]] | None:
    rows = [[isolated(zero, letter, unknowns) for letter in unknowns] for zero in zeros]
    rest = [multiplied(isolated(zero, "", unknowns), {(): Fraction(-1)}) for zero in zeros]
    below = determinant(rows)
    computed, found = [], {}
    for place, letter in enumerate(unknowns):
        above = determinant([[*row[:place], rest[i], *row[place + 1 :]] for i, row in enumerate(rows)])
        computed.append((f"s{letter}", f"({text_of(above)})/({text_of(below)})"))
        value = compile_formula(computed[-1][1])(values, ())
        if not isinstance(value, Fraction):
            return None
        found[letter] = value
    return computed, found


def _by_root(
    where: Sequence[str], zero: Polynomial, values: Mapping[str, Fraction], others: Mapping[str, Polynomial]
) -> tuple[list[tuple[str, str]], dict[str, Fraction]] | None:
    """The one root that the story allows."""
    parts: dict[int, Polynomial] = {0: {}, 1: {}, 2: {}}
    for powers, factor in zero.items():
        power = dict(powers).get("x", 0)
        if power > 2 or any(dict(powers).get(other) for other in "yz"):
            return None
        rest = tuple(one for one in powers if one[0] != "x")
        parts[power] = added(parts[power], {rest: factor})
    c, b, a = (text_of(parts[power]) for power in (0, 1, 2))
    kept = []
    for sign in "+-":
        formulas = [("sx", f"(-({b}) {sign} sqrt(({b})**2 - 4*({a})*({c})))/(2*({a}))")]
        names = {**values, "sx": compile_formula(formulas[0][1])(values, ())}
        for letter, formula in others.items():
            formulas.append((f"s{letter}", re.sub(r"\bx\b", "sx", text_of(formula))))
            names[f"s{letter}"] = compile_formula(formulas[-1][1])(names, ())
        found = {name[1]: names[name] for name, _ in formulas}
        if all(isinstance(one, Fraction) for one in found.values()) and _plausible(
            where, cast("dict[str, Fraction]", found), values
        ):
            kept.append((formulas, cast("dict[str, Fraction]", found)))
    if len(kept) == 2 and kept[0][1] == kept[1][1]:
        kept.pop()
    return kept[0] if len(kept) == 1 else None


def _by_substitution(
    tale: System,
    bent: Sequence[_Equation],
    straight: Sequence[_Equation],
    values: Mapping[str, Fraction],
    where: Sequence[str],
) -> tuple[list[tuple[str, str]], dict[str, Fraction]] | None:
    if len(bent) != 1 or len(straight) != 1 or tale.unknowns != "xy":
        return None
    factor = isolated(straight[0].zero, "y", tale.unknowns)
    if set(factor) != {()}:
        return None
    rest = {powers: one for powers, one in straight[0].zero.items() if not dict(powers).get("y")}
    other = multiplied(rest, {(): -1 / factor[()]})
    zero: Polynomial = {}
    for powers, one in bent[0].zero.items():
        part: Polynomial = {tuple(pair for pair in powers if pair[0] != "y"): one}
        for _ in range(dict(powers).get("y", 0)):
            part = multiplied(part, other)
        zero = added(zero, part)
    return _by_root(where, zero, values, {"y": other})


def _plausible(where: Sequence[str], found: Mapping[str, Fraction], values: Mapping[str, Fraction]) -> bool:
    """Whether every condition holds that the printed numbers and these unknowns decide."""
    known = {**values, **found}
    return all(
        compile_formula(one)(known, ()) is True
        for one in where
        if set(re.findall(r"\b[a-z]\b", one)) <= set(known) and set(re.findall(r"\b[xyz]\b", one))
    )


def _drawn_backwards(
    tale: System,
    sketch: Sketch,
    equations: Sequence[_Equation],
    values: Mapping[str, Fraction],
    constants: Sequence[tuple[str, str]],
    found: Mapping[str, Fraction],
) -> bool:
    """The unknowns become what is drawn, and one number of each equation what is computed from them."""
    fixed = {name for name, _ in constants} | {name for name, text in sketch.texts.items() if "." in text}
    sketch.originals |= dict(found.items())
    tied: list[tuple[str, str]] = []
    pins: list[tuple[str, str]] = []
    for equation in sorted(equations, key=lambda one: bool(one.slots)):
        taken = {name for name, _ in tied} | {name for name, _ in pins}
        slots = [
            one for one in reversed(equation.slots) if one not in fixed | taken and degree(equation.zero, one) == 1
        ]
        unknowns = [
            one
            for one in tale.unknowns
            if degree(equation.zero, one) == 1 and not any(re.search(rf"\b{one}\b", text) for _, text in tied)
        ]
        ways = [one for one in (*slots, *unknowns) if one not in taken]
        ways.sort(key=lambda one: (not is_plain(equation.zero, one), one not in unknowns))
        plain = [one for one in slots if is_plain(equation.zero, one)]
        ways = [equation.pin] if equation.pin else plain or ways
        if not ways:
            return False
        (tied if ways[0] in tale.unknowns else pins).append((ways[0], pinned(equation.zero, ways[0])))
        sketch.originals.pop(ways[0], None)
        sketch.texts.pop(ways[0], None)
    sketch.let = [*tied, *pins]
    return True


def _wrong(tale: System, question: Asked, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Answers to another question of the same tale, the question's own, and slips of a step."""
    declared = [(_renamed(formula, names), why) for formula, why in misconceptions(question.wrong)]
    other = [(one.formula, "misread") for one in tale.asked.values() if not re.search(r"\b[a-w]\b", one.formula)]
    sums = [("x + y", "partial"), ("abs(x - y)", "sign")] if "y" in tale.unknowns else []
    found = [(re.sub(r"\b([xyz])\b", r"s\1", formula), why) for formula, why in [*declared, *other, *sums]]
    return [*found, ("2*s", "partial"), ("s/2", "partial"), ("s + 1", "other"), ("s + 2", "other")]


__all__ = ["Asked", "Said", "asks", "plain_number", "said", "system"]
