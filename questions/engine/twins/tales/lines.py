"""The worked solution of a tale of equations, in Korean and in English."""

from __future__ import annotations

import re
from collections.abc import Sequence


def displayed(equation: str) -> str:
    """`a*x + b*y = t` as it is printed: ${a}x + {b}y = {t}$."""
    text = re.sub(r"\b([a-w])\b", r"{\1}", equation)
    text = re.sub(r"\*\*2", "^2", text)
    text = re.sub(r"(?<=\})\*(?=\{)|(?<=\d)\*(?=[\d{])|(?<=\})\*(?=\d)", r" \\times ", text)
    return f"${text.replace('*', '')}$"


def worked(unknowns: str, let: str, told: Sequence[str], final: str, *, korean: bool) -> list[str]:
    """What the letters stand for, each equation told, the unknowns, and what is asked where it is more."""
    solved = ", ".join(f"{letter} = {{s{letter}}}" for letter in unknowns)
    lines = [let, *told, f"이것을 풀면 ${solved}$" if korean else f"Solving these gives ${solved}$."]
    if re.fullmatch(r"s[xyz]", final):
        return lines
    return [*lines, "따라서 구하는 값은 ${s}$" if korean else "So the value asked for is ${s}$."]


def without_ones(line: str, constants: Sequence[tuple[str, str]]) -> str:
    """No fraction over a 1 that the stem prints (`1분마다`)."""
    for name, value in constants:
        if value == "1":
            line = re.sub(rf"\\frac\{{(\{{\w\}})\}}\{{\{{{name}\}}\}}", r"\1", line)
    return line
