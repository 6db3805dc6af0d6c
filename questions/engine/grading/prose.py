"""Takes the answer out of a sentence that states exactly one: `The answer is 5.`, `따라서 $x > 2$이다`.

Only sentences made of known words count: one unknown word (`not`, `아니라`, `maybe`) and the text stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

_ENGLISH: Final = (
    "therefore thus so hence then finally we i find found get got obtain have see conclude know that the a an our my "
    "this it is are be equals equal to as final correct exact right required answer answers solution solutions result "
    "value here set of for problem question equation inequality matrix vector identity zero special sum with "
    "fractions following given by"
)
_KOREAN: Final = "따라서 그러므로 즉 구하는 정답 답 정답은 답은 해 해는 값 값은 결과는 이다 입니다 이 은 는 가"
_WORDS: Final = frozenset((*_ENGLISH.split(), *_KOREAN.split()))
_SEGMENT: Final = re.compile(
    r"\$\$(?P<a>[^$]+)\$\$|\$(?P<b>[^$]+)\$|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]|\\boxed\s*\{(?P<e>[^{}]+)\}",
    re.DOTALL,
)
_STATED: Final = re.compile(
    r"(?:(?:therefore|thus|so|hence|finally)\s*,?\s+)?(?:the\s+|my\s+|our\s+)?(?:final\s+|correct\s+|exact\s+)?"
    r"(?:answer|solution|result|value)\s*(?:is|are|equals|:|=)\s*:?\s*(?P<en>.+)"
    r"|(?:(?:따라서|그러므로|즉)\s*,?\s*)?(?:구하는\s*)?(?:정?답|해|값|결과)\s*(?:은|는|이|가)?\s*[:：]?\s+(?P<ko>.+)"
    r"|(?:therefore|thus|so|hence|따라서|그러므로)\s*,?\s+(?P<led>.+)",
    re.IGNORECASE | re.DOTALL,
)


_REASON: Final = re.compile(
    r"(?<=\S)\s*[,.;(]?\s*(?:왜냐하면|왜냐면|because\b|since\b|∵|\\because\b).*", re.IGNORECASE | re.DOTALL
)
_SO: Final = re.compile(
    r".+(?:이므로|이니까|이기 때문에|므로)\s*,?\s+(?P<so>\S.*)"
    r"|.*[=<>].*?(?:→|⇒|∴|\\therefore(?![a-z])|\\Rightarrow(?![a-z]))\s*(?P<then>\S[^→⇒∴]*)",
    re.DOTALL,
)


def without_reason(text: str) -> str:
    """What `7 (왜냐하면 3+4=7)`, `3+4=7이므로 7` or `2x=6 → x=3` claims; the text itself where it gives no reason."""
    text = _REASON.sub("", text).strip() or text
    led = _SO.fullmatch(text)
    return led["so"] or led["then"] if led else text


def stated(text: str) -> str:
    """The one answer that a sentence states, or the text itself."""
    segments = list(_SEGMENT.finditer(text))
    if len(segments) == 1:
        words = re.findall(r"[^\s,.:;!]+", _SEGMENT.sub(" ", text).lower())
        if words and all(word in _WORDS for word in words):
            return next(part for part in segments[0].groups() if part is not None).strip()
    if segments:
        return text
    match = _STATED.fullmatch(text.strip())
    return next(part for part in match.groups() if part is not None).strip() if match else text
