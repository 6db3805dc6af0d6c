"""Grading on the Khan rows: agreement with the recorded verdicts, and time per answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.engine_parts.data import Row, rows_of
from bench.engine_parts.timing import forget
from questions.engine.grading import grade

EQUIVALENCE = "equivalent"
FORMS = {
    "equivalent_and_same_form": "same",
    "number_simplified_required": "simplified",
    "number_form_improper_required": "improper",
    "units": "",
}
WARM_UP = 3


@dataclass
class Outcome:
    """`right` of `total` rows about equality of value; `wrongly_accepted` counts different answers called correct."""

    total: int = 0
    right: int = 0
    wrongly_accepted: int = 0
    times: list[float] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float | None:
        return round(self.right / self.total, 4) if self.total else None


def run(most: int = 0, seed: int = 0, name: str = "grading_khan") -> Outcome | None:
    """Grades every row of a set that asks about value alone; None where the set is absent."""
    return _graded(rows_of(name, most, seed), {EQUIVALENCE: ""})


def run_forms(most: int = 0, seed: int = 0, name: str = "grading_khan") -> Outcome | None:
    """Grades every row of a set that asks for a form or a unit besides the value; None where the set is absent."""
    return _graded(rows_of(name, most, seed), FORMS)


def _graded(rows: list[Row] | None, forms: Mapping[str, str]) -> Outcome | None:
    if rows is None:
        return None
    for row in rows[:WARM_UP]:
        grade(str(row["model"]), str(row["student"]))
    outcome = Outcome()
    for row in rows:
        if row["criterion"] in forms:
            _row(outcome, row, forms[str(row["criterion"])])
    return outcome


def _row(outcome: Outcome, row: Row, form: str) -> None:
    forget()
    start = time.perf_counter()
    found = grade(str(row["model"]), str(row["student"]), form=form)
    outcome.times.append((time.perf_counter() - start) * 1000)
    expected = "correct" if row["expected"] == "equal" else "incorrect"
    outcome.total += 1
    outcome.right += found.verdict == expected
    outcome.wrongly_accepted += found.verdict == "correct" != expected
    if found.verdict != expected:
        outcome.findings.append(
            f"{row['id']}: {row['student']!r} for {row['model']!r}: {found.verdict}, not {expected}"
        )
