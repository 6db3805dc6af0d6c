"""Tales of mixtures, journeys, work, trade and rectangles: one or two unknown measures."""

from __future__ import annotations

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.systems import Said, asks, said, system

MIX = "중1.일차방정식.농도"
MOTION = "중1.일차방정식.거리·속력·시간"
USE = "중1.일차방정식.활용"
PAIRS = "중2.연립방정식.활용"
SQUARE = "중3.이차방정식.활용"

_LIQUID = r"(?:의)?(?:소금물|설탕물)"
_INTO = r"(?:에서|에는|에다|이있다|이있을때|이있는데|이든그릇에|이들어있는그릇에|에)"
_MORE = r"(?:더)?"
_ADDS = r"(?:<v:넣/넣었>|<v:붓/부었>|<v:섞/섞었>|<v:첨가하/첨가하였/첨가했>|<v:더하/더하였/더했>|부어|부으면)"
_BOILS = r"(?:<v:증발시키/증발시켰>|<v:증발하/증발하였>|증발되었더니)"
_MAKES = (
    r"(?:이|가|을|를)?(?:<v:만들/만들었>|<v:되/되었>|된다(?:고한다|고할때)?|되게<v:하/하였/했>|되도록"
    r"<v:하/하였/했>|얻었다|얻으려고한다|얻었을때)"
)
_SALT = r"(?:소금|설탕)"
_AMOUNT = r"(?:의?양)?(?:은|는)?(?:몇g)?<q>"
_START = said(rf"{{P}}%{_LIQUID}{{M}}g{_INTO}?", rf"농도가{{P}}%인{_LIQUID}{{M}}g{_INTO}?", eq="")
_RESULT = said(rf"(?:농도가)?{{Q}}%(?:인)?{_LIQUID}{_MAKES}", rf"농도가{{Q}}%{_MAKES}", eq="")


def _mixing(word: str, line: str, how: str) -> dict[str, Said]:
    """What is done to the mixture, the amount being asked (x) or the result (x %)."""
    return {"start": _START, "result": _RESULT, "done": said(word, eq=how, line=line)}


_WATER = said(rf"(?:여기에)?물을{_MORE}{_ADDS}", eq="P*M = Q*(M + x)", line="${P} \\times {M} = {Q}({M} + x)$")
_BOILED = said(rf"(?:여기에서)?물을{_MORE}{_BOILS}", eq="P*M = Q*(M - x)", line="${P} \\times {M} = {Q}({M} - x)$")
_SALTED = said(
    rf"(?:여기에)?{_SALT}을{_MORE}{_ADDS}", eq="P*M + 100*x = Q*(M + x)", line="${P} \\times {M} + 100x = {Q}({M} + x)$"
)


def _wanted(name: str, done: Said, noun: str, verbs: str, adding: str) -> Family:
    asked = (
        rf"(?:이때)?(?:더)?(?:{verbs}){noun}{_AMOUNT}",
        rf"(?:이때)?(?:더)?(?:{verbs})(?:하는|할)?{noun}{_AMOUNT}",
        rf"{noun}(?:을|를)?(?:은|는)?(?:더)?몇g(?:을)?(?:더)?{adding}<ended>",
    )
    return system(
        name,
        MIX,
        "x",
        f"구하는 {noun}의 양을 $x$ g이라 하면",
        told={"start": _START, "result": _RESULT, "done": done},
        asked={"amount": asks(*asked, s="x", unit="g", wrong="P*M/Q | partial; P*M/100 | partial; Q*M/100 | formula")},
        where="x > 0; P < 50; Q < 50; P != Q",
        domains="P 2..30; Q 2..30",
        hints="%",
    )


