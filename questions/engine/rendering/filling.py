"""Fills the placeholders of a line: braces of LaTeX arguments kept, signs set right, particles chosen by sound.

A line is read once into pieces (`pieces`) and filled many times. Inside `$…$` a value stands where its group stood:
the argument of a command keeps its braces, anything else is joined to its neighbours the way one writes by hand
(`+ -3` → `- 3`, `1x` → `x`, `\\times -3` → `\\times (-3)`, `-3^2` → `(-3)^2`). Outside, a sign or a fraction gets its
own dollars unless it stands inside plain arithmetic such as `3x + 5 = 20`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from eduai.lib.josa import attach
from questions.engine.expressions import ExpressionError, Formula, Value, compile_formula
from questions.engine.rendering.joining import Place, RenderingError, joined
from questions.engine.rendering.printing import PLAIN, Style, in_text, latex, plain

_PROTECTED = frozenset(
    [
        "text",
        "textbf",
        "textrm",
        "mathrm",
        "mathbf",
        "mathit",
        "mathbb",
        "mathcal",
        "operatorname",
        "overline",
        "overrightarrow",
        "overleftrightarrow",
        "widehat",
        "hat",
        "bar",
        "vec",
        "dot",
        "tilde",
        "begin",
        "end",
        "label",
        "tag",
    ]
)
_ARGUMENTS = {"frac": 2, "dfrac": 2, "tfrac": 2, "cfrac": 2, "binom": 2, "sqrt": 1, "underline": 1, "boxed": 1}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\{[^{}]*\}|\$\$?|\[[^\]{}]*\]|\s+|.", re.DOTALL)
_PARTICLE = re.compile(r"\{([가-힣]+)/([가-힣]*)\}|\{\(([가-힣])\)([가-힣]+)\}")
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_TAIL = re.compile(r"\$([^$]+)\$\s*$|(\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder: its formula, and whether it stands in a formula and there as a command's argument."""

    formula: Formula
    name: str
    math: bool
    argument: bool


@dataclass(frozen=True, slots=True)
class Particle:
    """A pair of particles such as `을/를`, decided by what was printed before it."""

    pair: str


Piece = str | Slot | Particle


def render(
    line: str, names: Mapping[str, Value], styles: Mapping[str, Style] | None = None, default: Style = PLAIN
) -> str:
    """The line with every placeholder filled by its exact value.

    A group is a placeholder when it reads as a formula whose names are all in `names`; anything else stays as it is
    (`x^{2}`, `\\overline{AB}`, `\\{1, 2\\}`). `styles` says how a name's number is written, `default` how all others
    are. Raises RenderingError where the text could not be right (a coefficient 0, an undefined placeholder).
    """
    parts = pieces(line, frozenset(names))
    text = ""
    for index, part in enumerate(parts):
        if isinstance(part, str):
            text += part
        elif isinstance(part, Particle):
            text = with_particle(text, part.pair)
        else:
            value = _value(part, names)
            style = (styles or {}).get(part.name, default)
            following = parts[index + 1] if index + 1 < len(parts) else ""
            text = _filled(text, part, value, style, following)
    return text


def placeholders(line: str, names: frozenset[str]) -> frozenset[str]:
    """The names on which the line's placeholders depend."""
    return frozenset().union(*(p.formula.names for p in pieces(line, names) if isinstance(p, Slot)))


def with_particle(text: str, pair: str) -> str:
    """The text followed by the particle of the pair that its last sound asks for."""
    found = _TAIL.search(text)
    if not found:
        raise RenderingError(f"no word stands before {{{pair}}}")
    return text + _particle(found[1] or found[2], pair)


@lru_cache(maxsize=4096)
def _particle(word: str, pair: str) -> str:
    return attach(word, pair)[len(word) :]


def _value(slot: Slot, names: Mapping[str, Value]) -> Value:
    if slot.name:
        return names[slot.name]
    try:
        return slot.formula(names)
    except ExpressionError as error:
        raise RenderingError(f"{{{slot.formula.text}}}: {error.sentence}") from error


def _filled(text: str, slot: Slot, value: Value, style: Style, following: Piece) -> str:
    if slot.math:
        body = latex(value, style)
        if slot.argument:
            return f"{text}{{{body}}}"
        return joined(text, body, value, _place(text, following, math=True))
    place = _place(text, following, math=False)
    if not isinstance(value, str) and place.arithmetic:
        return joined(text, plain(value, style), value, place)
    body = in_text(value, style)
    return f"{text} {body}" if body[0] == "$" and text.endswith("$") else text + body


def _place(text: str, following: Piece, *, math: bool) -> Place:
    if isinstance(following, Particle):
        return Place(text, "", math=math)
    if isinstance(following, Slot):
        return Place(text, "", math=math, slot_follows=following.math and not following.argument)
    return Place(text, following, math=math)


@lru_cache(maxsize=8192)
def pieces(line: str, names: frozenset[str]) -> tuple[Piece, ...]:
    """The line cut into literal text, placeholders and particles."""
    return tuple(_merged(_Reader(names).read(line)))


class _Reader:
    """Walks a line, knowing whether it is inside dollars and how many arguments the last command still awaits."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.math = False
        self.awaited = 0
        self.protected = False
        self.script = False
        self.stack: list[int] = []

    def read(self, line: str) -> Iterator[Piece]:
        for token in _TOKEN.findall(line):
            if token[0] == "{" and len(token) > 1:
                yield self._group(token)
                continue
            self._note(token)
            yield token

    def _group(self, token: str) -> Piece:
        argument = self.awaited > 0 or self.script
        protected = self.protected and self.awaited > 0
        columns = protected and token in ("{array}", "{tabular}")
        self.awaited = 1 if columns else max(0, self.awaited - 1)
        self.script = False
        particle = _PARTICLE.fullmatch(token)
        if particle:
            return Particle(_pair(particle))
        slot = None if protected else self._slot(token[1:-1], argument)
        return token if slot is None else slot

    def _slot(self, content: str, argument: bool) -> Slot | None:
        content = content.strip()
        if content in self.names:
            return Slot(compile_formula(content), content, self.math, argument)
        if not content or _NUMBER.fullmatch(content) or "$" in content:
            return None
        try:
            formula = compile_formula(content)
        except ExpressionError:
            return None
        if not formula.names or not formula.names <= self.names:
            return None
        return Slot(formula, "", self.math, argument)

    def _note(self, token: str) -> None:
        """Keeps the state in step with a token that is printed as it stands."""
        if token.isspace():
            return
        if token in ("$", "$$"):
            self.math = not self.math
            self.awaited, self.script = 0, False
        elif token == "{":
            self.stack.append(max(0, self.awaited - 1))
            self.awaited, self.script = 0, False
        elif token == "}":
            self.awaited = self.stack.pop() if self.stack else 0
        elif token[0] == "[" and self.awaited:
            return
        elif token[0] == "\\" and token[1:].isalpha():
            self.protected = token[1:] in _PROTECTED
            self.awaited = 1 if self.protected else _ARGUMENTS.get(token[1:], 0)
            self.script = False
        else:
            self.awaited, self.script = 0, self.math and token in ("^", "_")


def _pair(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[3]}{found[4]}/{found[4]}"
    return f"{found[1]}/{found[2]}"


def _merged(parts: Iterator[Piece]) -> Iterator[Piece]:
    literal = ""
    for part in parts:
        if isinstance(part, str):
            literal += part
            continue
        if literal:
            yield literal
            literal = ""
        yield part
    if literal:
        yield literal


def is_number(value: object) -> bool:
    """True for an exact rational."""
    return isinstance(value, Fraction)
