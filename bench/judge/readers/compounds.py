"""Questions about the answers of other questions: `S를 T라 할 때, G의 값`, read by splitting at the formulas.

The part before T is asked of all readers again as a question of its own; T is compared with the truth they give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sympy as sp

from bench.judge.notation import Expr, expression, relation
from bench.judge.stem import Stem, take_apart
from bench.judge.tokens import Unreadable
from bench.judge.truth import Truth

Read = Callable[[Stem], tuple[str, Truth] | None]
WHEN = (
    r"(?:꼴)?(?:(?:이)?라고?(?:할|하였을|놓을)때|(?:이)?라(?:고)?하(?:자\.(?:이때)?|면)|일때|이다\.(?:이때)?|이면|(?:가|이)되었다\.(?:이때)?"
    r"|(?:가|이)될때|로나타낼때),?"
)
KIND = r"(?:두|세)?(?:상수|실수|유리수|자연수|정수|양수)?"
FOR = rf"(?:{KIND}M(?:,M)*에대하여,?)?"
ASKED = rf"{FOR}{KIND}M(?:,M)*(?:의값)?(?:을|를|은|는)?(?:각각|차례로)?(?:구하시오|구하여라|구하라|구하면)?[.?]*"
SINGLE = re.compile(rf"(?P<head>.*?[가-힣])?(?P<form>M(?:또는M|,M)*){WHEN}{ASKED}(?:\(단,M\.?\)\.?)?")
NAMED = r"(?:을|를|이|가)M(?:,|이고,?|고,?|라하고,?)?"
SEVERAL = re.compile(
    rf"(?P<object>.*?(?:의|에서))(?P<one>[가-힣xy]+?){NAMED}(?P<two>[가-힣xy]+?){NAMED}(?:(?P<three>[가-힣xy]+?){NAMED})?{WHEN}{ASKED}"
)
JOINED = re.compile(
    r"(?P<object>.*?의)(?P<one>[가-힣]+)(?:과|와)(?P<two>[가-힣]+)의(?P<what>합|차|곱)(?:을|를|은)?(?:구하시오|구하여라)?[.?]*"
)
ENDINGS = (
    (r"(?:을|를)?간단히(?:나타내|하)(?:면|였더니|였을때)$", "을 간단히 하시오."),
    (r"(?:을|를)전개(?:하면|하였더니|하였을때|했을때)$", "을 전개하시오."),
    (r"(?:을|를)기약분수로나타내면$", "를 기약분수로 나타내시오."),
    (r"(?:을|를)계산(?:하면|하였더니|한결과가|한값이)$", "을 계산하시오."),
    (r"(?:을|를)인수분해(?:하면|하였더니|한식이)$", "을 인수분해하시오."),
    (r"(?:의분모를유리화)(?:하면|하였더니)$", "의 분모를 유리화하시오."),
    (r"(?:을|를|이|가|은|는)$", "를 구하시오."),
)  # fmt: skip


def compound(stem: Stem, read: Read) -> Truth | None:
    """The truth of a composed question, or None where a part is not read or its form does not fit."""
    if stem.frame.count("M") != len(stem.maths):
        return None
    for route in (_several, _joined, _single):
        truth = route(stem, read)
        if truth is not None:
            return truth
    return None


def _filled(stem: Stem, frame: str, skip: int = 0) -> str:
    """A part of the frame with its formulas put back, from the formula at place `skip` on."""
    pieces = frame.split("M")
    return "".join(
        piece + (f"${stem.maths[skip + place]}$" if place < len(pieces) - 1 else "")
        for place, piece in enumerate(pieces)
    )


def _single(stem: Stem, read: Read) -> Truth | None:
    found = SINGLE.fullmatch(stem.frame)
    if not found:
        return None
    head = found["head"] or ""
    before = head.count("M")
    forms = list(stem.maths[before : before + found["form"].count("M")])
    asked = _asked(stem, found)
    order = stem.maths[-1] if "(단" in stem.frame else ""
    if not before and len(forms) == 1 and forms[0].count("=") == 1:
        left, right = forms[0].split("=")
        truth = Truth("value", expression(left))
        return _result(asked, _letters([right], truth), "")
    for ending, order_text in ENDINGS:
        question, cuts = re.subn(ending, "", head)
        question = re.sub(r"의(?:두|모든)?(?:실)?근$", "의근", question)
        answer = read(take_apart(_filled(stem, question) + order_text)) if cuts else None
        if answer:
            return _result(asked, _letters(forms, answer[1], order), order)
    return None


def _asked(stem: Stem, found: re.Match[str]) -> list[str]:
    """The formulas that are asked for: the last row of formulas that stand beside each other."""
    frame = re.sub(r"\(단,M\.?\)\.?$", "", stem.frame)
    row = re.search(r"(M(?:,M)*)[^M]*$", frame)
    if not row:
        raise Unreadable("nothing asked")
    last = frame.count("M")
    return list(stem.maths[last - row[1].count("M") : last])


def _several(stem: Stem, read: Read) -> Truth | None:
    found = SEVERAL.fullmatch(stem.frame)
    if not found:
        return None
    place = found["object"].count("M")
    named: dict[str, Expr] = {}
    for quantity in (found["one"], found["two"], found["three"]):
        if not quantity:
            continue
        answer = read(take_apart(_filled(stem, found["object"]) + quantity + "를 구하시오."))
        letters = _letters([stem.maths[place]], answer[1]) if answer else {}
        if not letters or set(letters) & set(named):
            return None
        named |= letters
        place += 1
    return _result(_asked(stem, found), named, "")


def _joined(stem: Stem, read: Read) -> Truth | None:
    found = JOINED.fullmatch(stem.frame)
    if not found:
        return None
    values = []
    for quantity in (found["one"], found["two"]):
        answer = read(take_apart(_filled(stem, found["object"]) + quantity + "를 구하시오."))
        if not answer or answer[1].kind != "value":
            return None
        values.append(answer[1].value)
    one, two = values
    results: dict[str, Any] = {"합": one + two, "차": one - two, "곱": one * two}  # type: ignore[operator]
    return Truth("value", results[found["what"]])


def _result(asked: list[str], named: dict[str, Expr], order: str) -> Truth | None:
    if not named:
        return None
    letters = {sp.Symbol(name, real=True): found for name, found in named.items() if not name.startswith("?")}
    if len(asked) > 1 or "," in asked[0]:
        names = [part.strip() for text in asked for part in text.split(",")]
        return Truth("assignment", tuple((name, named[name]) for name in names)) if set(names) == set(named) else None
    body = expression(asked[0])
    if not body.free_symbols or body.free_symbols - set(letters):
        return None
    found = sp.expand(body.subs(letters, simultaneous=True))
    if "?" in named and not order:
        one, two = letters
        turned = body.subs({one: letters[two], two: letters[one]}, simultaneous=True)
        if sp.simplify(found - turned) != 0:
            return None
    return Truth("value", found)


def _letters(forms: list[str], truth: Truth, order: str = "") -> dict[str, Expr]:
    """The letters of the form, so that it says what is true; `?` marks two that may be exchanged."""
    if truth.kind == "region":
        return _ends(forms, truth.value)
    text = ",".join(forms)
    names = re.findall(r"\\alpha|\\beta|[a-zA-Z]", re.sub(r"\\(?!alpha|beta)[a-z]+", "", text))
    names = [name.lstrip("\\") for name in names]
    if truth.kind == "roots":
        return _roots(text, names, list(truth.value), order)  # type: ignore[call-overload]
    if truth.kind in ("assignment", "point"):
        return _tuple(text, names, truth)
    if truth.kind == "line":
        (left, right), _ = relation(text)
        y = sp.Symbol("y", real=True)
        return _compare(right, sp.solve(truth.value, y)[0]) if left == y else {}
    value: Any = truth.value
    lowest = re.fullmatch(r"\\d?frac\{[a-z]\}\{(\d+)\}", text.replace(" ", ""))
    if lowest and value.is_Rational and value.q != int(lowest[1]):
        raise Unreadable("the printed form is not in lowest terms")
    sides, marks = relation(text)
    return _compare(sides[-1], value) if len(marks) < 2 else {}


def _roots(text: str, names: list[str], found: list[Any], order: str) -> dict[str, Expr]:
    if len(found) == 1 and len(set(names) - {"x"}) == 1:
        return {(set(names) - {"x"}).pop(): found[0]}
    if len(found) != 2 or len(names) != 2 or "=" in text:
        return {}
    low, high = sorted(found)
    if not order:
        return {names[0]: low, names[1]: high, "?": low}
    (left, right), (mark,) = relation(order)
    smaller, larger = (left, right) if mark == "<" else (right, left)
    return {str(smaller): low, str(larger): high}


def _tuple(text: str, names: list[str], truth: Truth) -> dict[str, Expr]:
    value: Any = truth.value
    if truth.kind == "point":
        return dict(zip(names, value, strict=True)) if len(names) == len(value) else {}
    stated = dict(re.findall(r"([a-z])\s*=\s*([a-zA-Z])", text))
    if stated:
        return {stated[name]: number for name, number in value if name in stated}
    return dict(zip(names, (number for _, number in value), strict=True)) if len(names) == len(value) else {}


def _ends(forms: list[str], region: Any) -> dict[str, Expr]:
    """`a ≤ x < b`, `[a, b]`, or two half lines: each letter is the end on its side."""
    pieces = sorted(region.args if isinstance(region, sp.Union) else (region,), key=lambda piece: piece.inf)
    found: dict[str, Expr] = {}
    closed = re.fullmatch(r"\[\s*([a-z])\s*,\s*([a-z])\s*\]", forms[0].strip())
    if closed:
        (piece,) = pieces
        return {closed[1]: piece.start, closed[2]: piece.end} if not (piece.left_open or piece.right_open) else {}
    for text, piece in zip(forms, pieces, strict=True):
        sides, marks = relation(text)
        for left, mark, right in zip(sides, marks, sides[1:], strict=False):
            letter, low = (left, mark[0] == "<") if str(right) == "x" else (right, mark[0] == ">")
            if (piece.left_open if low else piece.right_open) == ("=" in mark):
                return {}
            found[str(letter)] = piece.start if low else piece.end
    return found if all(end.is_finite for end in found.values()) else {}


def _compare(shape: Expr, value: Any) -> dict[str, Expr]:
    """The letters of a form by comparing what belongs to each power of x, to i and to each root."""
    x, i = sp.Symbol("x", real=True), sp.Symbol("i", real=True)
    unknown = sorted(shape.free_symbols - {x, i}, key=str)
    gap = sp.expand((shape - value).subs(i, sp.I))
    if not gap.is_polynomial(x, *unknown):
        return {}
    rows: dict[Any, Any] = {}
    for term in sp.Add.make_args(gap):
        inside, outside = term.as_independent(*unknown, x)[::-1] if unknown else (term, sp.Integer(1))
        rational, irrational = outside.as_coeff_Mul()
        power = sp.degree(inside, x) if x in inside.free_symbols else 0
        key = (irrational, power)
        rows[key] = rows.get(key, 0) + rational * inside / x**power
    solved = sp.solve(list(rows.values()), unknown, dict=True)
    if len(solved) != 1 or set(solved[0]) != set(unknown):
        return {}
    return {str(name): found for name, found in solved[0].items()}
