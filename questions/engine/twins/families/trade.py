"""Cost, price, discount and profit; ratios and shares."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import family
from questions.engine.twins.grammar.wording import G, either, gap

TRADE = "중1.일차방정식.원가와 정가"
RATIO = "초6.비와 비율"
_LEAD = rf"<lead>{G}"
_T = gap("원가", "정가", "이익", "할인", "남", "않")
_COST = rf"{_LEAD}원가(?:가|는|인)?{{m:int}}원{_T}{{p:int}}%(?:의)?이익{_T}정가{_T}"
_CUT_FROM_PRICE = rf"(?:정가(?:의|에서))?{{q:int}}%(?:를|을)?{_T}할인{_T}"
_PRICED = "정가는 ${m} + {m} \\times \\frac{p}{100} = {price}$(원)"

FAMILIES = (
    family(
        "trade.price",
        TRADE,
        [rf"{_COST}(?:정가|얼마){G}(?:몇원|얼마)?{G}<ask>"],
        let="gain = m*p/100; s = m + gain",
        unit="원",
        wrong="gain | partial; m - gain | sign; m + p | formula; m*p/10 | formula",
        domains="p 5..60 step 5; m 500..90000 step 500",
        say=["이익은 ${m} \\times \\frac{p}{100} = {gain}$(원)", "정가는 ${m} + {gain} = {s}$(원)"],
        hints="원가 정가 %",
    ),
    family(
        "trade.cost.from.price",
        TRADE,
        [
            rf"{_LEAD}원가{_T}{{p:int}}%(?:의)?이익{_T}정가{_T}{{m:int}}원{_T}원가{_T}<ask>",
            rf"{_LEAD}정가(?:가|는)?{{m:int}}원{_T}원가{_T}{{p:int}}%(?:의)?이익{_T}원가{_T}<ask>",
        ],
        let="m = c*(100 + p)/100; rate = 100 + p; s = m*100/rate",
        hidden="c = m*100/(100 + p)",
        unit="원",
        wrong="m*(100 - p)/100 | formula; m*p/100 | partial; m*(100 + p)/100 | sign; m - p*100 | other",
        domains="p 5..60 step 5; c 500..90000 step 500",
        where="is_int(m/10)",
        say=[
            "원가를 $x$원이라 하면 $\\frac{rate}{100}x = {m}$",
            "$x = {m} \\times \\frac{100}{rate} = {s}$(원)",
        ],
        hints="원가 정가 %",
    ),
    family(
        "trade.profit.percent.off",
        TRADE,
        [rf"{_COST}{_CUT_FROM_PRICE}(?:이익|이윤|이득){_T}(?:얼마|몇원)?{G}<ask>"],
        let="price = m*(100 + p)/100; sold = price*(100 - q)/100; s = sold - m",
        unit="원",
        wrong="m*(p - q)/100 | formula; sold | partial; price - m | misread; price - sold | misread",
        domains="p 20..60 step 5; q 5..30 step 5; m 1000..90000 step 500",
        where="s > 0; is_int(s/10); is_int(price/100)",
        say=[
            _PRICED,
            "판매 가격은 ${price} \\times \\frac{100 - q}{100} = {sold}$(원)",
            "이익은 ${sold} - {m} = {s}$(원)",
        ],
        hints="원가 정가 %",
    ),
    family(
        "trade.sold.percent.off",
        TRADE,
        [rf"{_COST}{_CUT_FROM_PRICE}(?:판매가격|판매가|판매한가격|판가격|판매금액|파는가격){_T}(?:얼마|몇원)?{G}<ask>"],
        let="price = m*(100 + p)/100; s = price*(100 - q)/100",
        unit="원",
        wrong="m*(100 + p - q)/100 | formula; price | partial; s - m | misread; price*q/100 | partial",
        domains="p 20..60 step 5; q 5..30 step 5; m 1000..90000 step 500",
        where="is_int(price/10)",
        say=[_PRICED, "판매 가격은 ${price} \\times \\frac{100 - q}{100} = {s}$(원)"],
        hints="원가 정가 %",
    ),
    family(
        "trade.profit.won.off",
        TRADE,
        [rf"{_COST}{{d:int}}원{_T}할인{_T}(?:이익|이윤|이득){_T}(?:얼마|몇원)?{G}<ask>"],
        let="price = m*(100 + p)/100; sold = price - d; s = sold - m",
        unit="원",
        wrong="price - m | misread; sold | partial; price - m + d | sign; m*p/100 + d | sign; m - d | misread",
        domains="p 10..60 step 5; m 1000..90000 step 500; d 100..9000 step 100",
        where="s > 0; is_int(s/100); is_int(price/100)",
        say=[_PRICED, "판매 가격은 ${price} - {d} = {sold}$(원)", "이익은 ${sold} - {m} = {s}$(원)"],
        hints="원가 정가 %",
    ),
    family(
        "trade.cost.from.profit",
        TRADE,
        [
            rf"{_LEAD}원가{_T}{{p:int}}%(?:의)?이익{_T}정가{_T}{{d:int}}원(?:을)?{_T}할인{_T}{{g:int}}원(?:의)?{_T}이익{_T}원가{_T}<ask>"
        ],
        let="d = c*p/100 - g; total = d + g; s = total*100/p",
        hidden="c = (d + g)*100/p",
        unit="원",
        wrong="total | partial; (d - g)*100/p | sign; total*p/100 | formula; d*100/p | partial; s + total | misread",
        where="d > 0; g > 0; is_int(d/10)",
        domains="p 10..60 step 5; c 1000..90000 step 500; g 100..9000 step 100",
        say=[
            "원가를 $x$원이라 하면 $\\frac{p}{100}x - {d} = {g}$",
            "$\\frac{p}{100}x = {total}$이므로 $x = {s}$(원)",
        ],
        hints="원가 정가 %",
    ),
    family(
        "trade.cost.from.both",
        TRADE,
        [
            rf"{_LEAD}원가{_T}{{p:int}}%(?:의)?이익{_T}정가{_T}{_CUT_FROM_PRICE}{{g:int}}원(?:의)?{_T}이익{_T}원가{_T}<ask>"
        ],
        let="rate = (100 + p)*(100 - q)/100 - 100; g = c*rate/100; s = g*100/rate",
        hidden="c = g*100/((100 + p)*(100 - q)/100 - 100)",
        unit="원",
        wrong="g*100/(p - q) | formula; g*100/p | partial; g | partial; s + g | misread",
        where="rate > 0; p != q; is_int(g/10)",
        domains="p 20..60 step 5; q 5..30 step 5; c 1000..90000 step 500",
        say=[
            "원가를 $x$원이라 하면 이익은 $\\left(\\frac{100 + p}{100} \\times \\frac{100 - q}{100} - 1\\right)x = \\frac{rate}{100}x$",
            "$\\frac{rate}{100}x = {g}$이므로 $x = {s}$(원)",
        ],
        hints="원가 정가 %",
    ),
    family(
        "trade.discount",
        RATIO,
        [
            rf"{_LEAD}(?:정가|가격|값){_T}{{m:int}}원{_T}{{p:int}}%(?:를|을)?{_T}(?:할인|싸게){_T}"
            + either(rf"(?:가격|금액|값|판매가|얼마|돈){_T}(?:얼마|몇원)?{G}<ask>", rf"몇원{_T}<ask>"),
            rf"{_LEAD}{{m:int}}원(?:짜리|인|하는){_T}{{p:int}}%(?:를|을)?{_T}(?:할인|싸게){_T}"
            + either(rf"(?:가격|금액|값|판매가|얼마|돈){_T}(?:얼마|몇원)?{G}<ask>", rf"몇원{_T}<ask>"),
        ],
        let="cut = m*p/100; s = m - cut",
        unit="원",
        wrong="cut | partial; m + cut | sign; m - p | formula; m/p | formula",
        domains="p 5..50 step 5; m 500..90000 step 500",
        where="p < 100",
        say=["할인 금액은 ${m} \\times \\frac{p}{100} = {cut}$(원)", "따라서 ${m} - {cut} = {s}$(원)"],
        hints="%",
    ),
    family(
        "trade.discount.original",
        RATIO,
        [
            rf"{_LEAD}(?:정가|가격|값)?{_T}{{p:int}}%(?:를|을)?{_T}할인{_T}{{m:int}}원{_T}(?:정가|원래(?:의)?(?:가격|값)|처음(?:의)?(?:가격|값)|할인하기전(?:의)?가격){_T}<ask>"
        ],
        let="m = c*(100 - p)/100; rate = 100 - p; s = m*100/rate",
        hidden="c = m*100/(100 - p)",
        unit="원",
        wrong="m*(100 + p)/100 | formula; m*p/100 | partial; m*(100 - p)/100 | sign; m + p*100 | other",
        domains="p 5..50 step 5; c 500..90000 step 500",
        where="is_int(m/10); p < 100",
        say=[
            "원래의 가격을 $x$원이라 하면 $\\frac{rate}{100}x = {m}$",
            "$x = {m} \\times \\frac{100}{rate} = {s}$(원)",
        ],
        hints="%",
    ),
    *(
        family(
            f"share.ratio.{name}",
            "초6.비례배분",
            [
                rf"{_LEAD}(?:총|모두)?{{m:int}}(?P<who>원|개|명|g|권|장|자루|cm|mL|L|kg|송이|마리)(?:을|를|이|가)?{G}(?P<one>[가-힣A-Z]{{1,4}}?)(?:와|과|이와|이랑|랑|,)(?P<two>[가-힣A-Z]{{1,4}}?)(?:가|이|에게|는|은|사이에){G}{{a:int}}:{{b:int}}(?:의비)?{gap('나누', '나눈')}(?P={who})(?:이|가|는|은|에게)?{gap('나누')}(?:(?:몇(?P=who)|얼마){gap('나누')})?<ask>",
            ],
            let=f"parts = a + b; m = parts*unitpart; s = unitpart*{mine}",
            hidden="unitpart = m/(a + b)",
            unit="{who}",
            wrong=f"m - s | misread; m/{mine} | formula; unitpart | partial; m/2 | formula",
            where="a != b; gcd(a, b) == 1",
            domains="a 1..9; b 1..9",
            say=[
                "전체를 ${a} + {b} = {parts}$로 나누면 ${m} \\div {parts} = {unitpart}$",
                f"${{unitpart}} \\times {{{mine}}} = {{s}}$",
            ],
            hints=":",
        )
        for name, who, mine in (("first", "one", "a"), ("second", "two", "b"))
    ),
)
