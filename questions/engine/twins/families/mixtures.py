"""Salt and sugar solutions: water added or boiled off, salt added, two solutions mixed, in any usual wording."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

from questions.engine.twins.grammar.family import Family, family
from questions.engine.twins.grammar.wording import G, again, either, gap

_NAMED = (
    r"(?<![금탕])물(?:을|이|의|은|몇)",
    r"소금(?!물)",
    r"설탕(?!물)",
    r"소금물(?:을|은)?몇",
    r"설탕물(?:을|은)?몇",
)
"""What is poured or boiled off is never passed over."""
MIXTURE = "중1.일차방정식.농도"
MIXTURES = "중2.연립방정식.농도"
_LIQUID = r"(?:소금물|설탕물|식염수|시럽|알코올수용액|용액)"
_SOLUTE = r"(?:소금|설탕)(?!물)"
_HOW = r"(?:은|는)?(?:몇%|얼마)?<ask>"
_HOLDS = r"(?:녹아있는|들어있는|포함된|포함되어있는)"
_HELD = r"(?:녹아있다\.|들어있다\.|녹아있을때,?|들어있을때,?|포함되어있을때,?)"
_WATER = r"(?<![금탕])물"
_G = r"(?:g|그램)"
_P1, _P2, _P3 = (rf"(?:농도(?:가|이|는)?)?{{{name}}}%(?:의|인|짜리)?" for name in "pqr")
_ONE = rf"{_P1}{_LIQUID}(?:이|을)?(?:각각)?{{m}}{_G}"
_POUR = r"(?:넣|부|섞|첨가|추가|타|더하|더했)"
_POURED = gap("넣", "부", "섞", "첨가", "추가", "더하", "더했", barred=_NAMED)
_STEAM = gap("증발", barred=_NAMED)
_MIX = gap("섞")
_CONCENTRATION = either(
    rf"농도(?:은|는|를|을|가)?(?:몇%)?{gap('섞', '넣', '증발')}<ask>",
    rf"몇%(?:의|인|가|이)?(?:농도의)?{_LIQUID}?{gap('섞')}<ask>",
)
_LEAD = rf"<lead>{G}"


def _solution_by_balance(name: str, patterns: list[str], **parts: str) -> Family:
    """A solution whose concentration afterwards is asked for."""
    return family(
        name,
        MIXTURE,
        patterns,
        unit="%",
        domains="w 20..400 step 10; p 2..28; m 50..900 step 50",
        let=f"salt = m*p/100; {parts['let']}",
        wrong=parts["wrong"],
        where=f"is_int(salt); s < 40; {parts['where']}",
        say=["처음 들어 있던 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)", *parts["say"].split(" / ")],
        hints="%",
    )


_AFTER = "농도는 $\\frac{left}{total} \\times 100 = {s}$(%)"
_KNOWN = (
    _solution_by_balance(
        "mixture.water.free",
        [
            rf"{_LEAD}{_ONE}{_POURED}{_WATER}{_POURED}{{w}}{_G}{_POURED}{_CONCENTRATION}",
            rf"{_LEAD}{_ONE}{_POURED}{{w}}{_G}의{_WATER}{_POURED}{_CONCENTRATION}",
        ],
        let="total = m + w; left = salt; s = salt/total*100",
        wrong="p | misread; salt/w*100 | formula; p*w/m | unit; salt | partial; p*m/w | order",
        where="w > 0",
        say="물을 넣은 뒤 전체의 양은 ${m} + {w} = {total}$(g) / " + _AFTER,
    ),
    _solution_by_balance(
        "mixture.evaporation.free",
        [
            rf"{_LEAD}{_ONE}{G}(?:에서|중에서|을가열하여|를가열하여){G}(?:물)?{G}{{w}}{_G}(?:의물)?{_STEAM}증발{_STEAM}{_CONCENTRATION}"
        ],
        let="total = m - w; left = salt; s = salt/total*100",
        wrong="salt/(m + w)*100 | sign; p | misread; salt/w*100 | formula; salt | partial",
        where="w < m; abs(w)*2 <= m",
        say="물을 증발시킨 뒤 전체의 양은 ${m} - {w} = {total}$(g) / " + _AFTER,
    ),
    _solution_by_balance(
        "mixture.salt.free",
        [
            rf"{_LEAD}{_ONE}{_POURED}{_SOLUTE}(?:을|를)?{G}{{w}}{_G}{_POURED}{_CONCENTRATION}",
            rf"{_LEAD}{_ONE}{_POURED}{{w}}{_G}의{_SOLUTE}(?:을|를){_POURED}{_CONCENTRATION}",
        ],
        let="left = salt + w; total = m + w; s = left/total*100",
        wrong="left/m*100 | partial; salt/total*100 | partial; p + w | formula; w/total*100 | partial",
        where="w > 0",
        say="더 넣은 뒤의 양은 ${salt} + {w} = {left}$(g), 전체는 ${m} + {w} = {total}$(g) / " + _AFTER,
    ),
    family(
        "mixture.two.free",
        MIXTURE,
        [rf"{_LEAD}{_ONE}{_MIX}{_P2}{_LIQUID}(?:을|이)?{{w}}{_G}{_POURED}{_CONCENTRATION}"],
        let="one = m*p/100; two = w*q/100; salt = one + two; total = m + w; s = salt/total*100",
        wrong="(p + q)/2 | formula; p + q | formula; salt | partial; salt/m*100 | partial; two/total*100 | partial",
        unit="%",
        where="is_int(one); is_int(two); p != q; 2*s != p + q",
        domains="p 2..28; q 2..28; m 100..800 step 50; w 100..800 step 50",
        say=[
            "소금의 양은 각각 ${m} \\times \\frac{p}{100} = {one}$(g), ${w} \\times \\frac{q}{100} = {two}$(g)",
            "섞으면 녹아 있는 양은 ${one} + {two} = {salt}$(g), 전체는 ${m} + {w} = {total}$(g)",
            "농도는 $\\frac{salt}{total} \\times 100 = {s}$(%)",
        ],
        hints="%",
    ),
    family(
        "mixture.dissolved",
        MIXTURE,
        [
            rf"{_LEAD}{_SOLUTE}(?:이|가|의양이)?{{h}}{_G}(?:이|가|만큼|)?{_HOLDS}{_LIQUID}(?:의양이)?{{m}}{_G}(?:의|이있다\.이{_LIQUID}의)농도{_HOW}",
            rf"{_LEAD}{_LIQUID}{{m}}{_G}(?:에|속에|에는|안에){_SOLUTE}(?:이|가|은|)?{{h}}{_G}(?:이|가)?{_HELD}(?:이|그)?{_LIQUID}의농도{_HOW}",
            rf"{_LEAD}{_LIQUID}{{m}}{_G}(?:에|속에|안에){_HOLDS}{_SOLUTE}의양이{{h}}{_G}일때,?(?:이|그)?{_LIQUID}의농도{_HOW}",
        ],
        let="m = t*100; h = t*s",
        hidden="t = m/100; s = h*100/m",
        where="is_int(h); is_int(m/10); h < m",
        domains="t 1..9; s 2..28",
        unit="%",
        wrong="h*100/(h + m) | formula; m/h | order; h | partial; m - h | partial; s + 1 | other",
        say=["농도는 $\\frac{h}{m} \\times 100 = {s}$(%)"],
    ),
    family(
        "mixture.dissolve",
        MIXTURE,
        [
            rf"{_LEAD}{_WATER}{G}{{w}}{_G}{G}{_SOLUTE}(?:을|를)?{G}{{h}}{_G}{_POURED}(?:녹{G})?{_CONCENTRATION}",
            rf"{_LEAD}{_SOLUTE}(?:을|를)?{G}{{h}}{_G}{G}{_WATER}{G}{{w}}{_G}{_POURED}(?:녹{G})?{_CONCENTRATION}",
        ],
        let="total = t*100; h = t*s; w = total - h",
        hidden="t = (h + w)/100; s = h*100/(h + w)",
        where="is_int(h/5); is_int(w/5)",
        domains="t 1..9; s 2..28",
        unit="%",
        wrong="h/w*100 | formula; h*100/total + 1 | other; w/total*100 | misread; h | partial",
        say=["전체의 양은 ${w} + {h} = {total}$(g)", "농도는 $\\frac{h}{total} \\times 100 = {s}$(%)"],
    ),
)


def _wanted(name: str, patterns: list[str], let: str, hidden: str, wrong: str, where: str, say: list[str]) -> Family:
    """How much must be added or boiled off to reach a printed concentration."""
    return family(
        name, MIXTURE, patterns, let=let, hidden=hidden, unit="g", wrong=wrong, where=where, say=say,
        domains="p 2..28; q 2..28; s 10..600 step 10", hints="%",
    )  # fmt: skip


_TARGET = r"(?:농도(?:가|를)?)?{q}%(?:의|인|가|로|짜리)?"
_AMOUNT = r"(?:몇(?:g|그램)(?:의)?)"


def _unknown(what: str, verb: str, verb_gap: str) -> list[str]:
    """`… 물을 넣어 q%를 만들려면 몇 g`, `… 물 몇 g을 넣으면 q%가 되는지`, `q%가 되게 하려면 …`, `넣은 물의 양`."""
    asked = either(
        rf"{_AMOUNT}{verb_gap}(?:{what}{verb_gap})?<ask>",
        rf"{what}의양{verb_gap}(?:{_AMOUNT})?{verb_gap}<ask>",
        rf"{what}(?:을|를|은)?{_AMOUNT}{verb_gap}<ask>",
    )
    made = rf"{_TARGET}{verb_gap}"
    return [
        rf"{_LEAD}{_ONE}{verb_gap}{what}(?:을|를)?{verb_gap}{verb}{verb_gap}{made}{asked}",
        rf"{_LEAD}{_ONE}{verb_gap}(?:{what}(?:을|를)?)?{verb_gap}{_AMOUNT}{verb_gap}(?:{what})?{verb_gap}{verb}{verb_gap}{made}<ask>",
        rf"{_LEAD}{_ONE}{verb_gap}{made}{asked}",
    ]


_TARGETS = (
    _wanted(
        "mixture.water.wanted",
        _unknown(_WATER, _POUR, _POURED),
        "m = t*q; salt = m*p/100; total = salt*100/q; s = total - m",
        "t = m/q",
        "total | partial; m*(p - q)/100 | formula; m*(p - q)/p | formula; salt | partial",
        "p > q; is_int(salt); is_int(m/10); s < 900",
        [
            "녹아 있는 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "농도가 {q}%가 되려면 전체가 ${salt} \\div \\frac{q}{100} = {total}$(g)",
            "따라서 더 넣을 물은 ${total} - {m} = {s}$(g)",
        ],
    ),
    _wanted(
        "mixture.evaporation.wanted",
        _unknown(_WATER, "증발", _STEAM),
        "m = t*q; salt = m*p/100; total = salt*100/q; s = m - total",
        "t = m/q",
        "total | partial; m*(q - p)/100 | formula; m*(q - p)/p | formula; salt | partial",
        "p < q; is_int(salt)",
        [
            "물을 증발시켜도 녹아 있는 양은 ${m} \\times \\frac{p}{100} = {salt}$(g) 그대로이다.",
            "농도가 {q}%가 되려면 전체가 ${salt} \\div \\frac{q}{100} = {total}$(g)",
            "따라서 증발시킬 물은 ${m} - {total} = {s}$(g)",
        ],
    ),
    _wanted(
        "mixture.salt.wanted",
        _unknown(_SOLUTE, _POUR, _POURED),
        "rest = 100 - q; more = q - p; m = t*rest; salt = m*p/100; gap = m*more; s = gap/rest",
        "t = m/(100 - q)",
        "m*more/100 | formula; m*q/100 | partial; m*more/q | formula; salt | partial",
        "p < q; is_int(salt)",
        [
            "처음 녹아 있던 양은 ${m} \\times \\frac{p}{100} = {salt}$(g)",
            "더 넣는 양을 $x$ g이라 하면 ${salt} + x = \\frac{q}{100}({m} + x)$",
            "$x = {gap} \\div {rest} = {s}$",
        ],
    ),
)


def _two_unknown(name: str, mine: str, share: str, other: str) -> Family:
    """p % and q % mixed to a printed amount of r %: how much of one of them."""
    return family(
        name,
        MIXTURES,
        [
            rf"{_LEAD}{_P1}{_LIQUID}{_MIX}{_P2}{_LIQUID}{_POURED}{_P3}{_LIQUID}{G}{{t}}{_G}{gap('섞')}{again(mine)}%(?:의|인|짜리)?{_LIQUID}"
            + either(rf"{gap('섞', '넣')}(?:의양{gap('섞', '넣')})?(?:{_AMOUNT}{gap('섞', '넣')})?<ask>"),
        ],
        let=f"t = part*abs(q - p); less = {share}; span = abs(q - p); s = t*less/span",
        hidden="part = t/abs(q - p)",
        unit="g",
        wrong=f"t - s | misread; t/2 | formula; t*{mine}/100 | partial; t*r/100 | partial; t*{other}/100 | misread",
        where="p != q; (r - p)*(q - r) > 0; s > 0; 2*s != t; is_int(t/50)",
        domains="p 2..28; q 2..28; r 2..28; part 10..300 step 10",
        say=[
            "두 소금물을 섞은 양의 비는 농도 차의 반대이므로 전체의 $\\frac{less}{span}$",
            "${t} \\times \\frac{less}{span} = {s}$(g)",
        ],
        keeps_size=False,
        hints="%",
    )


FAMILIES = (
    *_KNOWN,
    *_TARGETS,
    _two_unknown("mixture.two.first", "p", "abs(q - r)", "q"),
    _two_unknown("mixture.two.second", "q", "abs(p - r)", "p"),
    family(
        "mixture.second.wanted",
        MIXTURE,
        [rf"{_LEAD}{_ONE}{_MIX}{_P2}{_LIQUID}{_POURED}{_POUR}{_POURED}{_P3}(?:{_LIQUID})?{_POURED}(?:(?:농도(?:가)?)?{again('q')}%(?:의|인|짜리)?{_LIQUID}{_POURED})?{_AMOUNT}{_POURED}<ask>"],
        let="down = abs(q - r); m = part*down; up = abs(r - p); s = m*up/down",
        hidden="part = m/abs(q - r)",
        unit="g",
        wrong="m*down/up | order; m | partial; s + m | partial; m*r/100 | partial",
        where="p != q; (r - p)*(q - r) > 0; s < 900; is_int(m/10)",
        domains="p 2..28; q 2..28; r 2..28; part 10..200 step 10",
        say=[
            "{r}%와의 농도 차는 각각 ${up}$, ${down}$이므로 섞은 양의 비는 ${down} : {up}$",
            "${m} \\times \\frac{up}{down} = {s}$(g)",
        ],
        hints="%",
    ),
    family(
        "mixture.salt.amount",
        MIXTURE,
        [rf"{_LEAD}{_ONE}{G}(?:들어있는|녹아있는|포함된|들어간)?{_SOLUTE}" + either(r"의양", r"(?:은|이|을)?") + rf"(?:은|는|이|을)?(?:몇{_G})?{G}<ask>"],
        let="s = m*p/100",
        unit="g",
        wrong="m*p/10 | unit; m/p | formula; m - s | misread; p*10 | other",
        where="is_int(s)",
        domains="p 2..28; m 50..900 step 50",
        say=["녹아 있는 양은 ${m} \\times \\frac{p}{100} = {s}$(g)"],
        hints="%",
    ),
)  # fmt: skip
