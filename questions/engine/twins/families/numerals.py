"""Unknown whole numbers: runs of consecutive numbers, a number and its multiples, digits changed about."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, gap

USE = "중1.일차방정식.수의 활용"
DIGITS = "중2.연립방정식.수의 활용"
_LEAD = rf"<lead>{G}"
_N = gap("홀수", "짝수", "합이", "합은")
_KINDS = (("whole", "(?:자연수|정수|수)", 1), ("odd", "홀수", 2), ("even", "짝수", 2))
_PLACES = {
    3: (("least", "가장작은", -1), ("middle", "(?:가운데|중간)", 0), ("greatest", "가장큰", 1)),
    2: (("smaller", "(?:더)?작은", 0), ("larger", "(?:더)?큰", 1)),
}


def _parity(kind: str, name: str) -> str:
    return {"odd": f"mod({name}, 2) == 1", "even": f"mod({name}, 2) == 0"}.get(kind, f"{name} > 1")


def _run(count: int, kind: tuple[str, str, int], place: tuple[str, str, int]) -> Family:
    """One of two or three consecutive (odd, even) numbers with a printed sum."""
    name, word, step = kind
    which, wording, side = place
    counted = "(?:두|2개의|두개의)" if count == 2 else "(?:세|3개의|세개의)"
    asked = rf"{wording}(?:수|홀수|짝수|자연수|정수){G}<ask>"
    run = rf"연속(?:하는|된|한){counted}{word}"
    total = f"t = 2*h + {step}" if count == 2 else "t = 3*h"
    base = f"m = (t - {step})/2" if count == 2 else "m = t/3"
    shift = step * side
    return family(
        f"numbers.consecutive.{count}.{name}.{which}",
        USE,
        [rf"{_LEAD}{run}{_N}합(?:이|은)?{{t:int}}{_N}{asked}", rf"{_LEAD}합이{{t:int}}{G}{run}{_N}{asked}"],
        let=f"{total}; {base}; s = m + {shift}",
        hidden=f"h = (t - {step})/2" if count == 2 else "h = t/3",
        wrong="; ".join(f"m + {other} | misread" for other in (-step, 0, step, 2 * step) if other != shift)
        + f"; m + {shift + 1} | order; t | partial",
        where=f"{_parity(name, 'h')}; h > 2; floor(s) == s",
        say=[
            ("작은 수를 $x$라 하면 두 수의 합은 $2x + " + str(step) + " = {t}$, $x = {m}$")
            if count == 2
            else "가운데 수는 ${t} \\div 3 = {m}$",
            "따라서 구하는 수는 ${s}$",
        ],
        hints="연속",
    )


_IT = r"(?:그수|처음수|그자연수|그정수|어떤수|이수|원래수|원래의수|처음의수)"
_ANY = r"어떤(?:수|자연수|정수)"
_THING = r"(?:수|것|값)(?:는|은|이|가)?"


def _left(sign: str) -> str:
    if sign == "+":
        return rf"{_ANY}(?:의|를)?{{a:int}}배(?:한수|한것|하여|하고|한다음)?(?:에|보다)?{{b:int}}(?:을|를|만큼)?(?:더한|더하면|큰){_THING}"
    return rf"{_ANY}(?:의|를)?{{a:int}}배(?:한수|한것|하여|하고|한다음)?(?:에서|보다)?{{b:int}}(?:을|를|만큼)?(?:뺀|빼면|작은){_THING}"


def _right(sign: str) -> list[str]:
    times = rf"{_IT}(?:의|를)?{{c:int}}배"
    if sign == "+":
        return [
            rf"{times}보다{{d:int}}(?:만큼)?(?:더)?(?:크|큰수와같)[가-힣]*",
            rf"{times}(?:한수|한것)?에{{d:int}}(?:을|를)더한(?:수|것|값)(?:와|과)같[가-힣]*",
        ]
    return [
        rf"{times}보다{{d:int}}(?:만큼)?(?:더)?(?:작|작은수와같)[가-힣]*",
        rf"{times}(?:한수|한것)?에서{{d:int}}(?:을|를)뺀(?:수|것|값)(?:와|과)같[가-힣]*",
    ]


def _unknown(left: str, right: str) -> Family:
    """a·x ± b = c·x ± d in words."""
    mine, other = (1 if left == "+" else -1), (1 if right == "+" else -1)
    x_value = f"({other}*d - {mine}*b)/(a - c)"
    spelt = "".join("plus" if sign == "+" else "minus" for sign in (left, right))
    return family(
        f"numbers.word.equation.{spelt}",
        USE,
        [rf"{_LEAD}{_left(left)}{end}[.,]?{G}(?:{_ANY}|{_IT}){G}<ask>" for end in _right(right)],
        let=f"d = {other}*((a - c)*n + ({mine}*b)); less = a - c; rest = {other}*d - ({mine}*b); s = rest/less",
        hidden=f"n = {x_value}",
        wrong=f"rest | partial; ({other}*d + ({mine}*b))/less | sign; rest/(a + c) | sign; -s | sign",
        where="a != c; d > 0; rest != 0",
        say=[
            f"어떤 수를 $x$라 하면 ${{a}}x {left} {{b}} = {{c}}x {right} {{d}}$",
            "${less}x = {rest}$이므로 $x = {s}$",
        ],
        domains="a 2..9; c 2..9",
        hints="어떤",
        keeps_size=False,
    )


_TENS, _ONES = r"십의자리(?:의)?(?:숫자|수)", r"일의자리(?:의)?(?:숫자|수)"
_D = gap("숫자", "자리", "바꾸", "바꾼", "합이", "합은", "처음", "각")
_TWO_DIGIT = r"두자리(?:의)?(?:자연수|정수|수)"
_SWAP = rf"{_D}(?:{_TENS}(?:와|과){_ONES}|{_ONES}(?:와|과){_TENS}|각자리의숫자|두숫자|자리)(?:를|을)?{_D}바꾼(?:수|자연수)(?:는|은|가)?{_D}(?:처음(?:의)?(?:수|자연수)|원래(?:의)?수|이수|이자연수)보다{{d:int}}(?:만큼)?(?:더)?"
_FIRST = rf"{_D}(?:처음(?:의)?(?:수|자연수|두자리(?:의)?자연수)|원래(?:의)?수|이자연수|이수|두자리의?자연수){G}<ask>"
_SUM = rf"(?:각자리(?:의)?(?:숫자|수)의합|{_TENS}(?:와|과){_ONES}의합)(?:이|은)?{{t:int}}"


def _swapped(more: bool) -> Family:
    tens, ones = ("(t - d/9)/2", "(t + d/9)/2") if more else ("(t + d/9)/2", "(t - d/9)/2")
    comparison = r"(?:크|큰|커)[가-힣]*" if more else r"(?:작|작은)[가-힣]*"
    return family(
        f"digits.swapped.{'more' if more else 'less'}",
        DIGITS,
        [
            rf"{_LEAD}{_SUM}{_D}{_TWO_DIGIT}{_SWAP}{comparison}[.,]?{_FIRST}",
            rf"{_LEAD}{_TWO_DIGIT}{_D}{_SUM}{_SWAP}{comparison}[.,]?{_FIRST}",
        ],
        let=f"t = u + w; d = 9*{'(w - u)' if more else '(u - w)'}; step = d/9; tens = {tens}; ones = {ones}; s = 10*tens + ones",
        hidden=f"u = {tens}; w = {ones}",
        domains="u 1..9; w 1..9",
        wrong="10*ones + tens | misread; tens | partial; ones | partial; s + 9 | other; s - 9 | other",
        where="d > 0; u >= 1; w >= 1; u <= 9; w <= 9",
        say=[
            "십의 자리의 숫자를 $x$, 일의 자리의 숫자를 $y$라 하면 $x + y = {t}$",
            f"${'y - x' if more else 'x - y'} = {{d}} \\div 9 = {{step}}$이므로 $x = {{tens}}$, $y = {{ones}}$",
            "따라서 처음 수는 ${s}$",
        ],
        keeps_size=False,
        hints="자리",
    )


def _fixed_digit(name: str, known: str, number: str, digit: str) -> Family:
    """One digit is printed and the number is a printed multiple of its digits' sum."""
    return family(
        name,
        USE,
        [
            rf"{_LEAD}{known}(?:가|이)?{{v1:int}}{_D}{_TWO_DIGIT}{_D}각자리(?:의)?(?:숫자|수)의합의{{k:int}}배{gap('같', '자리')}(?:이|그|처음|두자리의?)?(?:자연수|수){G}<ask>"
        ],
        let=f"s = {number}; total = s/k",
        wrong="total | partial; s + 9 | other; s - 9 | other; s + 10 | other",
        where=f"is_int(s); is_int(total); s > 9; s < 100; total == {digit}",
        domains="v1 1..9; k 2..8",
        say=[
            "미지의 숫자를 $x$라 하고 식을 세우면 각 자리의 숫자의 합은 {total}이다.",
            "따라서 이 수는 ${k} \\times {total} = {s}$",
        ],
        keeps_size=False,
        hints="자리",
    )


