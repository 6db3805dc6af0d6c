"""Which share a stem asks for: what is left, how many full ones, how many to hold all, a common divisor or multiple.

The words of the question alone decide. Words for two of them, or for none, are no decision, and then the
note is refused: a solution that rounds the other way would otherwise be believed.
"""

from __future__ import annotations

import re

_QUESTION = re.compile(r"[^.?!\n]*(?:\?|시오|세요|하라)|[^.?!\n]+$")
_KOREAN_CONDITION = re.compile(r"^.*(?:때|면|려고(?: 합니다)?)[,\s]", re.S)
_ASKING = re.compile(r"^.*?(?=\b(?:how|what|find)\b)|(?<=\w )\b(?:if|when|given that)\b.*$", re.S)
_LEAVES = re.compile(
    r"left ?over|leftover|\bremain|\bleft\b|\bextra\b|\bunused\b|\bnot (?:be )?(?:in|used|packed|given|shared|fit)\b|"
    r"남는|남은|남습|남게|남을|남나|나머지"
)
_ENOUGH = re.compile(
    r"\bneed|\brequired?\b|\bmust\b|\bshould\b|\b(?:have|has) to\b|\bat least|\btrips\b|\bfewest|\bleast\b|\bminimum|"
    r"\b(?:days|weeks|times|rounds)\b.*\btake\b|필요|적어도|최소|있어야|사야|해야|걸립|걸리"
)
_FULL = re.compile(
    r"\bcan\b|\bcould\b|\bfull\b|\bfill|complet|\bwhole\b|\bat most|\bmaximum|\bmost\b|\bgreatest|\bafford|\bbe made\b|"
    r"수 있|까지|최대"
)
_STRONG = re.compile(r"\bat least|\bfewest|\bleast\b|\bminimum|적어도|최소")
_MORE = re.compile(r"\bmore\b|\banother\b|\badditional|더\s")
_GREATEST = re.compile(
    r"greatest|largest|biggest|maximum|longest|highest|\bmost\b|"
    r"as (?:long|large|many|big|much) as (?:possible|\w+ can)|"
    r"가장 (?:큰|긴|많은|크게|길게|많이)|최대|되도록 (?:많|크|큰|길|긴)|될 수 있는 대로 (?:많|크|큰|길|긴)"
)
_EQUAL = re.compile(r"equal|\bsame\b|identical|evenly|똑같|남김없이|남는 (?:것|부분) 없이|같은|정사각형")
_SOONEST = re.compile(
    r"smallest|\bleast\b|fewest|minimum|shortest|\bnext\b|\bagain\b|\bfirst (?:time|day)|"
    r"가장 (?:작은|적은|짧은|작게|적게)|최소|다음|다시|처음으로|되도록 (?:적|작)"
)
_TOGETHER = re.compile(
    r"\btogether\b|\bsame (?:time|day|number|amount|height|moment)|\bboth\b|at once|\bevery\b|\beach\b|동시에|같이|"
    r"함께|똑같|정사각형|마다"
)


def share_asked(stem: str) -> str:
    """The operator of `sharing` that the stem asks for in words (`//`, `⌈`, `∣`, `∧`, `∨`); empty where unclear."""
    text = stem.lower()
    common = _common(text)
    asked = _asked(text)
    if common or _MORE.search(asked):
        return common
    if _LEAVES.search(asked):
        return "∣"
    enough, full = bool(_ENOUGH.search(asked)), bool(_FULL.search(asked))
    if enough and full:
        return "⌈" if _STRONG.search(asked) else ""
    return "⌈" if enough else "//" if full else ""


def _asked(text: str) -> str:
    questions = _QUESTION.findall(text.strip())
    asked = questions[-1].strip() if questions else ""
    return (_KOREAN_CONDITION if re.search(r"[가-힣]", asked) else _ASKING).sub("", asked)


def _common(text: str) -> str:
    divisor = bool(_GREATEST.search(text) and _EQUAL.search(text))
    multiple = bool(_SOONEST.search(text) and _TOGETHER.search(text))
    return "∧" if divisor and not multiple else "∨" if multiple and not divisor else ""
