"""The concept map (2022 개정 교육과정, 중1–고2), read once from the CSV that ships with the product."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "samples" / "concepts_ko.csv"
NAMES_IN_A_PROMPT = 20


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing to be learned: its code (`중1.일차방정식.풀이`), its name, and what must be known before."""

    code: str
    name: str
    grade: str
    area: str
    prerequisites: tuple[str, ...]


@cache
def concept_map() -> dict[str, Concept]:
    """Every concept by its code, in the map's order."""
    with PATH.open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            Concept(
                row["code"],
                row["name"],
                row["grade"],
                row["area"],
                tuple(code for code in row["prerequisites"].split("|") if code),
            )
            for row in csv.DictReader(stream)
        ]
    return {concept.code: concept for concept in rows}


def name_of(code: str) -> str:
    """The concept's name for people; the code itself where the map does not know it."""
    concept = concept_map().get(code)
    return concept.name if concept else code


def names_for(*, grade: str, concept: str) -> tuple[str, ...]:
    """Up to twenty codes to offer a model: the note's own first, then its school year's."""
    codes = list(concept_map())
    own = [code for code in codes if code == concept]
    area = concept.rsplit(".", 1)[0] if "." in concept else ""
    near = [code for code in codes if area and code.startswith(area) and code not in own]
    year = [code for code in codes if grade and code.startswith(f"{grade}.") and code not in own + near]
    return tuple((own + near + year or codes)[:NAMES_IN_A_PROMPT])
