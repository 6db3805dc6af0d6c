r"""Chooses Korean particles by the last sound read aloud: of Hangul, numbers, units, letters and formulas.

`attach("7", "을/를")` is `7을` (칠을), `attach("12", "으로/로")` is `12로` (십이로),
`attach("$x^2 + 5x + 6$", "을/를")` ends in 을 (육을). Rule of 한글 맞춤법: a particle that begins with 으
drops it after a vowel and after ㄹ.
"""

from __future__ import annotations

import re
from typing import Final

from eduai.lib.numerals import read_digits, read_integer

_FINALS: Final[tuple[str, ...]] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_PAIRS: Final = (
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("아", "야"),
    ("이나", "나"),
    ("이란", "란"),
    ("이라", "라"),
    ("이랑", "랑"),
    ("이며", "며"),
    ("이고", "고"),
    ("이든", "든"),
    ("이면", "면"),
    ("이므로", "므로"),
    ("으로서", "로서"),
    ("으로써", "로써"),
    ("이다", "다"),
    ("이라고", "라고"),
    ("이었다", "였다"),
    ("이었", "였"),
)
PARTICLES: Final[dict[str, tuple[str, str]]] = {
    spelling: pair for pair in _PAIRS for spelling in (f"{pair[0]}/{pair[1]}", f"{pair[1]}/{pair[0]}")
}
_LETTERS: Final = {
    **dict.fromkeys("abcdefghijkopqstuvwxyz", "이"),
    "l": "엘",
    "m": "엠",
    "n": "엔",
    "r": "알",
}
_UNITS: Final = {
    **dict.fromkeys(("km", "m", "cm", "mm", "nm", "㎞", "㎝", "㎜", "ｍ"), "미터"),
    **dict.fromkeys(("km/h", "m/s", "km/s", "m/min", "cm/s"), "미터"),
    **dict.fromkeys(("kg", "g", "mg", "㎏", "㎎"), "그램"),
    **dict.fromkeys(("L", "l", "mL", "ml", "dL", "kL", "ℓ", "㎖", "㎗"), "리터"),
    **dict.fromkeys(("㎡", "㎠", "㎢", "㎥", "㎤"), "미터"),
    **dict.fromkeys(("°", "℃", "℉", "º", "˚"), "도"),
    "%": "퍼센트",
    "％": "퍼센트",
    "%p": "포인트",
    "t": "톤",
    "kcal": "칼로리",
    "cal": "칼로리",
    "N": "뉴턴",
    "J": "줄",
    "kJ": "줄",
    "W": "와트",
    "kW": "와트",
    "V": "볼트",
    "A": "암페어",
    "Hz": "헤르츠",
    "ha": "헥타르",
    "a": "아르",
    "Pa": "파스칼",
    "h": "시간",
    "min": "분",
    "s": "초",
    "mol": "몰",
    "$": "달러",
    "₩": "원",
    "￦": "원",
    "€": "유로",
    "¥": "엔",
}
_SIGNS: Final = {
    "α": "파",
    "β": "타",
    "γ": "마",
    "δ": "타",
    "ε": "론",
    "θ": "타",
    "λ": "다",
    "μ": "뮤",
    "π": "파이",
    "ρ": "로",
    "σ": "마",
    "τ": "타",
    "φ": "파이",
    "ω": "가",
    "Δ": "타",
    "Σ": "마",
    "∞": "대",
    "∅": "합",
}
_COMMANDS: Final = {
    "alpha": "파",
    "beta": "타",
    "gamma": "마",
    "delta": "타",
    "epsilon": "론",
    "theta": "타",
    "lambda": "다",
    "mu": "뮤",
    "pi": "파이",
    "rho": "로",
    "sigma": "마",
    "tau": "타",
    "phi": "파이",
    "omega": "가",
    "infty": "대",
    "emptyset": "합",
    "circ": "도",
    "degree": "도",
    "%": "퍼센트",
    "prime": "임",
}
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
_JAMO: Final[dict[str, str]] = dict(zip("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", "ㄱㄴㅅㄹㅁㅂㅅㅇㅅㅅㄱㅅㅂㅅ", strict=True))
_TAIL_NOISE: Final = re.compile(r"(?:[\s$\"'“”‘’」』》〉\]).,}|!?;:]|\\[,;!: ]|\\right|\\})+$")
_NUMBER_TAIL: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?|\.\d+)$")
_UNIT_NAMES: Final = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT_TAIL: Final = re.compile(
    r"(?:(?:\d|[})])\s*|^)(?:\\(?:text|mathrm)\{\s*)?"
    rf"({_UNIT_NAMES})\}}?(?:\^?\{{?[23²³]\}}?)?\}}?$"
)
_POWER_TAIL: Final = re.compile(r"\^\s*(?:\{[^{}]*\}|\w|\\[a-z]+)$|[⁰¹²³⁴-⁹ⁿˣ]$")
_INDEX_TAIL: Final = re.compile(r"_\s*\{?([^{}_]*)\}?$")
_FRACTION_TAIL: Final = re.compile(r"(?:^|[^\w.])((?:\d[\d,]*)|[a-zA-Z])\s*/\s*(?:\d[\d,]*|[a-zA-Z])$")
_VULGAR: Final = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", (1, 1, 2, 1, 3, 1, 2, 3, 4, 1, 5, 1, 3, 5, 7), strict=True))


