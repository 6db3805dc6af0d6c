"""The command line: one JSON line for each line, in order, whatever the line; no Django, no network."""

# ruff: noqa: E501 (a case is one line)

import json
import subprocess
import sys

import pytest

GOOD = {"id": "n1", "stem": "일차방정식 $3x + 5 = 20$의 해를 구하시오.", "answer": "5"}


def run(command, lines, *options):
    data = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "questions.engine", command, *options], input=data, capture_output=True, timeout=60, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_variants_answers_every_line_in_order_with_certificates():
    first, bad, last = run("variants", [GOOD, b"{no json\n", {**GOOD, "id": 7}], "--count", "2", "--seed", "3")
    assert (first["id"], bad["id"], last["id"]) == ("n1", None, 7)
    assert first["refused"] is None and len(first["variants"]) == 2
    assert list(first["variants"][0]) >= ["stem"] and first["variants"][0]["certificate"]["result"] == "passed"
    assert len(first["variants"][0]["certificate"]["gates"]) == 9
    assert bad["variants"] == [] and "JSON" in bad["refused"]
    assert last["variants"] == first["variants"] or [v["stem"] for v in last["variants"]] == [
        v["stem"] for v in first["variants"]
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({**GOOD, "stem": 5}, "stem"), ({**GOOD, "stem": ""}, "stem"), ({"id": "a", "stem": "x"}, "answer"), ({**GOOD, "id": None}, "id"),
        ({**GOOD, "choices": "5"}, "choices"), ({**GOOD, "choices": [1]}, "choices"), ({**GOOD, "solution": []}, "solution"),
        ({**GOOD, "student_answer": 3}, "student_answer"), ({**GOOD, "subject": {}}, "subject"), ({**GOOD, "answer": "\ud800"}, "answer"),
    ],
)  # fmt: skip
def test_an_ill_typed_field_is_named(line, field):
    (answer,) = run("variants", [line])
    assert answer["variants"] == [] and answer["refused"].startswith(f"{field}:")


def test_lines_that_are_no_objects_are_refused_one_by_one():
    answers = run("variants", [b"\n", b"[]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"3\n", b'{"id": NaN}\n'])
    assert len(answers) == 6 and all(a["refused"] and a["variants"] == [] for a in answers)


def test_grade_answers_every_line_in_order():
    rows = [
        {"id": 1, "expected": "1/2", "given": "0.5"}, {"id": 2, "expected": "5", "given": "6"},
        {"id": 3, "expected": "5", "given": []}, b"nothing\n",
        {"id": 4, "expected": "3/4", "given": "6/8", "form": "기약분수"}, {"id": 5, "expected": "5", "given": "5", "form": "pretty"},
    ]  # fmt: skip
    verdicts = [answer["verdict"] for answer in run("grade", rows)]
    assert verdicts == ["correct", "incorrect", "unreadable", "unreadable", "incorrect", "unreadable"]


def test_the_engine_imports_no_django():
    code = "import sys, questions.engine.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
