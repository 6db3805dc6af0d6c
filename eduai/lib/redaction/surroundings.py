"""What stands around a number: words that say what it is, and signs that it is mathematics."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from typing import Final

from eduai.lib.redaction.skeleton import Stretch

_BEFORE, _AFTER = 28, 12

RESIDENT: Final = re.compile(r"주\s?민|주\s?번|민\s?번|등록\s?번호|외국인\s?번호|외국인\s?등록|앞\s?자리|뒷\s?자리|신분증|\bRRN\b|resident|registration", re.I)  # fmt: skip
TELEPHONE: Final = re.compile(r"전화|연락|휴대|핸드폰|핸펀|폰\s?번|폰은|폰:|집\s?번호|엄마\s?번호|아빠\s?번호|문자|통화|카톡|☎|☏|📞|📱|\btel\b|phone|mobile|\bhp\b|팩스|fax", re.I)  # fmt: skip
ACCOUNT: Final = re.compile(r"계좌|통장|입금|송금|예금주|은행|농협|수협|신협|새마을|우체국|뱅크|카뱅|토스|금고|증권|\bKB\b|\bNH\b|\bIBK\b|account|bank", re.I)  # fmt: skip
CARD: Final = re.compile(r"카드|비자|마스터|결제|체크|신용|\bcard\b|visa|master|amex", re.I)
BUSINESS: Final = re.compile(r"사업자|사업\s?등록|법인", re.I)
LICENCE: Final = re.compile(r"면허|licen[cs]e", re.I)
PASSPORT: Final = re.compile(r"여\s?권|passport", re.I)
ANY_NUMBER: Final = re.compile(
    r"(?:주민|외국인|등록|계좌|전화|핸드폰|휴대폰|카드|여권|면허|사업자|연락처?|폰)\s?(?:등록)?\s?번호|연락처|주민번호"
)

_FORMULA: Final = re.compile(r"\$[^$\n]{1,400}\$")
_OPERATOR_BEFORE: Final = re.compile(r"(?:[+×÷=^√<>≤≥±∙]|\\(?:times|div|cdot|sqrt|frac)[\s{]*)\s*$")
_OPERATOR_AFTER: Final = re.compile(r"\s*(?:[+×÷=^<>≤≥%!…]|\\(?:times|div|cdot|le|ge))")
_QUANTITY: Final = re.compile(
    r" ?(?:원(?![가-힣])|원[을이짜]|달러|만|억|개|명|번째|배|자리|점|개월|년|초|분|시간|미터|㎞|km|cm|mm|kg|g\b|ℓ|\(2\)|\(10\))"
    r"|(?:을|를|은|는|이|가|의|와|과)?\s*(?:\d+\s*(?:으로|로)\s*(?:나|곱|더|빼)|약수|배수|소인수|자릿수|각\s*자리|제곱|나머지|계산|반올림)"
)


_ELSEWHERE_BEFORE: Final = re.compile(r"^.*(?:\d{4}|[.!?다요]\s|\$)", re.DOTALL)
_NEXT_NUMBER: Final = re.compile(
    r"[0-9]|[공영령일이삼사오육륙칠팔구零〇一二三四五六七八九][\s\-,]{0,2}[공영령일이삼사오육륙칠팔구零〇一二三四五六七八九]|[a-z]\d",
    re.I,
)
_ELSEWHERE_BEHIND: Final = re.compile(r"(?:[.!?,\n$]|\d).*$", re.DOTALL)
"""What stands beyond another number or another sentence says nothing about this one."""


class Surroundings:
    """A view's text, asked about the places in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._formulas = [match.span() for match in _FORMULA.finditer(text)] if "$" in text else []

    def named(self, words: re.Pattern[str], stretch: Stretch) -> bool:
        """Whether such a word stands near before the stretch, or right behind it."""
        before = self._text[max(0, stretch.start - _BEFORE) : stretch.start]
        if words.search(_ELSEWHERE_BEFORE.sub("", before)):
            return True
        behind = self._text[stretch.end : stretch.end + 2 * _AFTER]
        told = words.search(_ELSEWHERE_BEHIND.sub("", behind[:_AFTER]))
        return bool(told) and not _NEXT_NUMBER.search(behind, told.end() if told else 0)

    def in_formula(self, stretch: Stretch) -> bool:
        """Whether the stretch stands between dollar signs."""
        return any(start <= stretch.start and stretch.end <= end for start, end in self._formulas)

    def calculated_with(self, stretch: Stretch) -> bool:
        """Whether an operator, a unit or a word of arithmetic says that it is a quantity."""
        before = self._text[max(0, stretch.start - 12) : stretch.start]
        after = self._text[stretch.end : stretch.end + 24]
        return bool(_OPERATOR_BEFORE.search(before) or _OPERATOR_AFTER.match(after) or _QUANTITY.match(after))

    def mathematical(self, stretch: Stretch) -> bool:
        """Whether anything says that it is mathematics."""
        return self.in_formula(stretch) or self.calculated_with(stretch)
