"""Applied notes in fresh wording: each served with three proved variants, or refused for the right reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from questions.engine import variants
from questions.engine.twins.computable import FAMILIES, author
from questions.engine.twins.grammar.answers import bare_quantity
from questions.engine.twins.grammar.patterns import compiled, reads, required, without_order
from questions.engine.twins.grammar.reading import read_stem
from questions.engine.twins.grammar.wording import gap
from questions.engine.types import Blueprint, Note, Refusal

HERE = Path(__file__).parent
ROWS = [
    line.split("\t")
    for name in ("fresh_applied.tsv", "holdout_applied.tsv")
    for line in (HERE / name).read_text("utf-8").splitlines()
]
UNREAD = {row[0] for row in ROWS if row[2] == "unread"}
SERVED = [row[:2] for row in ROWS if not row[2]]
REFUSED = [row for row in ROWS if row[2] and row[2] != "unread"]


@pytest.mark.parametrize(("stem", "answer"), SERVED, ids=[row[0][:40] for row in SERVED])
def test_a_note_in_fresh_wording_gets_three_proved_variants(stem: str, answer: str) -> None:
    note = Note(id="n", stem=stem, answer=answer)
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = variants.make(note, blueprint, count=3)
    assert len(batch.variants) == 3, batch.refused
    assert len({variant.draw.stem for variant in batch.variants} | {stem}) == 4


@pytest.mark.parametrize(("stem", "answer", "code"), REFUSED, ids=[row[0][:40] for row in REFUSED])
def test_an_unsound_note_is_refused_with_its_code(stem: str, answer: str, code: str) -> None:
    found = author(Note(id="n", stem=stem, answer=answer))
    assert isinstance(found, Refusal), found
    assert found.code == code


def test_at_least_twenty_unsound_notes_and_nine_tenths_of_the_sound_ones_are_covered() -> None:
    assert len(REFUSED) >= 20
    assert len(SERVED) >= 0.9 * (len(SERVED) + len(UNREAD))


@pytest.mark.parametrize("stem", sorted(UNREAD), ids=lambda stem: stem[:40])
def test_a_wording_not_understood_is_left_alone(stem: str) -> None:
    answer = next(row[1] for row in ROWS if row[0] == stem)
    found = author(Note(id="n", stem=stem, answer=answer))
    assert isinstance(found, Refusal)
    assert found.code == "not_understood"


def test_an_option_note_of_a_story_gets_five_different_options() -> None:
    stem = "동생이 집을 나선 지 12분 후에 형이 동생을 따라나섰다. 동생은 분속 50m로, 형은 분속 80m로 같은 길을 걸을 때, 형은 집을 나선 지 몇 분 후에 동생과 만나는가?"  # noqa: E501
    options = ("15분 후", "20분 후", "24분 후", "28분 후", "32분 후")
    note = Note(id="n", stem=stem, answer="②", choices=options)
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint)
    for variant in variants.make(note, blueprint, count=3).variants:
        assert len(set(variant.draw.choices)) == 5
        assert variant.draw.key is not None
        assert variant.draw.choices[variant.draw.key] == variant.draw.answer


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("어느학교학생들이", True), ("자동차는", True), ("두배가", False), ("차는", False), ("3개", False),
        ("돌아올때", False), ("물을넣고", False),
    ],
)  # fmt: skip
def test_a_gap_passes_over_no_word_that_bears_a_quantity_or_a_change(text: str, passes: bool) -> None:
    assert bool(re.fullmatch(gap(), text)) is passes


def test_a_gap_passes_over_a_loaded_word_only_where_it_is_named() -> None:
    assert re.fullmatch(gap("돌아"), "돌아올때")
    assert not re.fullmatch(gap(barred=(r"물(?:을|이)",)), "물을")


@pytest.mark.parametrize(
    ("printed", "unit", "bare"),
    [
        (r"$12\pi\,\mathrm{cm}^2$", "cm²", r"$12\pi$"), ("초속 25m", "m/s", "초속 25m"), ("20분 후", "분", "$20$"),
        ("x", "cm", "x"), ("12", "", "12"),
    ],
)  # fmt: skip
def test_a_unit_is_taken_off_a_printed_answer_however_it_is_set(printed: str, unit: str, bare: str) -> None:
    assert bare_quantity(printed, unit) == bare


def test_the_words_by_which_patterns_are_skipped_are_in_every_text_they_read() -> None:
    for row in ROWS:
        core = without_order(read_stem(row[0]).text)
        for entry in FAMILIES:
            for pattern in entry.patterns:
                if not reads(required(pattern), core.lower()):
                    assert not compiled(pattern).fullmatch(core), entry.name


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"<lead>(?:가나)?다라{a}마(?:바사)", (("다라",), ("바사",))),
        (r"가나다?", (("가나",),)),
        ("가나|다라", (("가나", "다라"),)),
        ("가나|다", ()),
        (r"(?:가나|다라(?:마바)?)(?:사아){0,2}[자차]+(?!카타)", (("가나", "다라"),)),
        (r"<find>{a}Apples?", (("apple",), ("find", "calculate"))),
        (r"(?P<one>{a}%)(?P=one)", (("%",),)),
    ],
)
def test_a_pattern_requires_words_outside_groups_or_in_every_branch_of_one(
    pattern: str, wanted: tuple[tuple[str, ...], ...]
) -> None:
    found = required(pattern)
    assert len(found) == len(wanted)
    assert all(any(set(group) <= set(one) for one in found) for group in wanted)