_ADDED_VERBS = (
    r"넣은|넣어야하는|넣어야할|넣을|부은|부어야하는|부어야할|섞은|섞어야하는|섞어야할|첨가한|첨가해야하는|첨가해야할"
)
_BOILED_VERBS = r"증발시킨|증발시켜야하는|증발시켜야할|증발된|증발한"
_MIXED = {
    "two": said(
        rf"{{A}}%{_LIQUID}(?:과|와){{B}}%{_LIQUID}(?:을|를)(?:섞어서?|섞었더니|섞으면|섞으니|혼합하여|혼합하였더니)",
        eq="",
    ),
    "made": said(rf"{{Q}}%{_LIQUID}{{T}}g{_MAKES}", eq="x + y = T; A*x + B*y = Q*T"),
}
_MIXED_ASKED = {
    "first": asks(
        rf"(?:이때)?(?:섞은)?{{A}}%{_LIQUID}(?:의양|은|의질량)?(?:은|는)?(?:몇g)?(?:<q:섞/섞었>|을섞었는가"
        rf"|섞어야하는가)?<q>",
        s="x",
        unit="g",
        wrong="y | misread",
    ),
    "second": asks(
        rf"(?:이때)?(?:섞은)?{{B}}%{_LIQUID}(?:의양|은|의질량)?(?:은|는)?(?:몇g)?(?:<q:섞/섞었>|을섞었는가"
        rf"|섞어야하는가)?<q>",
        s="y",
        unit="g",
        wrong="x | misread",
    ),
}

_BY = r"(?:의(?:일정한)?속력으로|의속도로|로)"
_GOES = (
    r"(?:걷고|걸어서?|걸어가고|가고|달려서?|뛰어서?|달리고|올라가고|내려오고|자전거를타고|걸어왔더니|"
    r"걸었더니|내려왔더니|돌아왔더니|왔더니|걸어서돌아왔더니|내려와서|돌아와서|걸어갔고)?"
)
_THERE = r"(?:갈때(?:에)?는?|올라갈때(?:에)?는?|갈때에는|가는데는)"
_BACK = r"(?:돌아올때(?:에)?는?|올때(?:에)?는?|내려올때(?:에)?는?)(?:같은길(?:을|로)(?:따라)?)?"
_TOOK = r"(?:이|가)?(?:<v:걸리/걸렸>|소요되었다|걸린다(?:고한다|고할때)?)"
_PLACE = r"(?:[가-힣]{1,5}|[A-Z])"
_SCENE = (
    rf"(?:<who>(?:이)?(?:은|는|이|가))?(?:두지점[A-Z],?[A-Z]사이를|{_PLACE}(?:에서|와|과){_PLACE}(?:까"
    rf"지|사이를)?)?(?:를|을)?(?:왕복하는데|왕복할때|다녀오는데|갔다오는데|등산을하는데|등산하는데|등"
    rf"산을하였다|등산을했다)",
    r"(?:두지점[A-Z],?[A-Z]사이를|[A-Z]지점(?:에서|과)[A-Z]지점(?:까지|사이를))왕복하는데",
)
_TRIP = {
    "speeds": said(
        rf"{_THERE}시속{{A}}km{_BY}{_GOES}[,]?{_BACK}시속{{B}}km{_BY}{_GOES}",
        rf"{_THERE}분속{{A}}m{_BY}{_GOES}[,]?{_BACK}분속{{B}}m{_BY}{_GOES}",
        eq="",
    ),
    "hours": said(
        rf"(?:왕복하는데)?<모두>{{t}}시간{_TOOK}",
        eq="B*x + A*x = t*A*B",
        line="$\\frac{1}{{A}}x + \\frac{1}{{B}}x = {t}$",
    ),
}
_WAY = (
    r"(?:이때)?(?:두지점[A-Z],?[A-Z]사이의|[가-힣A-Z]{1,6}(?:에서|와|과)[가-힣A-Z]{1,6}(?:까지|사이)"
    r"의|등산로의|올라간|산책로의)(?:거리|길이)(?:는|은)?(?:몇km)?<q>"
)

