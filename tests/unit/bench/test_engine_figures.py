"""The engine's figure set on rows written for the test: keys, absent data, wrong twins, exit status."""

# ruff: noqa: E501 (a case is one line)

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bench import __main__ as figures
from bench import engine
from bench.engine_parts import data, families, grading, hostile, mutants, planting, words
from bench.engine_parts.timing import forget, percentile
from questions.engine.expressions import compile_formula
from questions.engine.types import Certificate, CertificateResult, Draw, Variant

KEYS = [
    "twins_per_second", "twin_p95_ms", "family_twin_p95_ms", "grade_p50_ms", "grade_p95_ms", "yield_svamp", "yield_kor_mwp",
    "yield_gsm8k", "wrong", "unjudged", "khan_accuracy", "khan_wrongly_accepted",
]  # fmt: skip
ROWS = [
    {"id": "a", "lang": "en", "question": "A shelf held 64 books and 18 were taken. How many books are left?",
     "answer": 46.0, "equation": "( 64.0 - 18.0 )"},
    {"id": "b", "lang": "ko", "question": "한 상자에 귤이 24개씩 13상자 있습니다. 귤은 모두 몇 개입니까?", "answer": "312", "equation": "24*13"},
    {"id": "c", "lang": "ko", "question": "규칙을 찾아 쓰시오.", "answer": "3", "equation": "max(X)"},
]  # fmt: skip
KHAN = [
    {"id": "k1", "criterion": "equivalent", "student": "2+2", "model": "4", "expected": "equal"},
    {"id": "k2", "criterion": "equivalent", "student": "x+2", "model": "x", "expected": "different"},
    {"id": "k3", "criterion": "units", "student": "x", "model": "x", "expected": "equal"},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with three word problems and three grading rows; two sets are absent."""
    for name, rows in (("svamp", ROWS), ("grading_khan", KHAN)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    monkeypatch.setenv("EDUAI_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr(families, "notes", list)
    return tmp_path


def last_line(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_last_line_has_the_agreed_keys_first_and_null_for_absent_sets(folder, capsys):
    assert figures.main(["engine"]) == 0
    found = last_line(capsys)
    assert list(found)[: len(KEYS)] == KEYS
    assert found["yield_kor_mwp"] is None and found["yield_gsm8k"] is None
    assert found["yield_svamp"] == round(2 / 3, 4)
    assert found["yield_svamp_passed"] + found["yield_svamp_conditional"] == pytest.approx(
        found["yield_svamp"], abs=2e-4
    )
    assert (found["wrong"], found["unjudged"], found["planted"]) == (0, 0.0, found["planted_caught"])
    assert (found["khan_accuracy"], found["khan_wrongly_accepted"]) == (1.0, 0)
    assert (found["rows"], found["twins"], found["seed"]) == (3, 6, 0)


def test_without_any_data_every_figure_of_the_sets_is_null(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("EDUAI_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr(families, "notes", list)
    assert engine.main([]) == 0
    found = last_line(capsys)
    assert [found[key] for key in KEYS if found[key] is not None] == [0]


def wrong_variant(row):
    stem = row["question"].replace("64", "81")
    return Variant(Draw({}, stem, "64", "64", ""), Certificate(CertificateResult.CONDITIONAL, ()))


def test_a_wrong_twin_is_printed_in_full_and_fails_the_run(folder, capsys, monkeypatch):
    monkeypatch.setattr(
        words, "_timed", lambda outcome, note, *rest: (wrong_variant(ROWS[0]),) if note.id == "a" else ()
    )
    assert engine.main([]) == 1
    out = capsys.readouterr().out
    assert "WRONG a: A shelf held 81 books" in out
    assert json.loads(out.splitlines()[-1])["wrong"] == 1


def test_a_wrongly_accepted_answer_fails_the_run(folder, capsys):
    rows = [{**KHAN[0], "expected": "different"}]
    (folder / "grading_khan.jsonl").write_text(json.dumps(rows[0]), "utf-8")
    assert engine.main([]) == 1
    assert last_line(capsys)["khan_wrongly_accepted"] == 1


def test_rows_that_ask_for_a_form_or_a_unit_are_graded_with_it(folder):
    rows = [
        {
            **KHAN[0],
            "criterion": "number_simplified_required",
            "student": "2/8",
            "model": "1/4",
            "expected": "different",
        },
        {**KHAN[0], "criterion": "number_form_improper_required", "student": "9/3", "model": "3"},
        {**KHAN[0], "criterion": "equivalent_and_same_form", "student": "ba", "model": "ab"},
        {**KHAN[0], "criterion": "units", "student": "5 mA", "model": "5 A"},
    ]
    (folder / "grading_khan.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found = grading.run_forms()
    assert (found.total, found.right, found.wrongly_accepted) == (4, 3, 0)
    assert grading.run().total == 0


def test_a_right_answer_that_is_refused_costs_accuracy_only(folder):
    (folder / "grading_khan.jsonl").write_text(json.dumps({**KHAN[1], "expected": "equal"}), "utf-8")
    found = grading.run()
    assert (found.accuracy, found.wrongly_accepted, len(found.findings)) == (0.0, 0, 1)


def test_rows_are_sampled_the_same_for_the_same_seed(folder):
    assert data.rows_of("svamp", 2, 5) == data.rows_of("svamp", 2, 5)
    assert len(data.rows_of("svamp", 2, 5)) == 2 and data.rows_of("svamp", 0) == ROWS
    assert data.rows_of("gsm8k_test") is None


def test_a_float_answer_of_a_data_set_is_written_as_a_person_writes_it():
    assert [words.printed(answer) for answer in (51.0, 0.5, "70000", 3)] == ["51", "0.5", "70000", "3"]


def test_planted_answers_differ_from_the_right_one():
    assert planting.slips("46", "A shelf held 81 books and 26 were taken.", "55") == ["46", "56", "550", "81"]
    assert "55" not in planting.slips("55", "55 of 55", "55")


def test_a_mutant_has_one_other_operator_and_the_answer_that_it_gives():
    found = mutants.mutated(ROWS[1], random.Random(1))
    assert (found.solution, found.answer) in {("24+13", "37"), ("24-13", "11")}
    annotated = {"id": "d", "question": "q", "answer": "9", "solution": "2*3=<<2*3=6>>6\n6+3=<<6+3=9>>9\n#### 9"}
    found = mutants.mutated(annotated, random.Random(1))
    assert "<<2*3=6>>" in found.solution and found.answer in {"3", "18", "2"}
    assert found.solution.endswith(f"#### {found.answer}")
    assert mutants.mutated(ROWS[2], random.Random(1)) is None


def test_mutants_are_counted_of_served_rows_only(monkeypatch):
    monkeypatch.setattr(mutants, "_is_served", lambda note: note.solution.strip("( )") == "64.0 - 18.0")
    assert mutants.accepted(ROWS) == (1, 0)
    monkeypatch.setattr(mutants, "_is_served", lambda note: True)
    assert mutants.accepted(ROWS) == (2, 2)


def test_percentiles_are_measured_times():
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([3.0], 95) == 3.0 and percentile([], 95) is None


def test_a_forgotten_formula_is_compiled_anew():
    kept = compile_formula("a + 1")
    assert compile_formula("a + 1") is kept
    forget()
    assert compile_formula("a + 1") is not kept


@pytest.mark.parametrize("arguments", [["--count", "0"], ["--rows", "-1"], ["--unknown"]])
def test_senseless_options_are_refused(arguments):
    with pytest.raises(SystemExit) as stop:
        engine.main(arguments)
    assert stop.value.code == 2


def test_only_figure_sets_are_listed():
    assert "engine" in figures.names() and "engine_parts" not in figures.names()


GREEDIEST = {"huge degree": hostile.GREEDY["huge degree"]}


def test_every_hostile_text_is_timed_and_none_runs(monkeypatch):
    monkeypatch.setattr(hostile, "GREEDY", GREEDIEST)
    found = hostile.figures()
    assert found["hostile"] >= 60 and found["hostile_executed"] == 0
    assert 0 < found["hostile_slowest_s"] < 3
    assert found["pool_recovery_s"] > 0 and 192 < found["worker_mb"] <= 256


def test_a_hostile_text_that_runs_is_counted(monkeypatch):
    monkeypatch.setattr(hostile, "GREEDY", GREEDIEST)
    monkeypatch.setattr(hostile, "texts", lambda canary, port: [canary, "1+1"])
    monkeypatch.setattr(hostile, "_read", lambda text: Path(text).touch() if text.startswith("/") else None)
    assert hostile.figures()["hostile_executed"] == 2
