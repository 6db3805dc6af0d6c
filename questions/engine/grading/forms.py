"""Judges the shape of an answer apart from its value: which forms there are, by which names, and what lacks one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple

from questions.engine.expressions.nodes import Group, Logic, Name, Node, Relation, Span
from questions.engine.expressions.sampling import NoSample, sample
from questions.engine.grading import algebra_forms as algebra
from questions.engine.grading import number_forms as numbers
from questions.engine.grading.written_shape import same_shape


class UnknownForm(ValueError):
    """A form that the engine cannot judge."""


class _Form(NamedTuple):
    """`shown` is what the student is told to write, `names` what else question banks and textbooks call it."""

    check: Callable[[Node], bool]
    shown: str
    names: tuple[str, ...]


_FORMS: Final = {
    "lowest_terms": _Form(numbers.lowest_terms, "기약분수", ("기약분수", "lowestterms", "reduced", "irreducible")),
    "factored": _Form(algebra.factored, "인수분해된 꼴", ("인수분해", "facform", "factor", "factorised", "factorized")),
    "expanded": _Form(algebra.expanded, "전개된 꼴", ("전개", "expand")),
    "simplified": _Form(numbers.simplified, "간단히 한 꼴", ("간단히", "simplify", "simplest_form", "simplified_surd")),
    "improper": _Form(numbers.improper, "가분수", ("가분수", "improper_fraction")),
    "mixed": _Form(numbers.mixed, "대분수", ("대분수", "mixed_number", "mixed_fraction")),
    "decimal": _Form(numbers.decimal, "소수", ("소수",)),
    "rationalised": _Form(
        numbers.rationalised, "분모를 유리화한 꼴", ("유리화", "분모유리화", "rationalized", "rationalised_denominator")
    ),
    "prime_factors": _Form(numbers.prime_factors, "소인수분해한 꼴", ("소인수분해", "prime_factorisation")),
    "scientific": _Form(numbers.scientific, "a×10ⁿ 꼴", ("과학적표기", "과학적표기법", "scientific_notation")),
    "completed_square": _Form(
        algebra.completed_square,
        "완전제곱식을 쓴 꼴",
        ("완전제곱식", "완전제곱꼴", "표준형", "compsquare", "complete_square", "vertex", "vertex_form"),
    ),
    "single_fraction": _Form(algebra.single_fraction, "하나의 분수", ("하나의분수", "singlefrac")),
    "partial_fractions": _Form(algebra.partial_fractions, "부분분수", ("부분분수", "partfrac")),
}
_COUNTED: Final = {
    "decimal_places": ("decimal_places", "decplaces", "numdecplaces"),
    "significant_figures": ("significant_figures", "sigfigs", "numsigfigs", "significant_digits"),
}
_COUNT: Final = re.compile(r"([a-z_]+)[:=](\d{1,2})")
_PLACES: Final = re.compile(r"소수(?:점)?(?:아래)?(첫|둘|셋|넷|다섯|\d{1,2})(?:째)?자리(?:까지)?")
_FIGURES: Final = re.compile(r"유효숫자(\d{1,2})(?:자리|개)")
_ORDINALS: Final = {"첫": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5}
_SOLVED: Final = re.compile(r"(?:solved_for|subject)[:=]([A-Za-z])|([A-Za-z])에(?:대하여|관하여)푼꼴")
_ORDERS: Final = {
    "ascending": ("ascending", "오름차순", "increasing"),
    "descending": ("descending", "내림차순", "decreasing"),
}
_FIRST: Final = {"ascending": "작은 것", "descending": "큰 것"}
_WHOLE_ANSWER: Final = {"ordered": ("ordered", "순서대로"), "unit_required": ("unit_required", "단위필수", "units")}
_NAMES: Final = {
    name: form
    for form, names in [
        *((form, (form, *entry.names)) for form, entry in _FORMS.items()),
        *_ORDERS.items(),
        *_WHOLE_ANSWER.items(),
        ("same", ("same",)),
        ("up_to_order", ("up_to_order", "equalcomass", "casequal", "순서만다른", "순서만바꾼")),
        ("", ("algequiv", "equivalent", "value")),
    ]
    for name in names
}
_ENDING: Final = re.compile(r"(?:된|한)?꼴$")


def known(form: str) -> str:
    """The engine's own name of a form (see `missing`) that may be given by a textbook's or a question bank's name.

    Empty stays empty. Raises UnknownForm for an unknown form.
    """
    if form in _NAMES or not form:
        return _NAMES.get(form, "")
    text = re.sub(r"\s+", "", unicodedata.normalize("NFC", form))
    if solved := _SOLVED.fullmatch(text):
        return f"solved_for:{solved[1] or solved[2]}"
    if places := _PLACES.fullmatch(text):
        return f"decimal_places:{_ORDINALS.get(places[1]) or places[1]}"
    if figures := _FIGURES.fullmatch(text):
        return f"significant_figures:{figures[1]}"
    text = form.strip().lower().replace("-", "_").replace(" ", "_") if text.isascii() else _ENDING.sub("", text)
    if counted := _COUNT.fullmatch(text.replace(":_", ":")):
        for name, names in _COUNTED.items():
            if counted[1] in names:
                return f"{name}:{counted[2]}"
    if text not in _NAMES:
        raise UnknownForm(f"no such form: {form!r}")
    return _NAMES[text]


def missing(form: str, given: Node, expected: Node) -> str:
    """What the given answer would have to be written as, or "" where it has the form (or none is asked).

    Forms: lowest_terms, factored, expanded, simplified, improper, mixed, decimal, rationalised, prime_factors,
    scientific, completed_square, single_fraction, partial_fractions, ascending, descending (a list's values, or the
    powers in a sum), decimal_places:N, significant_figures:N, solved_for:LETTER, same (as the expected answer up to
    order and signs), up_to_order (as the expected answer but for the order of terms and factors). Raises UnknownForm
    for an unknown form.
    """
    if not form:
        return ""
    name, _, detail = form.partition(":")
    if form == "same":
        return "" if algebra.same_form(given, expected) else "요구된 꼴"
    if form == "up_to_order":
        return "" if same_shape(given, expected) else "순서만 다른 꼴"
    if name == "solved_for":
        return "" if algebra.solved_for(given, detail) else f"{detail}=… 꼴"
    if form in _ORDERS:
        return "" if _in_order(given, rising=form == "ascending") else f"{_FIRST[form]}부터 차례"
    parts = _parts(given)
    if name == "decimal_places":
        return "" if all(numbers.has_places(part, int(detail)) for part in parts) else f"소수 {detail}째 자리까지의 수"
    if name == "significant_figures":
        return "" if all(numbers.has_digits(part, int(detail)) for part in parts) else f"유효숫자 {detail}자리의 수"
    if form not in _FORMS:
        raise UnknownForm(f"no such form: {form!r}")
    if form == "lowest_terms" and isinstance(given, Group) and given.kind == "ratio" and not _coprime(given):
        return "가장 간단한 자연수의 비"
    return "" if all(map(_FORMS[form].check, parts)) else _FORMS[form].shown


def _parts(node: Node) -> tuple[Node, ...]:
    """The values and expressions in an answer; a letter that is only named (`x =`) is none."""
    match node:
        case Group(_, items) | Logic(_, items):
            return tuple(part for item in items for part in _parts(item))
        case Relation(_, operands):
            named = tuple(side for side in operands if not isinstance(side, Name))
            return tuple(part for side in named or operands for part in _parts(side))
        case Span(low, high):
            return tuple(end for end in (low, high) if not isinstance(numbers.unsigned(end), Name))
        case _:
            return (node,)


def _coprime(ratio: Group) -> bool:
    wholes = [numbers.whole(item) for item in ratio.items]
    return None not in wholes and numbers.greatest([one for one in wholes if one is not None]) == 1


def _in_order(node: Node, *, rising: bool) -> bool:
    if not isinstance(node, Group | Logic):
        powers = [algebra.degrees(part) for part in _parts(node)]
        return all(found is None or numbers.in_order(found, rising=rising) for found in powers)
    values: list[Fraction | float] = []
    try:
        values.extend(sample(part, {}).real for part in _parts(node))
    except NoSample:
        return False
    return numbers.in_order(values, rising=rising)
