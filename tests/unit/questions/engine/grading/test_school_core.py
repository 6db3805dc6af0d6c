"""Tables of school answers, typed as people and computer algebra type them, each verdict reasoned by hand."""

from pathlib import Path

import pytest

from questions.engine.grading import forms, grade

VERDICTS = {"equal": "correct", "different": "incorrect", "invalid": "unreadable"}
TABLES = [Path(__file__).with_name(f"{name}.tsv") for name in ("school_core", "school_wide", "school_said")]
LINES = [line for table in TABLES for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
ROWS = [line.split("\t") for line in LINES]
MOST_OPEN = 0.03
FORMS = [line.split("\t") for line in Path(__file__).with_name("forms.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("expected", "given", "verdict", "left"), [[*row, ""][:4] for row in ROWS])
def test_the_verdict_of_the_table_is_reached(expected: str, given: str, verdict: str, left: str) -> None:
    found = grade(expected, given)
    assert found.verdict == ("unreadable" if left == "open" else VERDICTS[verdict]), found.reason
    assert bool(found.reason) == (found.verdict != "correct")


def test_few_rows_are_left_to_a_teacher() -> None:
    left = [row for row in ROWS if row[3:] == ["open"]]
    assert len(ROWS) > 900
    assert len(left) <= MOST_OPEN * len(ROWS)


@pytest.mark.parametrize(
    ("given", "place"), [("1 + ", 4), ("{1, 2", 5), ("[0, 1", 5), ("3 & 4 cm", 2), ("union(1, ", 9), ("\\frac{1}{", 9)]
)
def test_what_cannot_be_read_is_shown_with_a_caret(given: str, place: int) -> None:
    found = grade("1", given)
    assert found.verdict == "unreadable"
    assert found.reason.startswith("읽을 수 없습니다")
    assert found.reason.splitlines()[-1].index("^") <= place


@pytest.mark.parametrize(("given", "sign"), [("3\u202e4", 1), ("\u00003", 0), ("12\x074", 2)])
def test_a_sign_that_cannot_be_seen_is_pointed_at(given: str, sign: int) -> None:
    found = grade("34", given)
    assert found.verdict == "unreadable"
    shown, caret = found.reason.splitlines()[1:]
    assert caret.index("^") == sign
    assert len(shown) == len(given)
    assert shown.isprintable()


@pytest.mark.parametrize(
    ("expected", "given", "options"),
    [("모든 실수", "2 + ¤", ()), ("5", "5m", ()), ("해가 없다", "2 + ¤", ()), ("①", "몰라요", ("가", "나"))],
)
def test_words_and_options_that_cannot_be_read_have_a_caret(
    expected: str, given: str, options: tuple[str, ...]
) -> None:
    found = grade(expected, given, choices=options)
    assert found.verdict == "unreadable"
    assert found.reason.splitlines()[1] == given
    assert found.reason.splitlines()[2].strip() == "^"


@pytest.mark.parametrize("given", ["x=2 and x=3", "x=2 그리고 x=3", "x=2 nounand x=3"])
def test_two_values_at_once_are_no_list_of_solutions(given: str) -> None:
    assert grade("x=2 또는 x=3", given).verdict == "incorrect"
    assert grade("x=2, x=3", given).verdict == "incorrect"
    assert grade(given, given).verdict == "correct"


@pytest.mark.parametrize(("expected", "given"), [("x", "X"), ("X", "x")])
def test_a_letter_of_the_other_size_is_not_accepted(expected: str, given: str) -> None:
    assert grade(expected, given).verdict == "unreadable"
    assert grade("O", "○").verdict == "correct"


@pytest.mark.parametrize(("expected", "given", "form", "verdict"), FORMS)
def test_an_answer_of_the_right_value_is_correct_only_in_the_form_asked(
    expected: str, given: str, form: str, verdict: str
) -> None:
    assert grade(expected, given).verdict == "correct"
    found = grade(expected, given, form=form)
    assert found.verdict == ("correct" if verdict == "accepted" else "incorrect"), found.reason
    assert verdict == "accepted" or form in ("unit_required", "ordered") or found.reason.startswith("값은 맞지만 ")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("", ""), ("기약분수", "lowest_terms"), ("인수분해된 꼴", "factored"), ("소수 둘째 자리", "decimal_places:2"),
        ("소수점 아래 3째 자리까지", "decimal_places:3"), ("유효숫자 3자리", "significant_figures:3"),
        ("FacForm", "factored"), ("LowestTerms", "lowest_terms"), ("sigfigs:4", "significant_figures:4"),
        ("y에 대하여 푼 꼴", "solved_for:y"), ("오름차순", "ascending"), ("vertex form", "completed_square"),
        ("EqualComAss", "up_to_order"), ("AlgEquiv", ""),
    ],
)  # fmt: skip
def test_a_form_is_known_by_its_textbook_and_question_bank_names(name: str, form: str) -> None:
    assert forms.known(name) == form
