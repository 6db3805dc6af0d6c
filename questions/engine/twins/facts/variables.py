"""Random variables: means, variances and standard deviations, binomial distributions, and `aX + b` of them."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from questions.engine.expressions import ExpressionError, compile_formula
from questions.engine.twins.facts.planes import Number
from questions.engine.twins.grammar.family import domains_of, misconceptions, printed_number
from questions.engine.twins.grammar.patterns import without_order
from questions.engine.twins.grammar.reading import Reading
from questions.engine.twins.grammar.sketch import Sketch
from questions.engine.types import ChoiceDomain

CONCEPT = "확통.확률분포"
_N = r"\\frac\{\d+\}\{\d+\}|\d+(?:\.\d+)?(?:/\d+)?"
_SIGMA = r"(?:σ|\\sigma)"
_LINEAR = r"(?P<minus>-)?(?P<a>\d+)?X(?:(?P<sign>[+-])(?P<b>\d+))?"
_OF = r"(?:확률변수)?"
_STATS = (
    ("mean", rf"E\(X\)|(?:{_OF}X의)?(?:평균|기댓값)"),
    ("second", r"E\(X\^\{?2\}?\)|X\^\{?2\}?의평균"),
    ("variance", rf"V\(X\)|(?:{_OF}X의)?분산"),
    ("deviation", rf"{_SIGMA}\(X\)|(?:{_OF}X의)?표준편차"),
)
_CHANGED = (
    ("mean", rf"E\({_LINEAR}\)|{_OF}{_LINEAR.replace('?P<', '?P<y_')}의(?:평균|기댓값)"),
    ("variance", rf"V\({_LINEAR}\)|{_OF}{_LINEAR.replace('?P<', '?P<y_')}의분산"),
    ("deviation", rf"{_SIGMA}\({_LINEAR}\)|{_OF}{_LINEAR.replace('?P<', '?P<y_')}의표준편차"),
)
_OTHER = (
    ("mean", rf"E\(Y\)|{_OF}Y의(?:평균|기댓값)"),
    ("variance", rf"V\(Y\)|{_OF}Y의분산"),
    ("deviation", rf"{_SIGMA}\(Y\)|{_OF}Y의표준편차"),
)
_DEFINED = re.compile(rf"(?:새로운)?{_OF}Y(?:=|를){_LINEAR}(?P<of>의(?:평균|기댓값|분산|표준편차))?")
_BINOMIAL = re.compile(rf"이항분포B\((?P<n>\d+|n),(?P<p>{_N})\)")
_VALUE = re.compile(rf"=?(?:이|가|은|는)?(?:각각)?(?P<n>{_N})(?![\dX(])")
_FILLER = re.compile(
    r"(?:을|를)따르(?:는|고|며|면|ㄹ때)|(?:을|를)따를때|이고|이며|일때|이면|인|라할때|이라할때|라하자|라하면|로정의할때|로놓을때|에대하여|에대해|에서|"
    r"확률변수X|확률변수|변량X|X|이다|이때|각각|의|값|가|이|은|는|을|를|과|와|로|[,.]"
)
_WORDS = {"평균": "mean", "기댓값": "mean", "분산": "variance", "표준편차": "deviation"}


def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in table)


_STATS_COMPILED, _CHANGED_COMPILED, _OTHER_COMPILED = _compiled(_STATS), _compiled(_CHANGED), _compiled(_OTHER)


@dataclass(slots=True)
class Variable:
    """What is printed of X (and of its binomial distribution), the change `minus a X sign b`, and what is asked."""

    numbers: list[Number] = field(default_factory=list)
    binomial: str = ""
    changed: tuple[str, str] | None = None
    asked: tuple[str, bool] | None = None
    waiting: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether this number is printed."""
        return any(number.name == name for number in self.numbers)


def variable_of(core: str) -> Variable | None:
    """The variable of a whole text without its closing request; None where a character is unread or the question unclear."""
    found = Variable()
    place = 0
    while place < len(core):
        last = _defined_at(core, place, found) or _stat_at(core, place, found) or _filler_at(core, place)
        if not last or (found.waiting and last < len(core) and found.asked):
            return None
        place = last
    if found.waiting:
        if len(found.waiting) != 1 or found.asked:
            return None
        found.asked = (found.waiting[0], False)
    return found if found.asked and found.numbers else None


def _filler_at(core: str, place: int) -> int:
    found = _FILLER.match(core, place)
    return found.end() if found else 0


def _noted(found: Variable, name: str, match: re.Match[str], group: str) -> bool:
    value = printed_number(match[group])
    if not value or found.has(name):
        return False
    found.numbers.append(Number(name, value, match[group], *match.span(group)))
    return True


