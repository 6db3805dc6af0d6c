"""Numbers that are facts or names and therefore never change: clocks, calendars, banknotes, places in a row.

Each rule is a pair of patterns, on the text before and on the text after the number. A stem may also state a
fact about the numbers themselves (`한 자리 수`, even, consecutive), which no replacement is known to keep:
`unsafe_context` names it and the item is refused (quality.md §3.1, reasons 6 and 7).
"""

from __future__ import annotations

import re
from fractions import Fraction

_AFTER: tuple[tuple[str, str], ...] = (
    ("ordinal", r"(?:st|nd|rd|th)\b|\s?(?:번째|째|등(?![가-힣]|\s?분)|등[은을이인으]|위(?![가-힣])|위[는를와의])"),
    ("hyphen", r"\s?[-–—](?=\w)|\s?[~∼]"),
    ("name", r"(?!(?:cm|mm|km|m)[23](?!\d))[A-Za-z]*\d|(?!(?:kg|km|cm|mm|mg|mL|ml|dL|[mgLl]|in|ft|oz|lbs?|hrs?|"
        r"mins?|cents?)(?![A-Za-z]))[A-Za-z]"),
    ("clock", r":\d\d(?!\d)|\s?(?:a\.?m\.?|p\.?m\.?)(?![a-z])|\s?o['’]?clock|\s?시(?!간|속|험|합|계)"),
    ("date", r"\s?월|\s?일(?:에|까지|부터|자|날|\()|\s?년(?:도|에|의|부터|까지|생)|\s?학년|\s?교시"),
    ("name", r"\s?(?:층|호선|호점|호(?![가-힣])|번지|번\s?(?:버스|문제|출구|방|타자|학생|선수|공|말|레인|도로|"
        r"국도)|반(?![가-힣]))"),
    ("name", r"각형|각기둥|각뿔|면체|차원|\s?(?:급|단계|악장|권째|세대|분기|번호)"),
    ("digits", r"\s?자리"),
    ("money", r"\s?(?:만|천)?\s?원\s?(?:권|짜리\s)?\s?(?:지폐|동전|화폐|수표)|\s?원권|\s(?:dollar|"
        r"cent)\s(?:bills?|coins?|notes?)\b"),
    ("angle", r"\s?(?:°|º|degrees?|도(?![가-힣])|도[는인를의와이에로씩])|\s?\^|\\circ"),
    ("body", r"\s(?:[a-z]+\s)?(?:legs?|wheels?|eyes|fingers|toes|sides?|faces|corners|wings|paws|ears|hands|"
        r"humps)\b"),
    ("world", r"\s(?:primary|seasons?\b|continents?\b|planets?\b|states\b|oceans?\b|zodiac|senses\b)|"
        r"\s?(?:원색|계절|대륙|행성|원소)"),
    ("expression", r"\s?(?:[=+×÷*<>≤≥∙·√^]|-\s?\d)"),
    ("ratio", r"\s?(?::|대\s?\d)\s?\d|\s?to\s\d+\s(?:ratio|odds)"),
    ("name", r"\s?(?:년대|세기)|\s?권(?:째|의\s제)"),
)  # fmt: skip
_BEFORE: tuple[tuple[str, str], ...] = (
    ("ordinal", r"제\s?$"),
    (
        "name",
        r"(?:#|\bno\.|\bnumber|\bgrade|\broom|\bchapter|\bpage|\blevel|\broute|\bversion|\bsize|\bchannel)\s?$",
    ),
    (
        "name",
        r"(?:\bsection|\bhighway|\bstreet|\bflight|\bgate|\bfloor|\bapollo|\bwindows|\btype|\bclass|\bteam)\s$",
    ),
    ("article", r"(?<![A-Za-z])an?\s\$?$"),
    ("date", r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$"),
    ("clock", r"\d\s?시\s?$|:$|\b(?:at|until|till|from)\s(?=$)(?<=at\s)(?!)"),
    ("compound", r"\d\s?(?:시간|분|m|km|kg|L|cm|만|억|feet|foot|ft|hours?|pounds?|minutes?)\s?(?:and\s)?$"),
    ("hyphen", r"\d\s?[-–—~∼]\s?$|[A-Za-z가-힣]-$"),
    ("body", r"(?:다리|바퀴|꼭짓점|꼭지점|날개|손가락|발가락)(?:의\s(?:수|개수))?(?:이|가|은|는)\s$"),
    ("fact", r"한\s?(?:근|돈|되|말|관|평|다스|쾌|두름|접|톳)(?:은|이|에|의)?\s?(?:약\s?)?$"),
    ("formula", r"(?:원주율|π|\bpi\b)[가-힣]*[\s:=(]*(?:약\s)?$"),
    ("expression", r"[=+×÷*<>≤≥∙·√^−]\s?$|\d\s?-\s?$"),
    ("ratio", r"\d\s?(?::|대)\s?$"),
)
_AFTER_RULES = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _AFTER)
_BEFORE_RULES = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _BEFORE)
_IN_LINE = re.compile(r"(?:앞|뒤|왼쪽|오른쪽|좌측|우측)(?:쪽)?에서(?:부터)?(?:는)?\s?$")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|by|of|year|until|from|to|born|and)\s$", re.IGNORECASE)
_FACTS = {
    ("day", 7), ("day", 28), ("day", 29), ("day", 30), ("day", 31), ("day", 365), ("day", 366), ("week", 52),
    ("week", 4),
    ("month", 12), ("hour", 24), ("hour", 12), ("minute", 60), ("second", 60), ("cent", 100), ("inch", 12),
    ("ounce", 16),
    ("quarter", 4),
    ("feet", 3), ("일", 7), ("일", 365), ("일", 30), ("일", 31), ("시", 24), ("시간", 24), ("시간", 12), ("분", 60),
    ("초", 60), ("개월", 12), ("달", 12), ("card", 52), ("letter", 26),
    ("년", 100), ("year", 100), ("피트", 3), ("인치", 12),
}  # fmt: skip
_FACES = frozenset({10, 50, 100, 500, 1000, 5000, 10000, 50000})
_BANKNOTE = re.compile(r"(?:\.00)?\s(?:bills?|coins?|notes?|gift card)\b", re.IGNORECASE)
_FACE_AFTER = re.compile(r"\s?원?\s?짜리")
_LIMITS: tuple[tuple[str, str, int], ...] = (
    (r"hour|시간", "", 24), (r"day|일", r"week|주", 7), (r"minute|분|mins?$", "", 59), (r"second|초", "", 59),
    (r"month|개월|달", "", 12), (r"%", "", 99), (r"week", r"month", 4), (r"cent", "", 99),
)  # fmt: skip
_UNSAFE: tuple[tuple[str, str], ...] = (
    ("digits", r"자리\s?(?:의\s?)?(?:자연)?수|digit|숫자\s?카드|카드를 (?:한|모두)|일의 자리|십의 자리"),
    ("number_theory", r"연속|홀수|짝수|소수를|소수인|약수|배수|\bodd\b|\beven number|consecutive|\bprime|"
        r"multiple of|divisib|factors? of"),
    ("temperature", r"fahrenheit|celsius|화씨|섭씨"),
    ("angles", r"각도|직각삼각형|빗변|예각|둔각|hypotenuse|right triangle|\bangles?\b"),
    ("triangle", r"이등변\s?삼각형|isosceles|triang\w*[^.?!]*\bsides?\b[^?!]*\d[^?!]*\d[^?!]*\d|"
        r"\bsides?\b[^?!]*\d[^?!]*\d[^?!]*\d[^?!]*triang|삼각형[^.?!]*세\s?변|세\s?변[^.?!]*삼각형"),
    ("figure", r"그림과 같|다음 그림|아래 그림|오른쪽 그림|그래프|다음 표|아래 표|the (?:figure|graph|"
        r"table) (?:below|above|shows)|\bas shown"),
    ("rounding", r"반올림|올림|버림|어림|\bround(?:ed|ing)?\b(?! trip)|nearest|approximate|estimat"),
    ("existing", r"한국은행|원권의|원권입니다|태양계|공전"),
    ("sequence", r"규칙|수열|pattern\b|찢어|달력|calendar"),
)  # fmt: skip
_UNSAFE_RULES = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _UNSAFE)
_THRESHOLD = re.compile(
    r"이상|이하|초과|미만|넘[으는]|최대|최소|적어도|까지만|at least|at most|more than \$?\d|less than \$?\d|"
    r"over \$?\d|"
    r"exceed|maximum|minimum|limit|capacity|up to|"
    r"\bif\b(?![^.?!]*\b(?:how|what|calculate|find|determine)\b)|overtime|제일|가장|중간|\b(?:larg|small|bigg|tall|"
    r"short|high|low|old|young)est\b|middle|\bfree\b|only \d|\bfirst \d|after (?:the )?first|"
    r"\d[^.?!]{0,40}\bboth\b|\bneither\b|둘 다",
    re.IGNORECASE,
)


