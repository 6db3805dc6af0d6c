"""Invented identifiers of every kind, each in one of many spellings."""

# ruff: noqa: E501 (a table of spellings is read line by line)

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from bench.redaction_parts.digits import HELD, OPEN, Writing

Maker = Callable[[random.Random, bool], str]

SPLIT = "\0"
"""Between the words that introduce an identifier and the identifier."""

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
BANKS = ("국민은행", "신한은행", "우리은행", "농협", "카카오뱅크", "토스뱅크", "하나은행", "기업은행", "새마을금고")
CITIES = ("서울특별시", "서울시", "서울", "부산광역시", "대구", "경기도 수원시", "경기 성남시", "충남 천안시", "제주시")
DISTRICTS = ("강남구", "서초구", "분당구", "수성구", "해운대구", "영통구", "마포구", "노원구")
ROADS = ("테헤란로", "반포대로", "불정로", "달구벌대로", "은행로", "백범로", "중앙로", "율곡로")
TOWNS = ("역삼동", "정자동", "범어동", "상계동", "망포동", "연남동")
ESTATES = ("래미안아파트", "자이아파트", "푸르지오", "한빛마을아파트", "현대아파트", "롯데캐슬")
SCHOOLS = ("한빛", "서울", "대치", "분당중앙", "늘푸른", "경신", "해오름", "목동", "새벽", "가온")


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _writing(rng: random.Random, held: bool) -> Writing:
    return rng.choice(HELD if held else OPEN)


def _numbered(groups: Callable[[random.Random], Sequence[str]]) -> Maker:
    return lambda rng, held: _writing(rng, held)(rng, groups(rng))


