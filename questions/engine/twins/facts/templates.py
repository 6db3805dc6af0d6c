"""The letters of a form and the formulas they stand for: `a ≤ x ≤ b` laid over `lo <= x <= hi` gives a and b.

A form is what a stem prints for the answer of a simple question, an answer the formula that a family computes it by.
"""

from __future__ import annotations

import re

from questions.engine.twins.grammar.answers import split_list
from questions.engine.twins.grammar.shape import ShapeError, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch

Letters = dict[str, str]
_RELATION = re.compile(r"<=|>=|<|>|≤|≥|=")
_SIGNS = {"≤": "<=", "≥": ">="}
_UNIT = re.compile(r"(?<=[a-zπ])(?:cm|mm|km)(?:\^\{?[23]\}?)?$|(?<=[a-zπ])m\^\{?[23]\}?$|(?<=[a-zπ])°$")
_LETTER = re.compile(r"[a-zA-Zαβγ]")
_SURD = re.compile(r"(?P<sign>[-+]?)(?P<letter>[a-zα-γ])(?:√(?:\{(?P<braced>\d+)\}|(?P<bare>\d)))?")


def letters_of_form(form: str, sketch: Sketch) -> Letters | None:
    """The formulas of the form's letters in the names of the sketch; None where the answer has another form.

    Conditions under which the form fits are added to the sketch.
    """
    form = _UNIT.sub("", form)
    answer = dict(sketch.let).get(sketch.answer, "")
    if "sqrt(" in answer and "√" in form:
        sketch.answer = answer
    for lay in (_single, _scaled, _pair, _equations, _interval, _primes, _surd, _complex, _polynomial):
        found = lay(form, sketch)
        if found is not None and all(found):
            return found
    return None


def _free(sketch: Sketch) -> set[str]:
    """The letters of the question that stand in the answer."""
    return {*re.findall(r"[a-zA-Z]\w*", sketch.answer)} & {*sketch.free}


def _bare(sketch: Sketch) -> bool:
    """Whether the answer is one number."""
    return (
        not _free(sketch)
        and len(split_list(sketch.answer)) == 1
        and not _inside(sketch.answer)
        and not _RELATION.search(sketch.answer.replace("==", ""))
    )


def _inside(answer: str) -> list[str]:
    """The coordinates of a point, empty where the answer is none."""
    whole = answer.startswith("(") and answer.endswith(")")
    parts = split_list(answer[1:-1]) if whole else []
    return parts if len(parts) == 2 else []


def _single(form: str, sketch: Sketch) -> Letters | None:
    letter = form.removeprefix("x=")
    if _LETTER.fullmatch(letter) is None or letter == "x":
        return None
    stated = dict(_stated(sketch)) if "," not in sketch.answer and "=" in sketch.answer else {}
    if form.startswith("x=") and set(stated) == {"x"}:
        return {letter: stated["x"]}
    return {letter: sketch.answer} if _bare(sketch) else None


def _scaled(form: str, sketch: Sketch) -> Letters | None:
    """`\\frac{a}{30}`, `2a + 1` or `aπ` over a number: the letter by itself, where it stands to the first power."""
    if not _bare(sketch) or "=" in form:
        return None
    answer, round_ = sketch.answer.removesuffix("*pi"), form.endswith("π")
    if "pi" in answer or round_ != (answer != sketch.answer):
        return None
    try:
        root = read_formula(form.removesuffix("π")).root
        rows = polynomial(root)
    except (ShapeError, ValueError, ArithmeticError):
        return None
    letters = letters_of(root)
    letter = next(iter(letters), "x")
    if len(letters) != 1 or letter == "x" or not set(rows) <= {(), ((letter, 1),)}:
        return None
    factor, rest = rows[((letter, 1),)], rows.get((), 0)
    found = f"(({answer}) - ({rest}))/({factor})"
    if not rest and factor.numerator == 1 and factor.denominator > 1:
        sketch.where.append(f"gcd({found}, {factor.denominator}) == 1")
    return {letter: found}


