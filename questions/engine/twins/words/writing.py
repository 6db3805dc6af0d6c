"""From an alignment to a blueprint: placeholders in the stem, a name for every step, conditions, computed lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from eduai.lib.josa import attach
from questions.engine.twins.words.arithmetic import Literal, Operation, Reference, Tree, apply
from questions.engine.twins.words.frozen import has_threshold
from questions.engine.twins.words.ranges import neighbours, scale
from questions.engine.twins.words.room import Room
from questions.engine.twins.words.sharing import DIVIDING, SHARING, conditions, formula
from questions.engine.types import AnswerForm, AnswerKind, Blueprint, Derived, Note, Parameter

NAMES = ["a", "b", "c", "d", "f", "g", "h", "k", "m", "n", "p", "q", "r", "s", "t", "u", "v", "w"]
_PAIRS = (
    (r"(이었|였)(?=[가-힣])", "이었/였"),
    (r"(이라|라)(?=면|고|는|서|도)", "이라/라"),
    (r"(이므로|므로)(?![가-힣])", "이므로/므로"),
    (r"(이고|고)(?![가-힣])", "이고/고"),
    (r"(이며|며)(?![가-힣])", "이며/며"),
    (r"(이면)(?![가-힣])", "이면/면"),
    (r"(으로|로)(?![가-힣])", "으로/로"),
    (r"(을|를)(?![가-힣])", "을/를"),
    (r"(은|는)(?![가-힣])", "은/는"),
    (r"(과|와)(?![가-힣])", "과/와"),
    (r"(이|가)(?![가-힣])", "이/가"),
)
_COPULAS = ("이었/였", "이라/라", "이고/고", "이며/며", "이므로/므로", "이면/면")
_SYMBOLS = {"*": "×", "/": "÷", "+": "+", "-": "-"}
_STRENGTH = {"+": 1, "-": 1}
_ANSWER = re.compile(r"[-−]?[$￦₩]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:/\d+)?")


class Writer:
    """Builds one blueprint. `names` maps the leading span of every changed number to its parameter."""

    def __init__(self, note: Note, found: Room) -> None:
        self.note = note
        self.alignment = found.alignment
        self.windows = found.windows
        self.stretch = found.stretch
        self.names = dict(zip(sorted(found.windows), NAMES, strict=False))
        self.derived: list[Derived] = []
        self.values: dict[str, Fraction] = {}
        self.results: list[str] = []
        self.conditions: list[str] = []

    def blueprint(self, readings: tuple[str, ...]) -> Blueprint:
        lines = [self._line(place) for place in range(len(self.alignment.steps))]
        self._ordered()
        return Blueprint(
            concept=self.note.concept,
            parameters=tuple(self._parameter(i) for i in sorted(self.names)),
            stem=tuple(self._stem().split("\n")),
            answer=AnswerForm(
                AnswerKind.NUMBER,
                self.results[-1],
                answer_unit(self.note.answer),
                places=_places(self.note.answer),
            ),
            derived=tuple(self.derived),
            conditions=tuple(dict.fromkeys(self.conditions)),
            solution=tuple(lines),
            author="twin",
            family="word_problem",
            readings=readings,
            language="ko" if re.search(r"[가-힣]", self.note.stem) else "en",
        )

    def _parameter(self, leader: int) -> Parameter:
        span = self.alignment.spans[leader]
        original = str(span.value) if span.spelled else span.text
        return Parameter(self.names[leader], original, self.windows[leader].domain())

    def _line(self, place: int) -> str:
        """Defines the step's names and returns its line of the solution."""
        tree = self.alignment.steps[place].tree
        shared = self._shared(tree) if isinstance(tree, Operation) and tree.operator in DIVIDING else ""
        printed = shared or self._printed(tree)
        formula, value = self._formula(tree, root=True)
        name = self._derive(formula, value)
        self.results.append(name)
        if place == len(self.alignment.steps) - 1:
            self.conditions.append(f"{name} <= {_number(value * self.stretch.answer)}")
            self.conditions.append(f"{name} * {self.stretch.answer} >= {_number(value)}")
        return shared or f"{printed} = {{{name}}}"

    def _shared(self, node: Operation) -> str:
        """A division with its remainder as a student writes it; the next larger number is the quotient and 1."""
        first, second = self._formula(node.left), self._formula(node.right)
        whole, rest = (
            self._derive(formula(sign, first[0], second[0]), apply(sign, first[1], second[1])) for sign in ("//", "∣")
        )
        mark = "…" if re.search(r"[가-힣]", self.note.stem) else "R"
        line = f"{self._printed(node.left, 2)} ÷ {self._printed(node.right, 3)} = {{{whole}}} {mark} {{{rest}}}"
        return f"{line}, {{{whole}}} + 1 = {{{whole} + 1}}" if node.operator == "⌈" else line

    def _derive(self, formula: str, value: Fraction) -> str:
        name = f"r{len(self.derived) + 1}"
        self.derived.append(Derived(name, formula))
        self.values[name] = value
        if value.denominator != 1:
            self.conditions.append(f"is_int({name} * {scale(value, self.alignment)})")
        return name

    def _formula(self, tree: Tree, *, root: bool = False) -> tuple[str, Fraction]:
        """The step in formula text. Inner differences and quotients get names: what they were, they stay."""
        if isinstance(tree, Reference):
            return self.results[tree.step], self.alignment.steps[tree.step].value
        if isinstance(tree, Literal):
            return self._leaf(tree), tree.value
        left, first = self._formula(tree.left)
        right, second = self._formula(tree.right)
        value = apply(tree.operator, first, second)
        if tree.operator in SHARING:
            self.conditions.extend(conditions(tree.operator, _bracketed(left), _bracketed(right), (first, second)))
            return formula(tree.operator, _bracketed(left), _bracketed(right)), value
        text = f"{_bracketed(left)} {tree.operator} {_bracketed(right)}"
        whole = first.denominator == 1 and second.denominator == 1 and tree.operator in "+*"
        guarded = not whole and not root and any(name in text for name in (*self.names.values(), "r"))
        return (self._derive(text, value), value) if guarded else (text, value)

    def _leaf(self, literal: Literal) -> str:
        source = self.alignment.reading[literal.key]
        if source.kind == "step":
            return self.results[source.index]
        if source.kind != "span" or source.index not in self.alignment.free:
            return _number(literal.value)
        name = self.shown(source.index)
        factor, offset = source.factor, source.offset
        text = name if abs(factor) == 1 else f"{name} * {abs(factor)}" if factor.denominator == 1 else ""
        text = text or f"{name} / {abs(1 / factor)}"
        if factor < 0 or offset:
            return f"({_number(offset)} {'-' if factor < 0 else '+'} {text})"
        return text if text == name else f"({text})"

    def _printed(self, tree: Tree, strength: int = 0) -> str:
        """The step as a student reads it, with placeholders; brackets only where they are needed."""
        if isinstance(tree, Reference):
            return f"{{{self.results[tree.step]}}}"
        if isinstance(tree, Literal):
            leaf = self._leaf(tree)
            return f"{{{leaf.strip('()')}}}" if re.search(r"[a-z]", leaf) else _decimal(tree.value)
        if tree.operator in ("∧", "∨"):
            name = {"∧": ("최대공약수", "GCD"), "∨": ("최소공배수", "LCM")}[tree.operator]
            korean = re.search(r"[가-힣]", self.note.stem)
            return f"{name[not korean]}({self._printed(tree.left)}, {self._printed(tree.right)})"
        own = _STRENGTH.get(tree.operator, 2)
        left = self._printed(tree.left, own)
        right = self._printed(tree.right, own + (tree.operator in "-/"))
        text = f"{left} {_SYMBOLS[tree.operator]} {right}"
        return f"({text})" if own < strength else text

    def shown(self, index: int) -> str:
        """What stands for a printed number in a formula: its parameter, one with its gap, or the kept value."""
        if index not in self.alignment.free:
            return _number(self.alignment.spans[index].value)
        name = self.names[self.alignment.leader[index]]
        gap = self.alignment.offset.get(index)
        return f"({name} + {gap})" if gap else name

    def _stem(self) -> str:
        """The stem with a placeholder for every changed number and particles that follow it by sound."""
        text = self.note.stem
        for i in sorted(self.alignment.free, reverse=True):
            span = self.alignment.spans[i]
            after = text[span.end :]
            found = particle(after, span.text)
            if found:
                length, pair = found
                after = f"{{{pair}}}{after[length:]}"
            shown = self.shown(i).strip("()")
            if span.spelled:
                shown = f"{'Cardinal' if span.text[0].isupper() else 'cardinal'}({shown})"
            text = f"{text[: span.start]}{{{shown}}}{after}"
        return text

    def _ordered(self) -> None:
        free, shown = self.alignment.free, self.shown
        for smaller, larger in neighbours(self.alignment, self.stretch):
            if smaller in free and larger in free:
                self.conditions.append(f"{shown(smaller)} < {shown(larger)}")
        if has_threshold(self.note.stem):
            self.conditions.extend(self._sides())

    def _sides(self) -> Iterator[str]:
        """Every step's result stays on its side of every printed number: the same case of the text applies."""
        for name, step in zip(self.results, self.alignment.steps, strict=True):
            for i, span in enumerate(self.alignment.spans):
                if span.kind != "plain" or span.frozen in (
                    "name",
                    "ordinal",
                    "date",
                    "clock",
                    "one",
                    "extreme",
                ):
                    continue
                worth = span.value * span.scale
                number = self.shown(i)
                side = "<" if step.value < worth else ">" if step.value > worth else "=="
                yield f"{name} {side} {number}{f' * {span.scale}' if span.scale != 1 else ''}"


def _places(answer: str) -> int:
    """How many decimals the note's answer prints."""
    found = re.search(r"\d\.(\d{1,6})(?!\d)", answer)
    return len(found.group(1)) if found else 0


def _bracketed(text: str) -> str:
    return (
        f"({text})"
        if " " in text and not (text.startswith("(") and text.endswith(")") and text.count("(") == 1)
        else text
    )


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    for places in range(1, 5):
        if (value * 10**places).denominator == 1:
            return f"{float(value):.{places}f}"
    return f"({value.numerator} ÷ {value.denominator})"


def particle(after: str, number: str) -> tuple[int, str] | None:
    """A particle or copula directly behind a number, with its pair; a longer word that starts alike is none.

    이 that is written out where the number's sound would drop it (`5이고`) stays, since it is right behind any number.
    """
    for pattern, pair in _PAIRS:
        found = re.match(pattern, after)
        if found:
            kept = pair in _COPULAS and attach(number, pair) != number + found.group()
            return None if kept else (found.end(), pair)
    return None


def answer_unit(answer: str) -> str:
    """What follows the number in the note's answer (`24 g` → `g`)."""
    match = _ANSWER.match(answer.strip())
    return answer.strip()[match.end() :].strip() if match else ""
