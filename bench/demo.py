"""The main job on the sample notes: similar questions made, proved, and judged by a second route.

    python -m bench demo [--count 3] [--seed 0] [--no-planted] [--[no-]with-models]

Needs no network, no database and no model. Where a model server is configured (EDUAI_TGI_URLS …), what the built-in
author refused goes to it through the product's own jobs. One row a note while it runs, then a summary, then one JSON
line.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.jobs import models_are_configured, through_jobs
from bench.judge import CIRCLED, Judgement, judge
from bench.judge.plants import PLANTS
from questions.engine import variants
from questions.engine.twins import author
from questions.engine.types import Batch, CertificateResult, Note, Refusal, Variant, Verdict

SAMPLES = Path(__file__).resolve().parents[1] / "questions" / "samples" / "notes_ko.csv"
SOUND, WITHOUT_FIGURE, WRONG_ANSWER = range(1, 61), range(61, 71), range(71, 76)
NAMES_FIGURE = re.compile(r"그림|표|그래프|자료")
NAMES_ANSWER = re.compile(r"정답|답이")
WIDTHS = {"note": 4, "topic": 26, "author": 8, "variants": 8, "gates": 5, "judge": 5, "ms": 6}
COLUMNS = tuple(WIDTHS.items())


@dataclass(frozen=True)
class Outcome:
    """What came of one note. `judgements` has one entry a variant; `author` is empty where none wrote it."""

    note: Note
    author: str = ""
    variants: tuple[Variant, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    reason: str = ""
    milliseconds: float = 0.0

    def served(self, count: int) -> bool:
        return len(self.variants) >= count

    @property
    def result(self) -> str:
        """passed, conditional (one variant is enough) or refused."""
        results = {variant.certificate.result for variant in self.variants}
        if not results:
            return "refused"
        return str(CertificateResult.CONDITIONAL if CertificateResult.CONDITIONAL in results else max(results))

    @property
    def number(self) -> int:
        """The note's row in the file, from 1."""
        return int(self.note.id)

    @property
    def explained(self) -> bool:
        """Whether a note that must be refused was, with a reason that names what is wrong with it."""
        names = {self.number in WITHOUT_FIGURE: NAMES_FIGURE, self.number in WRONG_ANSWER: NAMES_ANSWER}.get(True)
        return names is not None and not self.variants and bool(names.search(self.reason))

    def verdicts(self, verdict: str) -> int:
        return sum(judgement.verdict == verdict for judgement in self.judgements)


Remaining = Callable[[Sequence[Note], int, int], Mapping[str, Batch]]
"""Authors the notes that the built-in author refused (notes, count, seed): the batch of each note's id."""


def main(arguments: list[str], remaining: Remaining | None = None) -> int:
    """Runs the demonstration; 1 where the judge found a wrong answer or missed a planted one, else 0."""
    if remaining is None and models_are_configured():
        remaining = through_jobs
    options = _options(arguments, remaining)
    start = time.perf_counter()
    print(_header())
    outcomes = [_shown(serve(note, options.count, options.seed)) for note in read_notes(SAMPLES)]
    if options.with_models and remaining is not None:
        outcomes = with_models(outcomes, remaining, options.count, options.seed)
    caught = planted() if options.planted else None
    figures = summary(outcomes, options.count, caught, round((time.perf_counter() - start) * 1000))
    explain(outcomes, figures, options.count)
    print(json.dumps(figures, ensure_ascii=False))
    return int(figures["wrong"] > 0 or (caught is not None and caught < len(PLANTS)))


