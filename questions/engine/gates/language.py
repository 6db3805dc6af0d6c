"""language: no leftover braces or doubled signs, particles that fit the number before them, the asked unit."""

from __future__ import annotations

import re
from functools import lru_cache

from eduai.lib.josa import attach
from questions.engine.drawing.stored import shown_texts
from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed

_DOUBLED_SIGN = re.compile(r"[+\-−]\s*\+|\+\s*[-−]|(?<![-−])[-−]\s*[-−](?![-−])|(?:\\times|\\div|\\cdot|[×÷])\s*[-−+]")
_ZERO_COEFFICIENT = re.compile(r"(?<![\d.,A-Za-z\\])0[a-z](?![a-z])")
_UNIT_COEFFICIENT = re.compile(r"(?<![\d.,\w\\^_{])1[xy](?![a-z])")
_MONEY = re.compile(r"(?<![\\$\w])\$\s?\d[\d,.]*(?=[\s,.;:?!)]+[A-Za-z]|[.?!]?\s*$)", re.MULTILINE)
_DOUBLE_SPACE = re.compile(r"\S {2,}\S")
_FORMULA = re.compile(r"\$[^$]*\$")
_LEFTOVER = re.compile(r"\{[^{}]*[가-힣/][^{}]*\}|\{\}|[{}]")
_PARTICLE = re.compile(
    r"(?P<word>(?<![\d.,])[\d.,]*\d|\$[^$]*\$)(?P<particle>으로|을|를|은|는|이|가|과|와|로)(?=[\s.,?!)]|$)"
)
_PAIRS = {
    "을": "을/를", "를": "을/를", "은": "은/는", "는": "은/는", "이": "이/가", "가": "이/가",
    "과": "과/와", "와": "과/와", "으로": "으로/로", "로": "으로/로",
}  # fmt: skip
_ASKED = re.compile(
    r"몇\s*(%|[a-zA-Z]{1,3}[²³]?|\$[^$]*\$|[가-힣]{1,3}?)\s*(?:인지|인가|이[고며]|입니까|일까|을|를|이|가|의|로|[?.]|$)"
)
_FOREIGN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0400-\u04ff\ufffd]")  # what small models slip into
_KNOWN_UNITS = frozenset(
    [
        "%",
        "g",
        "kg",
        "mg",
        "m",
        "cm",
        "mm",
        "km",
        "L",
        "mL",
        "초",
        "분",
        "시간",
        "원",
        "개",
        "명",
        "권",
        "장",
        "마리",
        "살",
        "일",
        "cm²",
        "m²",
        "cm³",
    ]
)


def check(context: GateContext) -> Finding:
    """Fails on the first fault in stem, solution, options or answer and quotes it."""
    draw = context.draw
    source = context.note.stem + "\n" + context.note.solution
    for part, text in (
        ("문제", draw.stem),
        ("풀이", draw.solution),
        *(("보기", c) for c in draw.choices),
        *(("그림", c) for c in shown_texts(draw.figure)),
    ):
        fault = text_fault(text, source)
        if fault:
            return failed(f"{part}에서 {fault}")
    unit = context.program.blueprint.answer.unit
    if unit and not draw.answer.endswith(unit):
        return failed(f"답 {draw.answer}에 단위 {unit}이(가) 없습니다")
    asked = _ASKED.search(draw.stem)
    if asked and unit in _KNOWN_UNITS and asked[1] in _KNOWN_UNITS and asked[1] != unit:
        return failed(f"문제는 '몇 {asked[1]}'을(를) 묻는데 답의 단위는 {unit}입니다")
    particles = len(_PARTICLE.findall(draw.stem)) + len(_PARTICLE.findall(draw.solution))
    return passed(f"조사 {particles}곳이 맞고, 남은 중괄호나 겹친 부호가 없습니다")


def text_fault(text: str, source: str = "") -> str:
    """What is wrong with a finished text, quoted; empty where nothing is. Faults that `source` has too are its own."""
    bare = _FORMULA.sub(" ", text)
    foreign = _FOREIGN.search(text)
    if foreign and foreign[0] not in source:
        return f"다른 나라 글자가 섞였습니다: {_around(text, foreign)}"
    if text.count("$") % 2 and not _MONEY.search(source):
        return "수식 기호 $의 짝이 맞지 않습니다"
    found = _LEFTOVER.search(re.sub(r"\\[{}]", "", bare))
    if found and found[0] not in source:
        return f"중괄호가 남았습니다: {_around(bare, found)}"
    for formula in _FORMULA.findall(text):
        fault = _formula_fault(formula)
        if fault and formula not in source:
            return fault
    for pattern, what in (
        (_DOUBLED_SIGN, "부호가 겹쳤습니다"),
        (_ZERO_COEFFICIENT, "계수가 0입니다"),
        (_UNIT_COEFFICIENT, "계수 1이 남았습니다"),
    ):
        found = pattern.search(text)
        if found and not pattern.search(source):
            return f"{what}: {_around(text, found)}"
    if _DOUBLE_SPACE.search(bare) and "  " not in source and "\n" not in bare and not _FORMULA.search(text):
        return "빈칸이 두 번 이어집니다"
    return _particle_fault(text, source)


def _formula_fault(formula: str) -> str:
    inner = re.sub(r"\\[{}]", "", formula)
    if inner.count("{") != inner.count("}"):
        return f"수식의 중괄호가 맞지 않습니다: {formula}"
    if re.search(r"\{[^{}]*[가-힣]/[가-힣][^{}]*\}", inner):
        return f"수식에 조사가 남았습니다: {formula}"
    return ""


def _particle_fault(text: str, source: str) -> str:
    for found in _PARTICLE.finditer(text):
        word, particle = found["word"], found["particle"]
        right = _right_particle(word, _PAIRS[particle])
        if right != particle and found[0] not in source:
            return f"조사가 맞지 않습니다: '{word}{particle}' ('{word}{right}'이(가) 맞음)"
    return ""


@lru_cache(maxsize=4096)
def _right_particle(word: str, pair: str) -> str:
    bare = word.strip("$").strip()
    return attach(bare, pair)[len(bare) :]


def _around(text: str, found: re.Match[str]) -> str:
    return "'" + text[max(0, found.start() - 8) : found.end() + 8].strip() + "'"


def check_item(context: ItemContext) -> Finding:
    """As `check`, for a direct item, which is also written in the languages that the note is written in."""
    item, note = context.item, context.note
    source = "\n".join((note.stem, note.answer, note.solution, *note.choices))
    parts = (("지문", item.passage), ("문제", item.stem), ("풀이", item.solution), ("보기", context.draw.choices))
    whys = tuple(option.why for option in item.wrong)
    for part, texts in (*parts, ("틀린 까닭", whys)):
        for text in texts:
            fault = text_fault(text, source)
            if fault:
                return failed(f"{part}에서 {fault}")
    ours = "\n".join((context.draw.stem, *context.draw.choices))
    for name, letters in _LANGUAGES:
        theirs = len(letters.findall("\n".join((note.stem, *note.choices))))
        found = len(letters.findall(ours))
        if theirs >= _SPOKEN and not found:
            return failed(f"원래 문제에는 {name}이(가) 있는데 이 문항에는 없습니다")
        if found >= _SPOKEN and not theirs:
            return failed(f"원래 문제에는 {name}이(가) 없는데 이 문항에는 있습니다")
    return passed("원래 문제와 같은 말로 쓰였고, 남은 중괄호나 틀린 조사가 없습니다")


_SPOKEN = 3
_LANGUAGES = (("한글", re.compile("[가-힣]+")), ("영어", re.compile("[A-Za-z]{2,}")))
