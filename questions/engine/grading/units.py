"""Splits an answer into number and unit, and compares units by what they measure (1 km is 1000 m).

A unit is a product of known symbols with powers; its value is an exact factor and a vector of base dimensions.
Counters (개, 명, 마리 …) count things and are told apart only where both answers name one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from questions.engine.expressions.limits import MAX_LENGTH

Dimensions = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` base units of the given dimensions; `offset` only for temperatures that do not start at zero."""

    factor: Fraction
    dimensions: Dimensions
    text: str


def _base(factor: str | int, **dimensions: int) -> tuple[Fraction, dict[str, int]]:
    return Fraction(factor), dimensions


_PREFIXES: Final = {
    "k": Fraction(1000),
    "c": Fraction(1, 100),
    "m": Fraction(1, 1000),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "d": Fraction(1, 10),
    "μ": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "h": Fraction(100),
}
_PREFIXED: Final = {
    "m": _base(1, m=1),
    "g": _base("1/1000", kg=1),
    "L": _base("1/1000", m=3),
    "l": _base("1/1000", m=3),
    "A": _base(1, A=1),
    "V": _base(1, kg=1, m=2, s=-3, A=-1),
    "W": _base(1, kg=1, m=2, s=-3),
    "J": _base(1, kg=1, m=2, s=-2),
    "N": _base(1, kg=1, m=1, s=-2),
    "Pa": _base(1, kg=1, m=-1, s=-2),
    "Hz": _base(1, s=-1),
    "s": _base(1, s=1),
    "cal": _base(1, calorie=1),
    "mol": _base(1, mol=1),
    "Wh": _base(3600, kg=1, m=2, s=-2),
}
_ENGLISH: Final = {
    "kilometer": _base(1000, m=1),
    "kilometre": _base(1000, m=1),
    "meter": _base(1, m=1),
    "metre": _base(1, m=1),
    "centimeter": _base("1/100", m=1),
    "centimetre": _base("1/100", m=1),
    "millimeter": _base("1/1000", m=1),
    "kilogram": _base(1, kg=1),
    "gram": _base("1/1000", kg=1),
    "liter": _base("1/1000", m=3),
    "litre": _base("1/1000", m=3),
    "milliliter": _base("1/1000000", m=3),
    "sec": _base(1, s=1),
    "min": _base(60, s=1),
    "hr": _base(3600, s=1),
    "day": _base(86400, s=1),
    "week": _base(604800, s=1),
}
_PLAIN: Final = {
    "min": _base(60, s=1),
    "h": _base(3600, s=1),
    "t": _base(1000, kg=1),
    "cc": _base("1/1000000", m=3),
    "ha": _base(10**4, m=2),
    "K": _base(1, K=1),
    "Nm": _base(1, kg=1, m=2, s=-2),
    "Ω": _base(1, kg=1, m=2, s=-3, A=-2),
    "ℓ": _base("1/1000", m=3),
    "°": _base(1, degree=1),
    "도": _base(1, degree=1),
    "℃": _base(1, celsius=1),
    "℉": _base(1, fahrenheit=1),
    "%": _base(1, percent=1),
    "퍼센트": _base(1, percent=1),
    "%p": _base(1, percent=1),
    "초": _base(1, s=1),
    "분": _base(60, s=1),
    "시간": _base(3600, s=1),
    "일": _base(86400, s=1),
    "주": _base(604800, s=1),
    "주일": _base(604800, s=1),
    "년": _base(1, year=1),
    "개월": _base(1, month=1),
    "원": _base(1, won=1),
    "달러": _base(1, dollar=1),
    "$": _base(1, dollar=1),
    "₩": _base(1, won=1),
    "킬로미터": _base(1000, m=1),
    "미터": _base(1, m=1),
    "센티미터": _base("1/100", m=1),
    "밀리미터": _base("1/1000", m=1),
    "킬로그램": _base(1, kg=1),
    "그램": _base("1/1000", kg=1),
    "톤": _base(1000, kg=1),
    "리터": _base("1/1000", m=3),
    "밀리리터": _base("1/1000000", m=3),
    **{name + s: size for name, size in _ENGLISH.items() for s in ("", "s")},
    **dict.fromkeys(("센치", "센티"), _base("1/100", m=1)),
    "프로": _base(1, percent=1),
    "deg": _base(1, degree=1),
    "degree": _base(1, degree=1),
    "percent": _base(1, percent=1),
    "pct": _base(1, percent=1),
    "dollars": _base(1, dollar=1),
    "degrees": _base(1, degree=1),
    "hours": _base(3600, s=1),
    "hour": _base(3600, s=1),
    "minutes": _base(60, s=1),
    "minute": _base(60, s=1),
    "seconds": _base(1, s=1),
    **dict.fromkeys(("rad", "radian", "radians"), _base(1, radian=1)),
    "라디안": _base(1, radian=1),
}
COUNTERS: Final = (
    *(
        "개",
        "명",
        "마리",
        "권",
        "장",
        "번",
        "가지",
        "살",
        "세",
        "자루",
        "송이",
        "그루",
        "대",
        "병",
        "컵",
        "상자",
        "봉지",
    ),
    *(
        "조각",
        "쌍",
        "켤레",
        "칸",
        "층",
        "줄",
        "점",
        "회",
        "쪽",
        "페이지",
        "사람",
        "그릇",
        "묶음",
        "판",
        "통",
        "다발",
        "인",
    ),
    *(
        "바퀴",
        "걸음",
        "문제",
        "경우",
        "배",
        "번째",
        "항",
        "마디",
        "팀",
        "반",
        "학년",
        "단",
        "벌",
        "척",
        "채",
        "모",
        "잔",
    ),
)
_FOLDED: Final = {
    "㎜": "mm",
    "㎝": "cm",
    "㎞": "km",
    "㎎": "mg",
    "㎏": "kg",
    "㎖": "mL",
    "㎗": "dL",
    "㎡": "m^2",
    "㎠": "cm^2",
    "㎢": "km^2",
    "㎟": "mm^2",
    "㎥": "m^3",
    "㎤": "cm^3",
    "㎣": "mm^3",
    "²": "^2",
    "³": "^3",
    "％": "%",
    "°C": "℃",
    "°F": "℉",
    "º": "°",
    "˚": "°",
    "￦": "₩",
    "제곱미터": "m^2",
    "제곱센티미터": "cm^2",
    "세제곱센티미터": "cm^3",
    "평방미터": "m^2",
    "제곱킬로미터": "km^2",
    "세제곱미터": "m^3",
}


