"""`docs/privacy.md` says which test shows each behaviour: the rows are in order, and their tests are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([LCAS])-(\d+)[^|]*\|", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::|` `)(\w+)`")
TEXT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
TESTS = sorted(set(TEST.findall(TEXT)))


@pytest.mark.parametrize(("path", "name"), TESTS, ids=lambda part: str(part))
def test_a_named_test_is_there(path: str, name: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")

    assert re.search(rf"^ *(?:async )?def {name}\(|^class {name}\b|^{name} = ", source, re.MULTILINE)


def test_every_row_has_a_test_and_stands_in_order() -> None:
    lines = [line for line in TEXT.splitlines() if ROW.match(line)]
    found = [(match[1], int(match[2])) for match in ROW.finditer(TEXT)]

    assert lines and [line for line in lines if not TEST.search(line)] == []
    assert found == sorted(found, key=lambda row: ("LCAS".index(row[0]), row[1]))