def attach(word: str, particle_pair: str) -> str:
    """The word with the particle of the pair that its last sound calls for.

    `particle_pair` is written in either order (`을/를`, `와/과`); a word whose sound is unknown gets both
    (`§을(를)`). Raises ValueError for an unknown pair.
    """
    return word + particle(word, particle_pair)


def particle(word: str, particle_pair: str) -> str:
    """Only the particle that `attach` would add. Raises ValueError for an unknown pair."""
    if particle_pair not in PARTICLES:
        raise ValueError(f"no such pair of particles: {particle_pair!r}")
    closed, open_ = PARTICLES[particle_pair]
    sound = final_sound(word)
    if sound is None:
        return f"{closed}({open_})"
    if sound == "" or (sound == "ㄹ" and closed.startswith("으")):
        return open_
    return closed


def final_sound(text: str) -> str | None:
    """The final consonant (ㄱ … ㅎ) of the text read aloud, "" after a vowel, None where it is not known."""
    reading = tail_reading(text)
    if not reading:
        return None
    last = reading[-1]
    if "가" <= last <= "힣":
        return _FINALS[(ord(last) - ord("가")) % 28]
    if last in _JAMO:
        return _JAMO[last]
    return "" if "ㅏ" <= last <= "ㅣ" else None


def tail_reading(text: str) -> str:
    """How the end of the text is read aloud, in Hangul; empty where nothing of it is known."""
    text = _without_remark(text.strip().strip("$").strip())
    if text.endswith("!") and re.search(r"[\w)}]!$", text):
        return "팩토리얼"
    fraction = _numerator(text)
    if fraction is not None:
        return tail_reading(fraction)
    degree = re.search(r"\^\s*\{?\\circ\s*\}?$", text)
    if degree:
        return "도"
    unit = _UNIT_TAIL.search(text)
    if unit and not (unit.start(1) == 0 and len(unit[1]) == 1 and unit[1].isascii() and unit[1].isalpha()):
        return _UNITS[unit[1]]
    if _POWER_TAIL.search(text):
        return "제곱"
    index = _INDEX_TAIL.search(text)
    if index and index[1]:
        return tail_reading(index[1])
    stripped = _TAIL_NOISE.sub("", text)
    return tail_reading(stripped) if stripped != text else _last_word(text)


def _without_remark(text: str) -> str:
    """`소금물(농도 8%)` is heard as 소금물: a bracket behind a Hangul word is a remark."""
    match = re.search(r"([가-힣])\s*\([^()]*\)$", text)
    return text[: match.end(1)] if match else text


def _numerator(text: str) -> str | None:
    """The part of a fraction at the end of the text that is read last (2분의 1: the 1)."""
    for match in re.finditer(r"\\[dtc]?frac\s*", text):
        parts = _two_arguments(text[match.end() :])
        if parts is not None and not parts[2].strip():
            return parts[0]
    plain = _FRACTION_TAIL.search(text)
    if plain:
        return plain[1]
    return str(_VULGAR[text[-1]]) if text and text[-1] in _VULGAR else None


def _two_arguments(text: str) -> tuple[str, str, str] | None:
    found: list[str] = []
    rest = text
    for _ in range(2):
        rest = rest.lstrip()
        if not rest:
            return None
        if rest[0] != "{":
            found.append(rest[0])
            rest = rest[1:]
            continue
        end = _closing(rest)
        if end < 0:
            return None
        found.append(rest[1:end])
        rest = rest[end + 1 :]
    inner = re.search(r"\\[dtc]?frac\s*(.+)$", rest)
    return None if inner else (found[0], found[1], rest)


def _closing(text: str) -> int:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return place
    return -1


def _last_word(text: str) -> str:
    if not text:
        return ""
    number = _NUMBER_TAIL.search(text)
    if number:
        whole, point, places = number[1].replace(",", "").partition(".")
        if point:
            return read_digits(places)
        return read_integer(int(whole)) if len(whole) <= 48 else read_digits(whole[-1])
    last = text[-1]
    if "가" <= last <= "힣" or last in _JAMO or "ㅏ" <= last <= "ㅣ":
        return last
    if last in _CIRCLED:
        return read_integer(_CIRCLED.index(last) + 1)
    command = re.search(r"\\([A-Za-z]+|%)$", text)
    if command:
        return _COMMANDS.get(command[1], "")
    if last in _SIGNS or (last in _UNITS and not last.isascii()):
        return _SIGNS.get(last) or _UNITS[last]
    if last == "%":
        return "퍼센트"
    return _latin(text) if last.isascii() and last.isalpha() else ""


def _latin(text: str) -> str:
    """Letters are read by name (AB 에이비), a word of three or more letters by its likely sound."""
    run = re.search(r"[A-Za-z]+$", text)
    word = run[0] if run else ""
    if len(word) < 3 or not word[1:].islower():
        return _LETTERS[word[-1].lower()]
    if word.endswith("ng"):
        return "ㅇ"
    if word[-1] in "lmn":
        return _LETTERS[word[-1]]
    if word[-1] in "ckpt" and word[-2] in "aeiouc":
        return "ㅂ"
    return "이"
