"""What a question points at and does not carry: a figure, table or graph; a passage, a blank, a label.

`표준편차`, `대표값`, `좌표`, `400표`, "on the table" and "함수의 그래프" point at nothing.
"""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re

from questions.engine.figures import Figure, Graph, Table
from questions.engine.types import DirectItem

_POINTING = r"(?<![가-힣])(?:다음|아래|위|오른쪽|왼쪽|주어진|옆|앞)(?:의|쪽|에\s*있는|에\s*주어진|에\s*나타낸)?\s*"
_KOREAN = (
    rf"{_POINTING}(?:(?<=\s)\S+\s+)?(?:그림|도형|도표|히스토그램|상자그림|산점도|전개도|수직선|줄기와\s*잎\s*그림)"
    r"(?![가-힣]*자(?:\s|$))",
    r"그림(?:과\s*같|에서|처럼|을\s*보고|에\s*나타|으로\s*나타|은\s[^.?]*(?:나타낸|그래프|전개도|도형|그린)|의\s*(?:삼각형|사각형|도형|원|직사각형"
    r"|평행사변형|정육면체|직육면체|입체|부채꼴|사다리꼴|색칠))",
    rf"{_POINTING}(?:(?<=\s)\S+\s+){{0,3}}?(?<![가-힣])\S*(?:분포표|대응표|시간표|성적표|(?<![가-힣])표)(?=[는은를을에의와과가이로처,.?\s]|$)(?!\s*(?:장|얻))",
    r"(?<![가-힣\d])표(?:에서|와\s*같|를\s*(?:보고|이용|완성|참고)|에\s*나타|는\s[^.?]*(?:나타낸|조사|정리))",
    r"(?:도수분포표|상대도수의?\s*분포표|줄기와\s*잎\s*그림|히스토그램|산점도)(?:에서|이다|을|를|는|은)",
    rf"{_POINTING}(?:\S*그래프|그래프)(?=[는은를을에의와과가로,.?\s]|$)(?!\s*(?:를|을)?\s*그[리려])",
    r"그래프(?:가|는)\s*(?:다음|아래|위|오른쪽|그림)(?:과\s*같|의\s*그림|\s*그림)",
    r"(?:표|그래프|그림)로\s*나타내(?:면|었더니)?\s*(?:아래|다음|오른쪽)",
    r"그래프를\s*보고",
    r"(?:막대|꺾은선|원|띠|그림)그래프(?:에서|를\s*보고|는|이다)",
    r"(?:색칠(?:한|된)|빗금\s*친|어두운|색을\s*칠한)\s*(?:부분|도형|영역)의\s*(?:넓이|둘레|부피|각)",
)
_ENGLISH = (
    r"\b(?:figure|diagram|graph|table|chart|picture|image|drawing|number line|plot|spinner)s?\s+"
    r"(?:shown|above|below|at (?:the )?(?:right|left)|on the (?:right|left)|to the (?:right|left))\b",
    r"\b(?:shown|pictured|drawn|depicted|illustrated)\s+(?:here|above|below|at (?:the )?(?:right|left)|on the (?:right|left)|in the)\b",
    r"\b(?:the|this) (?:following|accompanying|attached|given)\s+(?:\w+\s+)?(?:figure|diagram|graph|table|chart|picture|image|plot)\b",
    r"\b(?:the|this) (?:following |above |below )?(?:figure|diagram|chart|histogram|scatter ?plot|box plot|bar graph|line graph|pie chart)\s+"
    r"(?:shows|represents|displays|gives|illustrates)\b",
    r"\b(?:in|from|according to|using) the (?:figure|diagram|chart|bar graph|line graph|histogram|pie chart)\b",
    r"\b(?:the|this) (?:graph|table|picture) (?:shows|displays|illustrates|represents)\b",
    r"\b(?:according to|using|from|based on|refer to|look at) the (?:graph|table|picture|drawing)\b",
    r"\b(?:the )?shaded (?:region|area|part|portion) (?:in|of) the (?:figure|diagram|picture)\b",
    r"\b[Ff]ig(?:ure|\.)\s*\d",
)
_PATTERNS = tuple(re.compile(p) for p in _KOREAN) + tuple(re.compile(p, re.IGNORECASE) for p in _ENGLISH)
_CARRIED_TABLE = re.compile(
    r"\\begin\{(?:array|tabular|matrix|pmatrix|bmatrix)|(?:^[^\n|]*\|[^\n]*\n?){2,}", re.MULTILINE
)
_TABLE = re.compile(r"표|table", re.IGNORECASE)
_SELF_MADE = re.compile(
    r"[가-힣]*그림(?:자|책)|그림을\s*그[리렸린]|그림\s*\d+\s*장|그림\s*(?:\d+|한|두|세|네)\s*(?:점|장|개)"
)
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


def missing_figure(stem: str, figure: Figure | None = None) -> str:
    """The words with which the stem points at something it does not carry; empty where it points at nothing.

    A table written out in the text (rows with `|`, a LaTeX array) counts as carried. A figure is carried for what it
    shows: a table where the words name one, a graph where they name a graph, anything drawn otherwise.
    """
    text = _SELF_MADE.sub(" ", stem)
    for pattern in _PATTERNS:
        found = pattern.search(text)
        if found and not (_TABLE.search(found[0]) and _CARRIED_TABLE.search(stem)) and not _shows(figure, found[0]):
            return found[0].strip()
    return ""


def _shows(figure: Figure | None, words: str) -> bool:
    parts = figure.parts if figure else ()
    if _TABLE.search(words):
        return any(isinstance(part, Table) for part in parts)
    if re.search(r"그래프|graph", words, re.IGNORECASE):
        return any(isinstance(part, Graph) for part in parts)
    return any(not isinstance(part, Table) for part in parts)


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
