"""Reads numbers aloud in Korean (일·이·삼 with 십·백·천·만·억·조), as school reads them."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "영일이삼사오육칠팔구"
_PLACES: Final = ("", "십", "백", "천")
_MYRIADS: Final = ("", "만", "억", "조", "경", "해", "자", "양", "구", "간", "정", "재", "극")
_MAX_DIGITS: Final = 4 * len(_MYRIADS)


def read_integer(value: int) -> str:
    """A whole number aloud: 0 영, 10 십, 11 십일, 25000 이만오천, -3 마이너스 삼.

    Raises ValueError beyond 52 digits, where the names of the myriads end.
    """
    if value < 0:
        return f"마이너스 {read_integer(-value)}"
    digits = str(value)
    if len(digits) > _MAX_DIGITS:
        raise ValueError("no name for a number this long")
    if value == 0:
        return _DIGITS[0]
    groups = []
    for index in range(0, len(digits), 4):
        end = len(digits) - index
        group = _read_group(digits[max(0, end - 4) : end])
        if group:
            myriad = _MYRIADS[index // 4]
            groups.append(("" if group == "일" and myriad == "만" else group) + myriad)
    return "".join(reversed(groups))


def _read_group(digits: str) -> str:
    read = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit != "0":
            read += ("" if digit == "1" and place else _DIGITS[int(digit)]) + _PLACES[place]
    return read


def read_digits(digits: str) -> str:
    """Digits one by one, as behind a decimal point: 205 이영오."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def read_number(text: str) -> str:
    """A written number aloud: `1,200` 천이백, `0.05` 영 점 영오, `-3` 마이너스 삼, `3/4` 사분의 삼.

    Raises ValueError for a text that is no such number.
    """
    cleaned = text.strip().replace(",", "").replace("−", "-")
    sign = "마이너스 " if cleaned.startswith("-") else ""
    cleaned = cleaned.lstrip("+-")
    top, slash, bottom = cleaned.partition("/")
    if slash:
        return f"{sign}{read_number(bottom)}분의 {read_number(top)}"
    whole, point, places = cleaned.partition(".")
    if not (whole.isdecimal() or (point and not whole)) or (point and not places.isdecimal()):
        raise ValueError(f"no number: {text!r}")
    read = read_integer(int(whole or "0"))
    return f"{sign}{read} 점 {read_digits(places)}" if point else sign + read
