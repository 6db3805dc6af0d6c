"""Units at the end of a printed answer, and whether they measure the same thing."""

from __future__ import annotations

import re

import sympy as sp

LENGTHS = {"mm": sp.Rational(1, 1000), "cm": sp.Rational(1, 100), "m": sp.Integer(1), "km": sp.Integer(1000)}
DIMENSIONS: dict[str, tuple[str, sp.Rational]] = {
    **{unit: ("length", size) for unit, size in LENGTHS.items()},
    **{f"{unit}^2": ("area", size**2) for unit, size in LENGTHS.items()},
    **{f"{unit}^3": ("volume", size**3) for unit, size in LENGTHS.items()},
    "mg": ("mass", sp.Rational(1, 1000)), "g": ("mass", sp.Integer(1)), "kg": ("mass", sp.Integer(1000)),
    "초": ("time", sp.Integer(1)), "분": ("time", sp.Integer(60)), "시간": ("time", sp.Integer(3600)),
    "mL": ("capacity", sp.Integer(1)), "L": ("capacity", sp.Integer(1000)),
    "m/초": ("speed", sp.Integer(1)), "m/분": ("speed", sp.Rational(1, 60)),
    "m/시": ("speed", sp.Rational(1, 3600)), "km/시": ("speed", sp.Rational(5, 18)),
    "km/분": ("speed", sp.Rational(50, 3)), "km/초": ("speed", sp.Integer(1000)),
    "cm/초": ("speed", sp.Rational(1, 100)), "cm/분": ("speed", sp.Rational(1, 6000)),
    "°": ("angle", sp.Integer(1)), "%": ("percent", sp.Integer(1)), "원": ("money", sp.Integer(1)),
    "년": ("years", sp.Integer(1)), "개월": ("months", sp.Integer(1)), "일": ("days", sp.Integer(1)),
}  # fmt: skip
COUNTERS = (
    *"명개대권장살세회번점병칸층컵팀항줄잔통도쪽곳표",
    *(
        "마리",
        "송이",
        "자루",
        "가지",
        "그루",
        "켤레",
        "페이지",
        "문제",
        "상자",
        "봉지",
        "조각",
        "번째",
        "사람",
    ),
)
WORDS = sorted({*DIMENSIONS, *COUNTERS}, key=len, reverse=True)
TAIL = re.compile(
    r"^(?P<value>.*?[\d)}π.]|.*?\\pi)\s*(?P<unit>" + "|".join(map(re.escape, WORDS)) + r")\s*(?:후|뒤|전)?$",
    re.S,
)
SPEED = re.compile(r"^(초속|분속|시속)\s*(?P<value>.*?)\s*(?P<length>km|cm|m)$", re.S)
CLOCK = re.compile(r"^(\d+)\s*(시간|분)\s*(\d+)\s*(분|초)\s*(?:후|뒤|전)?$")
PER = {"초속": "초", "분속": "분", "시속": "시"}


def split_unit(text: str) -> tuple[str, str]:
    """`'12 cm^2'` → (`'12'`, `'cm^2'`); `'초속 25 m'` → (`'25'`, `'m/초'`); no unit gives `''`; hours with
    minutes, and minutes with seconds, become a sum in the smaller unit."""
    text = text.strip()
    found = CLOCK.match(text)
    if found:
        return f"{found[1]}*60+{found[3]}", found[4]
    found = SPEED.match(text)
    if found:
        return found["value"], f"{found['length']}/{PER[found[1]]}"
    text = re.sub(r"(km|cm|m)\s*/\s*(s|초)$", r"\1/초", text)
    text = re.sub(r"(km|cm|m)\s*/\s*(min|분)$", r"\1/분", text)
    text = re.sub(r"(km|cm|m)\s*/\s*(h|시|시간)$", r"\1/시", text)
    found = TAIL.match(text)
    return (found["value"].strip(), found["unit"]) if found else (text, "")


def scale(printed: str, expected: str) -> sp.Rational | None:
    """The factor from unit `printed` to unit `expected`; None where they measure different things."""
    if printed == expected or not printed or not expected:
        return sp.Integer(1)
    here, there = DIMENSIONS.get(printed), DIMENSIONS.get(expected)
    if here is None and there is None:
        return sp.Integer(1) if {printed, expected} <= {"살", "세"} or {printed, expected} <= {"명", "사람"} else None
    if here is None or there is None or here[0] != there[0]:
        return None
    return here[1] / there[1]
