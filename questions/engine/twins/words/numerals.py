"""Number words of English and Korean, and what they count.

A number word is evidence (it explains a number in the solution) but a parameter only where a stem prints no digits:
`three friends` or `두 사람` is often tied to a list of names or to the grammar of the sentence.
"""

from __future__ import annotations

import re
from fractions import Fraction

from questions.engine.expressions.cardinals import ONES, TENS

_ENGLISH: dict[str, int] = {word: value for value, word in enumerate(ONES)}
_ENGLISH.update({word: 10 * (place + 2) for place, word in enumerate(TENS)})
_ENGLISH_SCALE = {"hundred": 100, "thousand": 1000, "million": 1000000}

_ENGLISH_NUMBER = "|".join(sorted(_ENGLISH, key=len, reverse=True))
ENGLISH_WORD = re.compile(
    rf"\b(?:{_ENGLISH_NUMBER})(?:[ -](?:{_ENGLISH_NUMBER}|hundred|thousand|million|and))*\b", re.IGNORECASE
)

_KOREAN_NATIVE: dict[str, int] = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "석": 3, "넉": 4, "서너": 3, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50,
}  # fmt: skip
_KOREAN_COUNTERS = (
    "개|명|사람|분|마리|권|자루|장|대|송이|그루|살|번|가지|상자|봉지|병|컵|켤레|벌|채|척|조각|묶음|팩|통|그릇|접시|"
    "시간|달|주|군데|곳|수|변|각|면|친구|형제|자매|반|모둠|팀|줄|칸|쪽|걸음|바퀴|곱|배|판|박스|세트|종류|자리|쌍|"
    "동생|아이|학생|도시|지역|나라|직원|남매|끼|편|곡|알|포기|톨|다발|뭉치|도막|토막|입|모금|잔|포대|가마|되|말|치|자|근|돈|양동이|바구니|주머니|봉투|물통|모서리|과목|학년|학급|회|차례|사이|달걀|송이|꼭짓점|작품|노선|코스|정거장|역"
)
KOREAN_WORD = re.compile(
    r"(?<![가-힣])(열|스물|서른|마흔|쉰)?(" + "|".join(_KOREAN_NATIVE) + rf")\s?(?={_KOREAN_COUNTERS})"
)
_KOREAN_DAYS: dict[str, int] = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9,
    "열흘": 10, "보름": 15, "일주일": 7, "둘이": 2, "둘": 2, "셋": 3, "넷": 4, "하나": 1,
}  # fmt: skip


def english_number(text: str) -> Fraction | None:
    """The value of an English cardinal in words (`twenty-five`, `two hundred and six`), or None."""
    total, group = 0, 0
    for word in re.split(r"[ -]+", text.lower()):
        if word == "and":
            continue
        if word in _ENGLISH:
            group += _ENGLISH[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _ENGLISH_SCALE:
            total, group = total + max(group, 1) * _ENGLISH_SCALE[word], 0
        else:
            return None
    return Fraction(total + group)


def number_words(text: str) -> tuple[tuple[int, int, Fraction], ...]:
    """Places and values of number words in `text`: (start, end, value), English and Korean."""
    found: list[tuple[int, int, Fraction]] = []
    for match in ENGLISH_WORD.finditer(text):
        value = english_number(match.group().removesuffix(" and").strip())
        if value is not None:
            found.append((match.start(), match.end(), value))
    for match in KOREAN_WORD.finditer(text):
        tens = _KOREAN_NATIVE.get(match.group(1) or "", 0)
        found.append((match.start(), match.end(), Fraction(tens + _KOREAN_NATIVE[match.group(2)])))
    for word, number in _KOREAN_DAYS.items():
        found.extend((m.start(), m.end(), Fraction(number)) for m in re.finditer(rf"(?<![가-힣]){word}(?!레)", text))
    return tuple(sorted(found))