_TRAIN = r"(?:(?:이|어떤|어느)?(?:기차|열차|전철|지하철))"
_BRIDGE = r"(?:다리|터널|철교)"
_PASSES = r"(?:를|을)(?:완전히)?(?:통과하|지나|건너)는데"
_PASS = rf"{_TRAIN}?(?:가|이)?(?:길이가)?{{a}}m인(?:어떤)?{_BRIDGE}{_PASSES}(?:는)?"
_TRAINS = {
    "pass": said(rf"{_PASS}{{t}}초(?:가)?(?:<v:걸리/걸렸>|,)", eq="x + a = t*y"),
    "length": said(rf"길이가{{l}}m인{_TRAIN}(?:가|이)?", eq="x = l"),
    "speed": said(
        rf"(?:{_TRAIN}(?:의속력이|의속력은|가|이))?(?:일정하게)?초속{{v}}m(?:{_BY})?(?:<be>|달려(?:서)?|달릴때|달리고있다|움직일때|달"
        rf"리는{_TRAIN}가)?",
        eq="y = v",
    ),
}
_TRAINS_ASKED = {
    "length": asks(rf"{_TRAIN}의길이<q>", s="x", unit="m"),
    "speed": asks(rf"{_TRAIN}의속력(?:은)?(?:초속몇m)?<q>", s="y", unit="m/s"),
}
_TUNNEL = {
    "pass": said(
        rf"{_TRAIN}?(?:가|이)?(?:어떤|어느)?{_BRIDGE}{_PASSES}(?:는)?{{t}}초(?:가)?<v:걸리/걸렸>", eq="x + z = t*y"
    ),
    "length": _TRAINS["length"],
    "speed": _TRAINS["speed"],
}
_TUNNEL_ASKED = {"tunnel": asks(rf"(?:이)?{_BRIDGE}의길이<q>", s="z", unit="m", wrong="x + z | partial")}
_TRAIN_IDLE = (
    rf"(?:일정한속력으로)?(?:달리는)?{_TRAIN}(?:가|이)(?:일정한속력으로)?(?:달리고있다|달려서?|움직이고있다)?",
)

_LONE = r"(?:가|이|은|는)?(?:혼자(?:서)?)?(?:하면|하는데|일하면|칠하면)?"
_DAYS = r"(?:일|시간|분)"
_RECT = r"(?:이|처음)?(?:직사각형)(?:모양의(?:땅|밭|꽃밭|종이|화단|액자|공원))?"
_CM = r"(?:cm|m)"
_RECTANGLE = {
    "longer": said(
        rf"(?:{_RECT}의)?가로(?:의길이)?(?:가|는)세로(?:의길이)?보다{{c}}(?P<unit>cm|m)(?:만큼|이|가)?(?:"
        rf"더)?(?:길고|긴|길때|길다(?:고한다)?|길며)",
        eq="x = y + c",
    ),
    "shorter": said(
        rf"(?:{_RECT}의)?가로(?:의길이)?(?:가|는)세로(?:의길이)?보다{{c}}(?P<unit>cm|m)(?:만큼|이|가)?(?:"
        rf"더)?(?:짧고|짧은|짧을때|짧다(?:고한다)?|짧으며)",
        rf"(?:{_RECT}의)?세로(?:의길이)?(?:가|는)가로(?:의길이)?보다{{c}}(?P<unit>cm|m)(?:만큼|이|가)?(?:"
        rf"더)?(?:길고|긴|길때|길다(?:고한다)?|길며)",
        eq="y = x + c",
    ),
    "shorter2": said(
        rf"(?:{_RECT}의)?세로(?:의길이)?(?:가|는)가로(?:의길이)?보다{{c}}(?P<unit>cm|m)(?:만큼|이|가)?(?:"
        rf"더)?(?:짧고|짧은|짧을때|짧다(?:고한다)?|짧으며)",
        eq="x = y + c",
    ),
    "times": said(rf"(?:{_RECT}의)?가로(?:의길이)?(?:가|는)세로(?:의길이)?의{{k:count}}배(?:<be>)", eq="x = k*y"),
    "wider": said(
        r"가로(?:의길이)?(?:가|는)세로(?:의길이)?보다(?:더)?(?:길때|길고|긴|길다(?:고한다)?)", eq="", where="x > y"
    ),
    "taller": said(
        r"세로(?:의길이)?(?:가|는)가로(?:의길이)?보다(?:더)?(?:길때|길고|긴|길다(?:고한다)?)", eq="", where="y > x"
    ),
    "round": said(
        rf"(?:{_RECT}의)?둘레(?:의길이)?(?:가|는){{t}}(?P<unit>cm|m)<be>", eq="2*(x + y) = t", line="$2(x + y) = {t}$"
    ),
    "area": said(rf"(?:{_RECT}의)?넓이(?:가|는){{t}}(?P<unit>cm|m)\^2<be>", eq="x*y = t", line="$xy = {t}$"),
}
_RECTANGLE_ASKED = {
    "across": asks(rf"(?:{_RECT}의)?가로(?:의길이)?<q>", s="x", unit="{unit}", wrong="y | misread"),
    "down": asks(rf"(?:{_RECT}의)?세로(?:의길이)?<q>", s="y", unit="{unit}", wrong="x | misread"),
    "area": asks(rf"(?:{_RECT}의)?넓이<q>", s="x*y", unit="{unit}^2"),
    "round": asks(rf"(?:{_RECT}의)?둘레(?:의길이)?<q>", s="2*(x + y)", unit="{unit}"),
}
_RECTANGLE_IDLE = (rf"(?:인)?{_RECT}(?:이|가)?(?:있다|있을때|있는데|의|에서|에대하여)?",)

