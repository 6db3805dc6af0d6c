"""The steps of a solution: annotated calculations, worked lines, one equation, or a straight-line program."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from questions.engine.twins.words.arithmetic import (
    MOST_LITERALS,
    Literal,
    Operation,
    Reference,
    Tree,
    Unreadable,
    literals,
    plain_spelling,
    read,
    replaced,
    value_of,
)
from questions.engine.twins.words.programs import Traced, program_steps

_ANNOTATION = re.compile(r"<<([^<>]*?)=([^<>=]*)>>")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+")
_STATED = re.compile(rf"\s*(?:약\s*)?[$￦₩€£]?\s*({_NUMBER.pattern})(?:\s*/\s*(\d+))?(\s?%)?")
_PIECE = re.compile(
    rf"(?P<number>(?:{_NUMBER.pattern})(?:\s?%)?)|(?P<per>/\s?[A-Za-z가-힣]+)|(?P<op>\*\*|//|[-+*/⌈∣∧∨])|(?P<open>\()|(?P<close>\))|"
    r"(?P<skip>[\s$￦₩€£`\\]+)|(?P<word>[^\W\d_]+)|(?P<break>.)"
)
_PROGRAM = re.compile(r"^\s*(?:[A-Za-z_]\w*\s*=[^=]|print\s*\(|def\s|for\s|import\s)", re.MULTILINE)
_UNKNOWN = re.compile(r"^\s*(?:[A-Za-z]|답|식|정답|[□?])\s*[=:]\s*")
MOST_STEPS = 12
LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One calculation: its tree and its exact value. Literals have keys that are unique in the solution.

    The last step of a program tells which values of literals decide its way: `pinned` must stay, of `compared` the
    order.
    """

    tree: Tree
    value: Fraction
    pinned: frozenset[Fraction] = frozenset()
    compared: frozenset[Fraction] = frozenset()


