"""What a family has understood of a note, and the blueprint made from it.

A family hands over a `Sketch`: where the stem's numbers stand, what follows from them, how wrong answers arise.
Everything that holds for all families happens here once: the ranges of new numbers, the template in the note's
own words, the conditions that keep a variant as hard and as clean as its source, the student's own slip, and
the printed answer's confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.expressions import ExpressionError, Value, compile_formula, to_plain
from questions.engine.grading import grade
from questions.engine.matching import without_labels
from questions.engine.twins.grammar.answers import bare_quantity, chosen_option
from questions.engine.twins.grammar.drawings import drawing
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.renaming import rename_clashing
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Blueprint,
    ChoiceDomain,
    Derived,
    Distractor,
    Domain,
    Note,
    Parameter,
    RangeDomain,
    Refusal,
)

MOST_DISTRACTORS = 6
_COPULAS = "고며면다므었라하상내게지는여"
_PAIRS = {
    "을": "을/를", "를": "을/를", "은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가",
    "과": "과/와", "와": "과/와", "으로": "으로/로", "로": "으로/로",
}  # fmt: skip
_PARTICLE = re.compile(
    r"(?P<head>(?<!\\)\}\)?\$?)(?P<gap>[^\S\n]*)(?P<particle>으로|로|을|를|은|는|과|와|이|가)(?=[\s,.?)]|$|(?<=[을를은는]))"
)


@dataclass(slots=True)
class Sketch:
    """A family's reading of one note.

    `places` are (name, first, last) stretches of the reading's text that print a name; `originals` the values
    of the freely drawn names, `texts` their printed form where it matters (`0.50`, `1,200`); `let` the (name,
    formula) pairs that follow from them, in order. `where` are conditions, `wrong` pairs (formula,
    misconception), `say` the worked solution. `wrap` lists stretches to be put
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
    free: tuple[str, ...] = ()
    wrap: list[tuple[int, int]] = field(default_factory=list)
    keeps_size: bool = True
    keeps_kind: bool = True
    bounded: bool = True
    labels: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    unknown: str = ""


def _spelt(sketch: Sketch, name: str) -> str:
    text = sketch.texts.get(name, "")
    return text if re.fullmatch(r"-?\d+\.\d+|-?\d{1,3}(?:,\d{3})+", text) else str(sketch.originals[name])


def domain_of(value: Fraction, text: str = "") -> Domain:
    """Numbers of the same kind and size: as many digits, as round, of the same sign, a third to three times as large.

    A printed decimal (`text`) stays a decimal with as many places; other fractions become fractions with like terms.
    """
    if "." in text:
        places = 10 ** len(text.partition(".")[2])
        whole = _whole_numbers(int(value * places))
        return RangeDomain(whole.low / places, whole.high / places, whole.step / places)
    if value.denominator != 1:
        return _fractions_like(value)
    return _whole_numbers(int(value))


def _whole_numbers(value: int) -> RangeDomain:
    size = abs(value)
    if size < 10:
        low, high, step = (0 if size == 0 else 1 if size == 1 else 2), max(9, size), 1
    else:
        digits = len(str(size))
        step = _roundness(size)
        low = max(10 ** (digits - 1), size // 3)
        high = min(10**digits - 1, size * 3)
        low = low + (-low) % step
        high = max(high - high % step, size)
    if value < 0:
        low, high = -high, -low
    return RangeDomain(Fraction(low), Fraction(high), Fraction(step))


def _roundness(size: int) -> int:
    for step in (1000, 500, 100, 50, 10, 5):
        if size % step == 0 and size >= 2 * step:
            return step
    return 10 if size == 10 else 1


def _fractions_like(value: Fraction) -> ChoiceDomain:
    size = abs(value)
    lowest = max(2, size.denominator - 3)
    top = 9 if size.denominator < 10 else 3 * size.denominator
    found = sorted(
        {
            Fraction(numerator, denominator)
            for denominator in range(lowest, min(top, size.denominator + 4) + 1)
            for numerator in range(1, 3 * max(size.numerator, 3))
        }
        | {size}
    )
    alike = [
        one
        for one in found
        if one.denominator > 1 and (one < 1) == (size < 1) and one.numerator <= max(9, size.numerator)
    ]
    sign = -1 if value < 0 else 1
    return ChoiceDomain(tuple(str(sign * one) for one in alike[:60] if one) if size in alike[:60] else (str(value),))


def _domain(sketch: Sketch, name: str, value: Fraction | str) -> Domain:
    """The family's own range where it holds the note's value, else one like that value."""
    chosen = sketch.domains.get(name)
    if isinstance(chosen, ChoiceDomain) and {str(value), sketch.texts.get(name)} & {*chosen.values}:
        return chosen
    if isinstance(chosen, RangeDomain) and isinstance(value, Fraction):
        fits = chosen.low <= value <= chosen.high and (value - chosen.low) % chosen.step == 0
        return chosen if fits else domain_of(value, sketch.texts.get(name, ""))
    return domain_of(Fraction(value), sketch.texts.get(name, ""))


def _wanted(sketch: Sketch, names: Mapping[str, Value]) -> list[str] | None:
    """The conditions that the note itself fulfils; None where it breaks one that the formulas rest on (an order).

    What only keeps variants pretty (different numbers, lowest terms, whole values) falls away when the note has it not.
    """
    kept: list[str] = []
    for condition in sketch.where:
        if compile_formula(condition)(names, sketch.free) is True:
            kept.append(condition)
        elif (
            re.match(r"(?:not )?is_int\(|gcd\(|sum\(|abs\(", condition) is None
            and "!=" not in condition
            and " < 200" not in condition
        ):
            return None
    return kept


def values_of(sketch: Sketch) -> dict[str, Value]:
    """Every name's value at the note's own numbers. ExpressionError where a formula has none."""
    names: dict[str, Value] = dict(sketch.originals)
    for name, formula in sketch.let:
        names[name] = compile_formula(formula)(names, sketch.free)
    return names


def template(sketch: Sketch, reading: Reading) -> str:
    """The note's stem with placeholders for its numbers, and particles that follow a number made to agree with it."""
    edits: list[tuple[int, int, str]] = []
    for name, first, last in sketch.places:
        start, end = reading.span(first, last)
        held = (
            start > 0 and end < len(reading.source) and reading.source[start - 1] == "{" and reading.source[end] == "}"
        )
        held = held and not reading.source[:start].endswith("\\dot{")
        edits.append((start, end, name if held else f"{{{name}}}"))
    for first, last in sketch.wrap:
        if not any(reading.fenced[first:last]):
            start, end = reading.span(first, last)
            edits += [(start, start, "$"), (end, end, "$")]
    text = reading.source
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1], edit[2] != "$"), reverse=True):
        text = text[:start] + new + text[end:]
    return agree(text)


