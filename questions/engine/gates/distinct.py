"""distinct: the question is a copy neither of the note, nor of a sibling, nor of one in the bank."""

from __future__ import annotations

import re

from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.texts.fingerprints import fingerprint
from questions.engine.texts.normalising import normal_text
from questions.engine.types import AnswerKind

SAME_WORDS = 0.8  # of the note's and the item's three-word runs: above it a text is a copy
COPIED_WORDS = 8


def check(context: GateContext) -> Finding:
    """Fails for the same text and answer as another question's, or the note's text."""
    own = fingerprint(context.draw)
    if normal_text(context.draw.stem) == normal_text(context.note.stem) and not _other_options(context):
        return failed("원래 문제와 글이 같습니다")
    if own in context.siblings:
        return failed("이미 만든 유사문제와 같습니다")
    if own in context.bank:
        return failed("문제 은행에 같은 문항이 있습니다")
    compared = 1 + len(context.siblings) + len(context.bank)
    return passed(f"원래 문제를 포함한 {compared}개 문항과 겹치지 않습니다")


def _other_options(context: GateContext) -> bool:
    """Whether the options carry the question and none of the new ones but a few stood in the note."""
    if context.program.blueprint.answer.kind is not AnswerKind.CHOICE:
        return False
    old = {normal_text(option) for option in context.note.choices}
    return normal_text(context.draw.answer) not in old and sum(normal_text(o) in old for o in context.draw.choices) < 2


def check_item(context: ItemContext) -> Finding:
    """As `check`, for a direct item, whose words must be new as well: no copied sentence, no text nearly the same."""
    own, note = fingerprint(context.draw), context.note
    if own in context.siblings or own in context.bank:
        return failed("이미 있는 문항과 같습니다")
    ours = _words("\n".join((context.draw.stem, *context.draw.choices)))
    theirs = _words("\n".join((note.stem, *note.choices)))
    if ours == theirs or normal_text(context.draw.stem) == normal_text(note.stem):
        return failed("원래 문제와 글이 같습니다")
    if _likeness(ours, theirs) > SAME_WORDS:
        return failed("원래 문제와 거의 같은 글입니다")
    copied = _copied(context.draw.stem, theirs)
    if copied:
        return failed(f"원래 문제의 문장을 그대로 옮겼습니다: '{copied[:40]}…'")
    compared = 1 + len(context.siblings) + len(context.bank)
    return passed(f"원래 문제를 포함한 {compared}개 문항과 겹치지 않고 문장도 새것입니다")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str], length: int = 3) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _likeness(first: list[str], second: list[str]) -> float:
    ours, theirs = _runs(first), _runs(second)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _copied(text: str, source: list[str]) -> str:
    """The first sentence of the passage of eight words or more that stands in the source word for word."""
    *passage, _question = text.splitlines()
    known = _runs(source, COPIED_WORDS)
    for sentence in re.split(r"(?<=[.?!])\s+|\n", "\n".join(passage)):
        if any(run in known for run in _runs(_words(sentence), COPIED_WORDS)):
            return sentence.strip()
    return ""
