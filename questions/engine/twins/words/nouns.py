"""The English nouns behind numbers and behind `how many`, by their stems; empty where none is certain."""

from __future__ import annotations

import re

_WORD = re.compile(r"\s*([A-Za-z][A-Za-z'’-]*)")
_DIFFERENCE = re.compile(r"\s(?:\w+\s)?(?:more|fewer|less|lesser)\b(?=[^.?!]*\bthan\b)", re.IGNORECASE)
_SKIPPED = frozenset({
    "more", "fewer", "less", "extra", "additional", "other", "new", "old", "different", "total", "of", "the", "a",
    "an", "his", "her", "their", "its", "same", "such", "these", "those", "red", "blue", "green", "yellow", "white",
    "black", "brown", "big", "small", "large", "little", "whole", "full", "empty", "identical",
})  # fmt: skip
_STOPS = frozenset({
    "in", "on", "at", "to", "from", "for", "with", "and", "or", "but", "if", "then", "than", "as", "by", "is",
    "are", "was", "were", "be", "been", "did", "do", "does", "has", "have", "had", "will", "would", "can", "could",
    "may", "might", "should", "he", "she", "it", "they", "we", "you", "i", "each", "every", "per", "apiece",
    "altogether", "left", "long", "wide", "tall", "deep", "high", "old", "times", "that", "who", "which", "while",
    "when", "after", "before", "so", "because", "during", "into", "off", "out", "up", "down", "over", "under",
    "about", "around", "get", "got", "go", "goes", "went", "make", "made", "need", "want", "buy", "bought", "sell",
    "sold", "eat", "ate", "give", "gave", "read", "run", "ran", "cost", "there", "them", "him", "us", "me", "all",
    "both", "some", "any", "not", "worth", "between", "among", "through", "within", "without",
})  # fmt: skip
_MOST_WORDS = 3


def noun_of(stem: str, end: int) -> frozenset[str]:
    """The stems of the words directly behind the number that ends at `end`, up to the first that is no noun.

    Empty for a difference (`5 more boys than girls`), which may be of either kind.
    """
    return frozenset() if _DIFFERENCE.match(stem, end) else _phrase(stem, end)


def asked_noun(question: str) -> frozenset[str]:
    """The stems of what `how many` counts in the question."""
    found = re.search(r"how many\b", question, re.IGNORECASE)
    if not found:
        return frozenset()
    joined = re.match(r"(?:\s[\w'-]+){1,3}?\s(?:and|or)\b", question[found.end() :])
    more = _phrase(question, found.end() + joined.end()) if joined else frozenset()
    return _phrase(question, found.end()) | more


def shares(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two phrases have a word in common."""
    return bool(one & other)


def _phrase(text: str, place: int) -> frozenset[str]:
    words: list[str] = []
    while len(words) < _MOST_WORDS:
        found = _WORD.match(text, place)
        if not found:
            break
        word = found.group(1).lower()
        place = found.end()
        if word in _STOPS or word.endswith("ed"):
            break
        if word not in _SKIPPED:
            words.append(_stem(word))
    return frozenset(words)


def _stem(word: str) -> str:
    for ending, other in (("ies", "y"), ("ves", "f"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + other
    return word