def agree(text: str) -> str:
    """Particles behind a placeholder as pairs: `{n}을` becomes `{n}{을/를}`; a copula (`{n}이고`) stays."""
    return _PARTICLE.sub(lambda found: f"{found['head']}{found['gap']}{{{_PAIRS[found['particle']]}}}", text)


def _kept_conditions(sketch: Sketch, names: Mapping[str, Value]) -> list[str]:
    """What must hold because it held in the note: whole and positive answers, printed numbers of one kind."""
    conditions: list[str] = []
    printed = {name for name, _, _ in sketch.places}
    for name, _ in sketch.let:
        value = names[name]
        if not isinstance(value, Fraction) or name in sketch.loose:
            continue
        if name == sketch.answer and not sketch.keeps_kind:
            continue
        if value.denominator == 1 and (name in printed or name == sketch.answer):
            conditions.append(f"is_int({name})")
        if name in printed:
            conditions.append(f"{name} > 0" if value > 0 else f"{name} < 0" if value < 0 else f"{name} == 0")
            conditions += [f"abs({name}) <= {_limit(value)}"] if sketch.bounded else []
        elif name == sketch.answer and value != 0:
            conditions.append(f"{name} > 0" if value > 0 else f"{name} < 0")
            if sketch.keeps_size:
                conditions.append(f"abs({name}) <= {_limit(value)}")
            if sketch.unit == "%" and 100 % value.denominator == 0:
                conditions.append(f"is_int(100*{name})")
    return conditions


