"""Ways in which people, and people who hide, write a number of several groups of digits."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence

Groups = Sequence[str]
Writing = Callable[[random.Random, Groups], str]

KOREAN, ZERO_LIKE = "공일이삼사오육칠팔구", "영일이삼사오륙칠팔구"
CHINESE, OTHER_CHINESE = "零一二三四五六七八九", "〇一二三四五六七八九"
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e")


def joined(separator: str) -> Writing:
    """The groups with one separator between them."""
    return lambda _, groups: separator.join(groups)


def read(alphabet: str, between: str = "", groups_by: str = "") -> Writing:
    """Every digit by its name out of `alphabet`."""
    return lambda _, groups: groups_by.join(between.join(alphabet[int(d)] for d in group) for group in groups)


def hidden(rng: random.Random, groups: Groups) -> str:
    """Invisible characters between some of the digits."""
    marked = "".join(d + (rng.choice(INVISIBLE) if rng.random() < 0.4 else "") for d in "-".join(groups))
    return marked[:3] + "\u200b" + marked[3:]


def mirrored(_: random.Random, groups: Groups) -> str:
    """Marks of writing direction around every group."""
    return "-".join(f"\u202a{group}\u202c" for group in groups)


def shifted(start: int, separator: str = "") -> Writing:
    """Digits of another block of Unicode, whose zero is `start`."""
    return lambda _, groups: separator.join("".join(chr(start + int(d)) for d in group) for group in groups)


def circled(_: random.Random, groups: Groups) -> str:
    """Digits in circles."""
    return "-".join("".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in group) for group in groups)


def keycaps(_: random.Random, groups: Groups) -> str:
    """Digits as the keys of a telephone."""
    return "".join(f"{d}\ufe0f\u20e3" for d in "".join(groups))


def lookalike(_: random.Random, groups: Groups) -> str:
    """The letter O for every zero."""
    return "-".join(groups).replace("0", "O")


def half_read(_: random.Random, groups: Groups) -> str:
    """Every other group by its names."""
    said = ["".join(KOREAN[int(d)] for d in g) if n % 2 == 0 else g for n, g in enumerate(groups)]
    return "-".join(said)


def wide(_: random.Random, groups: Groups) -> str:
    """Full-width digits and hyphens, as an input method leaves them."""
    return "－".join("".join(chr(0xFF10 + int(d)) for d in group) for group in groups)


OPEN: tuple[Writing, ...] = (
    joined("-"),
    joined(""),
    joined(" "),
    joined("."),
    joined("–"),
    joined("ㅡ"),
    joined(" - "),
    wide,
    hidden,
    mirrored,
    lambda _, groups: " ".join("".join(groups)),
    read(KOREAN),
    read(KOREAN, groups_by=" "),
    read(CHINESE, groups_by="-"),
    half_read,
    joined("\n"),
)
"""The spellings that the redactor was tuned on."""

HELD: tuple[Writing, ...] = (
    joined("—"),
    joined(" · "),
    joined("_"),
    joined("/"),
    joined(", "),
    joined("\u2011"),
    joined(" ~ "),
    shifted(0x1D7CE, "-"),
    shifted(0x0660, " "),
    circled,
    keycaps,
    lookalike,
    read(ZERO_LIKE, between=" ", groups_by="  "),
    read(KOREAN, groups_by=" 다시 "),
    read(OTHER_CHINESE),
    read(ZERO_LIKE, between=", ", groups_by=", "),
    lambda _, groups: "-".join("\u200b".join(group) for group in groups),
    lambda rng, groups: unicodedata.normalize("NFD", read(KOREAN, groups_by="-")(rng, groups)),
    lambda _, groups: f"{groups[0]}({'-'.join(groups[1:])})" if len(groups) > 1 else f"({groups[0]})",
)
"""The spellings held out: looked at only as a figure."""
