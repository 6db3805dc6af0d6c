"""Arithmetic and geometric sequences, worked out term by term."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.resolving.reading import Resolution, exactly, number, numbers, rule

MAX_TERMS = 2000


def _terms(first: Fraction, step: Fraction, count: int, *, geometric: bool) -> list[Fraction] | None:
    if not 1 <= count <= MAX_TERMS or (geometric and (count > 60 or abs(step) > 50)):
        return None
    terms = [first]
    while len(terms) < count:
        terms.append(terms[-1] * step if geometric else terms[-1] + step)
    return terms


def _sequence(found: re.Match[str]) -> list[Fraction] | None:
    groups = found.groupdict()
    geometric = "공비" in found.string or "등비" in found.string or "geometric" in found.string.lower()
    count = number(groups["n"])
    if count.denominator != 1:
        return None
    if groups.get("l"):
        listed = numbers(groups["l"])
        step = listed[1] / listed[0] if geometric else listed[1] - listed[0]
        again = _terms(listed[0], step, len(listed), geometric=geometric)
        return _terms(listed[0], step, int(count), geometric=geometric) if again == listed else None
    return _terms(number(groups["a"]), number(groups["d"]), int(count), geometric=geometric)


def _term(found: re.Match[str]) -> Resolution | None:
    terms = _sequence(found)
    return exactly(terms[-1], "항을 하나씩 늘어놓았음") if terms else None


def _sum(found: re.Match[str]) -> Resolution | None:
    terms = _sequence(found)
    return exactly(sum(terms, Fraction(0)), "항을 하나씩 더했음") if terms else None


_NAME = r"(?:\\\{a_\{?n\}?\\\}|\{a_\{?n\}?\}|a_\{?n\}?)?"
_GIVEN = rf"(?:첫째항|첫번째항|초항)(?:이|은|가)?<N:a>(?:이고|이며|,)?,?(?:공차|공비)(?:가|는|이)?<N:d>인(?:등차수열|등비수열){_NAME}"
_GIVEN_BACK = rf"(?:등차수열|등비수열){_NAME}(?:의|에서|이|가)?(?:첫째항|초항)(?:이|은)?<N:a>(?:이고|이며|,)?,?(?:공차|공비)(?:가|는)?<N:d>일때,?"
_LISTED = rf"(?:등차수열|등비수열){_NAME}<L:l>,?(?:\.\.\.|…|⋯|\\cdots|\\ldots|\\dots|···)"
_TERM = r"(?:의|에서)?(?:제?<N:n>(?:번째)?항|a_\{?<N:n>\}?)(?:의값)?(?:을|를|은)?"
_SUM = r"(?:의|에서)?(?:첫째항부터제?<N:n>항까지의합|(?:첫|처음)<N:n>개?항의합|S_\{?<N:n>\}?)(?:의값)?(?:을|를|은)?"
RULES = (
    *(rule(_split, _term) for _given in (_GIVEN, _GIVEN_BACK, _LISTED)
      for _split in (_given + r"(?:의|에서)?제?<N:n>(?:번째)?항(?:의값)?(?:을|를|은)?",
                     _given + r"(?:의|에서)?a_\{?<N:n>\}?(?:의값)?(?:을|를|은)?")),
    *(rule(_given + tail, _sum) for _given in (_GIVEN, _GIVEN_BACK, _LISTED)
      for tail in (r"(?:의|에서)?(?:첫째항부터)?제?<N:n>항까지의합(?:을|를|은)?",
                   r"(?:의|에서)?(?:첫|처음)<N:n>개?항의합(?:을|를|은)?",
                   r"(?:의|에서)?S_\{?<N:n>\}?(?:의값)?(?:을|를|은)?")),
    rule(r"(?:find|whatis)the<N:n>(?:th|st|nd|rd)termofthe?(?:an?)?(?:arithmetic|geometric)(?:sequence|progression)withfirstterm<N:a>andcommon(?:difference|ratio)<N:d>", _term),
    rule(r"(?:find|whatis)thesumofthefirst<N:n>termsof(?:the|an?)(?:arithmetic|geometric)(?:sequence|series|progression)withfirstterm<N:a>andcommon(?:difference|ratio)<N:d>", _sum),
)  # fmt: skip
