"""A stem as the families' grammars see it: one spelling, no spaces, every character still traceable.

Schoolbooks write the same question in many ways (`\\dfrac`, `㎠`, full-width digits, thin spaces). The grammars
are matched against one normal spelling, and what they capture is replaced in the *note's own* text, so that a
similar question keeps the wording of its source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_REWRITES: tuple[tuple[str, str], ...] = (
    (r"\s+|~|\\[,;:! ]|\\q?quad(?![a-zA-Z])|\\displaystyle(?![a-zA-Z])|\\(?:left|right|limits)(?![a-zA-Z])\.?", ""),
    (r"\\[dtc]?frac(?![a-zA-Z])", "\\frac"),
    (r"\\times(?![a-zA-Z])|\\ast(?![a-zA-Z])|[×✕✖]", "×"),
    (r"\\div(?![a-zA-Z])|÷", "÷"),
    (r"\\cdot(?![a-zA-Z])|[·⋅∙ㆍ]", "·"),
    (r"\\pm(?![a-zA-Z])|±", "±"),
    (r"\\l(?:e|eq|eqslant|eqq)(?![a-zA-Z])|[≤≦⩽]|<=", "≤"),
    (r"\\g(?:e|eq|eqslant|eqq)(?![a-zA-Z])|[≥≧⩾]|>=", "≥"),
    (r"\\lt(?![a-zA-Z])|＜", "<"),
    (r"\\gt(?![a-zA-Z])|＞", ">"),
    (r"\\neq?(?![a-zA-Z])|≠", "≠"),
    (r"\\(?:to|rightarrow)(?![a-zA-Z])|→", "→"),
    (r"\\infty(?![a-zA-Z])|∞", "∞"),
    (r"\\pi(?![a-zA-Z])|π", "π"),
    (r"\\sqrt(?![a-zA-Z])|√", "√"),
    (r"\\int(?![a-zA-Z])|∫", "∫"),
    (r"\\sum(?![a-zA-Z])|∑|Σ", "Σ"),
    (r"\\cup(?![a-zA-Z])|∪", "∪"),
    (r"\\cap(?![a-zA-Z])|∩", "∩"),
    (r"\\angle(?![a-zA-Z])|∠", "∠"),
    (r"\\(?:triangle|bigtriangleup)(?![a-zA-Z])|△", "△"),
    (r"\^\{?\\circ\}?|[°˚º]", "°"),
    (r"\\(?:log|ln|sin|cos|tan|lim|vec|max|min)(?![a-z])", "@name"),
    (r"\\(?:begin|end)\{(?:cases|array|aligned|align\*?|gathered)\}(?:\{[lcr]+\})?", ""),
    (r"\\begin\{[pbv]?matrix\}", "⟨"),
    (r"\\end\{[pbv]?matrix\}", "⟩"),
    (r"\\\\", ";"),
    (r"\\%", "%"),
    (r"\\[{}]", "@brace"),
    (r"[−–—﹣－]", "-"),
    (r"[′’‘]", "'"),
    (r"[“”\"]", ""),
    (r"㎠|㎝²", "cm^2"),
    (r"㎡", "m^2"),
    (r"㎢", "km^2"),
    (r"㎤|㎝³", "cm^3"),
    (r"㎥", "m^3"),
    (r"ℓ|\\ell(?![a-zA-Z])", "L"),
    (r"㎖", "mL"),
    (r"⌜|⌟|&", ""),
)
_REWRITE = re.compile("|".join(f"(?P<r{i}>{pattern})" for i, (pattern, _) in enumerate(_REWRITES)))
_WRAPPER = re.compile(
    r"\\(?:text|mathrm|rm|mathbf|overline|overrightarrow|operatorname|mathit|textrm)(?![a-zA-Z])\s*\{([^{}]*)\}"
)
_WRAPPER_OPEN = re.compile(
    r"\\(?:text|mathrm|mathbf|overline|overrightarrow|operatorname|mathit|textrm)(?![a-zA-Z])\s*|\\rm(?"
    r"![a-zA-Z])\s*"
)
_FENCE = re.compile(r"\$\$?|\\[()\[\]]")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_KEPT = set("①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(frozen=True, slots=True)
class Reading:
    """The stem in the normal spelling.

    `text` has no blanks; character `i` of it stands for `source[starts[i]:ends[i]]`; `fenced[i]` says whether that
    place is mathematics between `$`.
    """

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    fenced: tuple[bool, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the source behind `text[first:last]`; an empty stretch is the place before `first`."""
        if first == last:
            place = self.starts[first] if first < len(self.starts) else len(self.source)
            return place, place
        return self.starts[first], self.ends[last - 1]


def _plain_character(source: str, place: int) -> str:
    character = source[place]
    if character in _KEPT:
        return character
    if "SUPERSCRIPT" in unicodedata.name(character, ""):
        digit = character.translate(_SUPERSCRIPTS)
        follows = place > 0 and "SUPERSCRIPT" in unicodedata.name(source[place - 1], "")
        return digit if follows else "^" + digit
    plain = unicodedata.normalize("NFKC", character)
    if "⁄" in plain:
        return f"({plain.replace('⁄', '/')})"
    return plain if plain.strip() else ""


def _wrapper_edges(source: str) -> dict[int, int]:
    """Places whose text (a wrapping command and its opening brace, or its closing brace) has no meaning here."""
    edges: dict[int, int] = {}
    for found in _WRAPPER.finditer(source):
        edges[found.start()] = found.start(1)
        edges[found.end(1)] = found.end(1) + 1
    for found in _WRAPPER_OPEN.finditer(source):
        edges.setdefault(found.start(), found.end())
    return edges