_GOODS = r"(?:어떤|어느|이)?(?:상품|물건|제품|가방|옷|티셔츠|모자|신발|운동화|책|장난감|인형)?(?:의|에)?"
_SELLS = r"(?:<v:팔/팔았>|<v:판매하/판매하였/판매했>)"
_TRADE = {
    "cost": said(
        rf"(?:{_GOODS})?원가(?:가|는){{C}}원(?:<be>)(?:{_GOODS})?", rf"{{C}}원에(?:사|구입|사온|산){_GOODS}", eq="x = C"
    ),
    "priced": said(
        rf"(?:{_GOODS})?(?:원가에)?(?:원가의)?{{p}}%(?:의)?이익을붙여(?:서)?정가를(?:<v:정하/정하였/정했>|"
        rf"<v:매기/매겼>|<v:책정하/책정하였>|정했으나|정하였으나|(?:정한|매긴|책정한)(?:어떤)?(?:상품|물건|제품)(?:을|를|이|에서)?)",
        eq="100*z = (100 + p)*x",
        line="$z = x + \\frac{{p}}{100}x$",
    ),
    "won off": said(
        rf"(?:다시)?(?:이|그)?(?:정가에서|할인기간에|할인할때)?(?:정가에서)?{{d}}원(?:을)?할인(?:하여|해서"
        rf"|한가격으로|된가격으로){_SELLS}",
        eq="y = z - d",
        where="is_int(d/50)",
    ),
    "percent off": said(
        rf"(?:다시)?(?:이|그)?(?:정가의|정가에서|할인기간에)?(?:정가의)?{{q}}%(?:를|을)?할인(?:하여|해서|"
        rf"한가격으로|된가격으로){_SELLS}",
        eq="100*y = (100 - q)*z",
        line="$y = z - \\frac{{q}}{100}z$",
    ),
    "profit": said(
        r"(?:1개당|한개당|한개에|1개에)?{g}원(?:의)?이익(?:이|을)(?:<v:남/남았>|<v:얻/얻었>|생겼다|생긴다|있었다|<be>)",
        r"(?:이때)?(?:한개당|1개당)?이익(?:이|은){g}원<be>",
        eq="y - x = g",
    ),
    "profit percent": said(
        r"원가(?:에대하여|의|에비해|에대해){g}%(?:의)?이익(?:이|을)(?:<v:남/남았>|<v:얻/얻었>|생겼다|생긴다)",
        eq="100*(y - x) = g*x",
        line="$y - x = \\frac{{g}}{100}x$",
    ),
}
_UNSOLD = (
    r"(?:이?물건이|이?상품이|잘)?(?:잘)?팔리지않아서?",
    r"(?:이?물건이|이?상품이)?(?:잘)?(?:안팔려서?|팔리지않으므로|팔리지않자|팔리지않아할인행사에서)",
    rf"(?:어떤|어느)?(?:상점|가게|상인)(?:에서)?(?:이|은|는|가)?(?={_GOODS}|원가)",
)
_TRADE_ASKED = {
    "cost": asks(rf"(?:이)?(?:{_GOODS})?원가<q>", s="x", unit="원"),
    "sold": asks(rf"(?:이)?(?:{_GOODS})?(?:판매가격|판매가|판매한가격|판가격)<q>", s="y", unit="원"),
    "gain": asks(
        rf"(?:이때)?(?:{_GOODS})?(?:얻은|남은|생긴)?(?:이익|이익금)<q>", s="y - x", unit="원", wrong="z - x | partial"
    ),
}

