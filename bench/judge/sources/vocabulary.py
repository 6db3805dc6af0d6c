"""Words that carry numbers, in English and Korean."""

from __future__ import annotations

import re
from fractions import Fraction

SCALES = {
    "백": 100, "천": 1000, "만": 10**4, "십만": 10**5, "백만": 10**6, "천만": 10**7, "억": 10**8, "조": 10**12,
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12,
}  # fmt: skip
CUES = (
    (r"\b(?:hal(?:f|ves)|twice|doubl\w*|pairs?|couple|both)\b|절반|두\s?배|왕복|쌍", 2),
    (r"\b(?:tripl\w+|thrice)\b|세\s?배", 3), (r"\bquarter", 4), (r"\bdozen|다스", 12),
    (r"\bweek|일주일|매주|요일", 7), (r"\bhour|\bminute|시간|분에|분\s?동안", 60), (r"\bdays?\b|하루", 24),
    (r"\byear|\bmonth|[1일]\s?년|개월|달", 12), (r"\byear|[1일]\s?년", 365), (r"\bmonth|한\s?달", 30),
    (r"\b(?:foot|feet|inch)", 12), (r"\byard", 3), (r"퍼센트|%|percent|백분율", 100),
    (r"직사각형|사각형|square|rectang", 4), (r"직사각형|rectang|둘레|perimeter", 2), (r"삼각형|triang", 3),
    (r"삼각형|triang", 2),
)  # fmt: skip
ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES = {word: value for value, word in enumerate(ENGLISH)} | {word: 20 + 10 * i for i, word in enumerate(TENS)}
ONES = "|".join(ENGLISH[1:10])
ENGLISH_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(TENS)})(?:[- ](?P<ones>{ONES}))?|(?P<plain>{'|'.join(reversed(ENGLISH))}))"
    r"(?:[- ](?P<scale>hundred|thousand|million))?\b",
    re.IGNORECASE,
)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
KOREAN = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "하나": 1,
    "둘": 2, "셋": 3, "넷": 4, "스무": 20, "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "열흘": 10,
    "삼각": 3, "사각": 4, "오각": 5, "육각": 6, "칠각": 7, "팔각": 8, "구각": 9, "십각": 10, "사면": 4, "육면": 6,
}  # fmt: skip


def spelled_numbers(text: str) -> set[Fraction]:
    """The values of all number words of a text; a word may be read too often, never too seldom."""
    found = set()
    for match in ENGLISH_NUMBER.finditer(text):
        whole = VALUES[(match["tens"] or match["plain"]).lower()] + VALUES.get((match["ones"] or "zero").lower(), 0)
        found |= {Fraction(whole), Fraction(whole * SCALES.get((match["scale"] or "").lower(), 1))}
    found |= {Fraction(value) for word, value in ORDINALS.items() if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)}
    return found | {
        Fraction(value) for word, value in KOREAN.items() if re.search(rf"(?<![가-힣]){word}|정{word}", text)
    }