def _symbols() -> dict[str, tuple[Fraction, dict[str, int]]]:
    found = {counter: _base(1, **{f"count:{counter}": 1}) for counter in COUNTERS}
    for symbol, (factor, dimensions) in _PREFIXED.items():
        found[symbol] = (factor, dimensions)
        for prefix, scale in _PREFIXES.items():
            found.setdefault(prefix + symbol, (scale * factor, dimensions))
    return {**found, **_PLAIN}


_SYMBOLS: Final = _symbols()
_NAMES: Final = "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
_POWER: Final = r"(?:\s*\^|(?<=[A-Za-z]))\s*"
_FACTOR: Final = rf"(?:{_NAMES})(?:{_POWER}-?\d)?"
_TAIL: Final = re.compile(
    rf"^(.*?(?:[\d)}}\].!√π½⅓⅔¼¾]|\\pi)|.*\d\s*[조억만천백십])\s*\*?\s*({_FACTOR}(?:(?:\s*[*·/]\s*|\s+){_FACTOR})*)$",
    re.DOTALL,
)
_BRACKETED_POWER: Final = re.compile(r"(?<=[A-Za-z])\s*\^\s*\((-?\d)\)(?!\s*[\w.(^])")
_DIVIDED: Final = re.compile(r"/\s*\(([^()/]*)\)")
_PART: Final = re.compile(rf"([*·/]?)\s*({_NAMES})(?:{_POWER}(-?\d))?\s*")
_LATEX_UNIT: Final = re.compile(
    r"(?:\\[,; !]|~)*\\(?:text|mathrm|textbf|rm|textnormal)\s*\{\s*([^{}]*?)\s*\}(?:\s*\^\s*\{?\s*(-?\d)\s*\}?)?"
)
_THIN: Final = re.compile(r"\\[,;! ](?=[a-zA-Z])")
_FENCED: Final = re.compile(r"\$(.*\\pi.*)\$", re.DOTALL)
_LATEX_DEGREE: Final = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ)|\\degree(?![A-Za-z])")
_UNIT_FRACTION: Final = re.compile(
    r"\\[dt]?frac\s*\{\s*\\(?:text|mathrm)\s*\{([^{}]+)\}\s*\}\s*\{\s*\\(?:text|mathrm)\s*\{([^{}]+)\}\s*\}"
)
_PER_WORD: Final = re.compile(r"(?<=[A-Za-z])\s+per\s+(?=[A-Za-z])")
_SPEED: Final = re.compile(r"^([시분초])속\s*([\d.,/]+\s*(?:km|cm|mm|m|㎞|㎝|킬로미터|미터|센티미터))$")
_SQUARE: Final = re.compile(r"\b(square|sq\.?|cubic)\s+([A-Za-z]+)$")
_HALF_HOUR: Final = re.compile(r"(\d+)\s*시간\s*반$")
_CLOCK: Final = re.compile(r"(\d+)\s*h\s*(\d+)\s*m$")
_PER_HOUR: Final = re.compile(r"/\s*시(?!간)")
_PER: Final = {"시": "h", "분": "min", "초": "s"}
_COMPOUND: Final = re.compile(rf"(\d+(?:\.\d+)?)\s*({_NAMES})\s*")
_KOREAN: Final = re.compile(r"(?:\d[\d,]*(?:\.\d+)?\s*[조억만천백십]\s*)+\d*")
_KOREAN_PART: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([조억만천백십]?)")
_KOREAN_SCALE: Final = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 1000, "백": 100, "십": 10, "": 1}


