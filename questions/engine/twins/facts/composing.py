"""A question about the answers of simple questions, taken apart: `S를 T라 할 때, G의 값`.

Schoolbooks ask for one quantity in endless combinations: the solution is `a ≤ x ≤ b`, the largest value is M and the
smallest m, the product is `ax^2 + bx + c`; what is asked is an expression in those letters. Here a stem is only cut:
into simple questions, the form in which each answer is named, and what is asked of the letters. Whether the simple
questions mean anything is for their own readers to say.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questions.engine.twins.grammar.patterns import without_order


@dataclass(frozen=True, slots=True)
class Part:
    """A simple question, as the first `upto` letters of the text and a tail without numbers, and its answer's form."""

    upto: int
    tail: str
    form: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts, what is asked of their letters (`a+b`, or `a,b` for the letters themselves), and a printed order.

    `order` is `a<b` where the stem says so, else empty; `labels` name the items of an answer of several quantities.
    """

    parts: tuple[Part, ...]
    asked: str
    order: str = ""
    labels: tuple[str, ...] = ()


_LETTERS = r"[a-zA-Zαβγ](?:,[a-zA-Zαβγ])*"
_KIND = r"(?:두|세)?(?:상수|실수|유리수|자연수|정수|양수|음수|서로소인(?:두)?자연수|양의정수|수)"
_WHEN = r"(?:꼴|의꼴)?(?:로나타낼때|으로나타낼때|로나타내면|으로나타내면|로나타내어질때|가될때|이될때|가되었다\.|이되었다\.|가된다\.|이된다\.|가되면|이되면|가되었을때|이다\.|일때|라할때|이라할때|라하자\.|이라하자\.|이면|라하면|인)"
_THEN = r",?(?:이때|그러면|여기서)?,?"
_FOR = rf"(?:(?:{_KIND})?{_LETTERS}에대하여,?)?(?:단,{_LETTERS}(?:는|은){_KIND},?)?"
_GIVEN = re.compile(
    rf"(?P<head>.*?[가-힣=])(?P<form>[^가-힣=][^가-힣]*?){_WHEN}{_THEN}{_FOR}(?:{_KIND})?(?P<asked>[^가-힣=]+?)(?:의값|의합)?(?:을|를|은|는)?(?:각각|차례로)*"
)
_ENDING = re.compile(
    r"(?:(?:을|를)(?:간단히|전개|계산|정리|인수분해|분모를유리화|통분)?|의?분모를유리화|의?값(?:이|을|은)|의?계산결과(?:가|를|는)|의식(?:을|이))?"
    r"(?:(?:하|나타내)(?:면|였더니|였을때|니|여)|했더니|했을때|한(?:값|결과|식|것)(?:이|을|가|은)|이|가|은|는|을|를|의?값은|의?값이)?,?"
)
_ORDER = re.compile(r"\(단,(?P<one>[a-zαβ])(?P<sign>[<>])(?P<two>[a-zαβ])(?:이다)?\.?\)[.?]?$")
_NAME = r"[a-zA-Zαβ]|\([a-zA-Z],[a-zA-Z]\)"
_QUANTITY = r"[가-힣xy]{2,9}?"
_LISTED = re.compile(
    rf"(?P<object>.+?(?:의|에서|에대하여,?))(?P<one>{_QUANTITY})(?:을|를|이|가)(?:각각)?(?P<a>{_NAME})(?:,|이고,?|고,?|라하고,?|이라하고,?)(?P<two>{_QUANTITY})(?:을|를|이|가)(?P<b>{_NAME})"
    rf"(?:(?:,|이고,?|고,?|라하고,?|이라하고,?)(?P<three>{_QUANTITY})(?:을|를|이|가)(?P<c>{_NAME}))?"
    rf"{_WHEN}{_THEN}{_FOR}(?P<asked>[^가-힣=]+?)(?:의값)?(?:을|를|은|는)?(?:각각|차례로)*"
)
_JOINED = re.compile(
    rf"(?P<object>.+?의)(?P<one>{_QUANTITY})(?:과|와|,)(?P<two>{_QUANTITY})(?:을|를)?(?:각각)?(?:(?P<a>{_NAME}),(?P<b>{_NAME}){_WHEN}{_THEN}{_FOR}(?P<asked>[^가-힣=]+?)(?:의값)?|의(?P<what>합|차|곱))?(?:을|를|은|는)?(?:각각|차례로)*"
)
_COMBINED = {"합": "a+b", "차": "a-b", "곱": "ab"}


def composed(text: str) -> Iterator[Composed]:
    """Every way to cut a stem (in the normal spelling) into simple questions and what is asked of their answers."""
    found = _ORDER.search(text)
    order = ""
    if found is not None:
        text = text[: found.start()]
        low, high = (found["one"], found["two"]) if found["sign"] == "<" else (found["two"], found["one"])
        order = f"{low}<{high}"
    core = without_order(text).replace("또는", "∨∨")
    yield from _listed(core)
    yield from _given(core, order)
    yield from _joined(core)


def _given(core: str, order: str) -> Iterator[Composed]:
    """`S를 T라 할 때, G`: the form is the last formula before the `when`, whatever stands before it is the question."""
    found = _GIVEN.fullmatch(core)
    if found is None or not re.search(r"[a-zA-Zαβ]", found["form"]):
        return
    head = found["head"]
    left, equals, right = found["form"].partition("=")
    if equals and "=" not in right and re.search(r"[a-zA-Zαβ]", right):
        yield Composed((Part(found.start("form") + len(left), "", right.strip(",")),), found["asked"].strip(","), order)
    for end in range(len(head), 0, -1):
        if _ENDING.fullmatch(head, end) or head[end:] == "=":
            yield Composed((Part(end, "", found["form"].strip(",")),), found["asked"].strip(","), order)
        elif len(head) - end > 14:
            return


def _listed(core: str) -> Iterator[Composed]:
    found = _LISTED.fullmatch(core)
    if found is None:
        return
    upto = found.end("object")
    pairs = [(found[q], found[n]) for q, n in (("one", "a"), ("two", "b"), ("three", "c")) if found[q]]
    yield Composed(tuple(Part(upto, quantity, name) for quantity, name in pairs), found["asked"])


def _joined(core: str) -> Iterator[Composed]:
    found = _JOINED.fullmatch(core)
    if found is None:
        return
    upto = found.end("object")
    if found["what"] or found["asked"]:
        names = (found["a"] or "a", found["b"] or "b")
        parts = tuple(Part(upto, found[quantity], name) for quantity, name in zip(("one", "two"), names, strict=True))
        yield Composed(parts, found["asked"] or _COMBINED[found["what"]])
        return
    forms = ("(a,b)" if found["one"].endswith("좌표") else "a", "(c,d)" if found["two"].endswith("좌표") else "c")
    parts = tuple(Part(upto, found[quantity], form) for quantity, form in zip(("one", "two"), forms, strict=True))
    yield Composed(parts, ",".join(forms), "", tuple(found[name].partition("의")[0] for name in ("one", "two")))
