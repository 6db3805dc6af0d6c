"""The words and the metadata that say how a text came about: one place for pages, the API and everything exported.

A model's text is generative AI and carries the mark that the law asks for (인공지능기본법 제31조 제2항, 제3항). The
built-in author computes its questions from rules, without a model; its mark says so. A teacher's hand adds to a mark
and never takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

BUILT_IN: Final = "twin"
"""What the built-in author signs as."""
_IPTC: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class Maker(StrEnum):
    """Who wrote the first words."""

    AI = "ai"
    PROGRAM = "program"
    PERSON = "person"


MARKS: Final = {
    Maker.AI: "AI가 생성한 내용",
    Maker.PROGRAM: "프로그램이 자동으로 만든 내용",
    Maker.PERSON: "사람이 쓴 내용",
}
EDITED: Final = "선생님이 고침"
SOURCE_TYPES: Final = {
    (Maker.AI, False): f"{_IPTC}trainedAlgorithmicMedia",
    (Maker.AI, True): f"{_IPTC}compositeWithTrainedAlgorithmicMedia",
    (Maker.PROGRAM, False): f"{_IPTC}algorithmicMedia",
    (Maker.PROGRAM, True): f"{_IPTC}humanEdits",
    (Maker.PERSON, False): f"{_IPTC}digitalCreation",
    (Maker.PERSON, True): f"{_IPTC}humanEdits",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one text came about. It follows the text wherever it is shown or exported."""

    maker: Maker
    edited: bool = False

    @property
    def code(self) -> str:
        """`ai`, `program` or `person`; with `_edited` where a teacher changed it."""
        return f"{self.maker}_edited" if self.edited else str(self.maker)

    @property
    def is_ai(self) -> bool:
        """Whether a model wrote it, also where a teacher changed it afterwards."""
        return self.maker is Maker.AI

    @property
    def mark(self) -> str:
        """The visible words beside the text."""
        return f"{MARKS[self.maker]} · {EDITED}" if self.edited else MARKS[self.maker]

    @property
    def source_type(self) -> str:
        """The IPTC digital source type, for metadata (XMP `Iptc4xmpExt:DigitalSourceType`)."""
        return SOURCE_TYPES[self.maker, self.edited]

    def facts(self) -> dict[str, Any]:
        """What an exported row or file says of itself, for machines and for people."""
        return {
            "generated_by": self.code,
            "ai_generated": self.is_ai,
            "ai_mark": self.mark,
            "digital_source_type": self.source_type,
        }


def written_by(author: str, *, edited: bool = False) -> Provenance:
    """How a text of that author came about; every author but the built-in one is a model."""
    return Provenance(Maker.PROGRAM if author == BUILT_IN else Maker.AI, edited)


def provenance_of(row: object) -> Provenance:
    """What a row of a table with generated text says of itself (`provenance`); a model's text where it says nothing."""
    own = getattr(row, "provenance", None)
    return own if isinstance(own, Provenance) else Provenance(Maker.AI)
