"""Korean particles behind numbers, and braces that a template left behind, read by a route of the judge's own."""

from __future__ import annotations

import re
from itertools import zip_longest

PAIRS = {
    "을": ("을", "를"), "를": ("을", "를"), "은": ("은", "는"), "는": ("은", "는"), "이": ("이", "가"),
    "가": ("이", "가"), "과": ("과", "와"), "와": ("과", "와"), "으로": ("으로", "로"), "로": ("으로", "로"),
}  # fmt: skip
NUMBER = (
    r"\\d?frac\{(?P<top>\d+)\}\{\d+\}|(?P<upper>\d+)/\d+|(?P<plain>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+)"
)
MARKED = re.compile(rf"(?<![\d.,/])(?:{NUMBER})(?P<close>[}}$\s)]*)(?P<particle>으로|[을를은는이가과와로])(?![가-힣])")
CLOSED = re.compile(r"[})]*\$?[})]*")
SILENT_ENDS = "2459"
L_ENDS = "178"
MATHEMATICS = re.compile(r"\$[^$]*\$")


def particle_errors(stem: str, original: str = "") -> list[str]:
    """Numbers with the wrong particle (`7를`); those that stand so in the original already are not counted."""
    errors = []
    pairs = zip_longest(MARKED.finditer(stem), MARKED.finditer(original))
    for found, before in pairs:
        if found is None or not _plainly_written(found, stem):
            continue
        if stem[: found.start()].rstrip("{").endswith("^"):
            continue  # an exponent is read 제곱, which stays
        if _is_wrong(found) and not (before is not None and before.group() == found.group()):
            errors.append(found.group())
    return errors


def _plainly_written(found: re.Match[str], stem: str) -> bool:
    """Whether nothing but brackets and a dollar sign stands between the number and its particle; the number may
    be all of a pair of braces, but not a part of a longer fraction or root."""
    if not CLOSED.fullmatch(found["close"]):
        return False
    braces = found["close"].count("}")
    return not braces or (braces == 1 and bool(re.search(r"(?:^|[^}^_{])\{$", stem[: found.start()])))


def _is_wrong(found: re.Match[str]) -> bool:
    after_consonant, after_vowel = PAIRS[found["particle"]]
    ends_open, ends_in_l = _ending(found["top"] or found["upper"] or found["plain"])
    vowel = ends_open or (ends_in_l and after_vowel == "로")
    return found["particle"] != (after_vowel if vowel else after_consonant)


def _ending(number: str) -> tuple[bool, bool]:
    """Whether the number, read aloud, ends in a vowel; whether it ends in ㄹ."""
    number = number.replace(",", "")
    last = number[-1]
    if last == "0" and "." not in number:
        zeros = len(number) - len(number.rstrip("0"))
        return 12 <= zeros < 16, False  # 조 is the only power of ten without a final consonant
    return last in SILENT_ENDS, last in L_ENDS


def stray_braces(stem: str) -> bool:
    """Whether a brace stands outside of mathematics."""
    return any(brace in MATHEMATICS.sub("", stem) for brace in "{}")