def registration(rng: random.Random, genders: str) -> list[str]:
    """Birth date and seven digits; half of them with the check digit of the old rule, half as since 2020."""
    year, month, day = rng.randrange(100), rng.randrange(1, 13), rng.randrange(1, 29)
    first = f"{year:02}{month:02}{day:02}"
    body = first + rng.choice(genders) + _digits(rng, 5)
    weighted = sum(int(d) * w for d, w in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    check = str((11 - weighted % 11) % 10) if rng.random() < 0.5 else _digits(rng, 1)
    return [first, body[6:] + check]


def mobile(rng: random.Random) -> list[str]:
    return [rng.choice(("010", "010", "010", "011", "016", "019")), _digits(rng, 4), _digits(rng, 4)]


def landline(rng: random.Random) -> list[str]:
    return [rng.choice(("02", "031", "042", "051", "064", "070")), "3" + _digits(rng, 3), _digits(rng, 4)]


def card(rng: random.Random) -> list[str]:
    body = rng.choice("459") + _digits(rng, 14)
    total = 0
    for place, digit in enumerate(body):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    number = body + str(-total % 10)
    return [number[i : i + 4] for i in range(0, 16, 4)]


def _phone(rng: random.Random, held: bool) -> str:
    groups = mobile(rng) if rng.random() < 0.7 else landline(rng)
    special: list[str] = [f"+82 {groups[0][1:]}-{groups[1]}-{groups[2]}", f"({groups[0]}) {groups[1]}-{groups[2]}"]
    if held:
        special = [f"+82-{groups[0][1:]}.{groups[1]}.{groups[2]}", f"0082 {groups[0][1:]} {groups[1]} {groups[2]}"]
    return rng.choice(special) if rng.random() < 0.15 else _writing(rng, held)(rng, groups)


def _email(rng: random.Random, held: bool) -> str:
    user = rng.choice(("minjun", "haneul.kim", "math_king", "s2yeon", "jiwoo-08", "bada")) + _digits(rng, 2)
    host, end = rng.choice(
        (("naver", "com"), ("gmail", "com"), ("daum", "net"), ("hanmail", "net"), ("school", "go.kr"))
    )
    spoken = {"com": "컴", "net": "넷", "go.kr": "고 케이알"}[end]
    opened = (
        f"{user}@{host}.{end}", f"{user} @ {host}.{end}", f"{user}＠{host}．{end}", f"{user}골뱅이{host}.{end}",
        f"{user} 골뱅이 {host} 점 {spoken}", f"{user}(at){host}.{end}", f"{user} at {host} dot {end}",
        f"{user}[at]{host}[dot]{end}", f"{user}@\u200b{host}.{end}", f"{user.upper()}@{host.upper()}.{end.upper()}",
        f"<{user}@{host}.{end}>", f"mailto:{SPLIT}{user}@{host}.{end}", f"{user}\u2060@{host}.{end}",
    )  # fmt: skip
    kept = (
        f"{user} (골뱅이) {host}.{end}", f"{user}앳{host}닷{spoken}", f"{user} _at_ {host}.{end}", f"{user}﹫{host}.{end}",
        f"{user}{{at}}{host}{{dot}}{end}", f"{user}@{host} . {end}", f"{user} AT {host} DOT {end}",
        "".join(chr(0xFEE0 + ord(c)) for c in f"{user}@{host}.{end}"), f"{user}@{host}(점){end}",
        f"{user}골뱅이{host}닷{spoken}", f"{user}@{host}\u00ad.{end}", f"{user}&#64;{host}.{end}",
    )  # fmt: skip
    return rng.choice(kept if held else opened)


def _account(rng: random.Random, held: bool) -> str:
    shapes = ((6, 2, 6), (3, 3, 6), (4, 3, 6), (3, 6, 2, 3), (4, 2, 7), (3, 4, 4, 2))
    groups = [_digits(rng, size) for size in rng.choice(shapes)]
    number, bank = _writing(rng, held)(rng, groups), rng.choice(BANKS)
    return f"{bank} {SPLIT}{number}" if rng.random() < 0.7 else f"계좌번호 {SPLIT}{number}"


def _address(rng: random.Random, held: bool) -> str:
    city, gu, road, town = (rng.choice(part) for part in (CITIES, DISTRICTS, ROADS, TOWNS))
    estate, n, m = rng.choice(ESTATES), rng.randrange(1, 400), rng.randrange(1, 60)
    block, flat = rng.randrange(101, 120), rng.randrange(101, 2500)
    opened = (
        f"{city} {gu} {road} {n}", f"{city} {gu} {road} {n}길 {m}", f"{city} {gu} {road}{m}길 {n}", f"{gu} {road} {n}",
        f"{city} {gu} {town} {n}-{m}", f"{city} {gu} {town} {n}번지", f"{town} {n}-{m}번지", f"{estate} {block}동 {flat}호",
        f"{city} {gu} {road} {n}, {block}동 {flat}호", f"{city} {gu} {town} {estate} {block}동 {flat}호",
        f"{city}{gu}{road}{n}", f"{city} {gu} {road} {n}-{m}", f"{city}\u200b {gu} {road} {n}",
    )  # fmt: skip
    kept = (
        f"{city}  {gu}  {road}  {n}번길 {m}", f"{city}, {gu}, {road} {n}", f"{city} {gu} {town} {n}번지 {m}호",
        f"{estate}{block}동{flat}호", f"{city} {gu} {road} {n} ({town})", f"{town} {estate} {block}-{flat}",
        f"{city} {gu} {road} 지하 {n}", f"{estate} 제{block}동 제{flat}호", f"{gu} {town} {n}-{m} {rng.randrange(1, 9)}층",
        f"{road} {n}번길 {m}-{rng.randrange(1, 9)}", f"{city} {gu} {road} {n}, {rng.randrange(2, 20)}층 {flat}호",
        f"우편번호 {_digits(rng, 5)} {city} {gu} {road} {n}", f"{city}\n{gu} {road} {n}",
    )  # fmt: skip
    return rng.choice(kept if held else opened)


def _school(rng: random.Random, held: bool) -> str:
    name = rng.choice(SCHOOLS)
    opened = (
        "초등학교",
        "중학교",
        "고등학교",
        "초",
        "중",
        "고",
        "여중",
        "여고",
        "남중",
        "대학교",
        "외고",
        "과학고",
        "예고",
    )
    kept = ("여자고등학교", "과고", "국제고", "여자중학교", "초교", "중·고등학교", "사대부고", "공고", "체고", "유치원")
    kept += ("외국어고등학교", "영재학교", "마이스터고", "상고")
    name = f"{name}{rng.choice(kept if held else opened)}"
    style = rng.randrange(6)
    if style == 0:
        return name[:1] + "\u200b" + name[1:]
    return name


def _passport(rng: random.Random, held: bool) -> str:
    number = rng.choice("MSRD") + (
        _digits(rng, 8) if rng.random() < 0.6 else f"{_digits(rng, 3)}{rng.choice('ABCDEFGH')}{_digits(rng, 4)}"
    )
    opened = (
        f"여권번호 {SPLIT}{number}",
        f"여권 {SPLIT}{number}",
        f"여권번호: {SPLIT}{number[0]} {number[1:]}",
        f"passport {SPLIT}{number}",
    )
    kept = (
        f"여권 번호는 {SPLIT}{number.lower()}",
        f"여권번호 {SPLIT}{number[0]}-{number[1:]}",
        f"Passport No. {SPLIT}{number}",
    )
    return rng.choice(kept if held else opened)


def _licence(rng: random.Random, held: bool) -> str:
    groups = [rng.choice(("11", "12", "13", "26", "28")), _digits(rng, 2), _digits(rng, 6), _digits(rng, 2)]
    return f"운전면허 {SPLIT}" + _writing(rng, held)(rng, groups)


def _business(rng: random.Random, held: bool) -> str:
    body = rng.choice("123456") + _digits(rng, 8)
    total = sum(int(d) * w for d, w in zip(body, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True)) + int(body[8]) * 5 // 10
    number = body + str(-total % 10)
    return f"사업자번호 {SPLIT}" + _writing(rng, held)(rng, [number[:3], number[3:5], number[5:]])


def _half_known(rng: random.Random, held: bool) -> str:
    """A registration number of which the end is blackened by hand, which still tells birthday and sex."""
    first, second = registration(rng, "1234")
    stars = ("*" * 6, "●" * 6, "xxxxxx") if held else ("******", "XXXXXX", "○○○○○○")
    return f"{first}-{second[0]}{rng.choice(stars)}"


KINDS: dict[str, Maker] = {
    "registration": _numbered(lambda rng: registration(rng, "1234")),
    "foreigner": _numbered(lambda rng: registration(rng, "5678")),
    "half_known": _half_known,
    "phone": _phone,
    "email": _email,
    "card": _numbered(card),
    "account": _account,
    "address": _address,
    "school": _school,
    "passport": _passport,
    "licence": _licence,
    "business": _business,
}