def _options(arguments: list[str], remaining: Remaining | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench demo", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=3, help="variants a note (default 3)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same variants")
    parser.add_argument(
        "--planted",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="test the judge on planted variants",
    )
    parser.add_argument(
        "--with-models",
        action=argparse.BooleanOptionalAction,
        default=remaining is not None and models_are_configured(),
        help="the refused notes go to the configured models (default: where one is configured)",
    )
    options = parser.parse_args(arguments)
    if options.count < 1:
        parser.error("--count: a number from 1 expected")
    if options.with_models and remaining is None:
        parser.error("--with-models: no model server is configured (EDUAI_TGI_URLS and the like)")
    return options


def read_notes(path: Path) -> list[Note]:
    """The notes of a CSV file with the product's headers, numbered from 1 by row."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_note(number, row) for number, row in enumerate(csv.DictReader(file), start=1)]


def _note(number: int, row: Mapping[str, str]) -> Note:
    same = ("stem", "answer", "solution", "student_answer", "cause", "subject", "grade", "concept")
    choices = tuple(choice for choice in row["choices"].split("|") if choice)
    return Note(id=str(number), choices=choices, **{name: row[name] for name in same})


def serve(note: Note, count: int, seed: int) -> Outcome:
    """The built-in author's variants of one note, judged; the time is the engine's alone, in milliseconds."""
    start = time.perf_counter()
    written = author(note)
    if isinstance(written, Refusal):
        batch = Batch(None, refused=written)
    else:
        batch = variants.make(note, written, count=count, seed=seed)
    return outcome_of(note, batch, (time.perf_counter() - start) * 1000)


def outcome_of(note: Note, batch: Batch, milliseconds: float) -> Outcome:
    """One note's row from a batch: every variant is judged from its rendered text."""
    return Outcome(
        note,
        author=batch.blueprint.author if batch.blueprint else "",
        variants=batch.variants,
        judgements=tuple(judged(note, variant) for variant in batch.variants),
        reason=batch.refused.reason if batch.refused else "",
        milliseconds=milliseconds,
    )


def judged(note: Note, variant: Variant) -> Judgement:
    """The judgement of the marked option where there are options, of the printed answer otherwise."""
    draw = variant.draw
    marked = draw.answer if draw.key is None else CIRCLED[draw.key]
    return judge(note.stem, {"stem": draw.stem, "answer": marked, "choices": draw.choices})


def with_models(outcomes: Sequence[Outcome], remaining: Remaining, count: int, seed: int) -> list[Outcome]:
    """The outcomes with the refused notes' ones replaced by what the models' path made of them."""
    open_notes = [outcome.note for outcome in outcomes if not outcome.served(count)]
    batches = remaining(open_notes, count, seed)
    return [
        _shown(outcome_of(outcome.note, batches[outcome.note.id], outcome.milliseconds))
        if outcome.note.id in batches
        else outcome
        for outcome in outcomes
    ]


def planted() -> int:
    """How many planted pairs the judge tells apart: the wrong one judged wrong, its twin judged right."""
    stems = {int(note.id): note.stem for note in read_notes(SAMPLES)}
    caught = 0
    for plant in PLANTS:
        wrong = {"stem": plant.stem, "answer": plant.wrong, "choices": plant.wrong_choices}
        right = {"stem": plant.stem, "answer": plant.right, "choices": plant.choices}
        verdicts = [judge(stems[plant.note], variant).verdict for variant in (wrong, right)]
        caught += verdicts == ["wrong", "right"]
    return caught


def summary(outcomes: Sequence[Outcome], count: int, caught: int | None, milliseconds: int) -> dict[str, Any]:
    """The figures of the last line. `served` counts notes with `count` or more variants."""
    served = [outcome for outcome in outcomes if outcome.served(count)]
    return {
        "notes": len(outcomes),
        "served": len(served),
        "variants": sum(len(outcome.variants) for outcome in outcomes),
        "wrong": sum(outcome.verdicts("wrong") for outcome in outcomes),
        "refused": len(outcomes) - len(served),
        "milliseconds": milliseconds,
        "unjudged": sum(outcome.verdicts("unjudged") for outcome in outcomes),
        "without_solution": sum(not outcome.note.solution for outcome in served),
        "passed": sum(outcome.result == "passed" for outcome in served),
        "conditional": sum(outcome.result == "conditional" for outcome in served),
        "sound_served": sum(outcome.number in SOUND for outcome in served),
        "unsound_served": sum(outcome.number not in SOUND for outcome in served),
        "unsound_explained": sum(outcome.explained for outcome in outcomes),
        "planted": None if caught is None else len(PLANTS),
        "planted_caught": caught,
    }


def explain(outcomes: Sequence[Outcome], figures: Mapping[str, Any], count: int) -> None:
    """The figures in plain words, the reasons of refusal counted, and every variant found wrong in full."""
    print(
        f"\n{figures['served']} of {figures['notes']} notes got {count} or more similar questions "
        f"({figures['passed']} passed, {figures['conditional']} conditional); "
        f"{figures['without_solution']} of them carry no solution, so theirs was not read."
    )
    print(
        f"Of the {len(SOUND)} sound notes {figures['sound_served']} were served; of the "
        f"{len(WITHOUT_FIGURE)} that miss their figure and the {len(WRONG_ANSWER)} that print a wrong answer, "
        f"{figures['unsound_served']} were served, and {figures['unsound_explained']} were refused for that reason."
    )
    right = figures["variants"] - figures["unjudged"] - figures["wrong"]
    print(
        f"The independent judge found {right} of {figures['variants']} variants right and "
        f"{figures['wrong']} wrong; {figures['unjudged']} it could not read."
    )
    if figures["planted"] is not None:
        caught, pairs = figures["planted_caught"], figures["planted"]
        print(f"It told apart {caught} of {pairs} planted wrong variants and their right twins.")
    reasons = Counter(outcome.reason for outcome in outcomes if not outcome.served(count))
    for reason, many in reasons.most_common():
        print(f"  refused {many:2} × {reason}")
    for outcome in outcomes:
        for variant, judgement in zip(outcome.variants, outcome.judgements, strict=True):
            if judgement.verdict == "wrong":
                texts = f"{variant.draw.stem} → {variant.draw.answer}"
                print(f"  WRONG note {outcome.note.id}: {texts} ({judgement.detail})")


def _header() -> str:
    return " ".join(_fit(name, width) for name, width in COLUMNS) + " result"


def _shown(outcome: Outcome) -> Outcome:
    """Prints the note's row and hands the outcome on."""
    certificates = [variant.certificate.gates for variant in outcome.variants]
    passing = [sum(gate.verdict is Verdict.PASS for gate in gates) for gates in certificates]
    judged_right = f"{outcome.verdicts('right')}/{len(outcome.judgements)}" if outcome.judgements else "-"
    texts = (
        outcome.note.id,
        outcome.note.concept,
        outcome.author or "-",
        str(len(outcome.variants)),
        f"{min(passing)}/{len(certificates[0])}" if passing else "-",
        judged_right,
        f"{outcome.milliseconds:.0f}",
    )
    row = " ".join(_fit(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True))
    print(f"{row} {outcome.result}{': ' + outcome.reason if outcome.reason else ''}", flush=True)
    return outcome


def _fit(text: str, width: int) -> str:
    """The text in exactly `width` columns; Hangul takes two."""
    shown = ""
    for letter in text:
        if _columns(shown + letter) > width:
            break
        shown += letter
    return shown + " " * (width - _columns(shown))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
