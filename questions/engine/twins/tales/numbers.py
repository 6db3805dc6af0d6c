"""Tales of unknown numbers: two numbers, one number, digits, ages."""

from __future__ import annotations

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.systems import Said, asks, said, system
from questions.engine.twins.tales.telling import Telling

USE = "중1.일차방정식.활용"
PAIRS = "중2.연립방정식.활용"
_TWO = r"(?:서로다른)?(?:어떤)?두(?:개의)?(?:양의)?(?:자연수|정수|양수|수)"
_BIG = r"(?:더)?큰(?:쪽의)?(?:자연수|정수|수)"
_SMALL = r"(?:더)?작은(?:쪽의)?(?:자연수|정수|수)"
_OF_TWO = rf"(?:이?{_TWO}<의>)?(?:중(?:에서)?|가운데(?:에서)?)?"
_NAMES = {"x": _BIG, "y": _SMALL}


def _relations() -> dict[str, Said]:
    """`큰 수의 2배에서 작은 수를 빼면 25이다` and the like, for both orders and signs."""
    found: dict[str, Said] = {}
    for one, other in (("x", "y"), ("y", "x")):
        first, second = _NAMES[one], _NAMES[other]
        for left, right in ((0, 0), (1, 0), (0, 1), (1, 1)):
            first_times = rf"{first}(?:의|를){{a:count}}배(?:한(?:수|것))?" if left else first
            second_times = rf"{second}(?:의|를){{b:count}}배(?:한(?:수|것))?" if right else second
            terms = (f"a*{one}" if left else one, f"b*{other}" if right else other)
            found[f"sum{one}{left}{right}"] = said(
                rf"{first_times}(?:에|와|과){second_times}(?:을|를)(?:더하면|더한(?:값|수|것)(?:은|이)|합하면)"
                rf"{{t}}<be>",
                rf"{first_times}(?:와|과){second_times}의합(?:은|이){{t}}<be>",
                eq=f"{terms[0]} + {terms[1]} = t",
            )
            found[f"difference{one}{left}{right}"] = said(
                rf"{first_times}에서{second_times}(?:을|를)(?:빼면|뺀(?:값|수|것)(?:은|이)){{t}}<be>",
                eq=f"{terms[0]} - {terms[1]} = t",
            )
            if left and right:
                ahead = rf"{first}의{{a:count}}배(?:는|가){second}의{{b:count}}배보다{{c}}"
                found[f"multiple{one}+"] = said(rf"{ahead}<크>", eq=f"a*{one} = b*{other} + c")
                found[f"multiple{one}-"] = said(rf"{ahead}<작>", eq=f"a*{one} = b*{other} - c")
            if not left and right:
                found[f"more{one}"] = said(
                    rf"{first}(?:은|는|이|가){second_times}보다{{c}}<크>", eq=f"{one} = {terms[1]} + c"
                )
                found[f"less{one}"] = said(
                    rf"{first}(?:은|는|이|가){second_times}보다{{c}}<작>", eq=f"{one} = {terms[1]} - c"
                )
                found[f"times{one}"] = said(
                    rf"{first}(?:은|는|이|가){second_times}(?:와같다(?:고(?:한다|할때|하자))?|와같고|와같을때|<be>)",
                    eq=f"{one} = {terms[1]}",
                )
    return found


