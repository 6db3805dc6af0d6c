"""Labelled Korean wrong-answer notes, written as if by somebody who wants personal data to slip through."""

# ruff: noqa: E501 (a table of spellings is read line by line)

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

from bench.redaction_parts import maths, people
from bench.redaction_parts.kinds import KINDS, SPLIT

Label = Literal["identifier", "name", "maths", "word"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the note, `start` to `end`, and what is true of it."""

    label: Label
    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Note:
    """The text, and its labelled stretches in order."""

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, label: Label | None = None, kind: str = "") -> None:
        """Append; with a label, remember where."""
        if label:
            self.pieces.append(Piece(label, kind, len(self.text), len(self.text) + len(text)))
        self.text += text


LEADS = {
    "registration": ("주민번호 ", "주민등록번호는 ", "주번: ", ""), "foreigner": ("외국인등록번호 ", "등록번호: ", ""),
    "half_known": ("주민번호 ", ""), "phone": ("전화 ", "연락처: ", "폰번호는 ", "☎ ", ""), "email": ("메일 ", "이메일: ", ""),
    "card": ("카드번호 ", "결제 카드: ", ""), "address": ("집 주소: ", "사는 곳은 ", ""), "school": ("", "학교: ", "저는 "),
}  # fmt: skip
TAILS = (" 입니다. ", "\n", " 맞나요? ", ", 그리고 ", ". ", " 으로 연락 주세요. ")
TAILS_OF_SCHOOLS = (" 2학년입니다. ", "에 다닌다. ", " 기출. ", " 1학기 중간고사. ", "에서 나온 문제. ")


def note(rng: random.Random, academy: people.Academy, held: bool) -> Note:
    """One note: some mathematics, and in most of them somebody's data."""
    written = Note()
    parts = [_maths, _maths]
    parts += [_identifier] if rng.random() < 0.7 else []
    parts += [_person] if rng.random() < 0.6 else []
    parts += [_word] if rng.random() < 0.2 else []
    rng.shuffle(parts)
    for part in parts:
        part(rng, academy, held, written)
    return written


def _maths(rng: random.Random, _: people.Academy, __: bool, written: Note) -> None:
    before, *between = rng.choice(maths.STORIES).split("{}")
    written.add(before)
    for after in between:
        written.add(rng.choice(maths.TOKENS)(rng), "maths")
        written.add(after)
    written.add(" ")


def _identifier(rng: random.Random, _: people.Academy, held: bool, written: Note) -> None:
    kind = rng.choice(tuple(KINDS))
    written.add(rng.choice(LEADS.get(kind, ("",))))
    *said, identifier = KINDS[kind](rng, held).split(SPLIT)
    written.add("".join(said))
    written.add(identifier, "identifier", kind)
    written.add(rng.choice(TAILS_OF_SCHOOLS if kind == "school" else TAILS))


def _person(rng: random.Random, academy: people.Academy, held: bool, written: Note) -> None:
    full = rng.choice(academy.people)
    before, name, after = people.spoken_of(rng, full, held)
    written.add(before)
    written.add(name, "name", "word" if full[1:] in people.WORDS else "plain")
    written.add(after)


def _word(rng: random.Random, _: people.Academy, __: bool, written: Note) -> None:
    uses = people.PLAIN_USES[rng.choice(tuple(people.PLAIN_USES))]
    written.add(rng.choice(uses), "word")
    written.add(". ")
