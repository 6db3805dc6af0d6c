"""The blueprint made from a family's sketch.

Everything that holds for all families happens once: the ranges of new numbers, the template in the note's own words,
the conditions that keep a variant as hard and as clean as its source, the wrong answers, the printed answer's
confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from questions.engine.expressions import ExpressionError, Value, compile_formula, to_plain
from questions.engine.twins.grammar.answers import chosen_option
from questions.engine.twins.grammar.conditions import kept, wanted
from questions.engine.twins.grammar.confirming import confirm
from questions.engine.twins.grammar.distractors import distractors
from questions.engine.twins.grammar.drawings import drawing
from questions.engine.twins.grammar.ranges import range_of
from questions.engine.twins.grammar.reading import Reading, has_hangul, is_korean
from questions.engine.twins.grammar.renaming import rename_clashing
from questions.engine.twins.grammar.sketch import Sketch, values_of
from questions.engine.twins.grammar.template import agree, template
from questions.engine.types import AnswerForm, AnswerKind, Blueprint, Derived, Note, Parameter, Refusal


def blueprint_of(sketch: Sketch, note: Note, reading: Reading) -> Blueprint | Refusal:
    """The blueprint, or why the note cannot be served: its printed answer differs, or is missing or unreadable."""
    rename_clashing(sketch, reading.source)
    if sketch.unknown and is_korean(note.stem):
        _state_roots(sketch)
    try:
        names = values_of(sketch)
        answer = compile_formula(sketch.answer)(names, sketch.free)
        asked = wanted(sketch, names)
    except ExpressionError:
        return Refusal("not_computable", "문제의 수로 답을 계산할 수 없습니다.")
    if not isinstance(answer, (tuple, str)) and getattr(answer, "is_finite", True) is False:
        return Refusal("not_computable", "문제의 수로 답을 계산할 수 없습니다.")
    if asked is None:
        return Refusal("not_computable", "문제의 수가 이 유형의 조건에 맞지 않습니다.")
    sketch.unit = sketch.unit or _counter(sketch, note)
    refusal = _misprinted(sketch, names, reading) or confirm(sketch, note, to_plain(answer))
    if refusal is not None:
        return refusal
    return Blueprint(
        concept=sketch.concept,
        parameters=tuple(
            Parameter(
                name,
                _spelt(sketch, name),
                range_of(sketch, name, value),
            )
            for name, value in sketch.originals.items()
        ),
        derived=tuple(Derived(name, formula) for name, formula in sketch.let),
        conditions=tuple(dict.fromkeys([*asked, *kept(sketch, names)])),
        stem=tuple(template(sketch, reading).split("\n")),
        answer=AnswerForm(sketch.kind, sketch.answer, sketch.unit, sketch.form),
        solution=_solution(sketch, korean=is_korean(note.stem)),
        distractors=distractors(sketch, note, names, answer),
        shows_choices=bool(note.choices),
        free=sketch.free,
        author="twin",
        family=sketch.family,
        readings=("stem",),
        figure=drawing(sketch.family, sketch.unit, names, korean=is_korean(note.stem)),
        language="ko" if is_korean(note.stem) else "en",
    )


def _solution(sketch: Sketch, *, korean: bool) -> tuple[str, ...]:
    """The worked solution in the note's language: of lines that are told in Korean only, an English note gets none."""
    if korean:
        return tuple(agree(line) for line in sketch.say)
    return tuple(sketch.tell or (line for line in sketch.say if not has_hangul(line)))


def _state_roots(sketch: Sketch) -> None:
    """The lists of roots `u, w` as `x = u or x = w`, in the answer and in the wrong answers."""

    def stated(roots: str) -> str:
        return " or ".join(f"{sketch.unknown} = {root}" for root in roots.split(", "))

    sketch.answer = stated(sketch.answer)
    sketch.wrong = [(stated(formula), why) for formula, why in sketch.wrong]
    sketch.free = (*sketch.free, sketch.unknown)


def _spelt(sketch: Sketch, name: str) -> str:
    text = sketch.texts.get(name, "")
    return text if re.fullmatch(r"-?\d+\.\d+|-?\d{1,3}(?:,\d{3})+", text) else str(sketch.originals[name])


def _misprinted(sketch: Sketch, names: Mapping[str, Value], reading: Reading) -> Refusal | None:
    """A derived number that does not give what the note prints means that the family has misread the note."""
    for name, first, last in sketch.places:
        value = names[name]
        shown = reading.text[first:last].replace(",", "")
        if re.fullmatch(r"-?\d+", shown) and not isinstance(value, str) and value != Fraction(shown):
            return Refusal("misread", "문제에 인쇄된 수를 다시 만들어 내지 못했습니다.")
    return None


_COUNTED = re.compile(
    r"\$?\d[\d,]*\$?\s*(개|명|마리|권|송이|장|자루|대|번|가지|켤레|그루|점|회|병|잔|봉지|팀|쪽|세|살|년|개월)"
)


def _counter(sketch: Sketch, note: Note) -> str:
    """The counter that the note prints behind its whole-number answer, so that a variant's answer has it too."""
    found = _COUNTED.fullmatch(chosen_option(note, note.answer).strip())
    return found[1] if found is not None and sketch.kind is AnswerKind.NUMBER else ""
