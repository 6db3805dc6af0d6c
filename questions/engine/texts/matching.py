"""Quick readings of a printed answer: which option it names, which number it is."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from questions.engine.draws.domains import read_number

_CIRCLED = "①②③④⑤"
_OPTION_NUMBER = re.compile(r"\(?([1-5])\)?\s*번?")
_AROUND = re.compile(r"^(?:초속|분속|시속|약)\s*|\s*(?:후|전|뒤)$|\s*\(중근\)$")
_SINGLE_LETTER = re.compile(r"^[a-zA-Z]\s*=\s*(?=-?[\d\\])")
_LATEX_FRACTION = re.compile(r"(-?)\\[dt]?frac\{(-?\d{1,15})\}\{(\d{1,15})\}")


def chosen_options(answer: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The options that a printed answer may mean; empty for an open question.

    A circled number or `3번` names a place; a bare `3` may be a place or an option's text, so both are returned.
    """
    if not choices:
        return ()
    text = answer.strip()
    exact = tuple(choice for choice in choices if choice.strip() == text)
    if text[:1] in _CIRCLED and text:
        place = _CIRCLED.index(text[0])
        return (choices[place],) if place < len(choices) else ()
    number = _OPTION_NUMBER.fullmatch(text)
    if number:
        place = int(number[1]) - 1
        named = (choices[place],) if place < len(choices) else ()
        return named if text.endswith("번") else tuple(dict.fromkeys(exact + named))
    return exact or (answer,)


def printed_number(text: str, unit: str = "") -> Fraction | None:
    """The number of a plainly printed answer (`6`, `6%` with unit `%`, `$\\frac{1}{9}$`); None for anything else.

    `초속 25m` and `3년 후` are the number with its unit; `x = 3 (중근)` is 3.
    """
    plain = unicodedata.normalize("NFKC", text).replace("$", "").strip().rstrip(".")
    plain = _SINGLE_LETTER.sub("", _AROUND.sub("", plain).strip())
    if unit and plain.endswith(unit):
        plain = plain[: -len(unit)].strip()
    fraction = _LATEX_FRACTION.fullmatch(plain)
    if fraction:
        value = Fraction(int(fraction[2]), int(fraction[3])) if int(fraction[3]) else None
        return -value if value is not None and fraction[1] else value
    return read_number(plain)


_LABEL = re.compile(
    r"\\?(?:text\{)?(?P<word>최대공약수|최소공배수|\$?[xy]\$?\s?절편|기울기|극댓값|극솟값|극대값|극소값|최댓값|최솟값|주기|정의역|치역|몫|"
    r"나머지|첫째항|공차|공비|실수\s?부분|허수\s?부분|정수\s?부분|소수\s?부분|점근선(?:의\s?방정식)?|합|곱|약수의\s?개수|개수|일반항|평균|중앙값|최빈값|분산|표준편차|범위|중심(?:의\s?좌표)?|반지름(?:의\s?길이)?)\}?"
    r"\s*(?:은|는|이|가|의\s?값은)?\s*[:：=]?\s*(?=[-−$\d\\√π({xyabn])"
)
_PREFIX = re.compile(
    r"^\$?(?P<inverse>[fg]\^\{?-1\}?\(x\))?(?(inverse)|(?:[fg]'?\(x\)|y'|a_\{?n\}?|S_\{?n\}?|\\(?:vec|overrightarrow)\{[a-z]\}))\s*=\s*(?=[^=<>]+$)"
)


def _opened(head: re.Match[str]) -> str:
    return ("$" if head.group().startswith("$") else "") + ("y = " if head["inverse"] else "")


def without_labels(text: str, order: tuple[str, ...] = ()) -> str:
    """`x절편: 3, y절편: 6` as `3, 6`, and `a_n = 2n + 1` as `2n + 1`; with `order`, the items in that order.

    The text itself where the labels found are not those of `order`.
    """
    text = re.sub(r"\s*\(?중근\)?$", "", text)
    found = [(re.sub(r"[\s$]", "", one["word"]), one) for one in _LABEL.finditer(text)]
    if not found:
        return _PREFIX.sub(_opened, text)
    words = [word for word, _ in found]
    if order and (set(words) != set(order) or len(words) != len(order)):
        return text
    ends = [one.start() for _, one in found[1:]] + [len(text)]
    items = {
        word: text[one.end() : end].strip().rstrip(",.;이고며 ") for (word, one), end in zip(found, ends, strict=True)
    }
    return (
        ", ".join(items[word] for word in (order or words)) if text[: found[0][1].start()].strip(" $") == "" else text
    )
