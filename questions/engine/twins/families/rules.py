"""The rules of differentiation: products, quotients, powers of a bracket, and sine, cosine, e^x and ln x."""

from __future__ import annotations

from collections.abc import Mapping

from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import Shape, formula_text, kinds_of, letters_of
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind

_KNOWN = {"number", "letter", "+", "-", "*", "/", "**", "neg", "sin", "cos", "tan", "ln", "sqrt"}
_LONGEST = 600


def derivative_text(node: Shape, names: Mapping[int, str], spelt: Mapping[str, str]) -> str:
    """The derivative by x as formula text, rule by rule; ShapeError for a node that has no rule here."""

    def text(part: Shape) -> str:
        return formula_text(part, names, spelt)

    if "x" not in letters_of(node):
        return "0"
    if node.kind == "letter":
        return "1"
    if node.kind == "neg":
        return f"(-{derivative_text(node.parts[0], names, spelt)})"
    inner = [derivative_text(part, names, spelt) for part in node.parts]
    if node.kind in "+-":
        return _sum(inner, node.kind)
    if node.kind == "*":
        one, other = node.parts
        return _sum([_times(inner[0], text(other)), _times(text(one), inner[1])], "+")
    if node.kind == "/":
        top, low = node.parts
        if inner[1] == "0":
            return f"({inner[0]}/{text(low)})"
        return f"(({_times(inner[0], text(low))} - {_times(text(top), inner[1])})/({text(low)})**2)"
    if node.kind == "**":
        return _power(node, inner, text(node.parts[0]), text(node.parts[1]))
    (argument,) = node.parts
    outer = {
        "sin": f"cos({text(argument)})", "cos": f"(-sin({text(argument)}))", "tan": f"(1/cos({text(argument)})**2)",
        "ln": f"(1/{text(argument)})", "sqrt": f"(1/(2*sqrt({text(argument)})))",
    }  # fmt: skip
    needs(node.kind in outer)
    return _times(outer[node.kind], inner[0])


def _power(node: Shape, inner: list[str], base: str, exponent: str) -> str:
    """n·u^(n-1)·u' for a printed exponent, e^u·u' for the base e."""
    if inner[1] == "0":
        needs(node.parts[1].kind in ("number", "neg"))
        lowered = f"{base}**({exponent} - 1)" if node.parts[1].value != 2 else base
        return _times(_times(exponent, lowered), inner[0])
    needs(node.parts[0].letter == "e")
    return _times(f"{base}**({exponent})", inner[1])


def _times(one: str, other: str) -> str:
    if "0" in (one, other):
        return "0"
    return one if other == "1" else other if one == "1" else f"({one} * {other})"


def _sum(parts: list[str], sign: str) -> str:
    one, other = parts
    if other == "0":
        return one
    return (f"(-{other})" if sign == "-" else other) if one == "0" else f"({one} {sign} {other})"


def _body(sketch: Sketch, match: Match) -> tuple[Shape, dict[int, str]]:
    body = bind(sketch, match["f"], match.start("f"))
    root = body.formula.root
    needs(letters_of(root) - {"e", "pi"} == {"x"} and kinds_of(root) <= _KNOWN)
    return root, body.names


def at_point(reading: Reading, match: Match) -> Sketch | None:
    """f'(p) of a product, a quotient, a power of a bracket or a function of the upper years."""
    sketch = Sketch("수학Ⅱ.미분.미분법", "derivative.rules.value", keeps_size=False)
    root, names = _body(sketch, match)
    at = bind(sketch, match["p"], match.start("p"), fixed="π" in match["p"]).text()
    spelt = {"x": "at", "e": "exp(1)"}
    found = derivative_text(root, names, spelt)
    needs(found != "0" and len(found) <= _LONGEST)
    sketch.let = [("at", f"{at} + 0"), ("s", found)]
    upper = kinds_of(root) & {"sin", "cos", "tan", "ln", "sqrt"} or "e" in letters_of(root)
    if upper:
        sketch.kind, sketch.keeps_kind = AnswerKind.EXPRESSION, False
    else:
        sketch.where = ["abs(s) < 1000"]
    sketch.where.append("s != 0")
    sketch.wrong = [(formula_text(root, names, spelt), "misread"), ("-s", "sign"), ("s + 1", "other"), ("2*s", "other")]
    sketch.wrong += [(wrong, "formula") for wrong in _slips(root, names, spelt)]
    sketch.say = ["미분법을 이용하여 도함수를 구한다.", "$x$에 주어진 값을 대입하면 ${s}$"]
    return sketch


def _slips(root: Shape, names: dict[int, str], spelt: dict[str, str]) -> list[str]:
    """A product differentiated factor by factor, only one factor of it differentiated."""
    if root.kind not in ("*", "/"):
        return []
    inner = [derivative_text(part, names, spelt) for part in root.parts]
    sides = [formula_text(part, names, spelt) for part in root.parts]
    return [f"({inner[0]})*({inner[1]})", f"({inner[0]})*({sides[1]})"] if root.kind == "*" else []


def function(reading: Reading, match: Match) -> Sketch | None:
    """The derivative of such a function as an expression in x."""
    sketch = Sketch(
        "미적분.미분법", "derivative.rules.function", kind=AnswerKind.EXPRESSION, free=("x",), keeps_size=False
    )
    root, names = _body(sketch, match)
    spelt = {"e": "exp(1)"}
    found = derivative_text(root, names, spelt)
    needs(found != "0" and len(found) <= _LONGEST // 2)
    needs(
        kinds_of(root) & {"sin", "cos", "tan", "ln", "sqrt", "/"} or "e" in letters_of(root) or root.kind in ("*", "**")
    )
    sketch.answer = found
    sketch.wrong = [(f"-({found})", "sign"), (formula_text(root, names, spelt), "misread"), (f"2*({found})", "other")]
    sketch.wrong += [(wrong, "formula") for wrong in _slips(root, names, spelt)]
    sketch.say = ["각 항에 미분법을 적용하여 정리한다."]
    return sketch


_HEAD = r"<lead>(?:두번미분가능한|미분가능한)?(?:(?:다항|이차|삼차|유리|지수|로그|삼각)?함수|곡선)?"
FAMILIES = (
    Family(
        "derivative.rules.value",
        (
            rf"{_HEAD}f\(x\)=(?P<f>[^가-힣?=]+?)(?:에대하여|에서|일때),?f'\((?P<p>-?\d+|π|\\frac\{{π\}}\{{\d\}})\)의?값?<ask>",
            rf"{_HEAD}(?:y|f\(x\))=(?P<f>[^가-힣?=]+?)의x=(?P<p>-?\d+|π|\\frac\{{π\}}\{{\d\}})에서의미분계수<ask>",
        ),
        at_point,
    ),
    Family(
        "derivative.rules.function",
        (
            rf"{_HEAD}(?:y|f\(x\))=(?P<f>[^가-힣?=]+?)(?:을|를)(?:x에대하여)?미분(?:하시오|하여라|하면|하세요|하라|한것은)?<ask>",
            rf"{_HEAD}(?:y|f\(x\))=(?P<f>[^가-힣?=]+?)의도함수(?:y'|f'\(x\))?<ask>",
            r"<lead>함수~을?(?:x에대하여)?미분(?:하시오|하여라|하면|하세요)[.:]?(?:y|f\(x\))=(?P<f>[^가-힣?=]+?)",
        ),
        function,
    ),
)
