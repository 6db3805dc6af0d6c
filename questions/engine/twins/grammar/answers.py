"""A note's printed answer brought to what can be graded: the option it names, the number without its unit."""

from __future__ import annotations

import re

from questions.engine.types import Note


def _plain(choices: tuple[str, ...]) -> list[str]:
    return [option.strip() for option in choices]


def chosen_option(note: Note, printed: str) -> str:
    """The option's text when the printed answer names an option by its number (③, 3, 3번), else the answer itself."""
    mark = printed.strip().strip("()").removesuffix("번").strip()
    if note.choices and mark[:1] in set("①②③④⑤") and mark[1:].strip(" .)") in {"", *_plain(note.choices)}:
        mark = mark[0]
    if note.choices and len(mark) == 1:
        place = "①②③④⑤".find(mark)
        if place < 0 and mark in "12345":
            place = int(mark) - 1 if mark not in {one.strip().strip("$") for one in note.choices} else -1
        if 0 <= place < len(note.choices):
            return note.choices[place]
    return printed


_TIME_AFTER = re.compile(r"(?<=[년분초일월달주간])\s*(?:[후뒤전]|만에)$")
_RATE_BEFORE = re.compile(r"^\$?\s*(?:(?:\\text\{)?(?:초속|분속|시속)\}?)\s*")
_PACKED = re.compile(r"\\(?:text|mathrm|rm)\s*\{\s*([^{}^]+?)\s*(\^\s*[23])?\}(\^\{?[23]\}?)?")
_SPACES = re.compile(r"\\[,;:! ]|~|\s+")


def bare_quantity(printed: str, unit: str) -> str:
    """A printed answer without the unit that was asked for, however it is set (`12\\pi\\,\\mathrm{cm}^2`, `3년 후`)."""
    if not unit:
        return printed
    plain = _PACKED.sub(lambda found: found[1] + (found[2] or found[3] or ""), printed.strip())
    plain = _SPACES.sub("", _TIME_AFTER.sub("", _RATE_BEFORE.sub("", plain))).replace("$", "")
    plain = plain.replace("^{2}", "²").replace("^{3}", "³").replace("^2", "²").replace("^3", "³").replace("㎠", "cm²")
    ends = {
        unit,
        f"{unit}/s",
        "살" if unit == "세" else unit,
        "도" if unit == "°" else unit,
        "일" if unit == "며칠" else unit,
    }
    for end in sorted(ends, key=len, reverse=True):
        if plain.endswith(end) and re.search(r"[\dπi})]$", plain.removesuffix(end)):
            return f"${plain.removesuffix(end)}$"
    return printed


def split_list(text: str, mark: str = ",") -> list[str]:
    """The parts of a formula or an answer between marks outside all brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