_TWO_NUMBERS = {
    "sum": said(rf"(?:{_TWO}<의>)?합(?:은|이){{t}}<be>", rf"{_TWO}를더하면{{t}}<be>", eq="x + y = t"),
    "difference": said(
        rf"(?:{_TWO}<의>|{_BIG}(?:와|과){_SMALL}의)?차(?:는|가){{t}}<be>",
        rf"{_BIG}에서{_SMALL}를뺀(?:값|수)(?:은|는|이|가){{t}}<be>",
        eq="x - y = t",
    ),
    "quotient": said(
        rf"{_BIG}를{_SMALL}로나누(?:면|었더니|었을때|었을때의?)(?:그)?몫(?:은|이){{q}}<be>[,.]?(?:그)?나머"
        rf"지(?:는|가){{r}}<be>",
        rf"{_BIG}를{_SMALL}로나눈몫(?:은|이){{q}}<be>[,.]?나머지(?:는|가){{r}}<be>",
        eq="x = q*y + r",
        where="r < y",
        pin="x",
    ),
    "more": said(rf"{_BIG}(?:은|는|이|가){_SMALL}보다{{c}}<크>", eq="x - y = c"),
    "less": said(rf"{_SMALL}(?:은|는|이|가){_BIG}보다{{c}}<작>", eq="x - y = c"),
    **_relations(),
}
_TWO_ASKED = {
    "greater": asks(rf"{_OF_TWO}{_BIG}<q>", s="x"),
    "smaller": asks(rf"{_OF_TWO}{_SMALL}<q>", s="y"),
    "product": asks(rf"{_OF_TWO}(?:두수의)?곱<q>", s="x*y"),
}
_TWO_IDLE = (rf"{_TWO}(?:가있다|가있는데|가있을때|에대하여|에서)", rf"{_TWO}중(?:에서)?(?={_BIG}(?:은|를|는|의))")

_THE = r"(?:그|처음|어떤|원래|이|구하려는)(?:자연수|정수|수)"
_DONE = r"(?:한(?:수|값|것|결과)(?:은|는|이|가)|하면|하였더니|했더니|하니)"
_ADDED = r"(?:을|를)(?:더한(?:수|값|것)(?:은|는|이|가)|더하면|더하였더니|더했더니)"
_TAKEN = r"(?:을|를)(?:뺀(?:수|값|것)(?:은|는|이|가)|빼면|빼었더니|뺐더니)"
_THEN = r"(?:하여|해서|한(?:수|값|것|후|다음|뒤)(?:에)?)"
_BRACKET = r"(?:수|값|것|후|다음|뒤|결과)?(?:에)?[,]?"


def _one_number() -> dict[str, Said]:
    some = r"어떤(?:자연수|정수|수)"
    lefts = {
        "ax+b": (
            rf"{some}(?:의|를|에){{a:count}}(?:배(?:{_THEN})?|(?:를|을)곱한(?:수|값|것|후|다음|뒤))(?:에)?[,]?"
            rf"{{b}}{_ADDED}",
            "a*x + b",
        ),
        "ax-b": (
            rf"{some}(?:의|를|에){{a:count}}(?:배(?:{_THEN})?|(?:를|을)곱한(?:수|값|것|후|다음|뒤))(?:에서)?[,"
            rf"]?{{b}}{_TAKEN}",
            "a*x - b",
        ),
        "x+a": (rf"{some}에{{a}}{_ADDED}", "x + a"),
        "x-a": (rf"{some}에서{{a}}{_TAKEN}", "x - a"),
        "(x+a)b": (
            rf"{some}에{{a}}(?:을|를)더(?:하여|해서|한){_BRACKET}(?:의|를)?{{b:count}}(?:배(?:{_DONE}|는|은|가"
            rf")|(?:를|을)곱{_DONE})",
            "b*(x + a)",
        ),
        "(x-a)b": (
            rf"{some}에서{{a}}(?:을|를)(?:빼서|빼어|뺀){_BRACKET}(?:의|를)?{{b:count}}(?:배(?:{_DONE}|는|은|가"
            rf")|(?:를|을)곱{_DONE})",
            "b*(x - a)",
        ),
        "ax": (rf"{some}(?:의|를){{a:count}}배(?:는|가|{_DONE})", "a*x"),
    }
    same = r"(?:과|와)(?:서로)?(?:같(?:다(?:고(?:한다|할때|하자))?|을때|아졌다|아진다|고|았다))"
    value = r"(?:수|값|것)"
    rights = {
        "cx+d": (rf"{_THE}(?:의|를){{c:count}}배보다{{d}}<크>", "c*x + d"),
        "cx-d": (rf"{_THE}(?:의|를){{c:count}}배보다{{d}}<작>", "c*x - d"),
        "x+d": (rf"{_THE}보다{{d}}<크>", "x + d"),
        "x-d": (rf"{_THE}보다{{d}}<작>", "x - d"),
        "cx": (rf"{_THE}의{{c:count}}배(?:가된다|가되었다|가될때|와같다|와같을때|이다|일때|와같아졌다)", "c*x"),
        "d": (r"{d}<be>", "d"),
        "=x+d": (rf"{_THE}에{{d}}(?:을|를)더한{value}{same}", "x + d"),
        "=x-d": (rf"{_THE}에서{{d}}(?:을|를)뺀{value}{same}", "x - d"),
        "=cx+d": (rf"{_THE}(?:의|를){{c:count}}배(?:한{value})?에{{d}}(?:을|를)더한{value}{same}", "c*x + d"),
        "=cx-d": (rf"{_THE}(?:의|를){{c:count}}배(?:한{value})?에서{{d}}(?:을|를)뺀{value}{same}", "c*x - d"),
    }
    return {
        f"{left} {right}": said(first + "[,]?" + second, eq=f"{one} = {other}")
        for left, (first, one) in lefts.items()
        for right, (second, other) in rights.items()
    }


