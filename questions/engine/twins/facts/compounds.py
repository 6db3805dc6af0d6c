"""Sketches of composed questions: the simple questions' sketches put together, and what is asked of their letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice

from questions.engine.expressions import ExpressionError, compile_formula, to_plain
from questions.engine.twins.facts.composing import Composed, Part, composed
from questions.engine.twins.facts.templates import Letters, letters_of_form, radicands
from questions.engine.twins.grammar.phrasing import readings, rewritten
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import ShapeError, formula_text, letters_of, read_formula
from questions.engine.twins.grammar.sketch import Sketch, values_of
from questions.engine.types import AnswerKind

Simple = Callable[[Reading], Iterator[Sketch]]
"""The families' readings of a simple question."""
MOST = 3
_ALPHA, _BETA = re.compile(r"\\alpha"), re.compile(r"\\beta")


def drawn_compounds(reading: Reading, simple: Simple) -> Iterator[tuple[Sketch, Reading]]:
    """The sketches of a composed question, each with the way of reading that its places are of."""
    for spelt in readings(reading):
        way = with_greek(spelt)
        for found in composed(way.text):
            for sketch in _joined(way, found, simple):
                yield sketch, way


def with_greek(way: Reading) -> Reading:
    """The reading with `\\alpha` and `\\beta` as one letter each."""
    return rewritten(rewritten(way, _ALPHA, "α"), _BETA, "β")


def question(way: Reading, part: Part) -> Reading:
    """The text of a simple question as a reading whose places are those of the whole text, as far as numbers go."""
    keep = [*range(part.upto)]
    tail = len(part.tail)
    last = keep[-1]
    return Reading(
        way.source,
        "".join(way.text[i] for i in keep) + part.tail,
        (*(way.starts[i] for i in keep), *(way.starts[last],) * tail),
        (*(way.ends[i] for i in keep), *(way.ends[last],) * tail),
        (*(way.fenced[i] for i in keep), *(False,) * tail),
    )


def _joined(way: Reading, found: Composed, simple: Simple) -> Iterator[Sketch]:
    """One part is drawn as its family draws it, the others follow from the numbers that it prints."""
    for base in range(len(found.parts)):
        part, others = found.parts[base], [*found.parts[:base], *found.parts[base + 1 :]]
        for sketch in islice(simple(question(way, part)), MOST):
            letters = letters_of_form(part.form, sketch)
            if letters is None:
                continue
            for kernel, start, end in radicands(part.form, sketch):
                _print_radicand(sketch, kernel, part.upto + _gap(way, part) + start, end - start)
            if _with_others(way, sketch, letters, others, simple) and _asked(sketch, found, letters):
                yield sketch


def _gap(way: Reading, part: Part) -> int:
    return way.text.index(part.form, part.upto) - part.upto


def _print_radicand(sketch: Sketch, kernel: str, first: int, size: int) -> None:
    name = f"n{kernel.replace('*', '')}"
    if name not in dict(sketch.let):
        sketch.let.append((name, f"{kernel}*1"))
    sketch.places.append((name, first, first + size))


def _with_others(way: Reading, sketch: Sketch, letters: Letters, others: list[Part], simple: Simple) -> bool:
    """The other questions about the same object; their letters join the first's."""
    for number, part in enumerate(others):
        for other in islice(simple(question(way, part)), MOST):
            theirs, same = letters_of_form(part.form, other), _followed(sketch, other)
            if theirs is None or same is None or set(theirs) & set(letters):
                continue
            letters |= _merged(sketch, other, theirs, same, f"z{number}")
            break
        else:
            return False
    return True


def _followed(one: Sketch, other: Sketch) -> Letters | None:
    """The first's names of the numbers that the other draws, by their places; None where it draws anything else."""
    if one.originals == other.originals and one.places == other.places:
        return {name: name for name in other.originals}
    printed = {place[1:]: place[0] for place in one.places}
    found = {place[0]: printed[place[1:]] for place in other.places if place[1:] in printed}
    return found if {*other.originals} <= {*found} else None


def _merged(sketch: Sketch, other: Sketch, theirs: Letters, same: Letters, prefix: str) -> Letters:
    """The other's formulas in the first's names, and what is the other's own under new names."""
    new = {name: f"{prefix}{name}" for name, _ in other.let} | {name: same[name] for name in other.originals}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, new))})\b")

    def spelt(text: str) -> str:
        return pattern.sub(lambda found: new[found.group()], text)

    sketch.let += [(new[name], spelt(formula)) for name, formula in other.let]
    sketch.where += [spelt(one) for one in other.where if spelt(one) not in sketch.where]
    said = [line for line in other.say if line not in sketch.say or "{s}" in line]
    sketch.say += [re.sub(r"\{[^{}]*\}", lambda group: spelt(group.group()), line) for line in said]
    return {letter: spelt(formula) for letter, formula in theirs.items()}


def _asked(sketch: Sketch, found: Composed, letters: Letters) -> bool:
    """The answer from the letters: an expression in them, or each of them."""
    names = _named(sketch, letters)
    if names is None or not _ordered(sketch, found.order, names):
        return False
    sketch.family = f"compound.{sketch.family}"
    sketch.keeps_size, sketch.unknown, sketch.form, sketch.unit = False, "", "", ""
    if "," in found.asked or found.labels:
        return _each(sketch, found, names)
    try:
        root = read_formula(found.asked).root
    except (ShapeError, ExpressionError, ValueError):
        return False
    if not letters_of(root) or not letters_of(root) <= set(names):
        return False
    if not found.order and _two_roots(found) and not _symmetric(root, names):
        return False
    sketch.let.append(("sx", formula_text(root, {}, names)))
    sketch.answer, sketch.free, sketch.kind = "sx", (), AnswerKind.NUMBER
    sketch.wrong = _slips(root, names)
    sketch.say.append(
        f"따라서 ${found.asked.replace('α', chr(92) + 'alpha ').replace('β', chr(92) + 'beta ')} = {{sx}}$"
    )
    return _kind_kept(sketch, names)


