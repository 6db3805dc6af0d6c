"""What a stem is cut into, and the facts that are put together from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from questions.engine.twins.grammar.family import printed_number

_NUMBER = r"\\frac\{\d+\}\{\d+\}|\d+(?:\.\d+)?(?:/\d+)?"
_UNIT = r"(?:cm|mm|km|m)(?![a-zA-Z])(?:\^\{?[23]\}?)?"
_VALUE = re.compile(
    rf"(?P<number>{_NUMBER})(?P<symbol>π|√\{{?[23]\}}?)?(?P<unit>{_UNIT}|°|도(?![가-힣])|도(?=인|이|일|를)|개(?=인|이|일))?(?![\dπ√+*/^=-])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text and what it is: `figure`, `term`, `value`, `ground` or `filler`."""

    kind: str
    name: str
    first: int
    last: int
    number: str = ""
    symbol: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as the stem prints it: number, symbol and unit, and the number's place."""

    value: Fraction
    symbol: str
    unit: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One figure, what is printed of it, and what is asked."""

    figure: str
    printed: dict[str, Printed]
    asked: str


def value_at(core: str, place: int) -> Token | None:
    """The value that starts at a place, with its symbol and unit; None where none does."""
    found = _VALUE.match(core, place)
    if found is None:
        return None
    symbol = {"π": "pi"}.get(found["symbol"] or "", re.sub(r"√\{?(\d)\}?", r"sqrt(\1)", found["symbol"] or ""))
    unit = re.sub(r"[{}]", "", (found["unit"] or "").replace("도", "°").removesuffix("개"))
    return Token("value", "", place, found.end(), found["number"], symbol, unit)


def printed_of(token: Token) -> Printed:
    """The token's number with its place."""
    value = printed_number(token.number)
    return Printed(
        value or Fraction(0), token.symbol, token.unit, token.number, token.first, token.first + len(token.number)
    )