class NoSteps(Exception):
    """The solution gives no usable steps; `code` and the message say why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def steps_of(solution: str) -> tuple[Step, ...]:
    """The calculations of `solution` in order, exact. Raises NoSteps.

    A stated result that is not the exact value (rounded, or wrong) refuses the whole solution, and so does a division
    with a remainder within a longer step. One that comes out even is an ordinary division.
    """
    text = solution.strip()
    if not text:
        raise NoSteps("no_solution", "풀이가 없어 식을 알 수 없습니다.")
    if "<<" in text:
        if _bare(text):
            raise NoSteps("no_equation", "풀이의 마지막 식이 수 하나뿐이라 어떻게 계산했는지 알 수 없습니다.")
        return _evaluated(_equations(text))
    single = _single(text)
    if single is not None:
        return _evaluated([single])
    if _PROGRAM.search(text):
        try:
            return _of_program(program_steps(text))
        except Unreadable as problem:
            if "print" in text or "\n" not in text:
                raise NoSteps("unreadable_solution", f"풀이 프로그램을 읽을 수 없습니다: {problem}.") from problem
    return _evaluated(_equations(text))


def is_program(solution: str) -> bool:
    """Whether the solution is annotated or written as a program, whose `%` and `//` mean what Python means."""
    return "<<" in solution or bool(_PROGRAM.search(solution.strip()))


def _bare(text: str) -> bool:
    """Whether the last annotation only repeats its result (`<<15=15>>`): the calculation is then nowhere stated."""
    annotations = _ANNOTATION.findall(text)
    return bool(annotations) and _NUMBER.fullmatch(annotations[-1][0].strip()) is not None


def _of_program(traced: Traced) -> tuple[Step, ...]:
    *steps, last = _evaluated([(tree, None) for tree in traced.steps])
    return (*steps, replace(last, pinned=traced.pinned, compared=traced.compared))


def _single(text: str) -> tuple[Tree, Fraction | None] | None:
    """`x = 8 - 3 + 2`, `(4+2)*3`, `3*4=12`; None when the text is anything else."""
    if "\n" in text:
        return None
    text = _UNKNOWN.sub("", text.strip("$ "))
    left, equals, right = text.partition("=")
    try:
        stated = read(right) if equals else None
        tree = read(left)
    except Unreadable:
        return None
    if stated is not None and not isinstance(stated, Literal):
        return None
    return tree, stated.value if stated is not None else None


def _equations(text: str) -> list[tuple[Tree, Fraction | None]]:
    found: list[tuple[Tree, Fraction | None]] = []
    for line in text.split("####")[0].splitlines():
        found.extend(pair for _, pair in sorted(_line_equations(line), key=lambda item: item[0]))
    return found


def _line_equations(line: str) -> Iterator[tuple[int, tuple[Tree, Fraction | None]]]:
    """Annotated and plain equations of one line with their places; a plain one repeats no annotated one."""
    annotated: set[Fraction | None] = set()
    for match in _ANNOTATION.finditer(line):
        try:
            pair = read(match.group(1)), _fraction(match.group(2))
        except Unreadable as problem:
            raise NoSteps("unreadable_solution", f"풀이의 식 {match.group(1)!r}을(를) 읽을 수 없습니다.") from problem
        if isinstance(pair[0], Operation):
            annotated.add(pair[1])
            yield match.start(), pair
    blank = _ANNOTATION.sub(lambda match: " " * len(match.group()), line)
    for place, tree, value in _plain_equations(plain_spelling(blank)):
        if value is None or value not in annotated:
            yield place, (tree, value)


def _fraction(text: str) -> Fraction | None:
    match = _STATED.fullmatch(text.strip())
    if not match:
        return None
    return _stated(match) / 100 if match.group(3) else _stated(match)


def _stated(match: re.Match[str]) -> Fraction:
    """The number that a result states, without its percent sign. Raises NoSteps where it is no usable number."""
    if len(match.group()) > LONGEST_NUMBER:
        raise NoSteps("unreadable_solution", "풀이에 너무 긴 수가 있습니다.")
    below = int(match.group(2) or 1)
    if not below:
        raise NoSteps("zero_division", "풀이에 0으로 나누는 식이 있습니다.")
    return Fraction(match.group(1).replace(",", "")) / below


def _plain_equations(line: str) -> Iterator[tuple[int, Tree, Fraction | None]]:
    parts = line.split("=")
    place = 0
    for left, right in itertools.pairwise(parts):
        place += len(left) + 1
        tree = _trailing_expression(left)
        if isinstance(tree, Operation):
            last = right is parts[-1]
            stated = _STATED.match(right)
            clean = stated and (last or _trailing_expression(right) is None or stated.end() == len(right.rstrip()))
            if stated and clean:
                value = _stated(stated)
                percent = bool(stated.group(3)) and "%" in left and _exact(tree) != value
                yield place, tree, value / 100 if percent else value
            elif not last:
                yield place, tree, None


def _exact(tree: Tree) -> Fraction | None:
    try:
        return value_of(tree, lambda leaf: leaf.value if isinstance(leaf, Literal) else Fraction(0))
    except ZeroDivisionError:
        return None


def _trailing_expression(text: str) -> Tree | None:
    """The longest expression at the end of `text`; words directly behind a number are its unit and are skipped."""
    pieces = [(match.lastgroup or "", match.group()) for match in _PIECE.finditer(text)]
    pieces = [piece for piece in pieces if piece[0] not in ("skip", "per")]
    taken: list[str] = []
    best: Tree | None = None
    needs_operand, words = True, 0
    for kind, token in reversed(pieces):
        if kind == "word" and needs_operand and words < 3:
            words += 1
            continue
        if kind in ("word", "break") or (kind == "number" and not needs_operand):
            break
        taken.append(token)
        words = 0
        needs_operand = kind in ("op", "close")
        if not needs_operand:
            best = _parsed("".join(reversed(taken))) or best
    return best


def _parsed(text: str) -> Tree | None:
    try:
        return read(text)
    except Unreadable:
        return None


def _evaluated(pairs: list[tuple[Tree, Fraction | None]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    seen: set[tuple[str, Fraction]] = set()
    key = 0
    for tree, stated in pairs:

        def leaf(node: Literal | Reference) -> Fraction:
            return node.value if isinstance(node, Literal) else steps[node.step].value

        try:
            value = value_of(tree, leaf)
        except ZeroDivisionError as problem:
            raise NoSteps("zero_division", "풀이에 0으로 나누는 식이 있습니다.") from problem
        tree = _settled(tree, leaf)
        if stated is not None and stated != value:
            raise NoSteps("inexact_step", f"풀이의 계산 결과 {stated}가 정확한 값 {value}와 다릅니다.")
        mark = (_shape(tree), value)
        if mark in seen:
            continue
        seen.add(mark)
        numbered = tree
        if all(literal.key < 0 for literal in literals(tree)):
            numbered = _numbered(tree, key)
            key += sum(1 for _ in literals(tree))
        steps.append(Step(numbered, value))
    if not steps or not isinstance(steps[-1].tree, Operation):
        raise NoSteps("no_equation", "풀이에서 계산식을 찾지 못했습니다.")
    if len(steps) > MOST_STEPS or sum(1 for step in steps for _ in literals(step.tree)) > MOST_LITERALS:
        raise NoSteps("too_long", "풀이의 단계가 너무 많습니다.")
    return tuple(steps)


def _numbered(tree: Tree, first: int) -> Tree:
    """The tree with keys from `first` on its literals, left to right."""
    keys = itertools.count(first)
    return replaced(tree, lambda node: Literal(node.value, node.percent, next(keys)))


def _settled(tree: Tree, leaf: Callable[[Literal | Reference], Fraction]) -> Tree:
    """The tree with divisions that come out even as such; raises NoSteps for one that does not inside a longer step."""
    if not isinstance(tree, Operation):
        return tree
    even = _even(tree.left, leaf), _even(tree.right, leaf)
    if tree.operator not in ("//", "⌈", "∣"):
        return Operation(tree.operator, *even)
    whole, below = (value_of(side, leaf) for side in even)
    if whole.denominator != 1 or below.denominator != 1:
        raise NoSteps("floor_division", "정수가 아닌 수의 나머지를 버리는 나눗셈이 있어 숫자를 바꿀 수 없습니다.")
    divides = whole % below == 0 and tree.operator != "∣"
    return Operation("/" if divides else tree.operator, *even)


def _even(tree: Tree, leaf: Callable[[Literal | Reference], Fraction]) -> Tree:
    settled = _settled(tree, leaf)
    if isinstance(settled, Operation) and settled.operator in ("//", "⌈", "∣"):
        raise NoSteps("floor_division", "식 안에 나머지를 버리는 나눗셈이 있어 숫자를 바꿀 수 없습니다.")
    return settled


def _shape(tree: Tree) -> str:
    if isinstance(tree, Operation):
        return f"({_shape(tree.left)}{tree.operator}{_shape(tree.right)})"
    return str(tree.value) if isinstance(tree, Literal) else f"#{tree.step}"
