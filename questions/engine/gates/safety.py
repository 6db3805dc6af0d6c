"""safety: no personal data, no links or markup, no prompt text, nothing hidden in what a student sees.

Texts are looked at as they stand, and as they would stand with compatibility forms (ｈｔｔｐ) and entities (&lt;) resolved.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from questions.engine.drawing.stored import shown_texts
from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.prompts import texts as prompt_texts

_TAGS = "script|img|iframe|style|svg|object|embed|form|input|link|meta|div|span|table|video|audio|button|html|body|base|br|hr|math|details|dialog|textarea|select|source|picture|canvas|template|frame|frameset|font|pre|title|head|noscript|ul|ol|li|td|tr|th"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for what, pattern in (
        ("주민등록번호", r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*-\s*[1-8]\d{6}(?!\d)"),
        ("전화번호", r"(?<![\d.])(?:\+82[- ]?|0)1[016789][- .]?\d{3,4}[- .]?\d{4}(?!\d)"),
        ("전화번호", r"(?<![\d.])0(?:2|[3-6]\d|70|505)[-.)]\s?\d{3,4}[-.]\d{4}(?!\d)"),
        ("전자우편 주소", r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*[a-z]"),
        ("카드 번호", r"(?<!\d)\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}(?!\d)"),
        ("링크", r"(?:https?|ftp|file|javascript|data|vbscript)\s*:\s*(?://|\S*[,;(])|\bwww\.\w"),
        ("링크", r"(?<![a-z0-9.-])[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#]|:\d)|(?<!:)//[a-z0-9-]+\.[a-z]"),
        ("링크", r"(?<![a-z0-9-])[a-z0-9-]+\.(?:com|net|org|info|biz|io|xyz|site|online|example|dev|app|(?:co|go|or|ac)\.kr|ru|cn)(?![a-z0-9])"),
        ("HTML 태그", rf"<\s*/?\s*(?:{_TAGS})\b[^>]*>?|<[a-z]+\s+\w+\s*=|<!--|\bon(?:error|load|click)\s*="),
        ("마크다운 그림이나 링크", r"!\[[^\]]*\]\s*[(\[]|^[ \t]*\[[^\]]+\]:[ \t]*\S|<[a-z][a-z+.-]+:[^<>\s]+>|\[[^\]]*\]\([^()\s]*[./:?][^()]*\)"),
        ("마크다운 그림이나 링크", r"!?\[[^\]]*\]\((?:\w+:|/|\.)[^)]*\)"),
        ("LaTeX 명령", r"\\(?:href|url|includegraphics|htmlClass|htmlId|htmlData|htmlStyle|input|include|write|def|newcommand|catcode|csname)\b"),
        ("프롬프트 글", r"ignore (?:all |the )?(?:previous|above)|system prompt|you are (?:an?|the) (?:ai|assistant|language model)"),
        ("프롬프트 글", r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)|\bas an ai\b|프롬프트|이전 (?:지시|명령)|시스템 메시지"),
        ("프롬프트 글", r'"(?:reasoning|given|derived|conditions|wrong)"\s*:|<<<\s*\w+|>>>\s*\w*note|자료-[0-9a-f]{6}'),
        ("비슷하게 생긴 다른 글자", r"[\u0400-\u052f\u0530-\u058f\u13a0-\u13ff]"),
        ("보이지 않는 글자", r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"),
    )
)  # fmt: skip

_RUN = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
_WORD = re.compile(r"[^\W\d_]+")
# A run without a blank in which so many different characters stand is a code, not a word, a number or a line to fill in.
VARIED = 12
# So many words in a row that stand in a prompt are a quotation.
QUOTED = 6


def check(context: GateContext) -> Finding:
    """Fails when any text of the question contains one of these and says which kind, without repeating it."""
    draw = context.draw
    for part, text in (
        ("문제", draw.stem),
        ("풀이", draw.solution),
        ("답", draw.answer),
        *(("보기", choice) for choice in draw.choices),
        *(("그림", text) for text in shown_texts(draw.figure)),
    ):
        found = unsafe(text)
        if found:
            return failed(f"{part}에 {found}이(가) 들어 있습니다")
    return passed("개인정보, 링크, 표시 언어, 프롬프트 글이 없습니다")


def unsafe(text: str) -> str:
    """The kind of unwanted content in a text; empty where there is none."""
    plain = html.unescape(html.unescape(text))
    for form in {text: None, plain: None, unicodedata.normalize("NFKC", plain): None}:
        for what, pattern in _PATTERNS:
            if pattern.search(form):
                return what
        if any(len(set(run[0])) >= VARIED for run in _RUN.finditer(form)):
            return "읽을 수 없는 긴 글"
        if not _runs_of_words(form).isdisjoint(_prompts()):
            return "프롬프트 글"
    return ""


def _runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + QUOTED]) for at in range(len(words) - QUOTED + 1)}


@cache
def _prompts() -> set[tuple[str, ...]]:
    """Every run of words in our own prompts: who can quote one has been shown them."""
    asked = (*prompt_texts.ASK.values(), *prompt_texts.EXPECTED.values())
    long = (prompt_texts.BLUEPRINT, prompt_texts.DIRECT_ITEM, prompt_texts.BLIND_SOLVE, prompt_texts.EXPLANATION)
    return set().union(*map(_runs_of_words, (*long, prompt_texts.REPAIR, *asked)))


def check_item(context: ItemContext) -> Finding:
    """As `check`, for every text of a direct item, the reasons of its wrong options included."""
    item = context.item
    parts = (("지문", item.passage), ("문제", item.stem), ("풀이", item.solution), ("보기", context.draw.choices))
    for part, texts in (*parts, ("답", (item.key,)), ("틀린 까닭", tuple(option.why for option in item.wrong))):
        for text in texts:
            found = unsafe(text)
            if found:
                return failed(f"{part}에 {found}이(가) 들어 있습니다")
    return passed("개인정보, 링크, 표시 언어, 프롬프트 글이 없습니다")