_TENS = r"십의자리의?(?:의)?(?:숫자|수)"
_ONES = r"일의자리의?(?:의)?(?:숫자|수)"
_NUMERAL = r"(?:두자리(?:의)?)?(?:자연수|정수|수)"
_OLD = r"(?:처음|원래|본래|이)(?:의)?(?:두자리(?:의)?)?(?:자연수|정수|수)"
_SWAPPED = (
    rf"(?:이수의|그|이자연수의|그수의)?(?:{_TENS}(?:와|과){_ONES}(?:를|을)|(?:두|각자리의|각자리)(?:숫"
    rf"자|수)?의?(?:자리|순서|위치)?를|두자리"
    rf"의숫자를)(?:서로)?(?:바꾸면|바꾼"
    rf"(?:두자리(?:의)?)?(?:자연수|수)(?:는|가)|바꾸었더니|바꾸어만든(?:자연수|수)(?:는|가)|바꿔서만든"
    rf"(?:자연수|수)(?:는|가))(?:그수는)?[,]?"
)
_DIGITS = {
    "sum": said(
        r"(?:두자리의?자연수의)?(?:각자리의?(?:숫자|수)|두자리의숫자|각자릿수|두숫자|십의자리의?숫자와일"
        r"의자리의?숫자)의합(?:은|이){t}<be>",
        eq="x + y = t",
    ),
    "tens": said(rf"(?:두자리(?:의)?자연수의)?{_TENS}(?:는|가){{a}}<be>", eq="x = a"),
    "ones": said(rf"(?:두자리(?:의)?자연수의)?{_ONES}(?:는|가){{a}}<be>", eq="y = a"),
    "tens times": said(rf"{_TENS}(?:는|가){_ONES}의{{k:count}}배<be>", eq="x = k*y"),
    "ones times": said(rf"{_ONES}(?:는|가){_TENS}의{{k:count}}배<be>", eq="y = k*x"),
    "tens more": said(
        rf"{_TENS}(?:는|가){_ONES}보다{{c}}<크>", rf"{_ONES}(?:는|가){_TENS}보다{{c}}<작>", eq="x = y + c"
    ),
    "ones more": said(
        rf"{_ONES}(?:는|가){_TENS}보다{{c}}<크>", rf"{_TENS}(?:는|가){_ONES}보다{{c}}<작>", eq="y = x + c"
    ),
    "swapped more": said(rf"{_SWAPPED}{_OLD}보다{{d}}<크>", eq="10*y + x = 10*x + y + d"),
    "swapped less": said(rf"{_SWAPPED}{_OLD}보다{{d}}<작>", eq="10*y + x = 10*x + y - d"),
    "times sum": said(
        r"(?:이|그)?(?:자연)?수는각자리의?(?:숫자|수)의합의{k:count}배(?:<be>|(?:와|과)같다(?:고한다)?|(?:와|과)같을때|일때)",
        eq="10*x + y = k*(x + y)",
    ),
    "swapped times more": said(rf"{_SWAPPED}{_OLD}의{{k:count}}배보다{{d}}<크>", eq="10*y + x = k*(10*x + y) + d"),
    "swapped times less": said(rf"{_SWAPPED}{_OLD}의{{k:count}}배보다{{d}}<작>", eq="10*y + x = k*(10*x + y) - d"),
}
_DIGITS_ASKED = {
    "number": asks(
        rf"{_OLD}<q>", r"(?:이|그|이러한)?(?:두자리의?)?자연수<q>", s="10*x + y", wrong="10*y + x | misread"
    ),
    "swapped": asks(r"바꾼수<q>", s="10*y + x", wrong="10*x + y | misread"),
}
_DIGITS_IDLE = (
    r"(?:어떤)?두자리(?:의)?(?:자연수|정수)가있다(?:고하자)?",
    r"(?:어떤)?두자리(?:의)?(?:자연수|정수)가있을때",
    r"두자리(?:의)?자연수에서",
    r"(?:어떤)?두자리(?:의)?(?:자연수|정수)에대하여",
    r"두자리(?:의)?자연수가있는데",
    r"(?:어떤|이)?두자리(?:의)?자연수의",
)