def _pair(form: str, sketch: Sketch) -> Letters | None:
    """`(p, q)` over a point or a solution in x and y; `α, β` over two roots."""
    found = re.fullmatch(r"([(]?)([a-zA-Zα-γ]),([a-zA-Zα-γ])([)]?)", form)
    if found is None or bool(found[1]) != bool(found[4]) or found[2] == found[3]:
        return None
    if found[1]:
        values = _inside(sketch.answer) or [right for _, right in _stated(sketch)]
    else:
        values = split_list(sketch.answer) if not _free(sketch) else []
    return dict(zip((found[2], found[3]), values, strict=True)) if len(values) == 2 else None


def _stated(sketch: Sketch) -> list[tuple[str, str]]:
    """The sides of the equations of an answer."""
    sides = [tuple(one.strip() for one in part.split("=")) for part in split_list(sketch.answer)]
    if any(len(one) != 2 or not one[0].isalpha() for one in sides) or "<" in sketch.answer or ">" in sketch.answer:
        return []
    return [(one[0], one[1]) for one in sides]


def _equations(form: str, sketch: Sketch) -> Letters | None:
    """`x=a, y=b` over the solution of a system."""
    wanted = dict(part.split("=", 1) for part in form.split(",") if "=" in part)
    stated = dict(_stated(sketch))
    if len(wanted) < 2 or set(wanted) != set(stated) or not all(map(_LETTER.fullmatch, wanted.values())):
        return None
    return {letter: stated[name] for name, letter in wanted.items()}


def _interval(form: str, sketch: Sketch) -> Letters | None:
    """`a ≤ x < b` or `x < a ∨∨ x > b` over an interval or two; `[a, b]` over a closed one."""
    closed = re.fullmatch(r"[\[(]([a-z]),([a-z])[\])]", form)
    if closed is not None and _free(sketch) == {"x"} and form[0] == "[":
        form = f"{closed[1]}≤x≤{closed[2]}"
    mine, theirs = form.split("∨∨"), sketch.answer.split(" or ")
    if len(mine) != len(theirs) or not _RELATION.search(form):
        return None
    found: Letters = {}
    for one, other in zip(mine, theirs, strict=True):
        signs = [_SIGNS.get(sign, sign) for sign in _RELATION.findall(one)]
        sides, values = _RELATION.split(one), [part.strip() for part in _RELATION.split(other)]
        if signs != _RELATION.findall(other) or len(sides) != len(values):
            return None
        for side, value in zip(sides, values, strict=True):
            if _LETTER.fullmatch(side) is None or (side == "x") != (value == "x"):
                return None
            found |= {side: value} if side != "x" else {}
    return found


_PRIME_POWER = re.compile(r"(?P<prime>[2357]|1[13])(?:\^\{?(?P<power>[a-z]|\d)\}?)?")


def _primes(form: str, sketch: Sketch) -> Letters | None:
    """`2^a × 3^b × 5` over a number in prime factors: the printed primes stay, the exponents are counted."""
    factors = [_PRIME_POWER.fullmatch(part) for part in re.split("[×·]", form)]
    if sketch.form != "prime_factors" or not all(factors):
        return None
    found: Letters = {}
    product = []
    for factor in factors:
        assert factor is not None
        count = f"sum(1 for i in range(1, 14) if mod(n, {factor['prime']}**i) == 0)"
        power = factor["power"] or "1"
        found |= {power: count} if power.isalpha() else {}
        product.append(f"{factor['prime']}**({count if power.isalpha() else power})")
    sketch.where.append(f"n == {'*'.join(product)}")
    return found or None


def _surd(form: str, sketch: Sketch) -> Letters | None:
    """`a√3` or `a + b√2` over a sum of roots; a printed radicand follows from the primes that are drawn."""
    terms = list(_SURD.finditer(form))
    if "√" not in form or "".join(term.group() for term in terms) != form:
        return None
    values: dict[str, tuple[str, str]] = {}
    for part in split_list(sketch.answer, "+"):
        factor, _, root = part.partition("*sqrt(")
        kernel = root.removesuffix(")")
        values[_printed(kernel, sketch) if kernel else ""] = (factor, kernel)
    wanted = {term["braced"] or term["bare"] or "": term for term in terms}
    if set(wanted) != set(values) or len(wanted) != len(terms) or any("sqrt" in one for one, _ in values.values()):
        return None
    if any(not re.fullmatch(r"\w+", factor) for factor, _ in values.values()):
        return None
    return {term["letter"]: f"({'-' if term['sign'] == '-' else ''}{values[k][0]})" for k, term in wanted.items()}