_GONS = dict(zip("삼사오육칠팔구십", range(3, 11), strict=True))
_GON = re.compile(r"([삼사오육칠팔구십])각(?:형|뿔|기둥)")


def protection(stem: str, start: int, end: int, value: Fraction, unit: str) -> str:
    """Why the number at `start:end` may not change; empty when it may."""
    if value in (0, 1) or value >= 10**9 or stem[start] == ".":
        return "one" if value == 1 else "extreme"
    after, before = stem[end : end + 40], stem[max(0, start - 40) : start]
    if before.endswith(":") and end - start == 1:
        return "ratio"
    placed = _IN_LINE.search(before) and re.match(r"\s?번째", after)
    for reason, rule in _AFTER_RULES:
        if rule.match(after) and not (placed and reason == "ordinal"):
            return reason
    for reason, rule in _BEFORE_RULES:
        if rule.search(before):
            return reason
    if stem[start:end] in ("3.14", "3.1416", "3.1"):
        return "formula"
    if 1900 <= value < 2100 and stem[start:end].isdigit() and (_YEAR_BEFORE.search(before) or after[:1] == "년"):
        return "date"
    if any(_GONS[name] == value for name in _GON.findall(stem)):
        return "fact"  # the sides of a figure that the stem names
    if before.endswith("$") and _BANKNOTE.match(after):
        return "money"
    if value in _FACES and _FACE_AFTER.match(after):
        return "money"
    return "fact" if _is_fact(unit, value) else ""


def _is_fact(unit: str, value: Fraction) -> bool:
    word = unit.lower()
    return value.denominator == 1 and any(
        (form, int(value)) in _FACTS for form in (word, word.removesuffix("s"), word.removesuffix("es"), word[:1])
    )


def most(stem: str, value: Fraction, unit: str) -> Fraction | None:
    """The largest value the unit allows (24 hours, 99 %), where the source respects that limit itself."""
    for pattern, context, limit in _LIMITS:
        applies = value <= limit and re.match(pattern, unit, re.IGNORECASE)
        if applies and (not context or re.search(context, stem, re.IGNORECASE)):
            return Fraction(limit)
    return None


def unsafe_context(stem: str) -> str:
    """The kind of statement about its own numbers that `stem` makes, or an empty string."""
    return next((code for code, rule in _UNSAFE_RULES if rule.search(stem)), "")


def has_threshold(stem: str) -> bool:
    """Whether the text sets a limit at which the calculation would change (`more than 40 hours`, 이상, free)."""
    return bool(_THRESHOLD.search(stem))
