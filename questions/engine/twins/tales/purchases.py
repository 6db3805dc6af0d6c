"""Tales of things bought, handed out, seated and scored: two kinds with a total, surplus and shortage."""

from __future__ import annotations

from questions.engine.twins.grammar.family import Family
from questions.engine.twins.tales.systems import Said, asks, said, system

USE = "중1.일차방정식.활용"
PAIRS = "중2.연립방정식.활용"
_C = r"(?:개|자루|권|장|송이|봉지|잔|병|마리|켤레|벌|판|조각|상자|캔|컵|통|줄|명|골|문제|대)"
_EACH = rf"(?:(?:1|한){_C}(?:에|당|의가격이|의값이)|(?:1|한)사람(?:당|에)|개당)?"
_ONE_AT, _TWO_AT = (
    rf"{_EACH}{{{price}}}원(?:하는|짜리|인)?{{{kind}:word}}" for price, kind in (("A", "one"), ("B", "two"))
)
_ONE_FOR, _TWO_FOR = (rf"{{{price}}}점(?:짜리|인)?{{{kind}:word}}" for price, kind in (("A", "one"), ("B", "two")))
_BUYS = (
    r"(?:<v:사/샀>|<v:구입하/구입하였/구입했>|<v:구매하/구매하였/구매했>|<v:주문하/주문하였/주문했>|"
    r"<v:넣/넣었>|<v:고르/골랐>|<v:성공하/성공하였/성공했>)"
)
_PAYS = r"(?:<v:지불하/지불하였/지불했>|<v:내/내었/냈>|<v:들/들었>|<be>|<v:얻/얻었>|<v:쓰/썼>)"
_LABEL = r"(?:(?:그|물건)?(?:값|가격|금액|총금액|전체금액|총가격|대금|비용)(?:으로|은|이)?)?"
_SHOP = (
    r"<who>(?:이)?(?:은|는|이|가)",
    r"(?:어느|어떤|한)?(?:문구점|가게|상점|마트|시장|과일가게|편의점|빵집|매점|분식집|서점|꽃집|학교"
    r"매점|농구경기|이경기|시험|수학시험)에서(?:는)?",
    r"<who>(?:이)?(?:은|는|이|가)(?:어느|어떤|한)?(?:문구점|가게|상점|마트|시장|과일가게|편의점|빵집|"
    r"매점|꽃집|농구경기|이경기|시험)에서",
)
_HOW_BOUGHT = r"(?:<몇>(?:<q:사/샀>|<q:구입하/구입하였/구입했>|<q:넣/넣었>|<q:주문하/주문하였>)<ended>|<q>)"
_KINDS = {
    "prices": said(
        rf"{{one:word}}(?:은|는|의가격은|의값은)?{_EACH}{{A}}원(?:이고|이며|,),?{{two:word}}(?:은|는|의가"
        rf"격은|의값은)?{_EACH}{{B}}원<be>",
        (
            rf"{{one:word}}(?:한|1){_C}(?:의가격|의값|값)?(?:은|는|이|가)?{{A}}원(?:이고|이며|,),?{{two:word}}"
            rf"(?:한|1){_C}(?:의가"
            rf"격|의값|값)?(?:은|는|이|가)?{{B}}원<be>"
        ),
        eq="",
    ),
    "bought at": said(
        rf"{_ONE_AT}%과{_TWO_AT}(?:을|를|이)?<모두>{{n}}{_C}(?:를|을)?(?:<모두>)?{_BUYS}", eq="x + y = n"
    ),
    "scored": said(
        rf"{_ONE_FOR}%과{_TWO_FOR}(?:을|를|이)?<모두>{{n}}{_C}(?:를|을)?(?:<모두>)?{_BUYS}", eq="x + y = n", keep="A B"
    ),
    "bought": said(
        rf"(?:이)?{{one:word}}%과{{two:word}}(?:을|를)<모두>{{n}}{_C}(?:를|을)?{_BUYS}",
        rf"<모두>{{n}}{_C}(?:를|을)?{_BUYS}",
        eq="x + y = n",
    ),
    "paid": said(rf"{_LABEL}(?:모두|전부|총)?{{t}}(?:원|점)(?:을|이)?{_PAYS}", eq="A*x + B*y = t"),
    "change": said(
        (
            r"{t}원(?:을)?(?:<v:지불하/지불하였/지불했>|<v:내/내었/냈>)[,]?(?:거스름돈으로|거스름돈(?:이|은)?"
            r")?{r}원(?:을)?(?:"
            r"<v:거슬러받/거슬러받았>|<v:돌려받/돌려받았>|<v:받/받았>|이었다|남았다|<be>)"
        ),
        eq="A*x + B*y = t - r",
    ),
}
_KINDS_ASKED = {
    "first": asks(
        (
            rf"(?:이때)?(?:<who>(?:이)?가)?(?:(?:구입한|산|넣은))?(?:{{A}}(?:원|점)(?:짜리|하는))?{{one:word}}"
            rf"(?:의?(?:개수|수|권수|"
            rf"장수))?(?:은|는|을|를)?{_HOW_BOUGHT}"
        ),
        s="x",
        wrong="y | misread",
    ),
    "second": asks(
        (
            rf"(?:이때)?(?:<who>(?:이)?가)?(?:(?:구입한|산|넣은))?(?:{{B}}(?:원|점)(?:짜리|하는))?{{two:word}}"
            rf"(?:의?(?:개수|수|권수|"
            rf"장수))?(?:은|는|을|를)?{_HOW_BOUGHT}"
        ),
        s="y",
        wrong="x | misread",
    ),
}


