"""A stem cut into figures, terms and values, and put together again as facts and one question.

The cut reads every character: what is no figure, term or value must be a connective of a closed list. Terms wait for
the values that follow them, as many as there are terms; those still waiting at the end are what is asked.
"""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.facts.labelled import labelled_facts
from questions.engine.twins.facts.terms import EXTRA_FIGURES, FIGURES, FILLERS, QUANTITIES
from questions.engine.twins.facts.tokens import Facts, Printed, Token, printed_of, value_at
from questions.engine.twins.grammar.family import printed_number

_KINDS = (("figure", FIGURES), ("term", QUANTITIES))
_COMPILED = tuple((kind, name, re.compile(pattern)) for kind, entries in _KINDS for name, pattern in entries)
_FILLER = re.compile(FILLERS)
_GROUND = re.compile(r"밑면(?=이|은|인|의모양|의가로|의세로)(?:의모양이|의(?=가로|세로))?")
_UNIT = r"(?P<unit>(?:cm|mm|km|m)?)"
_SAID: tuple[tuple[str, str], ...] = (
    (
        "over_depth",
        rf"가로(?:의길이)?(?:가|는)세로(?:의길이)?보다(?P<number>\d+){_UNIT}(?:더|만큼)*(?:긴|길고|길다|길때|길며|길)",
    ),
    (
        "over_width",
        rf"세로(?:의길이)?(?:가|는)가로(?:의길이)?보다(?P<number>\d+){_UNIT}(?:더|만큼)*(?:긴|길고|길다|길때|길며|길)",
    ),
    (
        "over_width",
        rf"가로(?:의길이)?(?:가|는)세로(?:의길이)?보다(?P<number>\d+){_UNIT}(?:더|만큼)*(?:짧은|짧고|짧다|짧을때|짧으며)",
    ),
    (
        "gap",
        rf"원?O?의?중심O?(?:에서|으로부터)(?:의?거리가)?(?P<number>\d+){_UNIT}(?:만큼)?(?:인|떨어진|떨어져있는)(?:곳에있는|곳에|위치에있는)?",
    ),
)
_SAID_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _SAID)


def facts_of(core: str) -> list[Facts]:
    """The facts of a whole text without its closing request; none where it is not read, or in two ways."""
    found = [*_plain_facts(core), *labelled_facts(core)]
    return found if len(found) == 1 else []


def _plain_facts(core: str) -> list[Facts]:
    tokens = cut(core)
    if tokens is None:
        return []
    figure = _figure(tokens)
    put = _put_together(tokens)
    if not figure or put is None:
        return []
    return [_leg_named(Facts(figure, *put))]


def _leg_named(facts: Facts) -> Facts:
    """A right triangle's `한 변` beside its hypotenuse is a leg."""
    if facts.figure != "right" or "side" not in facts.printed or "hypotenuse" not in facts.printed:
        return facts
    printed = {"first" if name == "side" else name: shown for name, shown in facts.printed.items()}
    return Facts(facts.figure, printed, facts.asked) if "first" not in facts.printed else facts


def cut(core: str) -> list[Token] | None:
    """The tokens of the text, the longest first at each place; None where a character belongs to none."""
    tokens: list[Token] = []
    place = 0
    while place < len(core):
        token = value_at(core, place) or _longest_at(core, place)
        if token is None:
            return None
        tokens.append(token)
        place = token.last
    return tokens


def _longest_at(core: str, place: int) -> Token | None:
    said = _said_at(core, place)
    if said is not None:
        return said
    best: Token | None = None
    for kind, name, pattern in _COMPILED:
        found = pattern.match(core, place)
        if found is not None and found.end() > place and (best is None or found.end() > best.last):
            best = Token(kind, name, place, found.end())
    ground, filler = _GROUND.match(core, place), _FILLER.match(core, place)
    if ground is not None and (best is None or ground.end() >= best.last):
        return Token("ground", "", place, ground.end())
    if best is None and filler is not None:
        return Token("filler", filler.group(), place, filler.end())
    return best


def _said_at(core: str, place: int) -> Token | None:
    """A statement with its number inside, such as a difference or a distance."""
    for name, pattern in _SAID_COMPILED:
        found = pattern.match(core, place)
        if found is not None:
            first = found.start("number")
            return Token("said", name, first, found.end(), found["number"], "", found["unit"])
    return None


def _figure(tokens: list[Token]) -> str:
    """The one figure of the text, with a ground where its ground is described; empty where there is none or several."""
    named = frozenset(token.name for token in tokens if token.kind == "figure")
    unrolled = any(token.name == "unrolled" for token in tokens)
    grounded = any(token.kind == "ground" for token in tokens)
    if len(named) == 1 and not grounded:
        (figure,) = named
        if any(token.name in ("chord", "gap") for token in tokens) and figure == "circle":
            return "chord"
        return figure
    sided = {name for token in tokens if token.kind == "term" for name in token.name.split()}
    if grounded and {"width", "depth"} <= sided:
        named |= {"rectangle"}
    if grounded or unrolled:
        return EXTRA_FIGURES.get(named, "")
    return ""


def _put_together(tokens: list[Token]) -> tuple[dict[str, Printed], str] | None:
    waiting: list[str] = []
    values: list[Token] = []
    printed: dict[str, Printed] = {}
    for token in [*tokens, Token("end", "", 0, 0)]:
        if token.kind == "value":
            values.append(token)
        elif token.kind == "said":
            if token.name in printed or Fraction(token.number) == 0:
                return None
            printed[token.name] = printed_of(token)
        elif token.kind in ("term", "figure", "ground", "end"):
            if values and not _settle(waiting, values, printed):
                return None
            if values:
                waiting, values = [], []
            if token.kind == "term":
                waiting += token.name.split()
    return (printed, waiting[0]) if len(waiting) == 1 else None


def _settle(waiting: list[str], values: list[Token], printed: dict[str, Printed]) -> bool:
    if len(waiting) != len(values) or set(waiting) & set(printed) or len(set(waiting)) != len(waiting):
        return False
    for name, token in zip(waiting, values, strict=True):
        if printed_number(token.number) in (None, 0):
            return False
        printed[name] = printed_of(token)
    return True
