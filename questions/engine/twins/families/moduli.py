"""Absolute values in equations and inequalities, and two linear inequalities that hold together."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.grammar.algebra import asks_to_solve, bind, needs, sides
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading, is_korean
from questions.engine.twins.grammar.shape import coefficients, letters_of, read_formula, value_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind

_SIGNS = {"<": "<", ">": ">", "≤": "<=", "≥": ">="}
_FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_SHOWN = {"<": "<", ">": ">", "<=": "\\le", ">=": "\\ge"}


def modulus(reading: Reading, match: Match) -> Sketch | None:
    """|a x + b| = c, or < c, > c, with c positive."""
    parts = sides(match)
    needs(len(parts) == 2 and parts[1][2] in "=<>≤≥" and re.fullmatch(r"\|[^|]+\|", parts[0][0]))
    inside, start = parts[0][0][1:-1], parts[0][1] + 1
    root = read_formula(inside).root
    needs(len(letters_of(root)) == 1)
    letter = letters_of(root).pop()
    factors = coefficients(root, letter)
    needs(set(factors) <= {0, 1} and factors.get(1))
    needs(value_of(read_formula(parts[1][0]).root) > 0)
    sketch = Sketch("고1.방정식과 부등식.절댓값", "equation.modulus", keeps_size=False)
    body, edge = bind(sketch, inside, start), bind(sketch, parts[1][0], parts[1][1])
    sketch.let = [
        ("e", edge.text()), ("b", body.text(**{letter: "0"})), ("a", f"{body.text(**{letter: '1'})} - b"),
        ("u", "(-e - b)/a"), ("w", "(e - b)/a"), ("lo", "min(u, w)"), ("hi", "max(u, w)"),
    ]  # fmt: skip
    sketch.where += ["e > 0", "a != 0", "lo != -hi" if factors.get(0) else "lo == -hi"]
    ends = [
        (sign * value_of(read_formula(parts[1][0]).root) - factors.get(0, Fraction(0))) / factors[1] for sign in (-1, 1)
    ]
    sketch.where += ["is_int(lo)", "is_int(hi)"] if all(end.denominator == 1 for end in ends) else []
    if parts[1][2] == "=":
        sketch.kind, sketch.answer, sketch.unknown = AnswerKind.SET, "lo, hi", letter
        sketch.wrong = misconceptions(
            "w | partial; u | partial; -hi, -lo | sign; -w, w | sign; lo + 1, hi | other; lo, hi + 1 | other"
        )
        sketch.say = _told(
            reading,
            [f"${letter} = {{lo}}$ 또는 ${letter} = {{hi}}$"],
            f"${letter} = {{lo}}$ or ${letter} = {{hi}}$.",
            "절댓값 기호 안의 값은 ${e}$ 또는 $-{e}$이다.",
            "What is inside is ${e}$ or $-{e}$.",
        )
        return sketch
    return _ordered(sketch, reading, letter, _SIGNS[parts[1][2]])


def _ordered(sketch: Sketch, reading: Reading, letter: str, sign: str) -> Sketch:
    """The stretch between the corners, or what lies outside of them."""
    sketch.family, sketch.kind, sketch.free = "inequality.modulus", AnswerKind.INTERVAL, (letter,)
    turned = _FLIP[sign]
    less, more = (sign, turned) if sign[0] == "<" else (turned, sign)
    between, outside = f"lo {less} {letter} {less} hi", f"{letter} {less} lo or {letter} {more} hi"
    sketch.answer = between if sign[0] == "<" else outside
    sketch.wrong = [
        (outside if sign[0] == "<" else between, "sign"),
        (f"{letter} {sign} hi", "partial"),
        (f"{letter} {_FLIP[sign]} lo", "partial"),
        (f"-hi {less} {letter} {less} -lo", "sign"),
        (f"lo {less} {letter} {less} hi + 1", "other"),
    ]
    shown = (
        f"${{lo}} {_SHOWN[less]} {letter} {_SHOWN[less]} {{hi}}$"
        if sign[0] == "<"
        else f"${letter} {_SHOWN[less]} {{lo}}$ 또는 ${letter} {_SHOWN[more]} {{hi}}$"
    )
    inner = "$-{e}$와 ${e}$ 사이에 있다" if sign[0] == "<" else "$-{e}$보다 작거나 ${e}$보다 크다"
    sketch.say = _told(
        reading,
        [shown],
        shown.replace("또는", "or") + ".",
        f"절댓값 기호 안의 값은 {inner}.",
        "Compare what is inside with $-{e}$ and ${e}$.",
    )
    return sketch


def _told(reading: Reading, korean: list[str], english: str, first: str, told: str) -> list[str]:
    return [first, *korean] if is_korean(reading.source) else [told, english]


def together(reading: Reading, match: Match) -> Sketch | None:
    """Two linear inequalities at once (a system, or a chain A < B < C): where both hold."""
    text, start = match["f"], match.start("f")
    pairs = _chain(text, start) or _listed(text, start)
    needs(len(pairs) == 2)
    letters = set().union(
        *(letters_of(read_formula(side).root) for left, _, right in pairs for side in (left[0], right[0]))
    )
    needs(len(letters) == 1)
    letter = letters.pop()
    sketch = Sketch(
        "고1.부등식.연립일차부등식", "inequality.system", kind=AnswerKind.INTERVAL, free=(letter,), keeps_size=False
    )
    seen: dict[tuple[str, int], tuple[str, str]] = {}
    turned, bounds = [], []
    for number, (left, sign, right) in enumerate(pairs, 1):
        at = []
        for side in (left, right):
            if side not in seen:
                body = bind(sketch, *side)
                seen[side] = body.text(**{letter: "0"}), body.text(**{letter: "1"})
            at.append(seen[side])
        factors = [coefficients(read_formula(side[0]).root, letter) for side in (left, right)]
        needs(all(set(one) <= {0, 1} for one in factors))
        slope = factors[0].get(1, Fraction(0)) - factors[1].get(1, Fraction(0))
        needs(slope)
        bounds.append((factors[1].get(0, Fraction(0)) - factors[0].get(0, Fraction(0))) / slope)
        turned.append(_SIGNS[sign] if slope > 0 else _FLIP[_SIGNS[sign]])
        sketch.let += [
            (f"m{number}", f"({at[0][1]} - ({at[0][0]})) - ({at[1][1]} - ({at[1][0]}))"),
            (f"e{number}", f"({at[1][0]} - ({at[0][0]}))/m{number}"),
        ]
        sketch.where += [f"m{number} > 0" if slope > 0 else f"m{number} < 0", f"abs(e{number}) <= 20"]
        sketch.where += [f"is_int(e{number})"] if bounds[-1].denominator == 1 else []
    _meet(sketch, letter, turned, bounds)
    shown = " $, $ ".join(f"{letter} {_SHOWN[sign]} {{e{i}}}" for i, sign in enumerate(turned, 1)).replace(
        " $, $ ", "$, $"
    )
    sketch.say = (
        [f"각각 풀면 ${shown}$", "두 범위의 공통부분을 구한다."]
        if is_korean(reading.source)
        else [f"They give ${shown}$.", "Take what both have in common."]
    )
    return sketch


def _meet(sketch: Sketch, letter: str, turned: list[str], bounds: list[Fraction]) -> None:
    if turned[0][0] == turned[1][0]:
        needs(turned[0] == turned[1] and bounds[0] != bounds[1])
        sketch.let.append(("s", f"{'min' if turned[0][0] == '<' else 'max'}(e1, e2)"))
        sketch.where += ["e1 != e2", "e1 < e2" if bounds[0] < bounds[1] else "e1 > e2"]
        other = f"{'max' if turned[0][0] == '<' else 'min'}(e1, e2)"
        sketch.let.append(("z", other))
        sketch.answer = f"{letter} {turned[0]} s"
        sketch.wrong = [
            (f"{letter} {turned[0]} z", "misread"),
            (f"{letter} {_FLIP[turned[0]]} s", "sign"),
            (f"{letter} {turned[0]} -s", "sign"),
            (f"{letter} {turned[0]} s + 1", "other"),
        ]
        return
    up = 0 if turned[0][0] == ">" else 1
    low, high = f"e{up + 1}", f"e{2 - up}"
    needs(bounds[up] < bounds[1 - up])
    more, less = _FLIP[turned[up]], turned[1 - up]
    sketch.where.append(f"{low} < {high}")
    sketch.answer = f"{low} {more} {letter} {less} {high}"
    swap = {"<": "<=", "<=": "<"}
    sketch.wrong = [
        (f"{letter} {turned[up]} {low}", "partial"), (f"{letter} {less} {high}", "partial"),
        (f"{low} {swap[more]} {letter} {less} {high}", "sign"), (f"-{high} {more} {letter} {less} -{low}", "sign"),
        (f"{low} {more} {letter} {swap[less]} {high}", "sign"),
    ]  # fmt: skip


Side = tuple[str, int]
_SIGN = re.compile(r"[<>≤≥]")


def _pair(text: str, start: int) -> tuple[Side, str, Side] | None:
    marks = list(_SIGN.finditer(text))
    if len(marks) != 1:
        return None
    mark = marks[0]
    return (text[: mark.start()], start), mark.group(), (text[mark.end() :], start + mark.end())


def _chain(text: str, start: int) -> list[tuple[Side, str, Side]]:
    marks = list(_SIGN.finditer(text))
    if len(marks) != 2 or re.search("[;,]", text) or (marks[0].group() in "<≤") != (marks[1].group() in "<≤"):
        return []
    first, second = marks
    middle = (text[first.end() : second.start()], start + first.end())
    left = (text[: first.start()], start)
    right = (text[second.end() :], start + second.end())
    return [(left, first.group(), middle), (middle, second.group(), right)]


def _listed(text: str, start: int) -> list[tuple[Side, str, Side]]:
    found = []
    for part in re.finditer(r"[^;,⦃⦄]+", text):
        if part.group() == "{":
            continue
        clean = part.group().lstrip("{")
        pair = _pair(clean, start + part.end() - len(clean))
        needs(pair is not None)
        found += [pair] if pair else []
    return found


_NOUN = "(?:[a-zA-Z]에대한)?(?:절댓값기호를포함한)?"
_ASKED = "해|해의범위|x의값의범위|x의범위"
_TOGETHER = "(?:[a-zA-Z]에대한)?(?:연립(?:일차)?)?부등식"
_SOLVE = r"solve(?:the|following|this)*(?:compound|system ?of)?(?:equation|inequality|inequalities)?:?{f:math}(?:for{w:letter})?"
FAMILIES = (
    Family("equation.modulus", (*asks_to_solve(f"{_NOUN}(?:일차)?방정식", "해|근|x의값"), _SOLVE), modulus, ("|", "=")),
    Family("inequality.modulus", (*asks_to_solve(f"{_NOUN}(?:일차)?부등식", _ASKED), _SOLVE), modulus, ("|",)),
    Family("inequality.system", (*asks_to_solve(_TOGETHER, _ASKED), _SOLVE), together),
)