def _two_roots(found: Composed) -> bool:
    return any(re.fullmatch(r"[a-zα-γ],[a-zα-γ]", part.form) for part in found.parts)


def _symmetric(root: object, names: Letters) -> bool:
    """Whether exchanging the two roots leaves the asked value as it is, tried on unlike numbers."""
    one, other = names
    straight = compile_formula(formula_text(root, {}, {one: "p", other: "q"}))  # type: ignore[arg-type]
    turned = compile_formula(formula_text(root, {}, {one: "q", other: "p"}))  # type: ignore[arg-type]
    pairs = ((2, 7), (-3, 5), (11, -4))
    return all(
        straight({"p": Fraction(p), "q": Fraction(q)}, ()) == turned({"p": Fraction(p), "q": Fraction(q)}, ())
        for p, q in pairs
    )


def _named(sketch: Sketch, letters: Letters) -> Letters | None:
    """Each letter as a name of its own, whole where it is whole in the note."""
    found: Letters = {}
    for index, (letter, formula) in enumerate(letters.items()):
        found[letter] = f"at{index}"
        sketch.let.append((f"at{index}", f"{formula} + 0"))
    try:
        values = values_of(sketch)
    except (ExpressionError, ArithmeticError):
        return None
    for name in found.values():
        value = values[name]
        sketch.where += [f"is_int({name})"] if isinstance(value, Fraction) and value.denominator == 1 else []
        sketch.where += [f"{name} != 0"] if value != 0 else []
    return found


def _ordered(sketch: Sketch, order: str, names: Letters) -> bool:
    """`a < b`: the two letters are the smaller and the larger of the two values."""
    if not order:
        return True
    low, _, high = order.partition("<")
    if set(names) != {low, high}:
        return False
    sketch.let += [("lesser", f"min({names[low]}, {names[high]})"), ("larger", f"max({names[low]}, {names[high]})")]
    names[low], names[high] = "lesser", "larger"
    return True


def _each(sketch: Sketch, found: Composed, names: Letters) -> bool:
    """The letters themselves, or the quantities that are asked in their order."""
    wanted = re.findall("[a-zA-Zα-γ]", found.asked)
    if sorted(wanted) != sorted(names) or (_two_roots(found) and not found.order):
        return False
    values = [names[letter] for letter in wanted]
    if found.labels:
        return _listed(sketch, found, names)
    sketch.kind, sketch.free = AnswerKind.EQUATION, tuple(wanted)
    _state(sketch, wanted, values)
    return True


def _listed(sketch: Sketch, found: Composed, names: Letters) -> bool:
    """Two quantities in the order in which they are asked; one of them may be a point."""

    def shown(turned: str = "") -> list[str]:
        spelt = {letter: f"-{name}" if letter == turned else name for letter, name in names.items()}
        return [re.sub("[a-zA-Zα-γ]", lambda letter: spelt[letter.group()], part.form) for part in found.parts]

    sketch.kind, sketch.free, sketch.labels = AnswerKind.SET, (), found.labels
    ordered = sorted(found.parts, key=lambda part: found.asked.index(part.form))
    found = Composed(tuple(ordered), found.asked, found.order, found.labels)
    sketch.answer = ", ".join(shown())
    sketch.wrong = [(", ".join(shown()[::-1]), "order")]
    sketch.wrong += [(", ".join(shown(letter)), "sign") for letter in names]
    return True


def _turned(values: list[str], at: int) -> list[str]:
    return [f"-{value}" if place == at else value for place, value in enumerate(values)]


def _state(sketch: Sketch, letters: list[str], values: list[str]) -> None:
    def stated(shown: list[str]) -> str:
        return ", ".join(f"{letter} = {value}" for letter, value in zip(letters, shown, strict=True))

    sketch.answer = stated(values)
    sketch.wrong = [(stated(_turned(values, at)), "sign") for at in range(len(values))]
    sketch.wrong.append((stated(values[1:] + values[:1]), "order"))
    sketch.wrong.append((stated([f"-{value}" for value in values]), "sign"))
    sketch.say.append("따라서 " + ", ".join(f"${a} = {{{b}}}$" for a, b in zip(letters, values, strict=True)))


def _slips(root: object, names: Letters) -> list[tuple[str, str]]:
    """One sign turned, the letters exchanged, a slip in counting."""
    letters = list(names)
    found = []
    for letter in letters:
        turned = {**names, letter: f"(-{names[letter]})"}
        found.append((formula_text(root, {}, turned), "sign"))  # type: ignore[arg-type]
    if len(letters) > 1:
        other = dict(zip(letters, [names[one] for one in (*letters[1:], letters[0])], strict=True))
        found.append((formula_text(root, {}, other), "order"))  # type: ignore[arg-type]
    found += [(names[letter], "partial") for letter in letters]
    return [*found, ("-sx", "sign"), ("sx + 1", "other"), ("sx - 1", "other"), ("sx + 2", "other"), ("2*sx", "other")]


def _kind_kept(sketch: Sketch, names: Letters) -> bool:
    try:
        value = values_of(sketch)["sx"]
    except (ExpressionError, ArithmeticError):
        return False
    if isinstance(value, Fraction):
        return True
    sketch.kind, sketch.keeps_kind = AnswerKind.EXPRESSION, False
    return "(" not in re.sub(r"sqrt\(\d+\)", "", to_plain(value))


__all__ = ["Simple", "drawn_compounds", "question"]
