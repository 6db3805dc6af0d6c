"""The clauses of a tale of equations: what is said, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """An equation clause: its patterns, the equation, and the line of the worked solution (`{a}` its numbers)."""

    patterns: tuple[str, ...]
    equation: str
    line: str = ""
    where: str = ""
    keep: str = ""
    pin: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its patterns, the answer as a formula of the unknowns, its unit and usual wrong answers."""

    patterns: tuple[str, ...]
    formula: str
    unit: str = ""
    wrong: str = ""
    equation: str = ""
    line: str = ""


def said(
    *patterns: str, eq: str, line: str = "", where: str = "", keep: str = "", pin: str = "", after: str = ""
) -> Said:
    """A clause that tells equations such as `x + y = t`; letters other than x, y, z are its numbers.

    `where` holds of every draw, and the numbers of the names in `keep` stay as they are (points for a goal).
    `pin` names what is computed from the rest when numbers are drawn, where that is not the clause's last number.
    `after` names a word that must be known before.
    """
    return Said(patterns, eq, line, where, keep, pin, after)


def asks(*patterns: str, s: str, unit: str = "", wrong: str = "", eq: str = "", line: str = "") -> Asked:
    """A clause that asks for a formula `s` of the unknowns, and may tell an equation as well."""
    return Asked(patterns, s, unit, wrong, eq, line)
