"""The roster in a text: full names, given names with particles and titles, spelled apart, in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from eduai.lib.redaction import romanised, words
from eduai.lib.redaction.findings import Finding

_HANGUL: Final = re.compile(r"[가-힣]")
_APART: Final = re.compile(r"[\s\-‐-―−.·‧・•_/,*+~|]{1,3}")
_LATIN: Final = re.compile(r"[A-Za-z]+(?:[\s\-.]?[A-Za-z]+){0,3}")
_LATIN_WORD: Final = re.compile(r"[A-Za-z]+")
_LABELLED: Final = re.compile(
    r"(?:이름|성명|학생명|작성자|제출자|응시자|글쓴이|보호자|학부모|담임)\s?[:：=]?\s{1,2}(?P<name>[가-힣]{2,4})(?![가-힣])"
    r"|(?:이름|성명|학생명|작성자|제출자|응시자|글쓴이|보호자|학부모|담임)\s?[:：=]\s?(?P<told>[가-힣]{2,4})(?![가-힣])"
)
_LETTERS: Final = re.compile(r"(?:[ㄱ-ㅎ][ㅏ-ㅣ][ㄱ-ㅎ]?){2,12}")
_SYLLABLE: Final = re.compile(r"[ㄱ-ㅎ][ㅏ-ㅣ](?:[ㄱ-ㅎ](?![ㅏ-ㅣ]))?")
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
LONGEST: Final = 6


def split_name(full: str) -> tuple[str, str]:
    """Surname and given name of a Korean name; the given name is empty where it cannot be told."""
    if full[:2] in words.DOUBLE_SURNAMES and len(full) > 3:
        return full[:2], full[2:]
    return (full[0], full[1:]) if len(full) >= 2 and full[0] in words.SURNAMES else ("", full)


class NameMatcher:
    """Finds the people of one roster. Built once for a roster; each look-up costs by the text's length alone."""

    def __init__(self, people: Iterable[str], places: Iterable[str]) -> None:
        hangul = {"".join(_HANGUL.findall(name)) for name in people}
        self._full = {name for name in hangul if 2 <= len(name) <= LONGEST}
        self._given = {given for _, given in map(split_name, self._full) if 2 <= len(given) <= LONGEST}
        self._places = {squeezed for squeezed in ("".join(place.split()) for place in places) if len(squeezed) > 1}
        self._sizes = sorted({len(name) for name in self._full | self._given}, reverse=True)
        self._latin = romanised.spellings([split_name(name) for name in self._full])
        self._latin |= {romanised.folded(name) for name in people if name.isascii() and len(name) > 3}
        self._longest_place = max((len(place) for place in self._places), default=0)
        self._place_sizes = sorted({len(place) for place in self._places}, reverse=True)

    def find(self, text: str) -> Iterator[Finding]:
        """Findings in a view's text."""
        yield from self._hangul(text)
        yield from self._letters(text)
        yield from self._roman(text)
        yield from self._named_places(text)
        for match in _LABELLED.finditer(text):
            group = "name" if match.group("name") else "told"
            if match.group(group)[0] in words.SURNAMES and len(match.group(group)) > 2:
                yield Finding("person", match.start(group), match.end(group), True, 3)

    def _hangul(self, text: str) -> Iterator[Finding]:
        places = [match.start() for match in _HANGUL.finditer(text)]
        letters = "".join(text[place] for place in places)
        for at in range(len(places)):
            for size in self._sizes:
                name = letters[at : at + size]
                if len(name) < size or (name not in self._full and name not in self._given):
                    continue
                found = self._judge(text, name, places[at : at + size])
                if found:
                    yield found

    def _judge(self, text: str, name: str, at: list[int]) -> Finding | None:
        start, end = at[0], at[-1] + 1
        gaps = [text[left + 1 : right] for left, right in pairwise(at)]
        if any(gaps):
            return self._spelled_apart(text, name, start, end, gaps)
        if name in self._full and (len(name) > 2 or name not in words.ORDINARY):
            return _full_name(text, name, start, end)
        return _given_name(text, name, start, end)

    def _spelled_apart(self, text: str, name: str, start: int, end: int, gaps: list[str]) -> Finding | None:
        inside = start > 0 and text[start - 1].isalnum()
        if inside or not all(not gap or _APART.fullmatch(gap) for gap in gaps):
            return None
        surname = split_name(name)[0]
        every = all(gaps)
        first = bool(gaps[0]) and not any(gaps[1:]) and len(surname) == 1 and len(name) > 2
        if not (every or first):
            return None
        behind = words.AFTER_NAME.match(text, end)
        if name in self._full and (behind or (every and len(name) > 2)):
            return Finding("person", start, end, True, 8)
        return (
            Finding("person", start, end, True, 4)
            if every and behind and len(name) > 1 and name in self._given
            else None
        )

    def _letters(self, text: str) -> Iterator[Finding]:
        """Names written letter by letter: ㄱㅣㅁㅁㅣㄴㅈㅜㄴ."""
        for run in _LETTERS.finditer(text):
            spelled = "".join(_composed(each.group()) for each in _SYLLABLE.finditer(run.group()))
            if any(name in spelled for name in (*self._full, *self._given)):
                yield Finding("person", run.start(), run.end(), True, 6)

    def _roman(self, text: str) -> Iterator[Finding]:
        found = list(_LATIN_WORD.finditer(text))
        for index, match in enumerate(found):
            for count in (4, 3, 2, 1):
                group = found[index : index + count]
                near = all(b.start() - a.end() <= 2 for a, b in pairwise(group))
                if len(group) < count or not near or len(group[-1].group()) > 20:
                    continue
                if romanised.folded("".join(word.group() for word in group)) in self._latin:
                    yield Finding("person", match.start(), group[-1].end(), True, 6)
                    break

    def _named_places(self, text: str) -> Iterator[Finding]:
        if not self._places:
            return
        kept = [(place, letter) for place, letter in enumerate(text) if not letter.isspace()]
        squeezed = "".join(letter for _, letter in kept)
        for size in self._place_sizes:
            for at in range(len(squeezed) - size + 1):
                if squeezed[at : at + size] in self._places:
                    yield Finding("school", kept[at][0], kept[at + size - 1][0] + 1, True, 9)


