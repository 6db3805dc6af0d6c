"""Choice questions whose options carry them, decided a second time: by listing divisors and by computer algebra."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from questions.engine.resolving.algebraic import computer_algebra, mathematics
from questions.engine.resolving.reading import declined

Parts = dict[str, str]


def chosen(stem: str, choices: Sequence[str]) -> int | None:
    """The place of the one option that is what the stem asks for; None where that could not be decided for all."""
    from questions.engine.twins.offered.asking import asked, normal_option  # here, since that package imports gates

    asking = asked(stem)
    if asking is None:
        return None
    try:
        texts = [normal_option(option) for option in choices]
        if asking.kind in _LARGEST:
            return _largest([_LARGEST[asking.kind](asking.parts, text) for text in texts])
        if asking.kind == "odd":
            return _odd([mathematics(text) for text in texts])
        found = [_TRUTHS[asking.kind](asking.parts, text) for text in texts]
    except declined():
        return None
    right = [place for place, one in enumerate(found) if bool(one) is asking.wanted]
    return right[0] if len(right) == 1 else None


def _largest(values: list[Any]) -> int:
    sympy = computer_algebra()
    best = max(range(len(values)), key=lambda place: sympy.N(values[place], 40))
    if any(place != best and not _true(values[best] > value) for place, value in enumerate(values)):
        raise ArithmeticError("no single largest")
    return best


def _odd(values: list[Any]) -> int:
    alone = [
        place
        for place, value in enumerate(values)
        if all(not _zero(value - other) for at, other in enumerate(values) if at != place)
    ]
    rest = [value for place, value in enumerate(values) if place not in alone]
    if len(alone) != 1 or any(not _zero(value - rest[0]) for value in rest):
        raise ArithmeticError("not one that differs")
    return alone[0]


def _true(relation: Any) -> bool:
    sympy = computer_algebra()
    if relation in (sympy.true, True):
        return True
    if relation in (sympy.false, False):
        return False
    raise ArithmeticError("not decided")


def _zero(value: Any) -> bool:
    """Whether an expression is zero, proved either way. Raises ArithmeticError where it is not."""
    sympy = computer_algebra()
    value = sympy.simplify(sympy.expand(value))
    if value == 0:
        return True
    if value.free_symbols:
        if not value.is_rational_function(*value.free_symbols):
            raise ArithmeticError("no rational function")
        return False
    if value.is_real is not True or abs(sympy.N(value, 40)) < sympy.Float("1e-20"):
        raise ArithmeticError("not decided")
    return False


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text):
        raise ArithmeticError("no natural number")
    return int(text)


def _pair(text: str) -> list[Any]:
    found = re.fullmatch(r"[A-Z]?\(?([^(),]+),([^(),]+)\)?", text)
    if found is None:
        raise ArithmeticError("no pair")
    return [mathematics(found[1]), mathematics(found[2])]


def _prime(parts: Parts, text: str) -> bool:
    number = _whole(text)
    return number > 1 and bool(computer_algebra().isprime(number)) is (parts["w"] == "소수")


def _multiple(parts: Parts, text: str) -> bool:
    sympy = computer_algebra()
    number, other = int(parts["n"]), _whole(text)
    return number in sympy.divisors(other) if parts["w"] == "배수" else other in sympy.divisors(number)


def _real(text: str) -> Any:
    if "\\dot" not in text:
        return mathematics(text)
    found = re.fullmatch(r"(-?)(\d+)\.(\d*?)\\dot\{(\d)\}(?:(\d*)\\dot\{(\d)\})?", text)
    if found is None:
        raise ArithmeticError("no repeating decimal")
    sympy = computer_algebra()
    period = found[4] + (found[5] or "") + (found[6] or "")
    ahead = sympy.Rational(int(found[2] + found[3]), 10 ** len(found[3]))
    rest = sympy.Rational(int(period), (10 ** len(period) - 1) * 10 ** len(found[3]))
    return (ahead + rest) * (-1 if found[1] else 1)


def _class(parts: Parts, text: str) -> bool:
    value = _real(text)
    word = parts["w"]
    if value.is_rational is None or value.is_real is not True:
        raise ArithmeticError("not decided")
    whole = value.is_integer is True
    if word in ("음수", "양수"):
        return bool(value.is_negative if word == "음수" else value.is_positive)
    return bool(
        {
            "무리수": not value.is_rational, "유리수": value.is_rational, "정수": whole,
            "정수가아닌유리수": value.is_rational and not whole, "자연수": whole and value > 0,
            "양의정수": whole and value > 0, "음의정수": whole and value < 0,
        }[word]
    )  # fmt: skip


def _finite(parts: Parts, text: str) -> bool:
    """Long division: a finite decimal ends with the rest 0 after as many places as the divisor has digits in base 2."""
    value = mathematics(text)
    rest, low = int(value.p) % int(value.q), int(value.q)
    for _ in range(low.bit_length() + 1):
        rest = rest * 10 % low
    return (rest == 0) is (parts["w"] == "유한소수")


def _sides(text: str) -> tuple[Any, str, Any]:
    found = re.fullmatch(r"([^=<>≤≥≠]+)([=<>≤≥≠])([^=<>≤≥≠]+)", text)
    if found is None:
        raise ArithmeticError("no single relation")
    return mathematics(found[1]), found[2], mathematics(found[3])


def _compared(left: Any, sign: str, right: Any) -> bool:
    equal = _zero(left - right)
    if sign in "=≠":
        return equal is (sign == "=")
    if (left - right).free_symbols:
        raise ArithmeticError("no numbers")
    return (equal and sign in "≤≥") or (not equal and _true((left > right) if sign in ">≥" else (left < right)))


def _holds(parts: Parts, text: str) -> bool:
    return _compared(*_sides(text))


def _put(text: str, values: dict[str, Any]) -> bool:
    left, sign, right = _sides(text)
    letters = {one: values[str(one)] for one in left.free_symbols | right.free_symbols}
    return _compared(left.subs(letters), sign, right.subs(letters))


def _solved(parts: Parts, text: str) -> bool:
    letter, _, number = (parts.get("v") or parts["u"]).partition("=")
    return _put(text, {letter: mathematics(number)})


def _inside(parts: Parts, text: str) -> bool:
    if "," in text:
        return _put(parts["f"], dict(zip("xy", _pair(text), strict=True)))
    return _put(parts["f"], {"x": mathematics(text.removeprefix("x="))})


def _passes(parts: Parts, text: str) -> bool:
    return _put(parts["f"], dict(zip("xy", _pair(text), strict=True)))


def _through(parts: Parts, text: str) -> bool:
    return _put(text, dict(zip("xy", _pair(parts["p"]), strict=True)))


def _equal(parts: Parts, text: str) -> bool:
    return _zero(mathematics(parts["f"]) - mathematics(text))


def _most(parts: Parts, text: str) -> Any:
    if parts.get("w") == "기울기":
        value = _derivative(text, 1)
    else:
        value = abs(mathematics(text)) if parts.get("w") == "절댓값" else mathematics(text)
    return value if parts["d"] == "큰" else -value


def _derivative(text: str, order: int) -> Any:
    """The constant derivative of this order of `y = …`."""
    sympy = computer_algebra()
    if not text.startswith("y="):
        raise ArithmeticError("no function")
    body = mathematics(text)
    (x,) = body.free_symbols
    found = sympy.diff(body, x, order) if str(x) == "x" else sympy.nan
    if not found.is_Rational or found == 0:
        raise ArithmeticError("another degree")
    return found


def _width(parts: Parts, text: str) -> Any:
    size = abs(_derivative(text, 2))
    return -size if parts["d"] == "넓은" else size


def _opens(parts: Parts, text: str) -> bool:
    return (_derivative(text, 2) > 0) is computer_algebra().true if parts["w"] == "아래" else _derivative(text, 2) < 0


def _roots(parts: Parts, text: str) -> bool:
    sympy = computer_algebra()
    left, sign, right = _sides(text)
    (x,) = (left - right).free_symbols
    found = sympy.Poly(left - right, x)
    if sign != "=" or found.degree() != 2:
        raise ArithmeticError("no quadratic equation")
    roots = sympy.roots(found)
    real = [root for root in roots if root.is_real]
    word = parts["w"]
    if word.startswith("중근"):
        return len(roots) == 1
    if "허근" in word:
        return not real
    return len(real) == 2 if "두" in word else bool(real)


def _parallel(parts: Parts, text: str) -> bool:
    slopes = [_derivative(one, 1) for one in (parts["f"], text)]
    return bool(slopes[0] == slopes[1] and not _zero(mathematics(parts["f"]) - mathematics(text)))


def _monotone(parts: Parts, text: str) -> bool:
    slope = _derivative(text, 1)
    return bool(slope < 0 if parts["w"] == "감소" else slope > 0)


def _degree(expression: Any) -> int:
    sympy = computer_algebra()
    expression = sympy.expand(expression)
    if expression == 0:
        return -1
    letters = expression.free_symbols
    if len(letters) > 1 or (letters and not expression.is_polynomial(*letters)):
        return 99
    return int(sympy.Poly(expression, *letters).degree()) if letters else 0


def _type(parts: Parts, text: str) -> bool:
    word = parts["w"]
    wanted = 2 if word.startswith("이차") else 1
    if word in ("일차식", "이차식"):
        return _degree(mathematics(text)) == wanted
    found = re.fullmatch(r"([^=<>≤≥≠]+)([=<>≤≥≠])([^=<>≤≥≠]+)", text)
    if found is None:
        raise ArithmeticError("no single relation")
    if word.endswith("함수"):
        return found[1] == "y" and found[2] == "=" and _degree(mathematics(found[3])) == wanted
    degree = _degree(mathematics(found[1]) - mathematics(found[3]))
    if word == "항등식":
        return found[2] == "=" and degree == -1
    return (found[2] == "=") is word.endswith("방정식") and found[2] != "≠" and degree == wanted


def _like(parts: Parts, text: str) -> bool:
    quotient = mathematics(parts["f"]) / mathematics(text)
    return not computer_algebra().simplify(quotient).free_symbols


def _coprime(parts: Parts, text: str) -> bool:
    first, second = (int(value) for value in _pair(text))
    return not any(first % one == 0 == second % one for one in range(2, min(first, second) + 1))


def _prime_to(parts: Parts, text: str) -> bool:
    return _coprime(parts, f"{parts['n']},{_whole(text)}")


Decide = Callable[[Parts, str], Any]
_TRUTHS: dict[str, Decide] = {
    "prime": _prime, "multiple": _multiple, "class": _class, "finite": _finite, "holds": _holds, "solved": _solved,
    "inside": _inside, "passes": _passes, "through": _through, "equal": _equal, "roots": _roots,
    "parallel": _parallel, "monotone": _monotone, "opens": _opens, "type": _type, "like": _like,
    "prime.to": _prime_to, "coprime": _coprime,
}  # fmt: skip
_LARGEST: dict[str, Decide] = {"most": _most, "width": _width}
