"""The engine's figures: yields, wrong answers, speed and grading, on the public data sets and on schoolbook notes.

    python -m bench engine [--count 3] [--seed 0] [--rows N]

Data sets are read from EDUAI_BENCH_DATA (default ../shared/data beside this checkout); an absent one gives null. No
model, no network, no database. `wrong` is counted by bench.judge, which shares no code with the engine; every wrong
variant is printed in full. `--rows` takes that many rows of every set, the same for the same seed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.engine_parts import families, grading, hostile, mutants, planting, words
from bench.engine_parts.data import SETS, rows_of
from bench.engine_parts.timing import percentile

SHOWN = 8


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where a twin is wrong, a planted one was missed, or an answer wrongly accepted."""
    options = _options(arguments)
    sets = {name: _set(name, options) for name in SETS}
    notes = families.run(options.count, options.seed, options.rows)
    marks = grading.run(options.rows, options.seed)
    figures = summary(sets, notes, marks, options)
    forms = grading.run_forms(options.rows, options.seed)
    figures |= _other_grading(forms, grading.run(options.rows, options.seed, "grading_mathverify"))
    explain(sets, notes, marks)
    print(json.dumps(figures, ensure_ascii=False))
    missed = figures["planted"] != figures["planted_caught"]
    return int(bool(figures["wrong"] or figures["khan_wrongly_accepted"] or missed))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench engine", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=3, help="variants a row (default 3)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same variants and rows")
    parser.add_argument("--rows", type=int, default=0, help="at most so many rows of each set (default all)")
    options = parser.parse_args(arguments)
    if options.count < 1 or options.rows < 0:
        parser.error("--count from 1, --rows from 0")
    return options


def _set(name: str, options: argparse.Namespace) -> words.Outcome | None:
    rows = rows_of(name, options.rows, options.seed)
    if rows is None:
        print(f"{name}: no such file in the data folder", file=sys.stderr)
        return None
    print(f"{name}: {len(rows)} rows …", flush=True)
    outcome = words.run(rows, options.count, options.seed)
    outcome.mutants, outcome.mutants_accepted = mutants.accepted(rows, options.seed)
    return outcome


def summary(
    sets: Mapping[str, words.Outcome | None],
    notes: families.Outcome,
    marks: grading.Outcome | None,
    options: argparse.Namespace,
) -> dict[str, Any]:
    """The figures of the last line; rates from 0 to 1, times in milliseconds, null for what has no data."""
    present = [outcome for outcome in sets.values() if outcome is not None]
    twins = [time for outcome in present for time in outcome.twin_times]
    judged = sum((outcome.verdicts for outcome in present), Counter()) + notes.verdicts
    figures: dict[str, Any] = {
        "twins_per_second": round(len(twins) / sum(twins) * 1000, 1) if twins else None,
        "twin_p95_ms": percentile(twins, 95),
        "family_twin_p95_ms": percentile(notes.twin_times, 95),
        "grade_p50_ms": percentile(marks.times, 50) if marks else None,
        "grade_p95_ms": percentile(marks.times, 95) if marks else None,
    }
    figures |= {f"yield_{key}": _share(sets[name], "served") for name, key in SETS.items()}
    figures |= {
        "wrong": judged["wrong"],
        "unjudged": _rate(judged["unjudged"], judged.total()),
        "khan_accuracy": marks.accuracy if marks else None,
        "khan_wrongly_accepted": marks.wrongly_accepted if marks else None,
    }
    for name, key in SETS.items():
        figures |= {f"yield_{key}_{result}": _share(sets[name], result) for result in ("passed", "conditional")}
    figures |= _text_figures(present, notes)
    figures |= {"wrong_words": sum(o.verdicts["wrong"] for o in present), "wrong_families": notes.verdicts["wrong"]}
    figures |= {"unjudged_words": _words_unjudged(present), "unjudged_families": notes.unjudged}
    figures |= {"author_p95_ms": percentile([time for o in present for time in o.author_times], 95)}
    figures |= {"first_twin_p95_ms": percentile([time for o in present for time in o.first_times], 95)}
    figures |= planting.figures(present)
    figures |= hostile.figures()
    figures |= {"mutants_accepted": _mutants(present)}
    figures |= {f"mutants_accepted_{key}": _mutants([o for o in [sets[name]] if o]) for name, key in SETS.items()}
    figures |= {"twins": len(twins) + len(notes.twin_times), "family_notes": notes.notes, "families": notes.families}
    figures |= {"rows": sum(outcome.rows for outcome in present), "count": options.count, "seed": options.seed}
    return figures


def _other_grading(forms: grading.Outcome | None, marks: grading.Outcome | None) -> dict[str, Any]:
    return {
        "khan_form_accuracy": forms.accuracy if forms else None,
        "khan_form_wrongly_accepted": forms.wrongly_accepted if forms else None,
        "mathverify_accuracy": marks.accuracy if marks else None,
        "mathverify_wrongly_accepted": marks.wrongly_accepted if marks else None,
    }


def _text_figures(present: Sequence[words.Outcome], notes: families.Outcome) -> dict[str, int]:
    return {
        "particle_errors": sum(outcome.particle_errors for outcome in present) + notes.particle_errors,
        "stray_braces": sum(outcome.stray_braces for outcome in present) + notes.stray_braces,
        "korean_twins": sum(outcome.korean for outcome in present) + notes.korean,
    }


def _mutants(present: Sequence[words.Outcome]) -> float | None:
    return _rate(sum(outcome.mutants_accepted for outcome in present), sum(outcome.mutants for outcome in present))


def _words_unjudged(present: Sequence[words.Outcome]) -> float | None:
    found = sum((outcome.verdicts for outcome in present), Counter())
    return _rate(found["unjudged"], found.total())


def _share(outcome: words.Outcome | None, kind: str) -> float | None:
    return None if outcome is None else _rate(getattr(outcome, kind), outcome.rows)


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def explain(sets: Mapping[str, words.Outcome | None], notes: families.Outcome, marks: grading.Outcome | None) -> None:
    """The figures in plain words: refusals counted, families that no reader reads, and what is wrong in full."""
    for name, outcome in sets.items():
        if outcome is None:
            continue
        print(
            f"\n{name}: {outcome.served} of {outcome.rows} rows served "
            f"({outcome.passed} passed, {outcome.conditional} conditional); judged {dict(outcome.verdicts)}"
        )
        _counted("  refused", outcome.refusals)
        _listed("  ", outcome.findings)
    print(f"\nfamilies: {notes.notes} notes of {notes.families} families; judged {dict(notes.verdicts)}")
    print(f"  read by no second route: {', '.join(sorted(notes.unread)) or 'none'}")
    _counted("  refused", notes.refusals)
    _listed("  ", notes.findings)
    if marks:
        print(f"\ngrading: {marks.right} of {marks.total} rows as expected")
        _listed("  ", marks.findings)


def _counted(title: str, reasons: Counter[str]) -> None:
    for reason, many in reasons.most_common(SHOWN):
        print(f"{title} {many:4} × {reason}")


def _listed(indent: str, findings: Iterable[str]) -> None:
    for finding in findings:
        print(f"{indent}{finding}")