def _limit(value: Fraction) -> int:
    size = abs(value.numerator // value.denominator) + 1
    return max(int("9" * len(str(size))) + 1, 20)


def blueprint_of(sketch: Sketch, note: Note, reading: Reading) -> Blueprint | Refusal:
    """The blueprint, or why the note cannot be served: its printed answer differs, or is missing or unreadable."""
    rename_clashing(sketch, reading.source)
    if sketch.unknown and is_korean(note.stem):
        _state_roots(sketch)
    try:
        names = values_of(sketch)
        answer = compile_formula(sketch.answer)(names, sketch.free)
        wanted = _wanted(sketch, names)
    except ExpressionError:
        return Refusal("not_computable", "문제의 수로 답을 계산할 수 없습니다.")
    if not isinstance(answer, (tuple, str)) and getattr(answer, "is_finite", True) is False:
        return Refusal("not_computable", "문제의 수로 답을 계산할 수 없습니다.")
    if wanted is None:
        return Refusal("not_computable", "문제의 수가 이 유형의 조건에 맞지 않습니다.")
    sketch.unit = sketch.unit or _counter(sketch, note)
    refusal = _misprinted(sketch, names, reading) or confirm(sketch, note, to_plain(answer))
    if refusal is not None:
        return refusal
    wrong = _distractors(sketch, note, names, answer)
    return Blueprint(
        concept=sketch.concept,
        parameters=tuple(
            Parameter(
                name,
                _spelt(sketch, name),
                _domain(sketch, name, value),
            )
            for name, value in sketch.originals.items()
        ),
        derived=tuple(Derived(name, formula) for name, formula in sketch.let),
        conditions=tuple(dict.fromkeys([*wanted, *_kept_conditions(sketch, names)])),
        stem=tuple(template(sketch, reading).split("\n")),
        answer=AnswerForm(sketch.kind, sketch.answer, sketch.unit, sketch.form),
        solution=tuple(agree(line) for line in sketch.say),
        distractors=wrong,
        shows_choices=bool(note.choices),
        free=sketch.free,
        author="twin",
        family=sketch.family,
        readings=("stem",),
        figure=drawing(sketch.family, sketch.unit, names, korean=is_korean(note.stem)),
        language="ko" if is_korean(note.stem) else "en",
    )


def _state_roots(sketch: Sketch) -> None:
    """The lists of roots `u, w` as `x = u or x = w`, in the answer and in the wrong answers."""

    def stated(roots: str) -> str:
        return " or ".join(f"{sketch.unknown} = {root}" for root in roots.split(", "))

    sketch.answer = stated(sketch.answer)
    sketch.wrong = [(stated(formula), why) for formula, why in sketch.wrong]
    sketch.free = (*sketch.free, sketch.unknown)


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


def _in_this_order(computed: str, printed: str) -> bool:
    """Whether the items of two lists agree one by one: `3, 6` is not `6, 3` where two things were asked in order."""
    mine, theirs = computed.split(", "), printed.split(",")
    return len(mine) == len(theirs) and all(
        grade(one, other).verdict == "correct" for one, other in zip(mine, theirs, strict=True)
    )


def confirm(sketch: Sketch, note: Note, computed: str) -> Refusal | None:
    """None when the note's printed answer is the computed one (and, with options, exactly one option is)."""
    if not note.answer.strip():
        return Refusal("no_answer", "노트에 정답이 없어 계산한 답을 확인할 수 없습니다.")
    settings = {"kind": str(sketch.kind), "form": sketch.form, "unit": sketch.unit}
    printed = re.sub(r"\s*\(?중근\)?", "", chosen_option(note, note.answer))
    printed = without_labels(printed, sketch.labels)
    verdict = grade(computed, bare_quantity(printed, sketch.unit), **settings).verdict
    if sketch.labels and verdict == "correct" and not _in_this_order(computed, printed):
        verdict = "incorrect"
    if verdict == "unreadable":
        return Refusal(
            "answer_unreadable",
            f"노트의 정답 ‘{printed}’을(를) 읽을 수 없어 계산한 답 {computed}와 견줄 수 없습니다.",
        )
    if verdict != "correct":
        return Refusal("answer_disagrees", f"노트의 정답은 {printed}인데 다시 풀면 {computed}입니다.")
    shown = [(option, bare_quantity(without_labels(option, sketch.labels), sketch.unit)) for option in note.choices]
    right = [option for option, bare in shown if grade(computed, bare, **settings).verdict == "correct"]
    if note.choices and len(right) != 1:
        return Refusal("choices_unsound", f"계산한 답 {computed}에 맞는 보기가 {len(right)}개입니다.")
    return None


def _distractors(sketch: Sketch, note: Note, names: Mapping[str, Value], answer: Value) -> tuple[Distractor, ...]:
    found: list[Distractor] = []
    seen = [answer]
    student = chosen_option(note, note.student_answer) if note.student_answer.strip() else ""
    for formula, misconception in [*sketch.wrong, *_option_offsets(sketch, note, answer)]:
        try:
            value = compile_formula(formula)(names, sketch.free)
        except ExpressionError:
            continue
        if any(value == other for other in seen) or len(found) >= MOST_DISTRACTORS:
            continue
        seen.append(value)
        verdict = grade(to_plain(value), student, kind=str(sketch.kind), unit=sketch.unit).verdict if student else ""
        if verdict in ("correct", "unreadable"):
            student = ""  # found, or not to be found: reading it again for each formula may take long
        found.append(Distractor(formula, "own" if verdict == "correct" else misconception))
    return tuple(found)


def _option_offsets(sketch: Sketch, note: Note, answer: Value) -> Sequence[tuple[str, str]]:
    """The note's own options as steps from the answer, so that new options lie as close as the old ones did."""
    if sketch.kind is not AnswerKind.NUMBER or not isinstance(answer, Fraction):
        return ()
    offsets: list[tuple[str, str]] = []
    for option in note.choices:
        bare = option.strip().replace(",", "").replace("−", "-")
        shown = re.fullmatch(r"\$?(-?\d{1,15}(?:\.\d{1,15})?(?:/0*[1-9]\d{0,14})?)\$?[^\d]*", bare)
        if shown is not None and Fraction(shown[1]) != answer:
            step = Fraction(shown[1]) - answer
            offsets.append((f"{sketch.answer} + ({step.numerator}/{step.denominator})", "other"))
    offsets += [(f"{sketch.answer} + {step}", "other") for step in (1, 2, 3, 4)] if note.choices else []
    return offsets
