"""Printed expressions brought to a given form (`ax^2 + bx + c`), and expressions at values with roots."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.expressions import compile_formula
from questions.engine.twins.families.surds import SurdReader, root_text
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match, misconceptions
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import formula_text, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind

_TERM = re.compile(r"\+?([a-zA-Z])(?:x(?:\^\{?(\d)\}?)?)?")


def compared(reading: Reading, match: Match) -> Sketch | None:
    """The value of an expression in the coefficients of an expansion: 'becomes a x^2 + b x + c, find a + b + c'."""
    letters: dict[int, str] = {}
    place = 0
    for term in _TERM.finditer(match["h"]):
        needs(term.start() == place)
        place = term.end()
        letters[int(term[2] or 1) if "x" in term.group() else 0] = term[1]
    needs(place == len(match["h"]) and len(letters) >= 2 and "x" not in letters.values() and max(letters) <= 2)
    root = read_formula(match["f"]).root
    needs(letters_of(root) == {"x"})
    found = polynomial(root)
    needs({powers[0][1] if powers else 0 for powers in found} <= set(letters))
    sketch = Sketch("중3.다항식의 곱셈.계수", "polynomial.compared", keeps_size=False)
    body = bind(sketch, match["f"], match.start("f"))
    at = {name: body.text(x=name) for name in ("0", "1", "(-1)")}
    sketch.let = [
        ("q0", at["0"]),
        ("f1", at["1"]),
        ("f2", at["(-1)"]),
        ("q2", "(f1 + f2)/2 - q0"),
        ("q1", "(f1 - f2)/2"),
    ]
    asked = read_formula(match["g"]).root
    needs(letters_of(asked) <= set(letters.values()))
    names = {letter: f"q{power}" for power, letter in letters.items()}
    sketch.let.append(("s", formula_text(asked, {}, names)))
    sketch.where += [f"q{power} != 0" for power in letters] + (["q2 == 0"] if 2 not in letters else [])
    flipped = {letter: f"(-q{power})" if power == 0 else f"q{power}" for power, letter in letters.items()}
    other = {letter: f"(-q{power})" if power == 1 else f"q{power}" for power, letter in letters.items()}
    sketch.wrong = [
        (formula_text(asked, {}, flipped), "sign"),
        (formula_text(asked, {}, other), "sign"),
        ("-s", "sign"),
        ("q1", "partial"),
        ("q0", "partial"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("s + 2", "other"),
    ]
    sketch.say = [
        "식을 전개하여 동류항끼리 정리하면 일차항의 계수는 ${q1}$, 상수항은 ${q0}$",
        "따라서 구하는 값은 ${s}$",
    ]
    return sketch


def at_roots(reading: Reading, match: Match) -> Sketch | None:
    """A polynomial at x = a + √b (and y = a - √b), in normal form."""
    values = re.findall(r"([a-zA-Z])=([^,=]+)", match["v"])
    root = read_formula(match["f"]).root
    needs(values and "√" in match["v"] and letters_of(root) == {letter for letter, _ in values})
    sketch = Sketch("중3.제곱근.식의 값", "polynomial.value.roots", kind=AnswerKind.EXPRESSION, keeps_size=False)
    drawn: dict[str, str] = {}
    surds = {}
    for letter, text in values:
        offset = match.start("v") + match["v"].index(f"{letter}={text}") + 2
        formula = read_formula(text, offset)
        names: dict[int, str] = {}
        kernels: dict[int, tuple[str, frozenset[str]]] = {}
        for index, slot in enumerate(formula.slots):
            under = reading.text[slot.first - 1] == "√" or reading.text[slot.first - 2 : slot.first] == "√{"
            mark = f"{'r' if under else 'k'}{slot.value}"
            name = drawn.setdefault(mark, f"{'r' if under else 'k'}{len(drawn) + 1}")
            sketch.originals[name] = slot.value
            sketch.places.append((name, slot.first, slot.last))
            names[index] = name
            if under:
                kernels[index] = ("1", frozenset({name}))
                sketch.where.append(f"sum(1 for i in range(2, 40) if is_int({name}/(i*i))) == 0")
        surds[letter] = SurdReader(names, kernels).read(formula.root)
    body = bind(sketch, match["f"], match.start("f"))
    value = SurdReader(body.names, {}, surds).read(body.formula.root)
    terms = []
    for index, (kernel, text) in enumerate(value.items()):
        sketch.let.append((f"c{index}", text))
        now = compile_formula(text)({**sketch.originals, **_so_far(sketch)}, ())
        sketch.where.append(f"c{index} != 0" if now else f"c{index} == 0")
        sketch.where += [f"is_int(c{index})"] if isinstance(now, Fraction) and now.denominator == 1 else []
        terms += [f"c{index}{root_text(kernel)}"] if now else []
    sketch.let.append(("s", " + ".join(terms) or "0"))
    sketch.wrong = misconceptions(
        "-s | sign; s + 1 | other; s - 1 | other; s + 2 | other; 2*s | partial; s - 2 | other; s + 3 | other"
    )
    sketch.say = ["문자에 수를 대입하여 전개하고 정리하면 ${s}$"]
    return sketch


def _so_far(sketch: Sketch) -> dict[str, Fraction]:
    names: dict[str, Fraction] = {}
    for name, text in sketch.let[:-1]:
        found = compile_formula(text)({**sketch.originals, **names}, ())
        assert isinstance(found, Fraction)
        names[name] = found
    return names


_DO = (
    r"(?:전개|계산|간단히|정리|전개하여정리|전개하여간단히|나타내)"
    r"(?:하면|하였더니|한식이|한것이|했더니|할때|하였을때|했을때|면)?"
)
_FORM = r"(?P<h>[a-zA-Z]x(?:\^\{?\d\}?)?(?:\+[a-zA-Z](?:x)?)*)"
_AT = r"(?P<v>[a-zA-Z]=[^가-힣?=]+?(?:,[a-zA-Z]=[^가-힣?=]+?)*)"
FAMILIES = (
    Family(
        "polynomial.compared",
        (
            rf"<lead>(?:다항식|식)?{{f:math}}(?:을|를)?{_DO},?{_FORM}(?:의꼴)?(?:일때|가될때|이될때|가된다\.|이다\.|라할때|라고할때|로나타내어질때|로나타날때)?,?(?:이때,?)?(?:상수[a-z](?:,[a-z])*에대하여,?)?{{g:math}}의값<ask>",
            rf"<lead>(?:등식)?{{f:math}}={_FORM}(?:일때|가성립할때|이면),?(?:상수[a-z](?:,[a-z])*에대하여,?)?{{g:math}}의값<ask>",
        ),
        compared,
    ),
    Family(
        "polynomial.value.roots",
        (
            rf"<lead>{_AT}일때,?(?:다음)?(?:식)?{{f:math}}의값<ask>",
            rf"<lead>{_AT}일때,?(?:식|다음식)의값을<order>{{f:math}}",
        ),
        at_roots,
    ),
)
