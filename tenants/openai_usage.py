"""Reads the usage that OpenAI's dashboard exports as CSV, so that it can be held against our own books."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eduai.lib.errors import InvalidInput

# The names that the export has used for the same thing, the present one first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "model": ("model", "snapshot_id", "model_id"),
    "calls": ("num_model_requests", "n_requests", "num_requests"),
    "prompt_tokens": ("input_tokens", "n_context_tokens_total", "prompt_tokens"),
    "completion_tokens": ("output_tokens", "n_generated_tokens_total", "completion_tokens"),
}


@dataclass(frozen=True, slots=True)
class Billed:
    """What OpenAI says it did for one model."""

    calls: int
    prompt_tokens: int
    completion_tokens: int


def read_export(lines: Iterable[str]) -> dict[str, Billed]:
    """Totals by model. Rows without a model (days without use) are passed over.

    Raises InvalidInput for a file without these columns, or with a number that is none; the sentence names the line.
    """
    reader = csv.DictReader(lines)
    found = {name: _column(reader.fieldnames or (), name) for name in COLUMNS}
    totals: dict[str, list[int]] = {}
    for row in reader:
        model = (row.get(found["model"]) or "").strip()
        if not model:
            continue
        counts = [_whole(row, found[name], reader.line_num) for name in ("calls", "prompt_tokens", "completion_tokens")]
        totals[model] = [have + more for have, more in zip(totals.get(model, [0, 0, 0]), counts, strict=True)]
    return {model: Billed(*counts) for model, counts in sorted(totals.items())}


def _column(names: Iterable[str], wanted: str) -> str:
    for name in COLUMNS[wanted]:
        if name in names:
            return name
    raise InvalidInput(f"OpenAI 사용량 파일에 {COLUMNS[wanted][0]} 열이 없습니다.", field=wanted)


def _whole(row: Mapping[str, str | None], column: str, line: int) -> int:
    text = (row.get(column) or "0").strip()
    if not text.isdecimal():
        sentence = f"OpenAI 사용량 파일 {line}번째 줄의 {column} 값이 수가 아닙니다: '{text[:20]}'"
        raise InvalidInput(sentence, field=column)
    return int(text)


def same_model(ours: str, theirs: str) -> bool:
    """Whether OpenAI's name is our model: a dated snapshot (`gpt-4.1-mini-2025-04-14`) belongs to its family."""
    return theirs == ours or (theirs.startswith(f"{ours}-") and theirs[len(ours) + 1 :].replace("-", "").isdecimal())
