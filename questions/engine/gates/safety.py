"""safety: no personal data, no links or markup, no prompt text, no invisible characters in what a student sees."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re

from questions.engine.drawing.stored import shown_texts
from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed

_TAGS = "script|img|iframe|style|svg|object|embed|form|input|link|meta|div|span|table|video|audio|button|html|body|base"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(pattern, re.IGNORECASE))
    for what, pattern in (
        ("주민등록번호", r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*-\s*[1-8]\d{6}(?!\d)"),
        ("전화번호", r"(?<![\d.])(?:\+82[- ]?|0)1[016789][- .]?\d{3,4}[- .]?\d{4}(?!\d)"),
        ("전화번호", r"(?<![\d.])0(?:2|[3-6]\d|70|505)[-.)]\s?\d{3,4}[-.]\d{4}(?!\d)"),
        ("전자우편 주소", r"[\w.+-]+@[\w-]+\.[\w.-]*[a-z]"),
        ("카드 번호", r"(?<!\d)\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}(?!\d)"),
        ("링크", r"(?:https?|ftp|file|javascript|data|vbscript)\s*:\s*(?://|\S*[,;(])|\bwww\.\w"),
        ("HTML 태그", rf"<\s*/?\s*(?:{_TAGS})\b[^>]*>?|<[a-z]+\s+\w+\s*=|<!--|\bon(?:error|load|click)\s*="),
        ("마크다운 그림이나 링크", r"!?\[[^\]]*\]\((?:\w+:|/|\.)[^)]*\)"),
        ("LaTeX 명령", r"\\(?:href|url|includegraphics|htmlClass|htmlId|htmlData|htmlStyle|input|include|write|def|newcommand|catcode|csname)\b"),
        ("프롬프트 글", r"ignore (?:all |the )?(?:previous|above)|system prompt|you are (?:an?|the) (?:ai|assistant|language model)"),
        ("프롬프트 글", r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)|\bas an ai\b|프롬프트|이전 (?:지시|명령)|시스템 메시지"),
        ("프롬프트 글", r'"(?:reasoning|given|derived|conditions|wrong)"\s*:|<<<\s*\w+|>>>\s*\w*note|자료-[0-9a-f]{6}'),
        ("보이지 않는 글자", r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"),
    )
)  # fmt: skip


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
    for what, pattern in _PATTERNS:
        if pattern.search(text):
            return what
    return ""


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
