"""What a direct item's question points at and does not carry: a passage, a blank, an underlined part, a label."""

from __future__ import annotations

import re

from questions.engine.types import DirectItem

_PASSAGE = re.compile(
    r"다음\s*(?:글|대화|시|시조|소설|작품|자료|기사|편지|안내문|제시문|담화)(?![가-힣]*자)|윗글|위\s*글|제시문|"
    r"\b(?:the|this|following|above)\s+(?:passage|dialog(?:ue)?|conversation|text|poem|letter|article|e-?mail|paragraph|notice)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"빈칸|\bblanks?\b", re.IGNORECASE)
_BLANK_CARRIED = re.compile(r"_{2,}|\(\s*\)|\[\s*\]|□|＿")
_UNDERLINED = re.compile(r"밑줄|\bunderlined\b", re.IGNORECASE)
_UNDERLINED_CARRIED = re.compile(r"(?<![_\w])_[^_\s][^_\n]*_(?!_)|\[[^\]\s][^\]\n]*\]")
_LABEL = re.compile(r"[㉠-㉭ⓐ-ⓩ]|\([A-E가-마]\)")
_BOX = re.compile(r"[<〈＜]\s*보기\s*[>〉＞]")


def absent_part(item: DirectItem) -> str:
    """The words that point at something the item does not carry; empty where it carries all."""
    question, passage = "\n".join(item.stem), "\n".join(item.passage)
    whole = f"{passage}\n{question}"
    found = _PASSAGE.search(question)
    if found and not passage and len(item.stem) == 1:
        return found[0]
    if (found := _BLANK.search(question)) and not _BLANK_CARRIED.search(whole):
        return found[0]
    if (found := _UNDERLINED.search(question)) and not _UNDERLINED_CARRIED.search(whole):
        return found[0]
    if (found := _BOX.search(question)) and whole.count("보기") < 2:
        return found[0]
    return next((label for label in _LABEL.findall(question) if whole.count(label) < 2), "")
