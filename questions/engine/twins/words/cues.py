"""Words that bring a number into a solution although the stem prints none: half, week, 둘레, 왕복 …

Each cue names the constants it can stand for. A number of the solution that only a cue explains is a
constant; a number that both a cue and a printed number explain is ambiguous, and the printed one is kept
as it is (quality.md §3.1, reason 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

_CUES: tuple[tuple[str, str], ...] = (
    (r"half|halves|halved|semi", "1/2 2"),
    (r"twice|doubl|\bpairs?\b|couple|\bboth\b|\btwin|two-|\beither|each other", "2"),
    (r"tripl|thrice|\btrio\b|\bthirds?\b", "3 1/3 2/3 2"),
    (r"quadrupl|\bquarters?\b|\bfourths?\b", "4 1/4 3/4 3 25 0.25"),
    (r"\bfifths?\b", "5 1/5"),
    (r"\bsixths?\b", "6 1/6"),
    (r"\bsevenths?\b", "7 1/7"),
    (r"\beighths?\b", "8 1/8"),
    (r"\bninths?\b", "9 1/9"),
    (r"\btenths?\b", "10 1/10"),
    (r"\bonce\b|\bsingle\b|himself|herself|themsel|\banother\b|\balso\b|including", "1"),
    (r"\ban? (?:hour|day|week|month|year|minute|second|ounce|pound|mile|dozen|gallon|cup|piece)", "1"),
    (r"\bsecond\b", "2"),
    (r"week", "7 5 2 4 52"),
    (
        r"^(?=.*(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?=.*\b(?:through|thru|until|till|except|from|between|to|"
        r"rest|weekdays?|every|each|other|then|following|next)\b)",
        "2 3 4 5 6 7",
    ),
    (r"month", "12 30 31 28 4 365"),
    (r"\byear|annual", "12 365 52 366 4"),
    (
        r"\bjanuary|\bfebruary|\bmarch|\bapril|\bjune|\bjuly|\baugust|\bseptember|\boctober|\bnovember|\bdecember",
        "28 29 30 31 12",
    ),
    (r"\bdays?\b|daily|everyday", "7 24 365 30"),
    (r"hour|\bhrs?\b|\bmph\b|o'clock|[ap]\.?m\.?\b", "60 24 12 3600"),
    (r"minute|\bmins?\b|\bseconds\b", "60 3600"),
    (r"decade", "10"),
    (r"centur", "100"),
    (r"dozen", "12 1/2 6"),
    (r"\bscore\b", "20"),
    (r"%|percent|\bcents?\b|\bcenti|¢|\bdollars?\b|\$|meters?\b|metres?\b|\bcm\b|probab", "100 1/100"),
    (r"\bdimes?\b", "10 1/10"),
    (r"\bnickels?\b", "5 1/20"),
    (r"\bpenn(?:y|ies)\b", "1 1/100"),
    (r"\bf(?:ee|oo)t\b|\binch|\byards?\b", "12 3 36 2"),
    (r"\bmiles?\b", "5280 1760"),
    (r"\bpounds?\b|\bounces?\b|\blbs?\b|\boz\b", "16"),
    (r"\bgallon|\bquarts?\b|\bpints?\b|\bcups?\b", "2 4 8 16"),
    (r"\btons?\b", "1000 2000"),
    (r"kilo|\bkg\b|\bkm\b|liter|litre|milli|\bml\b|\bgrams?\b|\bg\b", "1000 100 10 1/1000"),
    (r"square|perimeter|rectang|quadrilat|\bsides?\b|corner|fence", "2 4"),
    (r"triang", "2 3 1/2 180"),
    (r"\bcubes?\b|\bcubic|\bbox\b", "6 3 12 8"),
    (r"pentagon", "5"),
    (r"hexagon", "6"),
    (r"octagon", "8"),
    (r"circle|circular|diameter|radius", "2 3.14 22/7"),
    (r"round.?trip|back and forth|there and back|each way|both ways|return", "2"),
    (r"\blegs?\b|\bdogs?\b|\bcats?\b|\bcows?\b|\bhorses?\b|\bchickens?\b|spider|insect|\bpaws?\b", "2 4 6 8"),
    (r"wheel|\bcars?\b|\bbicycl|\bbikes?\b|tricycl|motorcycl|\btires?\b", "2 3 4"),
    (
        r"\beyes?\b|\bhands?\b|\bears?\b|\bfeet\b|\bshoes?\b|\bsocks?\b|\bgloves?\b|parents|fingers?\b|\btoes?\b",
        "2 4 5 10 20",
    ),
    (r"\bdeck\b|playing cards?", "52 4 13"),
    (r"alphabet", "26"),
    (r"\bdice\b|\bdie\b", "6"),
    (r"every other|alternat", "2"),
    (r"average|\bmean\b|midpoint|middle", "2"),
    (r"\binnings?\b", "9"),
    (r"절반|반으로|반을|반만|의 반|두\s?배|갑절|켤레|쌍|왕복|양쪽|양 끝|둘|중간|가운데|평균|사이", "2 1/2"),
    (r"일주일|[0-9한두세네]\s?주(?:일)?(?:간|\s|에|동)|요일|매주|주말", "7 5 2"),
    (r"달|개월|[0-9]월", "12 30 31"),
    (r"년|해\b|연간", "12 365 366 52"),
    (r"하루|[0-9]\s?일|며칠|날", "24 7 30"),
    (r"시간|시각|시속", "60 24 12 3600"),
    (r"분|초", "60 3600"),
    (r"%|퍼센트|농도|할인|비율|득표율|할|푼", "100 1/100 10 1000"),
    (r"다스|타\b", "12"),
    (r"한 판|달걀|계란", "30"),
    (r"m\b|㎝|㎜|㎞|cm|km|mm|미터", "10 100 1000 1/10 1/100 1/1000"),
    (r"kg|g\b|㎏|㎖|L\b|l\b|mL|ml|리터|그램|톤", "10 100 1000 1/1000"),
    (r"정사각형|마름모|사각형|둘레", "2 4"),
    (r"삼각형", "2 3 1/2 180"),
    (r"오각형", "5"),
    (r"육각형", "6"),
    (r"칠각형", "7"),
    (r"팔각형", "8"),
    (r"사다리꼴|대각선", "2 1/2"),
    (r"정육면체", "6 12 3 8 4 2"),
    (r"직육면체|겉넓이", "2 4"),
    (r"원\b|원의|원을|원주|반지름|지름|원형|바퀴", "2 3.14 3 3.1 1/2 4"),
    (
        r"다리|자전거|자동차|강아지|고양이|토끼|닭|소\b|돼지|거미|오리|발\b|손가락|발가락|눈\b",
        "2 3 4 6 8 5 10",
    ),
    (r"주사위", "6"),
    (r"첫|번째|사이|등을|등으로", "1"),
    (r"(?:앞|왼쪽|왼편|좌측|위쪽).*(?:뒤|오른쪽|오른편|우측|아래)", "1"),
    (r"간격|몇\s?등|배[^.]{0,12}합|합[^.]{0,20}배", "1"),
    (r"악수|한 번씩 (?:경기|시합)|되돌아|돌아온|돌아왔|양옆", "2"),
    (r"km2|km²|㎢", "1000000"),
)
_COMPILED = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), tuple(Fraction(v) for v in values.split()))
    for pattern, values in _CUES
)
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_LIST = re.compile(r"(?:[\w가-힣']+(?:, | ,|,)){1,6}\s?(?:and |그리고 )?[\w가-힣']+")


def constants(stem: str) -> frozenset[Fraction]:
    """Every value that a word of `stem` can bring into a solution without being printed as a number."""
    return frozenset(value for pattern, group in _COMPILED if pattern.search(stem) for value in group)


def counted(stem: str) -> frozenset[Fraction]:
    """Lengths from three of the lists in the text, and the number of people it names."""
    return frozenset(number for number in _counted(stem) if number > 2)


def _counted(stem: str) -> Iterator[Fraction]:
    """Lengths of lists in the text and the number of people named in it (`Amy, Bob and Carl` is 3)."""
    for match in _LIST.finditer(stem):
        yield Fraction(len([item for item in re.split(r",|\band\b|그리고", match.group()) if item.strip()]))
    yield Fraction(len(set(_WEEKDAY.findall(stem.lower()))))
    sentence_starts = {m.end() for m in re.finditer(r"(?:^|[.?!]\s+)", stem)}
    words = list(_NAME.finditer(stem))
    lower = set(re.findall(r"\b[a-z]+\b", stem))
    names = {m.group() for m in words if m.start() not in sentence_starts and m.group().lower() not in lower}
    if len(names) > 1:
        yield Fraction(len(names))
