"""One root of two, the form of the roots, and equations with a logarithm."""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.twins.families.equations import quadratic
from questions.engine.twins.grammar.algebra import bind, needs
from questions.engine.twins.grammar.family import Family, Match
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.shape import formula_text, letters_of, polynomial, read_formula
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import AnswerKind, RangeDomain

_QUADRATIC = r"<lead>(?:x에대한)?(?:이차)?방정식{f:math}"
_LOG_EQ = r"(?:(?:로그)?방정식)?(?P<f>log_[^가-힣?]+?)"


def one_root(reading: Reading, match: Match) -> Sketch | None:
    """The larger, smaller, positive or negative one of two rational roots."""
    sketch = quadratic(reading, match)
    needs(sketch is not None)
    assert sketch is not None
    needs(sketch.answer == "u, w" and {"p", "q"} <= set(sketch.originals) | {name for name, _ in sketch.let})
    sketch.let += [("lo", "min(u, w)"), ("hi", "max(u, w)")]
    upper = match["which"] in ("큰", "양수인")
    sketch.where += ["lo < 0", "hi > 0"] if match["which"] in ("양수인", "음수인") else []
    sketch.kind, sketch.answer, sketch.family = (
        AnswerKind.NUMBER,
        "hi" if upper else "lo",
        "equation.quadratic.one",
    )
    mine, other = ("hi", "lo") if upper else ("lo", "hi")
    sketch.wrong = [
        (other, "misread"),
        (f"-{mine}", "sign"),
        (f"-{other}", "sign"),
        ("u + w", "other"),
        (f"{mine} + 1", "other"),
        (f"{mine} - 1", "other"),
    ]
    sketch.say.append(f"따라서 구하는 근은 ${{{mine}}}$")
    return sketch


def root_form(reading: Reading, match: Match) -> Sketch | None:
    """x = a ± √b (or a fraction of it) for a quadratic equation without rational roots: a value in a and b."""
    sketch = quadratic(reading, match)
    needs(sketch is not None and ("dd" in dict(sketch.let)) and "p" not in sketch.originals)
    assert sketch is not None
    bottom = Fraction(match.groupdict().get("n") or 1)
    root = read_formula(match["g"]).root
    needs(letters_of(root) == {match["one"], match["two"]} and match["one"] != match["two"])
    sketch.let = [pair for pair in sketch.let if pair[0] not in ("u", "w", "ro", "ke", "gf", "nb", "nr", "ba")]
    sketch.let += [("ra", f"-b*{bottom}/(2*a)"), ("rb", f"dd*{bottom * bottom}/(4*a*a)")]
    sketch.let.append(("s", formula_text(root, {}, {match["one"]: "ra", match["two"]: "rb"})))
    sketch.kind, sketch.answer, sketch.family = AnswerKind.NUMBER, "s", "equation.quadratic.form"
    sketch.where += ["is_int(ra)", "is_int(rb)"]
    sketch.wrong = [
        ("-ra + rb", "sign"),
        ("ra - rb", "sign"),
        ("ra", "partial"),
        ("rb", "partial"),
        ("-s", "sign"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("s + 2", "other"),
    ]
    sketch.say = [sketch.say[0], "근의 공식에 대입하여 비교하면 구하는 값은 ${s}$"]
    return sketch


def logarithmic(reading: Reading, match: Match) -> Sketch | None:
    """log_b (linear in x) = k."""
    body = re.fullmatch(r"log_\{(?P<b>\d+)\}(?:\((?P<in>[^=]+)\)|(?P<bare>x))=(?P<k>\d+)", match["f"])
    needs(body is not None)
    assert body is not None
    sketch, start = (
        Sketch("고1.지수와 로그.로그방정식", "logarithm.linear", keeps_size=False),
        match.start("f"),
    )
    sketch.originals = {"bs": Fraction(body["b"]), "k": Fraction(body["k"])}
    sketch.domains = {
        "bs": RangeDomain(Fraction(2), Fraction(max(7, int(body["b"])))),
        "k": RangeDomain(Fraction(1), Fraction(5)),
    }
    sketch.places = [
        ("bs", start + body.start("b"), start + body.end("b")),
        ("k", start + body.start("k"), start + body.end("k")),
    ]
    inner = "in" if body["in"] else "bare"
    needs(polynomial(read_formula(body[inner]).root).keys() <= {(), (("x", 1),)} and "x" in body[inner])
    line = bind(sketch, body[inner], start + body.start(inner))
    sketch.let = [
        ("n0", line.text(x="0")),
        ("n1", f"{line.text(x='1')} - n0"),
        ("power", "bs**k"),
        ("s", "(power - n0)/n1"),
    ]
    sketch.where += ["n1 != 0", "power < 300", "abs(s) <= 200", "s != 0"]
    sketch.wrong = [
        ("(power + n0)/n1", "sign"),
        ("power", "partial"),
        ("(bs*k - n0)/n1", "formula"),
        ("(k**bs - n0)/n1", "order"),
        ("s + 1", "other"),
        ("s - 1", "other"),
        ("s + 2", "other"),
    ]
    sketch.say = ["로그의 정의에서 진수는 ${bs}^{{k}} = {power}$", "따라서 $x = {s}$"]
    return sketch


FAMILIES = (
    Family(
        "equation.quadratic.one",
        (rf"{_QUADRATIC}의(?:두)?(?:해|근)중(?:에서)?(?P<which>큰|작은|양수인|음수인)(?:쪽의?)?(?:근|해|것)<ask>",),
        one_root,
    ),
    Family(
        "equation.quadratic.form",
        (
            rf"{_QUADRATIC}의(?:두)?(?:해|근)(?:가|이|를)x=(?P<one>[a-z])±√\{{?(?P<two>[a-z])\}}?(?:일때|라할때),?(?:유리수[a-z],[a-z]에대하여,?)?{{g:math}}의값<ask>",
            rf"{_QUADRATIC}의(?:두)?(?:해|근)(?:가|이|를)x=\\frac\{{(?P<one>[a-zA-Z])±√\{{?(?P<two>[a-zA-Z])\}}?\}}\{{(?P<n>\d)\}}(?:일때|라할때),?(?:유리수[a-zA-Z],[a-zA-Z]에대하여,?)?{{g:math}}의값<ask>",
        ),
        root_form,
    ),
    Family(
        "logarithm.linear",
        (
            rf"<lead>{_LOG_EQ}(?:의해|의근)?(?:~을)?<ask>",
            rf"<lead>{_LOG_EQ}를만족하는(?:실수)?x의값<ask>",
            rf"<lead>{_LOG_EQ}일때,?(?:실수)?x의값<ask>",
        ),
        logarithmic,
    ),
)