def _defined_at(core: str, place: int, found: Variable) -> int:
    """A binomial distribution, or `Y = aX + b`."""
    binomial = _BINOMIAL.match(core, place)
    if binomial is not None:
        known = binomial["n"] == "n" or _noted(found, "n", binomial, "n")
        found.binomial = "n" if binomial["n"] == "n" else "known"
        return binomial.end() if known and _noted(found, "p", binomial, "p") else 0
    defined = _DEFINED.match(core, place)
    if defined is None or not _change(found, defined, ""):
        return 0
    if defined["of"]:
        found.asked = (_WORDS[defined["of"][1:]], True)
    return defined.end()


def _change(found: Variable, match: re.Match[str], prefix: str) -> bool:
    """Note `aX + b`; the signs stay as printed."""
    if found.changed is not None:
        return False
    first, second = "", ""
    if match[f"{prefix}a"]:
        first = "a"
        if not _noted(found, "a", match, f"{prefix}a"):
            return False
    if match[f"{prefix}b"]:
        second = "b"
        if not _noted(found, "b", match, f"{prefix}b"):
            return False
    if not first and not second and not match[f"{prefix}minus"]:
        return False
    found.changed = (f"{match[f'{prefix}minus'] or ''}{first or '1'}", f"{match[f'{prefix}sign'] or ''}{second}")
    return True


def _stat_at(core: str, place: int, found: Variable) -> int:
    for name, pattern in _OTHER_COMPILED:
        other = pattern.match(core, place)
        if other is not None and found.asked is None:
            found.asked = (name, True)
            return other.end()
    for name, pattern in _CHANGED_COMPILED:
        changed = pattern.match(core, place)
        if changed is not None:
            prefix = "" if core[changed.end() - 1] == ")" else "y_"
            if _change(found, changed, prefix) and found.asked is None:
                found.asked = (name, True)
                return changed.end()
    best = max(
        ((match.end(), name) for name, pattern in _STATS_COMPILED if (match := pattern.match(core, place))),
        default=None,
    )
    return 0 if best is None else _settled(core, best, found)


def _settled(core: str, best: tuple[int, str], found: Variable) -> int:
    """A quantity with the value behind it, or one that waits to be asked."""
    last, name = best
    value = _VALUE.match(core, last)
    if value is None:
        found.waiting.append(name)
        return last
    return value.end() if not found.waiting and _noted(found, name, value, "n") else 0


_WRONG = {
    (
        "mean",
        True,
    ): "{a}*mean | partial; mean {b} | partial; {a}*(mean {b}) | order; {a}*{a}*mean | formula; 2*s | other",
    (
        "variance",
        True,
    ): "{a}*variance | formula; {a}*{a}*variance {b} | partial; {a}*variance {b} | formula; variance | misread; 2*s | other",
    ("deviation", True): "s*s | misread; 2*s | other; s {b} | partial; {a}*{a}*deviation | formula; s/2 | other",
    ("mean", False): "mean + 1 | other; 2*mean | other; mean/2 | other",
    ("variance", False): "variance*variance | formula; 2*variance | other; variance + 1 | other; variance/2 | other",
    ("deviation", False): "variance | misread; 2*deviation | other; deviation + 1 | other; deviation/2 | other",
    (
        "second",
        False,
    ): "variance | misread; mean*mean | partial; variance + mean | formula; mean*mean - variance | sign",
}
_SAY = {
    "mean": r"평균은 ${s}$이다.", "variance": r"분산은 ${s}$이다.", "deviation": r"표준편차는 ${s}$이다.",
    "second": r"$E(X^2) = V(X) + \{E(X)\}^2 = {s}$",
}  # fmt: skip


def drawn_variables(reading: Reading) -> Iterator[Sketch]:
    """The sketch of a stem about one random variable."""
    variable = variable_of(without_order(reading.text))
    if variable is None or variable.asked is None:
        return
    sketch = Sketch(CONCEPT, f"facts.variable.{variable.asked[0]}", keeps_size=False, bounded=False)
    for number in variable.numbers:
        sketch.places.append((number.name, number.first, number.last))
        sketch.originals[number.name], sketch.texts[number.name] = number.value, number.text
    if _explained(sketch, variable) and _answered(sketch, variable):
        yield sketch


