"""What is found by its letters: electronic mail, passports, and registration numbers with a blackened end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from eduai.lib.redaction import surroundings as near
from eduai.lib.redaction.findings import Finding

_AT: Final = re.compile(
    r"@|[(\[{<]\s?(?:at|앳|골뱅이|@)\s?[)\]}>]|[_\-\s]at[_\-\s]|골뱅이|앳|에\s?앳|&#0*64;|&commat;|%40|\\@", re.I
)
_LOCAL: Final = re.compile(r"[A-Za-z0-9가-힣][A-Za-z0-9가-힣._+%\-]{0,63}\s{0,2}$")
_DOT: Final = (
    r"\s{0,2}(?:\.|[(\[{<]\s?(?:dot|닷|점|쩜|\.)\s?[)\]}>]|[_\-\s]dot[_\-\s]|닷|쩜|점|다트|&#0*46;|%2e)\s{0,2}"
)
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,40}[A-Za-z0-9])?"
_SPOKEN_HOST: Final = r"네이버|지메일|쥐메일|다음|한메일|네이트|카카오|핫메일|야후|아웃룩|구글"
_END: Final = (
    r"(?:컴|콤|넷|오알지|(?:고|씨오|시오|에이씨|오알)[\s.]{0,2}(?:점\s?|닷\s?)?(?:케이알|크르)|케이알|[A-Za-z]{2,8})"
)
_HOST: Final = re.compile(
    rf"\s{{0,2}}(?:(?:{_LABEL}|{_SPOKEN_HOST})(?:{_DOT}{_LABEL}){{0,3}}{_DOT}{_END}(?:{_DOT}(?:kr|케이알|uk|jp))?"
    rf"|(?:naver|gmail|daum|hanmail|nate|kakao|hotmail|{_SPOKEN_HOST}))(?![A-Za-z0-9])",
    re.I,
)
_PASSPORT: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:PM|PS|[MSRODG])[\s\-]?(?:\d{8}|\d{7}|\d{3}[A-Z]\d{4})(?![A-Za-z0-9])", re.I
)
_BLACKENED: Final = re.compile(
    r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s{0,2}[-‐-―−ㅡᅳ~.\s]\s{0,2}"
    r"(?:[1-8][\s\-]?)?\d{0,5}[*＊xX×●○◯◉■□•·#?_ㅇ▪]{3,7}\d{0,3}"
)

MOST_SIGNS: Final = 400
"""A text with more of them is unsure as a whole."""


def written(text: str) -> Iterator[Finding]:
    """Findings in a view's text."""
    yield from _mail(text)
    for match in _PASSPORT.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        named = bool(near.PASSPORT.search(before))
        shaped = sum(letter.isdigit() for letter in match.group()) >= 7 and match.group()[0].isupper()
        if named or (shaped and match.group()[0] == "M"):
            yield Finding("number", match.start(), match.end(), True, 7)
        elif shaped:
            yield Finding("number", match.start(), match.end(), "$" not in text, 7)
    for match in _BLACKENED.finditer(text):
        yield Finding("number", match.start(), match.end(), True, 9)


def _mail(text: str) -> Iterator[Finding]:
    for number, sign in enumerate(_AT.finditer(text)):
        if number == MOST_SIGNS:
            yield Finding("text", 0, len(text), False)
            return
        local = _LOCAL.search(text, max(0, sign.start() - 66), sign.start())
        host = _HOST.match(text, sign.end())
        if local and host and _addressed(local.group(), sign.group(), host.group()):
            yield Finding("email", local.start(), host.end(), True, 9)


def _addressed(local: str, sign: str, host: str) -> bool:
    """Whether the words at and dot are meant as signs: "at" in an English sentence is none."""
    if not re.search(r"[A-Za-z0-9]", local):
        return sign == "@" or bool(re.search(_SPOKEN_HOST, host))
    return sign.strip().lower() != "at" or bool(re.search(r"dot|닷|\(|\[|\w\.\w", host, re.I))
