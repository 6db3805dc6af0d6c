"""What a family has understood of a note: where its numbers stand, what follows from them, how wrong answers arise."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.expressions import Value, compile_formula
from questions.engine.types import AnswerKind, Domain


@dataclass(slots=True)
class Sketch:
    """A family's reading of one note.

    `places` are (name, first, last) stretches of the reading's text that print a name; `originals` the values
    of the freely drawn names, `texts` their printed form where it matters (`0.50`, `1,200`); `let` the (name,
    formula) pairs that follow from them, in order. `where` are conditions, `wrong` pairs (formula,
    misconception), `say` and `tell` the worked solution
    in Korean and in English (`tell` may be empty where `say` is without words). `wrap` lists stretches to be put
    between `$` when they are not. `keeps_size`, `keeps_kind` and `bounded` say whether the answer's size, its being
    whole and positive, and the size of printed numbers that follow from others are kept as well. `labels` name the
    items of an answer of several values (`x절편`, `y절편`), in order; `loose` names may be printed as another
    kind of number than in the note (√3 for 1). Roots of an `unknown` are stated (`x = -5 또는 x = 3`) in Korean.
    """

    concept: str
    family: str
    places: list[tuple[str, int, int]] = field(default_factory=list)
    originals: dict[str, Fraction | str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    let: list[tuple[str, str]] = field(default_factory=list)
    answer: str = "s"
    kind: AnswerKind = AnswerKind.NUMBER
    unit: str = ""
    form: str = ""
    where: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    say: list[str] = field(default_factory=list)
    tell: list[str] = field(default_factory=list)
    free: tuple[str, ...] = ()
    wrap: list[tuple[int, int]] = field(default_factory=list)
    keeps_size: bool = True
    keeps_kind: bool = True
    bounded: bool = True
    labels: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    unknown: str = ""


def values_of(sketch: Sketch) -> dict[str, Value]:
    """Every name's value at the note's own numbers. ExpressionError where a formula has none."""
    names: dict[str, Value] = dict(sketch.originals)
    for name, formula in sketch.let:
        names[name] = compile_formula(formula)(names, sketch.free)
    return names
