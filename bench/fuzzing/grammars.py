"""Texts that the engine's own patterns read, with their repetitions pumped up and the end broken.

A pattern that tries many ways of reading one text needs such a text: long where it repeats, wrong at the end.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from questions.engine.twins.computable import FAMILIES
from questions.engine.twins.grammar.patterns import expand

PUMPED = 120
LONGEST = 4000
_SETS = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_SPACE": " \t\n",
    "CATEGORY_WORD": "aZ가7_",
    "CATEGORY_NOT_SPACE": "가a7$",
}
_ANY = "가a1 $+,.x"


@cache
def patterns() -> tuple[tuple[Any, ...], ...]:
    """The parsed form of every pattern of the engine: the families' grammars and all patterns of its modules."""
    texts = {expand(pattern) for family in FAMILIES for pattern in family.patterns}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("questions.engine"):
            texts |= {found.pattern for value in vars(module).values() for found in _patterns(value)}
    return tuple(tuple(_parser.parse(text)) for text in sorted(texts))


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list) and len(value) < 500:
        for item in value:
            yield from _patterns(item)


def text_for(source: random.Random) -> str:
    """A text that one of the patterns reads wholly or up to its end."""
    text = _Writer(source).written(source.choice(patterns()))
    cut = source.random()
    if cut < 0.3:
        return text[: source.randint(0, len(text))] + source.choice("가!x{$")
    return text + source.choice(("", "", "!", " 가", "을 구하시오.", "x")) if cut < 0.8 else text


class _Writer:
    """Writes one text from a parsed pattern; what it repeats is sometimes repeated very often."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.groups: dict[int, str] = {}
        self.left = LONGEST

    def written(self, pattern: Any) -> str:
        return "".join(self.part(str(operation), argument) for operation, argument in pattern)

    def part(self, operation: str, argument: Any) -> str:
        if self.left <= 0:
            return ""
        match operation:
            case "LITERAL":
                self.left -= 1
                return chr(argument)
            case "NOT_LITERAL" | "ANY":
                return self.source.choice(_ANY)
            case "IN":
                self.left -= 1
                return self.chosen(argument)
            case "BRANCH":
                return self.written(self.source.choice(argument[1]))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self.repeated(*argument)
            case "SUBPATTERN":
                return self.group(argument[0], argument[3])
            case "ATOMIC_GROUP":
                return self.written(argument)
            case "GROUPREF":
                return self.groups.get(argument, "")
            case _:
                return ""

    def group(self, number: int | None, inside: Any) -> str:
        text = self.written(inside)
        if number is not None:
            self.groups[number] = text
        return text

    def repeated(self, low: int, high: Any, inside: Any) -> str:
        most = min(int(high), PUMPED)
        if self.source.random() < 0.15:
            return self.written(inside) * most if self.source.random() < 0.5 else self.several(inside, most)
        return self.several(inside, self.source.randint(low, max(low, min(most, low + 2))))

    def several(self, inside: Any, many: int) -> str:
        return "".join(self.written(inside) for _ in range(many))

    def chosen(self, members: Any) -> str:
        operation, argument = self.source.choice(members)
        match str(operation):
            case "LITERAL":
                return chr(argument)
            case "RANGE":
                return chr(self.source.randint(*argument))
            case "CATEGORY":
                return self.source.choice(_SETS.get(str(argument), _ANY))
            case _:
                return self.source.choice(_ANY)