def _printed(kernel: str, sketch: Sketch) -> str:
    """A radicand `p2*p3` at the note's own values."""
    total = 1
    for name in kernel.split("*"):
        total *= int(sketch.originals.get(name, 0))
    return str(total)


def radicands(form: str, sketch: Sketch) -> list[tuple[str, int, int]]:
    """The printed radicands of a form as (formula, first, last) within it."""
    found = []
    for part in split_list(sketch.answer, "+"):
        kernel = part.partition("*sqrt(")[2].removesuffix(")")
        for term in _SURD.finditer(form):
            group = "braced" if term["braced"] else "bare"
            if kernel and term[group] == _printed(kernel, sketch):
                found.append((kernel, term.start(group), term.end(group)))
    return found


def _complex(form: str, sketch: Sketch) -> Letters | None:
    found = re.fullmatch(r"([a-z])\+([a-z])i", form)
    parts = re.fullmatch(r"(\w+) \+ (\w+)\*sqrt\(-1\)", sketch.answer)
    return {found[1]: parts[1], found[2]: parts[2]} if found and parts else None


def _polynomial(form: str, sketch: Sketch) -> Letters | None:
    """`ax^2 + bx + c` (or `y = ax + b`) over a polynomial in x: its coefficients by finite differences."""
    head, _, right = form.rpartition("=")
    answer = sketch.answer.removeprefix("y = ") if head in ("y", "f(x)") or not head else ""
    if "x" not in right or not answer or head not in ("", "y") or "C" in sketch.free:
        return None
    if "x" not in _free(sketch) or not _free(sketch) <= {"x", "y"} or _RELATION.search(answer):
        return None
    try:
        rows = polynomial(read_formula(right).root)
    except (ShapeError, ValueError, ArithmeticError):
        return None
    degree = max(dict(powers).get("x", 0) for powers in rows)
    if not 1 <= degree <= 3:
        return None
    for place in range(degree + 2):
        sketch.let.append((f"v{place}", re.sub(r"\bx\b", f"({place})", answer)))
    factors = dict(_FACTORS[degree])
    found: Letters = {}
    for powers, number in rows.items():
        inside = dict(powers)
        place = inside.pop("x", 0)
        if not inside:
            sketch.where.append(f"{factors.pop(place)} == {number}")
            continue
        if len(inside) > 1 or set(inside.values()) != {1} or number not in (1, -1) or place not in factors:
            return None
        found[next(iter(inside))] = f"({'-' if number < 0 else ''}{factors.pop(place)})"
    sketch.where += [f"{rest} == 0" for rest in factors.values()] + [_STRAIGHT[degree]]
    return found or None


_FACTORS = {
    1: {0: "v0", 1: "(v1 - v0)"},
    2: {0: "v0", 1: "((-3*v0 + 4*v1 - v2)/2)", 2: "((v0 - 2*v1 + v2)/2)"},
    3: {
        0: "v0",
        1: "((-11*v0 + 18*v1 - 9*v2 + 2*v3)/6)",
        2: "((2*v0 - 5*v1 + 4*v2 - v3)/2)",
        3: "((-v0 + 3*v1 - 3*v2 + v3)/6)",
    },
}
"""The coefficients of a polynomial by its values at 0, 1, 2, … (finite differences)."""
_STRAIGHT = {
    1: "v2 - 2*v1 + v0 == 0",
    2: "v3 - 3*v2 + 3*v1 - v0 == 0",
    3: "v4 - 4*v3 + 6*v2 - 4*v1 + v0 == 0",
}
"""That the next difference is nothing, so that the degree is no higher."""
