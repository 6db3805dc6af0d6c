"""Programs as solutions: what is read, what decides the way, what is refused, and that nothing is run."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questions.engine.twins.words.arithmetic import Unreadable
from questions.engine.twins.words.program_values import Number
from questions.engine.twins.words.programs import program_result, program_steps

RESULTS = [
    ("total = 0\nfor x in [29, 30, 16]:\n    total += x\nprint(total)", 75),
    ("a = [3, 8, 5]\nprint(max(a) * 10 + min(a))", 83),
    ("import itertools\nbest = 0\nfor p in itertools.permutations([3, 0, 8], 2):\n    n = int(''.join(map(str, p)))\n"
     "    if n > best:\n        best = n\nprint(best)", 83),
    ("from itertools import permutations\nfound = set()\nfor p in permutations([1, 2, 0], 2):\n    if p[0] != 0:\n"
     "        found.add(p[0])\nprint(len(found))", None),
    ("d = {'지민': 12, '유나': 15, '하준': 9}\nprint(max(d, key=d.get))", "유나"),
    ("names = ['가', '나']\nlengths = [2.5, 3.1]\nprint(names[lengths.index(min(lengths))])", "가"),
    ("n = 1\nwhile n * 7 < 100:\n    n += 1\nprint(n)", 15),
    ("xs = [1.5, 2.25]\nprint('{:.2f}'.format(round(sum(xs) / len(xs), 4) + 0))", Fraction(15, 8)),
    ("for a in range(1, 10):\n    for b in range(10):\n        if a + b == 8 and a - b == 2:\n"
     "            print(a * 10 + b)", 53),
    ("xs = [[k, v] for k, v in {'x': 4, 'y': 3}.items()]\nxs.sort(key=lambda t: t[1])\nprint(xs[0][0])", "y"),
    ("print('%.2f' % (49 / 7))", 7),
    ("print(f'{3 * 4}')", 12),
    ("count = 0\nfor x in [1, 5, 7]:\n    if x > 4:\n        count += 1\nprint(count)", 2),
    ("print(sum([x for x in range(1, 11) if x % 3 == 0]))", 18),
    ("print(sorted([5, 2, 9], reverse=True)[2 - 1])", 5),
    ("print(17 // 5 + 17 % 5)", 5),
    ("a, b = 7, 2\nwhile True:\n    a -= b\n    if a < b:\n        break\nprint(a)", 1),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), RESULTS)
def test_programs_are_interpreted(source: str, expected: object) -> None:
    if expected is None:
        with pytest.raises(Unreadable):
            program_result(source, {})
    else:
        assert program_result(source, {}) == expected


def test_literals_take_other_values_everywhere_or_in_lists_only() -> None:
    source = "xs = [6, 2, 3]\nprint(sorted(xs)[3 - 1])"
    changed = {Fraction(6): Fraction(60), Fraction(3): Fraction(30)}
    assert program_result(source, changed, listed=True) == 60
    with pytest.raises(Unreadable):
        program_result(source, changed)
    assert program_result("find_max(sort(X), 2)", {}, {"X": [Number(Fraction(n)) for n in (4, 9, 7)]}) == 7


def test_what_decides_the_way_is_pinned_and_an_order_of_literals_only_compared() -> None:
    ordered = program_steps("a = 12\nb = 30\nif a < b:\n    print(b - a)\nelse:\n    print(a - b)")
    assert (ordered.pinned, ordered.compared) == (frozenset(), {Fraction(12), Fraction(30)})
    computed = program_steps("a = 12\nb = 30\nc = 50\nif a + b < c:\n    print(c - 7)\nelse:\n    print(c + 7)")
    assert computed.pinned >= {Fraction(12), Fraction(30), Fraction(50)}
    assert len(computed.steps) == 1
    looped = program_steps("n = 0\nfor i in range(4):\n    n += 25\nprint(n + 3)")
    assert looped.pinned == {Fraction(4)}


def test_a_step_that_served_a_decision_only_is_left_out_and_another_one_is_not() -> None:
    served = program_steps("a = 12 + 30\nif a > 5:\n    b = 8 * 3\nprint(b + 1)")
    assert len(served.steps) == 2
    assert len(program_steps("a = 12 + 30\nb = 8 * 3\nprint(b + 1)").steps) == 3


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os').system('true')",
        "print(().__class__.__bases__)",
        "open('/etc/hostname').read()",
        "print(eval('3+4'))",
        "def f(x):\n    return x\nprint(f(3))",
        "while True:\n    pass",
        "print(9 ** 9 ** 9)",
        "xs = [1]\nfor x in xs:\n    xs.append(x)\nwhile True:\n    xs += xs",
        "print('a' * 10 ** 9)",
        "for i in range(10 ** 12):\n    print(i)",
        "print(1)\nprint(2)",
        "print(x)",
        "print([1, 2])",
        "print(1 / 0)",
        "print([1][5])",
        "print({1: 2}[[1]])",
        "print(int('seven'))",
        "print(int('1e99999999'))",
        "print(1e999)",
        "print(int('9' * 40))",
        "print(round(10 / 3, 2))",
        "print(sorted([1, 'a']))",
        "print(max([]))",
        "print(",
    ],
)
def test_anything_else_is_refused_soon(source: str) -> None:
    with pytest.raises(Unreadable):
        program_result(source, {})
    with pytest.raises(Unreadable):
        program_steps(source)
