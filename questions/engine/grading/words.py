"""Answers in words: no solution, every number, yes and no, and names compared as text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NONE: Final = "none"
ALL: Final = "all"
_MEANINGS: Final = {
    NONE: [
        "해가없다",
        "해없음",
        "없다",
        "없음",
        "해가존재하지않는다",
        "존재하지않는다",
        "해는없다",
        "근이없다",
        "불능",
        "공집합",
        "nosolution",
        "nosolutions",
        "none",
        "doesnotexist",
        "∅",
        "ø",
        "\\emptyset",
        "\\varnothing",
        "{}",
        "\\{\\}",
        "해가없습니다",
        "실근이없다",
        "실수해가없다",
        "실근이없음",
        "실근없음",
        "해는없음",
        "근이존재하지않는다",
        "해가존재하지않음",
        "해가없음",
        "답이없다",
        "답없음",
        "norealsolution",
        "norealsolutions",
        "nosolutionexists",
        "emptyset",
        "theemptyset",
        "dne",
    ],
    ALL: [
        "모든실수",
        "all",
        "모든수",
        "해가무수히많다",
        "무수히많다",
        "해가무수히많습니다",
        "무수히많음",
        "부정",
        "모든실수x",
        "실수전체",
        "항상참",
        "allrealnumbers",
        "anyrealnumber",
        "everyrealnumber",
        "allreals",
        "모든실수해",
        "(-∞,∞)",
        "(-oo,oo)",
        "(-inf,inf)",
        "(-\\infty,\\infty)",
        "-∞<x<∞",
        "-oo<x<oo",
        "x∈r",
        "x∈\\mathbb{r}",
        "x\\in\\mathbb{r}",
        "{x|x는실수}",
        "infinitelymany",
        "infinitelymanysolutions",
        "\\mathbb{r}",
    ],
    "true": [
        "o",
        "○",
        "◯",
        "참",
        "맞다",
        "맞음",
        "맞습니다",
        "맞아요",
        "옳음",
        "옳습니다",
        "예",
        "네",
        "옳다",
        "true",
        "yes",
        "그렇다",
        "있다",
    ],
    "false": [
        "x",
        "×",
        "✕",
        "거짓",
        "틀리다",
        "틀림",
        "틀렸다",
        "틀립니다",
        "맞지않다",
        "옳지않음",
        "아님",
        "아닙니다",
        "아니오",
        "아니요",
        "옳지않다",
        "false",
        "no",
        "아니다",
    ],
}
_CANONICAL: Final = {word: meaning for meaning, words in _MEANINGS.items() for word in words}
_ABSENT: Final = re.compile("없(?:습니다|어요|네요|음)$")
_NUMBER_SETS: Final = {"ℝ": "\\mathbb{r}"}
_TEXT_COMMAND: Final = re.compile(r"\\(?:text|textbf|mathrm|mbox|textrm|textit|textnormal)\s*\{([^{}]*)\}")
_ENDING: Final = re.compile(r"(?:입니다|이다|이에요|예요)$")


def folded(text: str) -> str:
    """Text for comparison: one width, lower case, no spaces, closing signs or LaTeX text commands."""
    composed = unicodedata.normalize("NFC", text)
    wide = "".join(
        _NUMBER_SETS.get(c) or c if "ㄱ" <= c <= "ㅣ" or c in _NUMBER_SETS else unicodedata.normalize("NFKC", c)
        for c in composed
    )
    text = _TEXT_COMMAND.sub(r"\1", wide).strip().strip("$").casefold()
    text = re.sub(r"\s+", "", text).rstrip(".!。")
    return _ENDING.sub("", text) or text


def initial(text: str) -> str | None:
    """`true` or `false` for the letter T or F that stands for it; only where such an answer was asked for."""
    return {"t": "true", "f": "false"}.get(folded(text))


def meaning(text: str) -> str | None:
    """`none`, `all`, `true` or `false` for a text that says so in any of its usual ways, otherwise None."""
    word = _ABSENT.sub("없다", folded(text))
    found = _CANONICAL.get(word)
    if found is None and (
        named := re.match(r"(?:[a-z]=|[a-z](?:은|는|의값은)|thereis|thereare|thesolutionis|solution:)", word)
    ):
        found = _CANONICAL.get(word[named.end() :])
        return found if found in (NONE, ALL) else None
    return found


def listed(text: str) -> str:
    """Text for comparison, where a list of statements' marks (ㄱ, ㄷ) is put in order."""
    return ",".join(sorted(marks(text))) or folded(text)


def marks(text: str) -> frozenset[str]:
    """The statements' marks (ㄱ, ㄷ) that a text lists and nothing else; empty for any other text."""
    word = folded(text)
    return frozenset(re.findall("[ㄱ-ㅎ]", word)) if re.fullmatch("[ㄱ-ㅎ,·/와과및()]+", word) else frozenset()


def is_sentence(text: str) -> bool:
    """Whether the text is written in words: Hangul, or Latin words of three letters and more."""
    return bool(re.search(r"[가-힣ㄱ-ㅎ]|[A-Za-z]{3,}", text))
