"""distinct: the question is a copy neither of the note, nor of a sibling, nor of one in the bank."""

from __future__ import annotations

from questions.engine.fingerprints import fingerprint
from questions.engine.gates.context import Finding, GateContext, failed, passed
from questions.engine.normalising import normal_text


def check(context: GateContext) -> Finding:
    """Fails for the same text and answer as another question's, or the note's text."""
    own = fingerprint(context.draw)
    if normal_text(context.draw.stem) == normal_text(context.note.stem):
        return failed("원래 문제와 글이 같습니다")
    if own in context.siblings:
        return failed("이미 만든 유사문제와 같습니다")
    if own in context.bank:
        return failed("문제 은행에 같은 문항이 있습니다")
    compared = 1 + len(context.siblings) + len(context.bank)
    return passed(f"원래 문제를 포함한 {compared}개 문항과 겹치지 않습니다")
