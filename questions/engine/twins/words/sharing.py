"""Divisions that do not come out even, common divisors and common multiples: how solutions write them, and what stays.

    17/4=4 r1          the quotient, the next larger number or the remainder, whichever the note's answer is
    ceil(50/8), 75%9   written as functions
    gcd(24,36)=12      최대공약수, LCM …

`spelled` turns each into one operator of `arithmetic` (`//` full shares, `⌈` shares that take all, `∣` what is left,
`∧` greatest common divisor, `∨` least common multiple). `traits` is what twins keep: a division that leaves something
leaves something in each of them. Which of them a stem asks for is in `shares_asked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from questions.engine.twins.words.arithmetic import apply, operations
from questions.engine.twins.words.solutions import Step

DIVIDING = ("//", "⌈", "∣")
SHARING = (*DIVIDING, "∧", "∨")
"""Operators whose result jumps: no search over formulas finds them, and the stem must ask for them in words."""

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_TOP = rf"(?P<top>{_NUMBER}|\((?:[^()=]|\([^()]*\))*\))"
_DIVISION = rf"{_TOP}\s*[/÷]\s*(?P<below>\d+)\s*=\s*"
_WITH_REST = re.compile(
    rf"{_DIVISION}(?:몫\s*)?(?P<whole>\d+)\s*(?:,\s*)?(?:\(?\s*(?:r\.?|rem\.?|remainder(?:\s+of)?|with(?: a)? remainder"
    r"(?: of)?)\s*|\.{2,3}|…+|⋯+|[·∙]{3}|나머지(?:는|가)?)\s*[=:]?\s*(?P<rest>\d+)\)?",
    re.IGNORECASE,
)
_INEXACT = re.compile(rf"{_DIVISION}(?P<stated>\d+(?:\.\d+)?)(?![\d.]|\s*(?:r|rem|\.{{2}}|…|⋯))", re.IGNORECASE)
_ROUNDED = re.compile(
    r"(?:math\.)?(?P<name>ceil(?:ing)?|round_?up|floor|int)\s*\(\s*(?P<top>[^()/÷,]+|\([^()]*\))\s*[/÷]\s*(?P<below>\d+)\s*"
    r"(?:,\s*0\s*)?\)",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"-\s*\(\s*-\s*(?P<top>\d+)\s*//\s*(?P<below>\d+)\s*\)")
_LEFT = re.compile(r"(?P<top>\d+|\([^()]*\))\s*(?:%|\bmod\b)\s*(?P<below>\d+)", re.IGNORECASE)
_LEFT_CALL = re.compile(r"\bmod\s*\(\s*(?P<top>\d+)\s*,\s*(?P<below>\d+)\s*\)", re.IGNORECASE)
_NAMES = r"(?P<name>g\.?c\.?[dfm]|h\.?c\.?f|l\.?c\.?[md]|greatest common (?:divisor|factor)|least common multiple)"
_COMMON = re.compile(
    rf"(?:math\.)?\b{_NAMES}\.?\s*(?:of\s*)?\(?\s*(?P<list>\d+(?:\s*(?:,|and|&)\s*\d+)+)\s*\)?\s*(?:is|=|:)?",
    re.IGNORECASE,
)
_COMMON_KOREAN = re.compile(
    r"(?P<list>\d+(?:\s*(?:[,과와]|하고)\s*\d+)+)\s*의\s*(?P<name>최대\s?공약수|최소\s?공배수)\s*(?:는|은|가|이)?\s*[=:]?"
)


def spelled(solution: str, answer: Fraction | None) -> str:
    """The solution with every such calculation as one operator; a division whose use is open stays as it is."""
    text = solution
    for rule, write in ((_NEGATED, _up), (_ROUNDED, _rounded), (_LEFT_CALL, _left), (_LEFT, _left)):
        text = rule.sub(write, text)
    for rule in (_COMMON, _COMMON_KOREAN):
        text = rule.sub(_common, text)
    for rule in (_WITH_REST, _INEXACT):
        found = list(rule.finditer(text))
        if answer is not None and len(found) == 1:
            text = _concluded(text, found[0], answer)
    return text


def _up(match: re.Match[str]) -> str:
    return f"{match['top']}⌈{match['below']}"


def _rounded(match: re.Match[str]) -> str:
    sign = "//" if match["name"].lower() in ("floor", "int") else "⌈"
    return f"{_grouped(match['top'])}{sign}{match['below']}"


def _left(match: re.Match[str]) -> str:
    return f"{match['top']}∣{match['below']}"


def _grouped(text: str) -> str:
    return text.strip() if re.fullmatch(rf"{_NUMBER}|\(.*\)", text.strip()) else f"({text.strip()})"


def _common(match: re.Match[str]) -> str:
    least = re.match(r"l|최소", match["name"], re.IGNORECASE)
    stated = "=" if re.search(r"(?:[=:]|is|는|은|가|이)\s*$", match.group()) else ""
    return f"{('∨' if least else '∧').join(re.findall(r'[0-9]+', match['list']))}{stated}"


def _concluded(text: str, match: re.Match[str], answer: Fraction) -> str:
    """The division, with the operator that the answer and what follows decide; unchanged where that is not clear."""
    top, below = _value(match["top"]), int(match["below"])
    if top is None or not below or top % below == 0:
        return text
    whole, rest = top // below, top % below
    if "rest" in match.groupdict():
        stated = int(match["whole"]) == whole and int(match["rest"]) == rest
    else:
        stated = Fraction(match["stated"]) in (Fraction(top, below), whole, whole + 1)
    meant = [sign for sign, value in (("//", whole), ("⌈", whole + 1), ("∣", rest)) if value == answer]
    after = re.sub(rf"\s*[,.;:→⇒>~≈]*\s*{whole}\s*\+\s*1\s*=\s*{whole + 1}(?!\d)", "", text[match.end() :])
    if not stated or len(meant) != 1 or re.search(r"[=+*×÷]", after):
        return text
    return f"{text[: match.start()]}{match['top']}{meant[0]}{below}={answer}"


def _value(text: str) -> int | None:
    """A whole number, or a sum, difference or product of whole numbers in brackets."""
    if re.fullmatch(r"\d[\d,]*", text):
        return int(text.replace(",", ""))
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    signs = re.sub(r"[\d\s()]", "", text)
    if not re.fullmatch(r"\(\s*\d+(?:\s*[-+*×]\s*\d+)+\s*\)", text) or len(set(signs)) != 1:
        return None
    total = numbers[0]
    for number in numbers[1:]:
        total = int(apply({"×": "*"}.get(signs[0], signs[0]), Fraction(total), Fraction(number)))
    return total


def shares(steps: tuple[Step, ...]) -> frozenset[str]:
    """The operators of this kind in a solution."""
    return frozenset(node.operator for step in steps for node in operations(step.tree) if node.operator in SHARING)


def traits(operator: str, first: Fraction, second: Fraction) -> tuple[bool, ...]:
    """What a twin keeps of one such operation on two values."""
    if operator in DIVIDING:
        return first % second == 0, first > second
    if operator not in SHARING:
        return ()
    both = apply(operator, first, second)
    return (both in (first, second), both == (1 if operator == "∧" else first * second))


def conditions(operator: str, first: str, second: str, values: tuple[Fraction, Fraction]) -> Iterator[str]:
    """The traits of one such operation as conditions on the texts of its two sides."""
    if operator in DIVIDING:
        yield f"mod({first}, {second}) > 0"
        yield f"{first} {'>' if values[0] > values[1] else '<'} {second}"
        return
    text = formula(operator, first, second)
    contained, extreme = traits(operator, *values)
    joined = "or" if contained else "and"
    sign = "==" if contained else "!="
    yield f"{text} {sign} {first} {joined} {text} {sign} {second}"
    yield f"{text} {'==' if extreme else '!='} {'1' if operator == '∧' else f'({first}) * ({second})'}"


def formula(operator: str, first: str, second: str) -> str:
    """The operation in the language of blueprints."""
    return {
        "//": f"floor(({first}) / ({second}))",
        "⌈": f"ceil(({first}) / ({second}))",
        "∣": f"mod({first}, {second})",
        "∧": f"gcd({first}, {second})",
        "∨": f"lcm({first}, {second})",
    }[operator]