_ELDER = r"(?P<one>아버지|어머니|엄마|아빠|삼촌|이모|고모|할머니|할아버지|선생님|형|누나|언니|오빠|[가-힣]{1,3}?)"
_YOUNGER = r"(?P<two>아들|딸|동생|조카|손자|손녀|학생|자녀|[가-힣]{1,3}?)"
_NOW = r"(?:현재|올해|지금)?"
_YEARS_ON = r"(?:후|뒤)(?:에는|에|의|엔|에도)?"
_BEFORE = r"전(?:에는|에|의|엔)?"
_AGED = r"(?:세|살)"
_MULTIPLE = rf"{_ELDER}의나이(?:가|는){_YOUNGER}의나이의{{k:count}}배"
_IS = r"(?:<be>|가(?:된다|되었다|되고|될때|된다고한다|된다고할때|된다고하면))"
_AGES = {
    "sum": said(
        rf"{_NOW}{_ELDER}%과{_YOUNGER}의나이의합(?:은|이){_NOW}{{t}}{_AGED}<be>",
        rf"{_NOW}두사람의나이의합(?:은|이){{t}}{_AGED}<be>",
        rf"{_NOW}{_YOUNGER}%과{_ELDER}의나이의합(?:은|이){{t}}{_AGED}<be>",
        eq="x + y = t",
    ),
    "difference": said(
        rf"{_NOW}{_ELDER}%과{_YOUNGER}의나이의?차(?:는|가)?{{t}}{_AGED}<be>",
        rf"{_NOW}두사람의나이의?차(?:는|가){{t}}{_AGED}<be>",
        rf"{_NOW}{_ELDER}(?:는|은)?{_YOUNGER}보다{{t}}{_AGED}(?:이|가)?(?:더)?많(?:다|고|으며|을때)",
        rf"{_NOW}{_ELDER}의?나이(?:는|가){_YOUNGER}의?나이보다{{t}}{_AGED}(?:이|가)?(?:더)?많(?:다|고|으며|을때)",
        eq="x - y = t",
    ),
    "times": said(rf"{_NOW}{_MULTIPLE}{_IS}", eq="x = k*y"),
    "later": said(rf"(?:지금으로부터|앞으로)?{{c}}년{_YEARS_ON}{_MULTIPLE}{_IS}", eq="x + c = k*(y + c)"),
    "earlier": said(rf"(?:지금으로부터)?{{c}}년{_BEFORE}{_MULTIPLE}{_IS}", eq="x - c = k*(y - c)"),
    "later more": said(
        rf"{{c}}년{_YEARS_ON}{_MULTIPLE}보다{{d}}{_AGED}(?:이|가)?(?:더)?많(?:아진다|다|아진다고한다|아질때|다고한다)",
        eq="x + c = k*(y + c) + d",
    ),
    "later less": said(
        rf"{{c}}년{_YEARS_ON}{_MULTIPLE}보다{{d}}{_AGED}(?:이|가)?(?:더)?적(?:어진다|다|어진다고한다|을때|다고한다)",
        eq="x + c = k*(y + c) - d",
    ),
    "later sum": said(rf"{{c}}년{_YEARS_ON}두사람의나이의합(?:은|이){{t}}{_AGED}{_IS}", eq="x + y + 2*c = t"),
}
_AGES_ASKED = {
    "elder": asks(rf"{_NOW}(?P<one>[가-힣]{{1,4}}?)의(?:현재)?나이<q>", s="x"),
    "younger": asks(rf"{_NOW}(?P<two>[가-힣]{{1,4}}?)의(?:현재)?나이<q>", s="y"),
}
_YEARS = {
    "elder": said(
        rf"{_NOW}{_ELDER}의?나이(?:는|가)?{{a}}{_AGED}(?:<be>|,)",
        rf"{_NOW}{_ELDER}%은{{a}}{_AGED}(?:<be>|,)",
        eq="x = a",
    ),
    "younger": said(
        rf"{_NOW}{_YOUNGER}의?나이(?:는|가)?{{a}}{_AGED}(?:<be>|,)", rf"{_NOW}{_YOUNGER}%은{{a}}{_AGED}<be>", eq="y = a"
    ),
}
_WHEN = r"(?:지금(?:으로)?부터|앞으로|현재(?:로)?부터)?"
_AFTER_HOW_MANY = r"(?:몇년(?:후|뒤))"
_YEARS_ASKED = {
    "when": asks(
        rf"{_MULTIPLE}가되는(?:것은|때는|해는){_WHEN}{_AFTER_HOW_MANY}<ended>",
        rf"{_WHEN}{_AFTER_HOW_MANY}(?:에)?{_MULTIPLE}(?:가되는(?:가|지)|가되겠는가|가됩니까|가될까)<ended>",
        s="z",
        eq="x + z = k*(y + z)",
        wrong="x - k*y | partial; (x - k*y)/k | formula",
    )
}