def folded(text: str) -> str:
    """Units in one spelling: ㎝² and \\text{cm}^2 become cm^2, a degree sign stays °."""
    text = _BRACKETED_POWER.sub(r"^\1", _DIVIDED.sub(_divided, text))
    text = _LATEX_DEGREE.sub("°", text)
    text = _SPEED.sub(lambda match: f"{match[2]}/{_PER[match[1]]}", text)
    text = _FENCED.sub(r"\1", text) if text.count("$") == 2 else text
    if "³√" not in text and "²√" not in text:
        for written, plain in _FOLDED.items():
            if written in text:
                text = text.replace(written, plain)
    text = _PER_WORD.sub("/", _UNIT_FRACTION.sub(r" \1/\2", text))
    text = _LATEX_UNIT.sub(_unit_only, text).replace("\\%", "%").replace("\\$", "$")
    text = _PER_HOUR.sub("/h", text).replace("kph", "km/h")
    text = _HALF_HOUR.sub(r"\1시간 30분", text)
    text = _CLOCK.sub(r"\1h \2min", text)
    text = _SQUARE.sub(lambda match: f"{match[2]}^{3 if match[1] == 'cubic' else 2}", text)
    return text


def _divided(match: re.Match[str]) -> str:
    """`J/(kg*K)` is `J/kg/K`."""
    parts = [part.strip() for part in re.split(r"[*·\s]+", match[1].strip())]
    return "".join(f"/{part}" for part in parts) if all(map(read_unit, parts)) else match[0]


def _unit_only(match: re.Match[str]) -> str:
    inside = f"{match[1]}^{match[2]}" if match[2] else match[1]
    return f" {inside}" if read_unit(inside) is not None else match[0]


def read_unit(text: str) -> Unit | None:
    """The unit a text names (`km/h`, `kg m / s^2`, `개`), or None. `/` divides by the one factor behind it."""
    text = text.strip()
    factor, dimensions = Fraction(1), dict[str, int]()
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None or (match[1] and position == 0):
            return None
        power = int(match[3] or 1) * (-1 if match[1] == "/" else 1)
        scale, parts = _SYMBOLS[match[2]]
        factor *= scale**power
        for name, exponent in parts.items():
            dimensions[name] = dimensions.get(name, 0) + exponent * power
        position = match.end()
    if not text:
        return None
    return Unit(factor, tuple(sorted((n, e) for n, e in dimensions.items() if e)), text)


def split(text: str) -> tuple[str, Unit | None]:
    """The number's text and its unit: `3시간 30분` is 12600 s, `9.8 m/s^2` 9.8 and m/s². No unit: None.

    A text too long for any answer has none.
    """
    if len(text) > MAX_LENGTH:
        return text, None
    text = folded(_THIN.sub(" ", text.strip()))
    compound = _compound(text)
    if compound is not None:
        return compound
    match = re.fullmatch(r"([$₩])\s*([\d.,]+)", text)
    if match:
        return match[2], read_unit(match[1])
    match = _TAIL.match(text)
    if match is None or not match[1].strip():
        return _korean_number(text), None
    unit = read_unit(match[2])
    return (_korean_number(match[1].strip()), unit) if unit else (_korean_number(text), None)


def _compound(text: str) -> tuple[str, Unit] | None:
    """Several numbers with falling units of one dimension, added up in the first one's unit."""
    parts = _COMPOUND.findall(text)
    if len(parts) < 2 or _COMPOUND.sub("", text).strip():
        return None
    units = [read_unit(unit) for _, unit in parts]
    first = units[0]
    total = Fraction(0)
    for (number, _), unit in zip(parts, units, strict=True):
        if unit is None or first is None or unit.dimensions != first.dimensions:
            return None
        total += Fraction(number) * unit.factor
    if first is None or any(a.factor <= b.factor for a, b in pairwise(units) if a and b):
        return None
    return str(total / first.factor), first


def _korean_number(text: str) -> str:
    """`1만 5천` is 15000; anything else stays as it is."""
    if not _KOREAN.fullmatch(text):
        return text
    total = Fraction(0)
    last = 10**16
    for number, scale in _KOREAN_PART.findall(text):
        size = _KOREAN_SCALE[scale]
        if size >= last:
            return text
        total += Fraction(number.replace(",", "")) * size
        last = size
    return str(total)


def is_counter(unit: Unit) -> bool:
    """Whether the unit only counts things or names money, so that leaving it out loses nothing."""
    return len(unit.dimensions) == 1 and unit.dimensions[0][0].startswith(("count:", "won"))