def _explained(sketch: Sketch, variable: Variable) -> bool:
    """Mean, variance and deviation by what is printed, each number printed used once."""
    printed = {number.name for number in variable.numbers} - {"a", "b"}
    rule = _RULES.get(("binomial " + variable.binomial if variable.binomial else "", frozenset(printed)))
    if rule is None:
        return False
    hidden, let, say = rule
    for name, formula in hidden:
        try:
            value = compile_formula(formula)(dict(sketch.originals), ())
        except (ExpressionError, ArithmeticError):
            return False
        if not isinstance(value, Fraction) or value <= 0:
            return _without_root(sketch, variable, printed)
        sketch.originals[name] = value
    for name, _ in let:
        sketch.originals.pop(name, None)
    sketch.let, sketch.say = list(let), [say] if say else []
    sketch.domains = domains_of("deviation 1..9; a 2..9; b 1..9; mean 2..30")
    sketch.domains["p"] = _P
    if variable.binomial:
        sketch.where = ["p < 1", "is_int(mean)", "n > 1"]
        sketch.domains |= domains_of("n 4..400")
    return True


_P = ChoiceDomain(("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/10", "9/10"))


def _without_root(sketch: Sketch, variable: Variable, printed: set[str]) -> bool:
    """A variance that is no square: usable as long as no standard deviation is asked."""
    if "variance" not in printed or "second" in printed or (variable.asked and variable.asked[0] == "deviation"):
        return False
    sketch.domains = domains_of("a 2..9; b 1..9; mean 2..30; variance 2..30")
    sketch.let = [("mm", "mean*1")] if "mean" in printed else []
    return True


_Pairs = tuple[tuple[str, str], ...]
_BOTH: _Pairs = (("mean", "n*p"), ("variance", "n*p*(1 - p)"))
_BINOMIAL_SAY = r"$E(X) = {n} \times {p} = {mean}$, $V(X) = {n} \times {p} \times (1 - {p}) = {variance}$"
_RULES: dict[tuple[str, frozenset[str]], tuple[_Pairs, _Pairs, str]] = {
    ("binomial known", frozenset({"n", "p"})): ((), _BOTH, _BINOMIAL_SAY),
    ("binomial n", frozenset({"p", "mean"})): ((("n", "mean/p"),), _BOTH, _BINOMIAL_SAY),
    ("binomial n", frozenset({"p", "variance"})): ((("n", "variance/(p*(1 - p))"),), _BOTH, _BINOMIAL_SAY),
    ("", frozenset({"mean"})): ((), (), ""),
    ("", frozenset({"deviation"})): ((), (("variance", "deviation**2"),), r"분산은 표준편차의 제곱인 ${variance}$이다."),
    ("", frozenset({"variance"})): ((("deviation", "sqrt(variance)"),), (("variance", "deviation**2"),), ""),
    ("", frozenset({"mean", "deviation"})): ((), (("variance", "deviation**2"),), r"분산은 표준편차의 제곱인 ${variance}$이다."),
    ("", frozenset({"mean", "variance"})): ((("deviation", "sqrt(variance)"),), (("variance", "deviation**2"),), ""),
    ("", frozenset({"mean", "second"})): ((("deviation", "sqrt(second - mean**2)"),), (("variance", "deviation**2"), ("second", "variance + mean**2")), r"$V(X) = E(X^2) - \{E(X)\}^2 = {second} - {mean}^2 = {variance}$"),
}  # fmt: skip


def _answered(sketch: Sketch, variable: Variable) -> bool:
    name, changes = variable.asked or ("", False)
    known = {*sketch.originals, *(one for one, _ in sketch.let)}
    if name == "deviation" and "deviation" not in known and "variance" in known:
        sketch.let.append(("deviation", "sqrt(variance)"))
        known.add("deviation")
    needed = {"mean", "variance"} if name == "second" else {name}
    if not needed <= known or (variable.has(name) and not changes):
        return False
    if changes != (variable.changed is not None):
        return False
    a, b = variable.changed or ("1", "")
    formulas = {
        "mean": f"({a})*mean {b}", "variance": f"({a})**2*variance", "deviation": f"abs({a})*deviation",
        "second": "variance + mean**2",
    }  # fmt: skip
    sketch.let.append(("s", formulas[name]))
    sketch.wrong = misconceptions(_WRONG[(name, changes)].format(a=f"({a})", b=b or "+ 1"))
    if changes:
        sketch.say.append(_change_line(name, a, b))
    sketch.say.append(_SAY[name])
    return True


def _change_line(name: str, a: str, b: str) -> str:
    times, plus = a.replace("a", "{a}"), f"{b[:1]} {{b}}" if b else ""
    shown = {
        "mean": rf"$E({times}X {plus}) = {times} \times E(X) {plus}$",
        "variance": rf"$V({times}X {plus}) = ({times})^2 \times V(X)$",
        "deviation": rf"$\sigma({times}X {plus}) = |{times}| \times \sigma(X)$",
    }
    return shown[name]
