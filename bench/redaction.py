"""The redactor's figures on labelled Korean notes that an adversary could have written.

    python -m bench redaction [--notes 4000] [--seed 0] [--held] [--show N]

Half of the notes use spellings that the redactor was tuned on, half use spellings held out; the bars are for all of
them. A stretch counts as recalled when every letter and digit of it was replaced, or the whole note is unsure and
stays at home; `masked_*` are the rates without that. `maths_masked` counts mathematics that a placeholder
touches. Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from typing import Any

from bench.engine_parts.timing import percentile
from bench.redaction_parts import notes, people
from bench.redaction_parts.notes import Note, Piece
from eduai.lib.redaction import Redaction, Redactor, Roster

BARS = {"identifier_recall": 0.995, "name_recall": 0.99, "maths_masked": 0.01, "restored": 1.0}


class Tally:
    """Counts of one family of spellings."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.masked: Counter[str] = Counter()
        self.kept_home: Counter[str] = Counter()
        self.notes = self.unsure = self.restored = 0
        self.times: list[float] = []
        self.missed: list[str] = []

    def add(self, note: Note, redaction: Redaction, milliseconds: float) -> None:
        """Judge one redacted note."""
        self.notes += 1
        self.unsure += bool(redaction.unsure)
        self.times.append(milliseconds)
        self.restored += redaction.restore(redaction.texts[0]) == note.text and _restored_in_an_answer(note, redaction)
        for piece in note.pieces:
            covered = _covered(note.text, piece, redaction)
            names = (piece.label, f"{piece.label}:{piece.kind}")
            self.seen.update(names)
            if covered:
                self.masked.update(names)
            elif redaction.unsure:
                self.kept_home.update(names)
            wrong = covered if piece.label in ("maths", "word") else not covered and not redaction.unsure
            if wrong:
                cut = note.text[piece.start : piece.end]
                masks = [f"{mask.kind} {note.text[mask.start : mask.end]!r}" for mask in redaction.masked[0]]
                self.missed.append(f"{piece.label}:{piece.kind} {cut!r} in {note.text!r} masked {masks}")

    def rate(self, label: str, *, home: bool = True) -> float:
        """The part of the stretches with a label that was masked, or with `home` also kept at home."""
        kept = self.masked[label] + (self.kept_home[label] if home else 0)
        return round(kept / self.seen[label], 4) if self.seen[label] else 1.0


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where a bar is missed."""
    options = _options(arguments)
    tuned, held = _run(options, held=False), _run(options, held=True)
    figures = _figures(tuned, held)
    for name, tally in (("tuned", tuned), ("held", held)):
        rates = {
            label: tally.rate(label) for label in sorted(tally.seen) if label.split(":")[0] in ("identifier", "name")
        }
        print(f"{name}: {rates}")
        for line in tally.missed[: options.show]:
            print(f"  {line}")
    print(json.dumps(figures, ensure_ascii=False))
    recall = all(figures[key] >= BARS[key] for key in ("identifier_recall", "name_recall", "restored"))
    return int(not (recall and figures["maths_masked"] <= BARS["maths_masked"]))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench redaction", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--notes", type=int, default=4000, help="notes in all (default 4000)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same notes")
    parser.add_argument("--show", type=int, default=0, help="so many of what went wrong, in full")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, *, held: bool) -> Tally:
    rng, tally = random.Random(f"{options.seed} {held}"), Tally()
    academy = people.academy(rng, 400)
    redactor = Redactor(Roster(people=frozenset(academy.people), places=frozenset({academy.name})))
    for _ in range(options.notes // 2):
        note = notes.note(rng, academy, held)
        started = time.process_time()
        redaction = redactor.redact([note.text])
        tally.add(note, redaction, (time.process_time() - started) * 1000)
    return tally


def _covered(text: str, piece: Piece, redaction: Redaction) -> bool:
    """Identifiers and names: wholly masked. Mathematics and words: touched at all."""
    inside = [place for place in range(piece.start, piece.end) if text[place].isalnum()]
    hidden = [any(mask.start <= place < mask.end for mask in redaction.masked[0]) for place in inside]
    return all(hidden) if piece.label in ("identifier", "name") else any(hidden)


def _restored_in_an_answer(note: Note, redaction: Redaction) -> bool:
    """A model's answer that names each placeholder, once with another particle, gives the words back."""
    sent, masks = redaction.texts[0], redaction.masked[0]
    words = [note.text[mask.start : mask.end] for mask in masks]
    rest, codes = sent, []
    while "[" in rest and len(codes) < len(words):
        start = rest.index("[")
        end = rest.index("]", start) + 1 if "]" in rest[start:] else len(rest)
        if redaction.restore(rest[start:end]) != rest[start:end]:
            codes.append(rest[start:end])
        rest = rest[end if codes and codes[-1] == rest[start:end] else start + 1 :]
    answer = redaction.restore(" / ".join(f"{code}께서" for code in codes))
    return answer == " / ".join(f"{word}께서" for word in words)


def _figures(tuned: Tally, held: Tally) -> dict[str, Any]:
    both = Tally()
    for tally in (tuned, held):
        both.seen += tally.seen
        both.masked += tally.masked
        both.kept_home += tally.kept_home
    count = tuned.notes + held.notes
    figures: dict[str, Any] = {}
    for prefix, tally in (("", both), ("tuned_", tuned), ("held_", held)):
        figures |= {
            f"{prefix}identifier_recall": tally.rate("identifier"),
            f"{prefix}name_recall": tally.rate("name"),
            f"{prefix}maths_masked": tally.rate("maths", home=False),
            f"{prefix}masked_identifiers": tally.rate("identifier", home=False),
            f"{prefix}masked_names": tally.rate("name", home=False),
        }
    figures |= {"words_masked": both.rate("word", home=False), "unsure": round((tuned.unsure + held.unsure) / count, 4)}
    figures |= {"restored": round((tuned.restored + held.restored) / count, 6), "notes": count}
    times = tuned.times + held.times
    return figures | {"p50_ms": percentile(times, 50), "p95_ms": percentile(times, 95), "roster": 500}