FAMILIES: tuple[Family, ...] = (
    _wanted(
        "tale.mix.water", _WATER, "물", _ADDED_VERBS, r"(?:<q:넣/넣었>|<q:섞/섞었>|부어야하는가|<q:첨가하/첨가하였>)"
    ),
    _wanted("tale.mix.boiled", _BOILED, "물", _BOILED_VERBS, r"(?:<q:증발시키/증발시켰>)"),
    _wanted("tale.mix.salt", _SALTED, _SALT, _ADDED_VERBS, r"(?:<q:넣/넣었>|<q:섞/섞었>|<q:첨가하/첨가하였>)"),
    system(
        "tale.mix.two",
        "중2.연립방정식.농도",
        "xy",
        "두 소금물의 양을 각각 $x$ g, $y$ g이라 하면",
        told=_MIXED,
        asked=_MIXED_ASKED,
        where="x > 0; y > 0",
        hints="% 섞",
    ),
    system(
        "tale.round.trip",
        MOTION,
        "x",
        "거리를 $x$라 하면",
        told=_TRIP,
        asked={"way": asks(_WAY, s="x", unit="km", wrong="2*x | misread")},
        idle=_SCENE,
        where="x > 0",
        hints="속",
    ),
    system(
        "tale.trains",
        PAIRS,
        "xy",
        "기차의 길이를 $x$ m, 속력을 초속 $y$ m라 하면",
        told=_TRAINS,
        asked=_TRAINS_ASKED,
        idle=_TRAIN_IDLE,
        where="x > 0; y > 0; y < 100",
        hints="초",
    ),
    system(
        "tale.tunnel",
        MOTION,
        "xyz",
        "기차의 길이를 $x$ m, 속력을 초속 $y$ m, 터널의 길이를 $z$ m라 하면",
        told=_TUNNEL,
        asked=_TUNNEL_ASKED,
        idle=_TRAIN_IDLE,
        where="x > 0; y > 0; y < 100; z > x",
        hints="초속",
    ),
    system(
        "tale.rectangle",
        SQUARE,
        "xy",
        "가로의 길이를 $x$, 세로의 길이를 $y$라 하면",
        told=_RECTANGLE,
        asked=_RECTANGLE_ASKED,
        idle=_RECTANGLE_IDLE,
        where="x > 0; y > 0; x != y",
        hints="직사각형",
    ),
    system(
        "tale.trade",
        USE,
        "xyz",
        "원가를 $x$원, 판매 가격을 $y$원, 정가를 $z$원이라 하면",
        told=_TRADE,
        asked=_TRADE_ASKED,
        idle=_UNSOLD,
        where="x > 0; y > x; z > y",
        hints="원가 정가",
    ),
)
