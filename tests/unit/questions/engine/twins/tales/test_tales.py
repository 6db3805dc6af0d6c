"""Tales: notes read clause by clause, each served with three proved variants; and those that must not be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from questions.engine import variants
from questions.engine.resolving import (
    tales,
    tales_chosen,
    tales_drawn,
    tales_likely,
    tales_listed,
    tales_orders,
    tales_paces,
)
from questions.engine.resolving.families import resolve_family
from questions.engine.texts.effort import Allowance
from questions.engine.twins.computable import author
from questions.engine.twins.grammar.family import Family, matches
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import read_stem
from questions.engine.twins.tales import FAMILIES
from questions.engine.twins.tales.endings import verb
from questions.engine.twins.tales.telling import Clause, expand, tellings
from questions.engine.types import Blueprint, Note, Refusal, Verdict

SECOND = (tales, tales_chosen, tales_drawn, tales_likely, tales_listed, tales_orders, tales_paces)
HERE = Path(__file__).parent


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines()]


SERVED = _rows("tales.tsv")
UNSOUND = _rows("tales_unsound.tsv")


@pytest.mark.parametrize(("stem", "answer"), SERVED, ids=[row[0][:40] for row in SERVED])
def test_a_tale_gets_three_proved_variants(stem: str, answer: str) -> None:
    note = Note(id="n", stem=stem, answer=answer)
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint), blueprint
    batch = variants.make(note, blueprint, count=3)
    assert len(batch.variants) == 3, batch.refused
    assert len({variant.draw.stem for variant in batch.variants} | {stem}) == 4
    for variant in batch.variants:
        assert all(gate.verdict is Verdict.PASS for gate in variant.certificate.gates)


@pytest.mark.parametrize(("stem", "answer"), UNSOUND, ids=[row[0][:40] for row in UNSOUND])
def test_a_tale_that_tells_too_little_or_contradicts_itself_or_its_answer_is_refused(stem: str, answer: str) -> None:
    assert isinstance(author(Note(id="n", stem=stem, answer=answer)), Refusal)


def test_clauses_come_in_any_order() -> None:
    stems = (
        "합이 37이고 차가 9인 두 자연수가 있다. 두 수 중 큰 수는?",
        "차가 9이고 합이 37인 두 자연수가 있다. 이때 큰 수를 구하시오.",
        "두 자연수의 차는 9이다. 두 수의 합이 37일 때, 큰 수를 구하시오.",
        "큰 수에서 작은 수를 빼면 9이고, 두 수의 합은 37이라고 한다. 큰 수를 구하시오.",
    )
    for stem in stems:
        found = resolve_family(stem)
        assert found is not None, stem
        assert found.printed == "23"


def test_two_readings_that_differ_are_no_reading() -> None:
    clauses = [Clause("sum", (r"합은{t:int}<be>",)), Clause("rest", (r"합은{t:int}<be>",)), Clause("?it", (r"수는",))]
    assert tellings(clauses[:1] + clauses[2:], "합은7이다.수는")
    assert not tellings(clauses, "합은7이다.수는")


def test_a_clause_that_denies_is_no_clause() -> None:
    clauses = [Clause("left", (r"{p:int}개가<v:남/남았>",)), Clause("?it", (r"수는",))]
    assert tellings(clauses, "7개가남았을때,수는")
    assert not tellings(clauses, "7개가남지않았을때,수는")


@pytest.mark.parametrize(
    ("verbs", "forms"),
    [
        ("남/남았", "남고 남는다 남는다고한다 남으면 남았더니 남아 남을때"),
        ("만들/만들었", "만든다 만들면 만드는데 만들었다 만들어"),
        ("하/하였/했", "한다 하여 해서 했더니 하였다가"),
    ],
)
def test_every_form_of_a_verb_is_read(verbs: str, forms: str) -> None:
    for form in forms.split():
        assert re.fullmatch(verb(verbs), form), form
    assert not re.fullmatch(verb(verbs), verbs.split("/")[0] + "지않는다")


@pytest.mark.parametrize("family", FAMILIES, ids=[family.name for family in FAMILIES])
def test_every_tale_has_its_row_and_its_second_solution(family: Family) -> None:
    stems = (without_order(read_stem(row[0]).text) for row in SERVED)
    assert any(matches(family, stem, Allowance()) for stem in stems)
    assert any(family.name in module.SOLVERS for module in SECOND)


@pytest.mark.parametrize("family", FAMILIES, ids=[family.name for family in FAMILIES])
def test_every_pattern_of_a_tale_is_a_regular_expression(family: Family) -> None:
    for clause in family.build.clauses:  # type: ignore[attr-defined]
        for pattern in clause.patterns:
            re.compile(expand(pattern))


def test_parents_are_grown_up_in_every_draw() -> None:
    stem = (
        "현재 어머니와 딸의 나이의 합은 50살이고, 5년 후에는 어머니의 나이가 딸의 나이의 3배보다 4살 적어진다고 한다. "
        "현재 딸의 나이를 구하시오."
    )
    note = Note(id="n", stem=stem, answer="11살")
    blueprint = author(note)
    assert isinstance(blueprint, Blueprint)
    assert "sx - sy >= 20" in blueprint.conditions


def test_whoever_is_named_beside_a_list_is_in_it() -> None:
    stem = "A, B, C, D, E 5명을 한 줄로 세울 때, A와 F가 양 끝에 서는 경우의 수를 구하시오."
    assert isinstance(author(Note(id="n", stem=stem, answer="12")), Refusal)
