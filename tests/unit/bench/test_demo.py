"""The demonstration's table, figures and exit status, on variants made by hand."""

import json

import pytest

from bench import __main__ as figures
from bench import demo
from bench.judge.plants import PLANTS
from questions.engine.types import (
    AnswerForm,
    AnswerKind,
    Batch,
    Blueprint,
    Certificate,
    CertificateResult,
    Draw,
    GateResult,
    Note,
    Refusal,
    Variant,
    Verdict,
)

NOTES = {note.id: note for note in demo.read_notes(demo.SAMPLES)}
BLUEPRINT = Blueprint("중1.일차방정식.풀이", (), ("",), AnswerForm(AnswerKind.NUMBER, "s"))


def variant(stem, answer, *, conditional=False, choices=(), key=None):
    open_gate = Verdict.NOT_VERIFIED if conditional else Verdict.PASS
    gates = (GateResult("schema", Verdict.PASS, "ok"), GateResult("resolve", open_gate, "ok"))
    result = CertificateResult.CONDITIONAL if conditional else CertificateResult.PASSED
    return Variant(Draw({}, stem, answer, answer, "", choices, key), Certificate(result, gates))


def linear(constant, answer, **more):
    return variant(f"일차방정식 $5x-8=2x+{constant}$의 해를 구하시오.", f"$x={answer}$", **more)


RIGHT = (linear(1, 3), linear(4, 4), linear(7, 5))


def outcome(*variants, refused=None, number="1"):
    return demo.outcome_of(NOTES[number], Batch(BLUEPRINT if variants else None, variants, refused), 12.4)


def test_the_sample_notes_are_read_with_their_options_in_order():
    assert len(NOTES) == 75
    assert NOTES["3"].choices == ("$2$", "$4$", "$8$", "$12$", "$16$")
    assert (NOTES["1"].answer, NOTES["1"].choices) == ("$x=7$", ())


def test_every_variant_is_judged_from_its_text():
    assert [j.verdict for j in outcome(*RIGHT, linear(10, 5)).judgements] == ["right"] * 3 + ["wrong"]


def test_of_options_the_marked_place_is_judged_and_not_the_printed_text():
    stem = "등식 $0.3x-1.2=0.1(x+6)$를 만족시키는 $x$의 값은?"
    choices = ("$3$", "$5$", "$7$", "$9$", "$11$")
    right = variant(stem, "$9$", choices=choices, key=3)
    wrong = variant(stem, "$9$", choices=choices, key=2)
    assert [j.verdict for j in outcome(right, wrong, number="3").judgements] == ["right", "wrong"]


def test_figures_count_served_wrong_unjudged_and_refused():
    few = outcome(RIGHT[0], refused=Refusal("exhausted", "수가 모자랍니다"))
    bad = outcome(*RIGHT[:2], linear(10, 5))
    unread = outcome(*RIGHT[:2], variant("처음 보는 문제", "5"), number="4")
    none = outcome(refused=Refusal("figure", "그림이 없습니다"), number="61")
    found = demo.summary([outcome(*RIGHT), few, bad, unread, none], 3, None, 99)
    assert list(found)[:6] == ["notes", "served", "variants", "wrong", "refused", "milliseconds"]
    assert found == {
        "notes": 5, "served": 3, "variants": 10, "wrong": 1, "refused": 2, "milliseconds": 99, "unjudged": 1,
        "without_solution": 2, "passed": 3, "conditional": 0, "sound_served": 3, "unsound_served": 0,
        "unsound_explained": 1,
        "planted": None, "planted_caught": None,
    }  # fmt: skip


def test_an_unsound_note_counts_as_explained_only_for_a_reason_that_names_its_fault():
    assert outcome(refused=Refusal("figure", "그림이 없습니다"), number="61").explained
    assert not outcome(refused=Refusal("steps", "풀이를 읽지 못했습니다"), number="61").explained
    assert outcome(refused=Refusal("answer", "노트의 정답은 5인데 다시 풀면 -5입니다"), number="71").explained
    assert not outcome(refused=Refusal("figure", "그림이 없습니다"), number="71").explained
    assert not outcome(refused=Refusal("figure", "그림이 없습니다"), number="1").explained
    assert not outcome(RIGHT[0], refused=Refusal("figure", "그림이 없습니다"), number="61").explained


