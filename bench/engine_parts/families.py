"""Computable families: the sample notes and the families' own notes, timed, and solved again from the rendered text."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.engine_parts.timing import forget
from bench.judge import CIRCLED, judge
from bench.judge.korean import particle_errors, stray_braces
from questions.engine import variants
from questions.engine.twins import computable
from questions.engine.types import Blueprint, Note, Variant

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "questions" / "samples" / "notes_ko.csv"
SCHOOLBOOK = ROOT / "tests" / "unit" / "questions" / "engine" / "twins" / "families"
SERVED = "served*.tsv"


@dataclass
class Outcome:
    """What came of the notes that a family reads. `unread` are the families no twin of which the judge could read."""

    notes: int = 0
    korean: int = 0
    particle_errors: int = 0
    stray_braces: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    twin_times: list[float] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)

    @property
    def families(self) -> int:
        return len(self.read)

    @property
    def unread(self) -> list[str]:
        return [name for name, many in self.read.items() if not many]

    @property
    def unjudged(self) -> float | None:
        total = self.verdicts.total()
        return round(self.verdicts["unjudged"] / total, 4) if total else None


def notes() -> list[Note]:
    """The sample notes, then the lines `stem TAB answer` of the families' test notes."""
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        samples = [
            Note(id=f"sample {place}", stem=row["stem"], answer=row["answer"], choices=_choices(row["choices"]))
            for place, row in enumerate(csv.DictReader(file), start=1)
        ]
    lines = [line.split("\t") for file in sorted(SCHOOLBOOK.glob(SERVED)) for line in _lines(file)]
    return samples + [
        Note(id=f"schoolbook {place}", stem=fields[0], answer=fields[1])
        for place, fields in enumerate(lines, start=1)
        if len(fields) > 1
    ]


def _choices(text: str) -> tuple[str, ...]:
    return tuple(choice for choice in text.split("|") if choice)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line.strip()]


def run(count: int, seed: int, most: int = 0) -> Outcome:
    """Makes and judges `count` twins of every note that a family reads, or of `most` notes drawn by the seed."""
    chosen = notes()
    if most and most < len(chosen):
        chosen = random.Random(seed).sample(chosen, most)
    outcome = Outcome()
    for note in chosen:
        written = computable.author(note)
        if isinstance(written, Blueprint):
            outcome.notes += 1
            _note(outcome, note, written, count, seed)
        else:
            outcome.refusals[written.code] += 1
    return outcome


def _note(outcome: Outcome, note: Note, blueprint: Blueprint, count: int, seed: int) -> None:
    forget()
    start = time.perf_counter()
    batch = variants.make(note, blueprint, count=count, seed=seed)
    spent = (time.perf_counter() - start) * 1000
    outcome.twin_times += [spent / max(1, len(batch.variants))] * len(batch.variants)
    outcome.read.setdefault(blueprint.family, 0)
    if batch.refused:
        outcome.refusals[f"made fewer: {batch.refused.code}"] += 1
    for variant in batch.variants:
        _variant(outcome, note, blueprint.family, variant)


def _variant(outcome: Outcome, note: Note, family: str, variant: Variant) -> None:
    draw = variant.draw
    marked = draw.answer if draw.key is None else CIRCLED[draw.key]
    found = judge(note.stem, {"stem": draw.stem, "answer": marked, "choices": draw.choices})
    outcome.verdicts[found.verdict] += 1
    outcome.read[family] += found.verdict != "unjudged"
    outcome.korean += 1
    wrong = particle_errors(draw.stem, note.stem)
    outcome.particle_errors += len(wrong)
    outcome.stray_braces += stray_braces(draw.stem)
    if found.verdict == "wrong":
        outcome.findings.append(f"WRONG {note.id} {family}: {draw.stem} → {draw.answer} ({found.detail})")
    outcome.findings += [f"PARTICLE {note.id} {family}: {one} in: {draw.stem}" for one in wrong]