def read_stem(stem: str) -> Reading:
    """Spell a stem (Korean or English, LaTeX between `$` or plain mathematics) the way the grammars expect it."""
    source = with_fraction_braces(unicodedata.normalize("NFC", stem.strip()))
    edges = _wrapper_edges(source)
    pieces: list[tuple[str, int, int, bool]] = []
    place, fenced, in_matrix = 0, False, False
    breaks = _relation_breaks(source)
    while place < len(source):
        if place in breaks:
            pieces.append((";", place, place + 1, fenced))
            place += 1
            continue
        if (fence := _FENCE.match(source, place)) is not None:
            fenced, place = not fenced, fence.end()
            continue
        if (barred := _CONJUGATE.match(source, place)) is not None:
            pieces.append((f"\\bar{{{barred[1]}}}", place, barred.end(), fenced))
            place = barred.end()
            continue
        if place in edges:
            place = max(edges[place], place + 1)
            continue
        found = _REWRITE.match(source, place)
        if found is None:
            pieces.append((_plain_character(source, place), place, place + 1, fenced))
            place += 1
            continue
        spelt = _REWRITES[int((found.lastgroup or "r0")[1:])][1]
        if spelt == "@name":
            spelt = found.group().lstrip("\\")
        elif spelt == "@brace":
            spelt = "⦃" if found.group().endswith("{") else "⦄"
        in_matrix = (in_matrix or spelt == "⟨") and spelt != "⟩"
        if in_matrix and found.group() == "&":
            spelt = ","
        pieces.append((spelt, place, found.end(), fenced))
        place = found.end()
    return _join(source, _with_index_braces(source, pieces))


_BARE_FRACTION = re.compile(r"(\\[dtc]?frac)\s*(\d|(?<=\s)[a-zA-Z]|\{[^{}]*\})\s*(\d|[a-zA-Z]|\{[^{}]*\})")


_CONJUGATE = re.compile(r"\\overline\s*\{?\s*([a-z])\s*\}?(?![a-zA-Z])")
"""A bar over one small letter is a conjugate; over capitals it is a segment, which is read without it."""
_BARE_ROOT = re.compile(r"\\sqrt\s*(\d)")


def with_fraction_braces(source: str) -> str:
    """`\\frac12` and `\\frac1{10}` as `\\frac{1}{2}` and `\\frac{1}{10}`, so that longer numbers fit in as well."""

    def braced(found: re.Match[str]) -> str:
        parts = (part if part.startswith("{") else f"{{{part}}}" for part in (found[2], found[3]))
        return found[1] + "".join(parts)

    return _BARE_ROOT.sub(r"\\sqrt{\1}", _BARE_FRACTION.sub(braced, source))


_RELATION_LINE = re.compile(r"[^가-힣\n=<>≤≥≦≧]*[=<>≤≥≦≧][^가-힣\n]*")


def _relation_breaks(source: str) -> set[int]:
    """The line breaks between relations that stand on lines of their own, as a system is printed without a brace."""
    lines, place, found = source.split("\n"), 0, set()
    for line, following in pairwise(lines):
        place += len(line) + 1
        if not any(mark in line + following for mark in ("\\begin", "\\end", "\\\\")) and all(
            _RELATION_LINE.fullmatch(one) for one in (line, following)
        ):
            found.add(place - 1)
    return found


def _with_index_braces(source: str, pieces: list[tuple[str, int, int, bool]]) -> list[tuple[str, int, int, bool]]:
    """`_2` as `_{2}`: an index without braces is one digit after `log` (`\\log_2 8`), else all that touch."""
    marked: list[tuple[str, int, int, bool]] = []
    place = 0
    while place < len(pieces):
        marked.append(pieces[place])
        place += 1
        if marked[-1][0] != "_" or place >= len(pieces) or not re.fullmatch(r"[0-9a-zA-Z]", pieces[place][0]):
            continue
        one_digit = marked[-1][3] and len(marked) > 1 and marked[-2][0] == "log"
        last = place + 1
        while (
            not one_digit
            and pieces[place][0].isdigit()
            and last < len(pieces)
            and pieces[last][0].isdigit()
            and pieces[last][1] == pieces[last - 1][2]
        ):
            last += 1
        opened, closed = pieces[place][1], pieces[last - 1][2]
        marked += [("{", opened, opened, marked[-1][3]), *pieces[place:last], ("}", closed, closed, marked[-1][3])]
        place = last
    return marked


def _join(source: str, pieces: list[tuple[str, int, int, bool]]) -> Reading:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    flags: list[bool] = []
    for spelt, first, last, fenced in pieces:
        for character in spelt:
            text.append(character)
            starts.append(first)
            ends.append(last)
            flags.append(fenced)
    return Reading(source, "".join(text), tuple(starts), tuple(ends), tuple(flags))


_COMMAND = re.compile(r"\\[a-zA-Z]+|(?<![a-zA-Z])(?:sin|cos|tan|log|lim|cases|p?matrix|array|aligned)(?![a-zA-Z])")
_WORD = re.compile(r"[a-zA-Z]{4,}|\b(?:the|for|and|if)\b", re.IGNORECASE)


def has_hangul(text: str) -> bool:
    """Whether a Hangul syllable stands in the text."""
    return any("가" <= character <= "힣" for character in text)


def is_korean(stem: str) -> bool:
    """Whether the note is written in Korean: any Hangul syllable counts, and so does a formula without a word."""
    if has_hangul(stem):
        return True
    return _WORD.search(_COMMAND.sub("", stem)) is None