FAMILIES = (
    *(_run(3, kind, place) for kind in _KINDS for place in _PLACES[3]),
    *(_run(2, kind, place) for kind in _KINDS for place in _PLACES[2]),
    *(_unknown(left, right) for left in "+-" for right in "+-"),
    _swapped(True),
    _swapped(False),
    _fixed_digit(
        "digits.multiple.ones", _ONES, "10*(sum(i for i in range(1, 10) if 10*i + v1 == k*(i + v1))) + v1", "v1 + (s - v1)/10"
    ),
    _fixed_digit(
        "digits.multiple.tens", _TENS, "10*v1 + (sum(i for i in range(0, 10) if 10*v1 + i == k*(i + v1)))", "v1 + (s - 10*v1)"
    ),
    *(
        family(
            f"digits.swapped.{name}.known.{'more' if sign > 0 else 'less'}",
            USE,
            [rf"{_LEAD}{digit}(?:가|이)?{{v1:int}}{_D}{_TWO_DIGIT}{_SWAP}{comparison}[.,]?{_FIRST}"],
            let=f"d = {sign}*9*({'w - v1' if name == 'tens' else 'v1 - w'}); step = d/9; other = v1 + ({sign if name == 'tens' else -sign})*step; s = {'10*v1 + other' if name == 'tens' else '10*other + v1'}",
            hidden=f"w = v1 + ({sign if name == 'tens' else -sign})*d/9",
            domains="v1 1..9; w 1..9",
            wrong=f"{'10*other + v1' if name == 'tens' else '10*v1 + other'} | misread; other | partial; s + 9 | other; s - 9 | other",
            where="d > 0; w >= 1; w <= 9; other <= 9",
            say=["두 자리의 숫자의 차는 ${d} \\div 9 = {step}$이므로 다른 자리의 숫자는 ${other}$", "따라서 처음 수는 ${s}$"],
            keeps_size=False,
            hints="자리",
        )
        for name, digit in (("tens", _TENS), ("ones", _ONES))
        for sign, comparison in ((1, r"(?:크|큰|커)[가-힣]*"), (-1, r"(?:작|작은)[가-힣]*"))
    ),
)  # fmt: skip
