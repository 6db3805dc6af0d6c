"""Tales of the second degree: paths through a field, boxes folded from a sheet, things thrown up."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.counted import Case, counted
from questions.engine.twins.tales.systems import asks, said, system

SQUARE = "중3.이차방정식.활용"
_UNIT = r"(?P<unit>cm|m)"
_FIELD = r"(?:땅|공원|밭|꽃밭|잔디밭|화단|정원|텃밭|광장|농장|공터|놀이터)"
_MADE = r"(?:<v:만들/만들었>|<v:내/내었/냈>|<v:놓/놓았>)"
_PATH = {
    "sides": said(rf"(?:{_FIELD}이)?가로(?:와세로)?(?:의)?(?:길이)?(?:가|는)?{{A}}{_UNIT}[,]?(?:이고)?세로(?:의)?(?:길이)?(?:가|는)?{{B}}(?:cm|m)인직사각형(?:모양)?(?:의)?{_FIELD}(?:에|이있다|이있는데|의안에)?", rf"가로(?:,|와)세로의길이가각각{{A}}{_UNIT},{{B}}(?:cm|m)인직사각형(?:모양)?(?:의)?{_FIELD}(?:에|이있다|이있는데)?", eq=""),
    "path": said(rf"(?:이{_FIELD}에)?(?:오른쪽그림과같이)?(?:폭이(?:일정한|같은|일정하고)|일정한폭의)(?:십자(?:형|모양)?의?|직선|서로수직인|가로,세로로|가로와세로로)?(?:도로|길|산책로|통로)(?:을|를|이)?{_MADE}", rf"(?:이{_FIELD}에)?(?:가로|세로)(?:와|,)(?:세로|가로)(?:방향으로|로)?폭이(?:일정한|같은)(?:길|도로)(?:을|를){_MADE}", eq=""),
    "rest": said(rf"(?:길|도로|산책로|통로)(?:을|를)?(?:제외한|뺀)(?:나머지)?(?:{_FIELD}|부분|나머지)?(?:의)?넓이(?:가|는){{S}}(?P<unit>cm|m)\^2<be>", rf"남은{_FIELD}의넓이(?:가|는){{S}}(?P<unit>cm|m)\^2<be>", eq="(A - x)*(B - x) = S"),
}  # fmt: skip
_PATH_ASKED = {"width": asks(r"(?:이때)?(?:이)?(?:길|도로|산책로|통로)의폭<q>", s="x", unit="{unit}")}
_SHEET = r"(?:종이|두꺼운종이|마분지|판지|철판|양철판|도화지|골판지)"
_FOLDS = (
    rf"(?:이{_SHEET}의|이)?네(?:귀퉁이|모퉁이|꼭짓점부분)(?:에서|를)(?:각각)?한변의길이가{{C}}cm인정사각형(?:모양)?(?:을|를)?(?:잘라내고|잘라내어|잘라낸다음|잘라낸후|오려내고|오려내어)[,]?"
    rf"(?:나머지(?:로|를|부분을)?)?(?:접어서?|이용하여)?(?:윗면이없는|뚜껑이없는|윗면이뚫린|뚜껑없는)(?:직육면체(?:모양)?(?:의)?)?상자(?:를|을)?(?:<v:만들/만들었>)[,]?(?:그|이상자의|상자의)?부피(?:가|는){{V}}cm\^3<be>"
)
_BOX = {
    "longer": said(
        rf"가로(?:의길이)?가세로(?:의길이)?보다{{D}}cm(?:만큼|가)?(?:더)?긴직사각형(?:모양)?(?:의)?{_SHEET}(?:이|가|의)?(?:있다)?",
        eq="",
    ),
    "fold": said(_FOLDS, eq="C*(x - 2*C)*(x + D - 2*C) = V"),
}
_BOX_ASKED = {
    "down": asks(rf"(?:처음)?(?:직사각형(?:모양)?(?:의)?)?(?:{_SHEET}의)?세로(?:의길이)?<q>", s="x", unit="cm"),
    "across": asks(rf"(?:처음)?(?:직사각형(?:모양)?(?:의)?)?(?:{_SHEET}의)?가로(?:의길이)?<q>", s="x + D", unit="cm"),
}
_SQUARE_BOX = {
    "square": said(rf"정사각형(?:모양)?(?:의)?{_SHEET}(?:이|가|의)?(?:있다)?", eq=""),
    "fold": said(_FOLDS, eq="C*(x - 2*C)**2 = V", line="${C}(x - 2 \\times {C})^2 = {V}$"),
}
_SQUARE_BOX_ASKED = {
    "side": asks(rf"(?:처음)?(?:정사각형(?:모양)?(?:의)?)?(?:{_SHEET}의)?한변의길이<q>", s="x", unit="cm")
}
_THING = r"(?:물체|공|폭죽|물로켓|로켓|돌|농구공|야구공|축구공)"
_THROWN_UP = (
    r"(?:쏘아올린|던져올린|던진|차올린|쏘아올릴때|쏘아올렸을때|던져올렸을때|쏘아올렸다|던졌을때|던져올릴때|쏘아올리면)"
)
_SINCE = r"(?:(?:쏘아|던져|차)?올린지|던진지)?"
_THROWN = {
    "speed": (rf"(?:지면에서|지상에서)?(?:지면에|지면과)?(?:수직(?:인방향)?으로)?초속{{A}}m(?:의속력|의속도)?(?:으로|로)(?:지면에서|지면에수직으로)?(?:똑바로|수직으로)?(?:위로|위를향하여)?(?:똑바로)?{_THROWN_UP}(?:어떤)?{_THING}?(?:의|이|가)?",),
    "height": (
        rf"(?:이)?(?:{_THING}의)?t초(?:후|뒤)(?:의)?(?:지면으로부터의|지면에서의)?(?:{_THING}의)?높이(?:는|가|를)?\(?{{A}}t-5t\^2\)?m(?:<be>)?",
        rf"(?:이)?(?:{_THING}의)?t초(?:후|뒤)(?:의)?(?:지면으로부터의|지면에서의)?높이(?:를|가)?hm(?:라고?할때|라하면|라고하면)[,]?h={{A}}t-5t\^2(?:인관계가있다|인관계가성립한다|<be>)?",
        rf"(?:이)?(?:{_THING}의)?x초(?:후|뒤)(?:의)?(?:지면으로부터의|지면에서의)?높이(?:는|가|를)?\(?{{A}}x-5x\^2\)?m(?:<be>)?",
    ),
    "?first": (
        rf"(?:이)?(?:{_THING}의)?(?:지면으로부터의)?높이가처음(?:으로)?{{H}}m(?:가|이)?(?:되는것은|되는때는|에도달하는것은|일때는|인것은){_SINCE}몇초(?:후|뒤)<ended>",
        rf"(?:이)?(?:{_THING}의)?높이가{{H}}m(?:가|이)?처음(?:으로)?되는것은{_SINCE}몇초(?:후|뒤)<ended>",
        rf"(?:이)?{_THING}(?:이|가)처음(?:으로)?높이{{H}}m인(?:지점|곳)(?:을|를)지나는것은{_SINCE}몇초(?:후|뒤)<ended>",
    ),
    "?ground": (
        rf"(?:이)?{_THING}(?:이|가)(?:다시)?(?:지면|땅)(?:에|으로)(?:다시)?떨어지는(?:것은|때는|데걸리는시간은|데는){_SINCE}몇초(?:후|뒤)?(?:가)?(?:걸리는가|걸리는지)?<ended>",
        rf"(?:이)?{_THING}(?:이|가){_SINCE}(?:다시)?(?:지면|땅)(?:에|으로)(?:다시)?떨어질때까지걸리는시간(?:은|을)?(?:몇초)?<q>",
    ),
}  # fmt: skip
_TIMES = r"$5t^2 - {a}t + {h} = 0$에서 $t = {p}$ 또는 $t = {q}$"
_FIRST = Case(
    "p*1", let="a = 5*(p + q); h = 5*p*q", hidden="p = (a - sqrt(a**2 - 20*h))/10; q = (a + sqrt(a**2 - 20*h))/10", where="p < q; is_int(p); is_int(q); p + q < 17",
    unit="초", keeps_size=False, say=(_TIMES, "처음으로 그 높이가 되는 것은 ${s}$초 후이다."), wrong="q | misread; p + q | misread",
)  # fmt: skip
_DOWN = Case(
    "p*1",
    let="a = 5*p",
    hidden="p = a/5",
    where="p > 1; p < 20",
    unit="초",
    keeps_size=False,
    say=(r"${a}t - 5t^2 = 0$에서 $t = 0$ 또는 $t = {p}$", "지면에 다시 떨어지는 것은 ${s}$초 후이다."),
    wrong="p/2 | partial; 2*p | other",
)
_THROWN_CASES = {
    "height+speed+?first": _FIRST, "height+?first": _FIRST, "height+speed+?ground": _DOWN, "height+?ground": _DOWN,
}  # fmt: skip

FAMILIES: tuple[Family, ...] = (
    system("tale.path", SQUARE, "x", "길의 폭을 $x$라 하면", told=_PATH, asked=_PATH_ASKED, where="x > 0; x < A; x < B", domains="x 1..5; A 10..40; B 8..30", hints="폭 직사각형"),
    system("tale.box", SQUARE, "x", "세로의 길이를 $x$ cm라 하면", told=_BOX, asked=_BOX_ASKED, where="x > 2*C", hints="귀퉁이 부피"),
    system("tale.box.square", SQUARE, "x", "한 변의 길이를 $x$ cm라 하면", told=_SQUARE_BOX, asked=_SQUARE_BOX_ASKED, where="x > 2*C", hints="귀퉁이 부피"),
    counted("tale.thrown", SQUARE, _THROWN, _THROWN_CASES, domains="p 1..5; q 2..12", hints="높이 초"),
)  # fmt: skip