def _priced(one: str, two: str) -> str:
    return (
        rf"{one}{{a}}{_C}%과{two}{{b}}{_C}(?:의|를|을)?(?:값의합|가격의합|값|가격|입장료|요금|합한값|합한"
        rf"가격|총가격)?(?:으로|은|는|이|가)?(?"
        rf":모두)?(?:<v:사/샀>)?[,]?(?:모두)?{{t}}원(?:을|이)?"
        rf"(?:<be>|{_PAYS})"
    )


_PRICES = {
    "first": said(_priced("{one:word}", "{two:word}"), eq="a*x + b*y = t"),
    "turned": said(_priced("{two:word}", "{one:word}"), eq="a*y + b*x = t", after="one"),
    "dearer": said(
        (
            rf"{{one:word}}(?:한|1){_C}(?:의)?(?:값|가격)?(?:은|는|이|가){{two:word}}(?:한|1){_C}(?:의)?(?:값|"
            rf"가격)?보다{{c}}원"
            rf"(?:이|만큼)?(?:더)?(?:비싸다(?:고한다|고할때|고하자)?|비싸고|비쌀때|비싸며)"
        ),
        eq="x - y = c",
    ),
}
_OF_ONE = rf"(?:(?:한|1){_C})?(?:의)?(?:값|가격|입장료|요금)?<q>"
_PRICES_ASKED = {
    "first": asks(rf"{{one:word}}{_OF_ONE}", s="x", unit="원", wrong="y | misread"),
    "second": asks(rf"{{two:word}}{_OF_ONE}", s="y", unit="원", wrong="x | misread"),
}

_PERSON = r"(?:학생|사람|명|어린이|아이|친구|모둠)"
_GIVES = (
    rf"(?:한{_PERSON}(?:에게|당)?)?{{a}}{_C}씩(?:나누어|나눠)?(?:주면|주었더니|줄때|주니|가지면|받으면"
    rf")[,]?(?:{{thing:word}}(?:은|는|이|가))?"
)
_LEFT = r"(?:이|가)?(?:<v:남/남았>)"
_SHORT = r"(?:이|가)?(?:<v:모자라/모자랐>|<v:부족하/부족하였/부족했>|모자란다(?:고한다|고할때)?)"


def _handing() -> dict[str, Said]:
    return {
        "left": said(rf"{_GIVES}{{p}}{_C}{_LEFT}", eq="y = a*x + p"),
        "short": said(rf"{_GIVES}{{p}}{_C}{_SHORT}", eq="y = a*x - p"),
        "even": said(
            rf"{_GIVES}(?:남김없이|꼭맞게|정확히|남거나모자라는것이없이)(?:나누어)?(?:떨어진다|나누어진다|나누"
            rf"어줄수있다|맞다)",
            eq="y = a*x",
        ),
    }


