"""Planted variants: each right one has a wrong twin that differs in one believable way."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("plants.csv")


class Plant(NamedTuple):
    """`note` is the sample note's number; `slip` says what is wrong in the wrong twin."""

    note: int
    slip: str
    stem: str
    right: str
    wrong: str
    choices: tuple[str, ...]
    wrong_choices: tuple[str, ...]


def _options(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _plant(row: dict[str, str]) -> Plant:
    options = _options(row["choices"]), _options(row["wrong_choices"])
    return Plant(int(row["note"]), row["slip"], row["stem"], row["right"], row["wrong"], *options)


with FILE.open(encoding="utf-8", newline="") as file:
    PLANTS = tuple(_plant(row) for row in csv.DictReader(file))