def _composed(letters: str) -> str:
    """One syllable out of its letters; empty where they make none."""
    first, last = _INITIALS.find(letters[0]), _FINALS.find(letters[2:] or " ")
    return chr(0xAC00 + (first * 21 + ord(letters[1]) - ord("ㅏ")) * 28 + last) if first >= 0 and last >= 0 else ""


def _full_name(text: str, name: str, start: int, end: int) -> Finding | None:
    """A full name is a person wherever it stands, but inside a longer word that is not particles."""
    behind = words.AFTER_NAME.match(text, end)
    inside = start > 0 and bool(_HANGUL.match(text[start - 1]))
    labelled = bool(words.BEFORE_NAME.search(text, max(0, start - 8), start))
    if len(name) == 2:
        return Finding("person", start, end, True, 5) if behind and (not inside or labelled) else None
    given_is_word = split_name(name)[1] in words.ORDINARY
    if inside and not labelled and given_is_word and not behind:
        return None
    return Finding("person", start, end, True, 8)


def _given_name(text: str, name: str, start: int, end: int) -> Finding | None:
    labelled = bool(words.BEFORE_NAME.search(text, max(0, start - 8), start))
    if start and _HANGUL.match(text[start - 1]) and not labelled:
        if name not in words.ORDINARY and words.ONLY_PERSONS.match(text, end):
            return Finding("person", start, end, True, 4)
        if not _surname_before(text, start) or not words.AFTER_NAME.match(text, end):
            return None
        start -= 1
        return (
            Finding("person", start, end, True, 4) if name not in words.ORDINARY else _as_word(text, name, start, end)
        )
    behind = words.AFTER_NAME.match(text, end)
    if not behind:
        return None
    if name not in words.ORDINARY:
        return Finding("person", start, end, True, 5)
    if labelled:
        return Finding("person", start, end, True, 5)
    return _as_word(text, name, start, end)


def _surname_before(text: str, start: int) -> bool:
    """Whether one surname, at the beginning of a word, stands before."""
    return text[start - 1] in words.SURNAMES and (start == 1 or not _HANGUL.match(text[start - 2]))


def _as_word(text: str, name: str, start: int, end: int) -> Finding | None:
    """A name that is a word: a person where only persons are spoken of so, unsure where both can be."""
    if words.ONLY_PERSONS.match(text, end):
        return Finding("person", start, end, True, 5)
    before, behind = text[max(0, start - 6) : start], text[end : end + 24]
    if (
        (name == "보라" and words.LOOK.search(before) and not re.match(r"[가는도의랑]", behind))
        or words.LOCATIVE.match(behind)
        or words.DETERMINER.search(before)
    ):
        return None
    if name in words.NUMERALS and not re.match(r"(?:[은는이가도]|처럼)\s", behind):
        return None
    does, world = words.DOES.match(behind), words.WORLD.match(behind)
    if does and not (world and world.end() <= does.end()):
        return Finding("person", start, end, True, 5)
    if world or not re.match(r"[은는이가을를의도만과와]?(?![가-힣])", behind):
        return None
    return None if name in words.MATHEMATICAL | words.NUMERALS else Finding("person", start, end, False, 3)