_PARENTS = ("아버지", "어머니", "엄마", "아빠", "father", "mother")
_OLD_PEOPLE = ("할아버지", "할머니")


def _grown_up(telling: Telling) -> list[str]:
    """Parents are twenty years and more older than their children, grandparents forty."""
    elder = telling.words.get("one", "").lower()
    years = 40 if elder in _OLD_PEOPLE else 20 if elder in _PARENTS else 0
    return [f"sx - sy >= {years}", "sx <= 90"] if years else []


FAMILIES: tuple[Family, ...] = (
    system(
        "tale.two.numbers",
        PAIRS,
        "xy",
        "큰 수를 $x$, 작은 수를 $y$라 하면",
        told=_TWO_NUMBERS,
        asked=_TWO_ASKED,
        idle=_TWO_IDLE,
        where="x > y; y > 0",
    ),
    system(
        "tale.one.number",
        USE,
        "x",
        "어떤 수를 $x$라 하면",
        told=_one_number(),
        asked={"number": asks(rf"(?:이?때)?{_THE}<q>", s="x")},
        hints="어떤",
    ),
    system(
        "tale.digits",
        PAIRS,
        "xy",
        "십의 자리의 숫자를 $x$, 일의 자리의 숫자를 $y$라 하면",
        told=_DIGITS,
        asked=_DIGITS_ASKED,
        idle=_DIGITS_IDLE,
        where="x > 0; x < 10; y >= 0; y < 10",
        domains="x 1..9; y 1..9",
        hints="자리",
    ),
    system(
        "tale.ages",
        PAIRS,
        "xy",
        "현재 두 사람의 나이를 각각 $x$세, $y$세라 하면",
        told=_AGES,
        asked=_AGES_ASKED,
        where="x > y; y > 0; x < 100",
        hints="나이",
        sense=_grown_up,
    ),
    system(
        "tale.ages.when",
        USE,
        "xyz",
        "$z$년 후라 하면",
        told=_YEARS,
        asked=_YEARS_ASKED,
        where="x > y; y > 0; x < 100; z > 0",
        hints="나이 배가되",
        sense=_grown_up,
    ),
)
