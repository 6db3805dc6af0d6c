"""Word problems of the data sets: how many rows are served without a model, how fast, and whether they are right."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bench.engine_parts.data import Row
from bench.engine_parts.timing import forget
from bench.judge import Judgement
from bench.judge.korean import particle_errors, stray_braces
from bench.judge.sources import judge_by_source
from questions.engine import variants
from questions.engine.twins import author
from questions.engine.types import Blueprint, CertificateResult, Note, Refusal, Variant


@dataclass
class Outcome:
    """What came of one set. `served` rows have `count` or more distinct variants: all passed, or some conditional."""

    rows: int = 0
    served: int = 0
    passed: int = 0
    conditional: int = 0
    korean: int = 0
    particle_errors: int = 0
    stray_braces: int = 0
    mutants: int = 0
    mutants_accepted: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    twin_times: list[float] = field(default_factory=list)
    first_times: list[float] = field(default_factory=list)
    author_times: list[float] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    right: list[tuple[Row, Variant]] = field(default_factory=list)


def note_of(row: Row) -> Note:
    """The row as a teacher would type it: its question, its gold answer, its solution or equation."""
    return Note(
        id=str(row["id"]),
        stem=str(row["question"]),
        answer=printed(row["answer"]),
        solution=str(row.get("solution") or row.get("equation") or row.get("program") or ""),
        subject="math",
    )


def printed(answer: object) -> str:
    """A gold answer as text: `51.0` is written 51."""
    if isinstance(answer, float):
        exact = Fraction(str(answer))
        return str(exact.numerator) if exact.denominator == 1 else str(answer)
    return str(answer)


def judged(row: Row, variant: Variant) -> Judgement:
    """The verdict of the judge that replaces the numbers of the row's own formula."""
    source = row.get("calc") or row.get("equation") or row.get("program") or ""
    return judge_by_source(str(row["question"]), source, printed(row["answer"]), variant.draw.stem, variant.draw.answer)


def run(rows: Sequence[Row], count: int, seed: int) -> Outcome:
    """Serves and judges every row; times are the engine's alone, with nothing remembered of earlier notes."""
    outcome = Outcome(rows=len(rows))
    for row in rows:
        _row(outcome, row, count, seed)
    return outcome


def _row(outcome: Outcome, row: Row, count: int, seed: int) -> None:
    note = note_of(row)
    start = time.perf_counter()
    written = author(note)
    outcome.author_times.append((time.perf_counter() - start) * 1000)
    if isinstance(written, Refusal):
        outcome.refusals[written.code] += 1
        return
    made = _timed(outcome, note, written, count, seed)
    if len(made) >= count:
        outcome.served += 1
        certain = all(variant.certificate.result is CertificateResult.PASSED for variant in made)
        outcome.passed += certain
        outcome.conditional += not certain
    for variant in made:
        _variant(outcome, row, variant)


def _timed(outcome: Outcome, note: Note, blueprint: Blueprint, count: int, seed: int) -> tuple[Variant, ...]:
    """The variants; a note's time is shared by its twins, and the first twin alone is timed once more."""
    forget()
    start = time.perf_counter()
    variants.make(note, blueprint, count=1, seed=seed)
    outcome.first_times.append((time.perf_counter() - start) * 1000)
    forget()
    start = time.perf_counter()
    batch = variants.make(note, blueprint, count=count, seed=seed)
    spent = (time.perf_counter() - start) * 1000
    outcome.twin_times += [spent / max(1, len(batch.variants))] * len(batch.variants)
    if batch.refused:
        outcome.refusals[f"made fewer: {batch.refused.code}"] += 1
    return batch.variants


def _variant(outcome: Outcome, row: Row, variant: Variant) -> None:
    stem, answer = variant.draw.stem, variant.draw.answer
    found = judged(row, variant)
    outcome.verdicts[found.verdict] += 1
    if found.verdict == "wrong":
        outcome.findings.append(f"WRONG {row['id']}: {stem} → {answer} ({found.detail})")
    if found.verdict == "right":
        outcome.right.append((row, variant))
    outcome.stray_braces += (braces := stray_braces(stem))
    if row.get("lang") == "ko":
        outcome.korean += 1
        wrong = particle_errors(stem, str(row["question"]))
        outcome.particle_errors += len(wrong)
        outcome.findings += [f"PARTICLE {row['id']}: {one} in: {stem}" for one in wrong]
    if braces:
        outcome.findings.append(f"BRACES {row['id']}: {stem}")