_HANDING_IDLE = (
    (
        r"(?:몇명의|여러명의|어느반|어느모임의)?(?:학생|아이|어린이|사람|친구|모둠)(?:들)?에게{thing:word"
        r"}(?:을|를)(?:똑같이)?(?:나누어|나눠)(?:주는"
        r"데|주려고(?:한다|하는데|할때)?|줄때)"
    ),
    r"{thing:word}(?:을|를)(?:몇명의|여러명의)?(?:학생|아이|어린이|사람|친구)(?:들)?에게(?:똑같이)?(?"
    r":나누어|나눠)(?:주는데|주려고(?:한다|하는데|할때)?|줄때)",
    r"(?:선생님|어머니|아버지)(?:이|가|께서)(?={thing:word}|학생|아이)",
)
_HANDING_ASKED = {
    "people": asks(rf"(?:이때)?{_PERSON}(?:들)?(?:의수|수|은|는|의|들의수)?<q>", s="x", unit="명"),
    "things": asks(r"(?:이때)?{thing:word}(?:의개수|의수|의권수|은|는|의)?<q>", s="y"),
}
_SEAT = r"(?:의자|긴의자|벤치|텐트|방|보트|칸|모둠|조|테이블|식탁|돗자리)"
_SIT = r"(?:앉으면|앉히면|앉을때|앉았더니|배정하면|자면|들어가면|타면|앉게하면)"
_SEATS = {
    "standing": said(
        (
            rf"(?:(?:한|긴)?{_SEAT}(?:하나|한개)?에)?(?:학생이)?{{a}}명씩{_SIT}[,]?(?:학생)?{{p}}명(?:의학생)?"
            rf"(?:이)?(?:앉지못하(?:고|"
            rf"며|게되고|는데)|못앉(?:고|는다)|남(?:고|는다|으며)|서있게되고)"
        ),
        eq="y = a*x + p",
    ),
    "last": said(
        (
            rf"(?:(?:한|긴)?{_SEAT}(?:하나|한개)?에)?(?:학생이)?{{a}}명씩{_SIT}[,]?(?:마지막(?:한)?{_SEAT}(?:"
            rf"하나)?(?:에는|은|는))(?:학생이)?"
            rf"{{p}}명(?:만|이)?(?:<v:앉/앉았>|<v:되/되었>|앉게되(?:고|며|었다)|이된다(?:고한다|고할때)?|이되었다|앉게된다(?:고한다|고할때)?|자게된다)[,.]?("
            rf"?:빈{_SEAT}는없(?:다|었다)(?:고한다|"
            rf"고할때)?)?"
        ),
        eq="y = a*(x - 1) + p",
        where="p < a",
        pin="y",
    ),
    "last and empty": said(
        (
            rf"(?:(?:한|긴)?{_SEAT}(?:하나|한개)?에)?(?:학생이)?{{a}}명씩{_SIT}[,]?(?:마지막(?:한)?{_SEAT}(?:"
            rf"하나)?에는)(?:학생이)?{{p}}명(?:만|이)?(?:앉고|앉게되고|앉으며|앉게되며|자고|타고)[,]?"
            rf"(?:아무도앉지않은|완전히빈|빈){_SEAT}(?:가|이)?{{q}}개"
            rf"(?:의{_SEAT})?(?:가)?(?:<v:남/남았>|<v:비/비었>|생긴다|있다)"
        ),
        eq="y = a*(x - q - 1) + p",
        where="p < a",
        pin="y",
    ),
    "empty": said(
        (
            rf"(?:(?:한|긴)?{_SEAT}(?:하나|한개)?에)?(?:학생이)?{{a}}명씩{_SIT}[,]?(?:(?:아무도앉지않은|빈)"
            rf"{_SEAT}(?:가)?)?{{p}}개(?"
            rf":의{_SEAT})?(?:가)?(?:남(?:고|는다|으며|는다고한다|는다고할때)|비(?:고|며|게된다))"
        ),
        eq="y = a*(x - p)",
    ),
}
_SEATS_IDLE = (
    rf"(?:강당|교실|공연장|캠프장|수련회|체육관|숙소)?(?:에)?(?:의|에있는|에서)?{_SEAT}에(?:학생|사람)"
    rf"(?:들)?이(?:앉는데|앉으려고(?:한다|하는데)|앉을때)",
    rf"(?:학생|사람)(?:들)?이(?:강당|교실|공연장)?(?:의|에있는)?{_SEAT}에(?:앉는데|앉으려고(?:한다|하는데)|앉을때)",
)
_SEATS_ASKED = {
    "seats": asks(rf"(?:강당의)?{_SEAT}(?:의개수|의수|는|은)?<q>", s="x"),
    "people": asks(r"(?:강당에있는)?(?:전체)?(?:학생|사람)(?:들)?(?:의수|수|은|는|의)?<q>", s="y", unit="명"),
}

FAMILIES: tuple[Family, ...] = (
    system(
        "tale.two.kinds",
        PAIRS,
        "xy",
        "두 종류의 개수를 각각 $x$, $y$라 하면",
        told=_KINDS,
        asked=_KINDS_ASKED,
        idle=_SHOP,
        where="x > 0; y > 0; is_int(x); is_int(y)",
    ),
    system(
        "tale.two.prices",
        PAIRS,
        "xy",
        "한 개의 값을 각각 $x$원, $y$원이라 하면",
        told=_PRICES,
        asked=_PRICES_ASKED,
        idle=_SHOP,
        where="x > 0; y > 0",
        hints="원",
    ),
    system(
        "tale.handing.out",
        USE,
        "xy",
        "사람 수를 $x$명, 물건의 개수를 $y$라 하면",
        told=_handing(),
        asked=_HANDING_ASKED,
        idle=_HANDING_IDLE,
        where="x > 2; is_int(x); y > 0; is_int(y)",
        hints="씩",
    ),
    system(
        "tale.seats",
        USE,
        "xy",
        "의자의 수를 $x$, 사람 수를 $y$명이라 하면",
        told=_SEATS,
        asked=_SEATS_ASKED,
        idle=_SEATS_IDLE,
        where="x > 2; is_int(x); y > 0; is_int(y)",
        hints="명씩",
    ),
)