def test_one_conditional_variant_makes_the_row_conditional():
    assert outcome(*RIGHT).result == "passed"
    assert outcome(RIGHT[0], linear(4, 4, conditional=True)).result == "conditional"
    assert outcome(refused=Refusal("figure", "그림이 없습니다")).result == "refused"


def test_a_row_shows_the_fewest_gates_passed_and_keeps_its_columns(capsys):
    demo._shown(outcome(RIGHT[0], linear(4, 4, conditional=True)))
    row = capsys.readouterr().out.rstrip("\n")
    assert row.split() == ["1", "중1.일차방정식.풀이", "twin", "2", "1/2", "2/2", "12", "conditional"]
    assert demo._columns(row[: row.index("conditional")]) == sum(demo.WIDTHS.values()) + len(demo.WIDTHS)


def test_a_refused_row_says_why(capsys):
    demo._shown(outcome(refused=Refusal("figure", "그림이 없습니다"), number="61"))
    assert capsys.readouterr().out.endswith("refused: 그림이 없습니다\n")


def test_the_judge_tells_all_planted_pairs_apart():
    assert demo.planted() == len(PLANTS) >= 20


@pytest.fixture
def two_notes(monkeypatch):
    """The demonstration on notes 1 and 61 with variants made by hand."""
    monkeypatch.setattr(demo, "read_notes", lambda path: [NOTES["1"], NOTES["61"]])
    answers = {"1": outcome(*RIGHT), "61": outcome(refused=Refusal("figure", "그림이 없습니다"), number="61")}
    monkeypatch.setattr(demo, "serve", lambda note, count, seed: answers[note.id])
    return answers


def test_the_last_line_is_json_and_the_status_is_zero_when_nothing_is_wrong(two_notes, capsys):
    assert demo.main(["--no-planted"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["notes"], last["served"], last["variants"], last["wrong"], last["refused"]) == (
        2,
        1,
        3,
        0,
        1,
    )


def test_a_wrong_variant_is_printed_in_full_and_fails_the_run(two_notes, capsys):
    two_notes["1"] = outcome(*RIGHT[:2], linear(10, 5))
    assert demo.main(["--no-planted"]) == 1
    assert "WRONG note 1: 일차방정식 $5x-8=2x+10$" in capsys.readouterr().out


def test_notes_that_the_built_in_author_refused_go_to_the_models_and_only_those(two_notes, capsys):
    asked = []

    def models(notes: list[Note], count: int, seed: int) -> dict[str, Batch]:
        asked.extend((note.id, count, seed) for note in notes)
        return {"61": Batch(BLUEPRINT, RIGHT)}

    assert demo.main(["--no-planted", "--with-models", "--seed", "4"], remaining=models) == 0
    assert asked == [("61", 3, 4)]
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["served"] == 2


def test_models_cannot_be_asked_for_where_none_is_connected(two_notes, capsys):
    with pytest.raises(SystemExit) as stop:
        demo.main(["--with-models"])
    assert stop.value.code == 2
    assert "no model server is configured" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_senseless_count_is_refused(count):
    with pytest.raises(SystemExit) as stop:
        demo.main(["--count", count])
    assert stop.value.code == 2


def test_the_command_runs_a_figure_set_by_name_and_hands_on_its_arguments(monkeypatch):
    given = []
    monkeypatch.setattr(demo, "main", lambda arguments: given.append(arguments) or 0)
    assert figures.main(["demo", "--seed", "3"]) == 0
    assert given == [["--seed", "3"]]


def test_all_figure_sets_give_one_object_with_null_for_one_that_failed(monkeypatch, capsys):
    monkeypatch.setattr(figures, "names", lambda: ["nothing"])
    assert figures.main(["all"]) == 2
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"nothing": None}


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["../demo"], ["judge"], ["__main__"]])
def test_an_unknown_figure_set_is_refused_with_the_names_there_are(arguments, capsys):
    assert figures.main(arguments) == 2
    assert "demo" in capsys.readouterr().err
