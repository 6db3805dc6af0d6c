"""fidelity: at the note's values the blueprint gives back the note's question and its correct answer."""

from __future__ import annotations

from questions.engine.gates.context import Finding, GateContext, ItemContext, failed, passed
from questions.engine.grading import grade
from questions.engine.resolving import agrees, resolve
from questions.engine.resolving.offered import chosen
from questions.engine.texts.matching import chosen_options, printed_number, without_labels
from questions.engine.texts.normalising import normal_text
from questions.engine.types import AnswerKind, Draw, Note

_SHOWN = 60


def check(context: GateContext) -> Finding:
    """Fails when the text differs, or when the printed answer is not the computed one: both are then named.

    The note is also solved from its own text where that can be read, so that a wrong printed answer is caught even
    when the author believed it.
    """
    original = context.original
    if original is None:
        return failed("원래 값에서 이 틀의 조건이 성립하지 않아 원래 문제를 되살릴 수 없습니다")
    difference = _difference(original.stem, context.note.stem)
    if difference:
        return failed(f"원래 값을 넣어도 원래 문제가 나오지 않습니다: {difference}")
    if context.program.blueprint.answer.kind is AnswerKind.CHOICE:
        return _by_options(context, original)
    value = context.program.original_answer
    if not _agrees(context, original):
        return failed(
            f"인쇄된 정답은 {context.note.answer}인데 계산하면 {original.answer}입니다. 정답이 잘못 적혔을 수 있습니다"
        )
    resolution = resolve(context.note.stem)
    if resolution is not None and agrees(resolution, value) is False:
        return failed(f"문제 글을 다시 풀면 {resolution.printed}인데 인쇄된 정답은 {context.note.answer}입니다")
    return passed(f"원래 값에서 문제 글이 같고 계산한 답 {original.answer}이(가) 인쇄된 정답과 같습니다")


def _by_options(context: GateContext, original: Draw) -> Finding:
    """Where the options carry the question they must be the note's, and the one that is asked for its answer."""
    note, program = context.note, context.program
    shown = [original.answer, *(str(value) for _, value in program.wrong_answers(program.values))]
    if sorted(map(normal_text, shown)) != sorted(map(normal_text, note.choices)):
        return failed("원래 값을 넣어도 원래 문제의 보기가 나오지 않습니다")
    if normal_text(original.answer) not in map(normal_text, _printed_answers(note)):
        return failed(
            f"인쇄된 정답은 {note.answer}인데 따져 보면 {original.answer}입니다. 정답이 잘못 적혔을 수 있습니다"
        )
    picked = chosen(note.stem, note.choices)
    if picked is not None and normal_text(note.choices[picked]) != normal_text(original.answer):
        return failed(f"보기를 다시 따지면 {note.choices[picked]}인데 인쇄된 정답은 {note.answer}입니다")
    return passed(f"원래 값에서 문제 글과 보기가 같고 답 {original.answer}이(가) 인쇄된 정답과 같습니다")


def answer_disagrees(context: GateContext) -> bool:
    """Whether the blueprint gives back the note's question but not its printed answer: one of the two is wrong."""
    original = context.original
    if original is None or _difference(original.stem, context.note.stem):
        return False
    return not _agrees(context, original)


def _difference(rendered: str, printed: str) -> str:
    ours, theirs = normal_text(rendered), normal_text(printed)
    if ours == theirs:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    start = max(0, at - 10)
    return f"'{theirs[start : start + _SHOWN]}' 자리에 '{ours[start : start + _SHOWN]}'"


def _agrees(context: GateContext, original: Draw) -> bool:
    form = context.program.blueprint.answer
    for text in _printed_answers(context.note):
        quick = printed_number(text, form.unit)
        if quick is not None and quick == context.program.original_answer:
            return True
        for spelt in dict.fromkeys((text, without_labels(text))):
            if grade(original.expected, spelt, kind=str(form.kind), unit=form.unit).verdict == "correct":
                return True
    return False


def _printed_answers(note: Note) -> tuple[str, ...]:
    """The texts that the printed answer may stand for: itself, or the option it names."""
    return chosen_options(note.answer, note.choices) or (note.answer,)


def check_item(context: ItemContext) -> Finding:
    """A direct item has no original values: it must be of the note's kind, and the note's printed answer usable.

    Fails where one shows options and the other does not, where their numbers differ by more than one, and where the
    printed answer names no option of the note or more than one.
    """
    options, ours = len(context.note.choices), len(context.draw.choices)
    if bool(options) != bool(ours):
        asked = "보기에서 고르는" if options else "답을 직접 쓰는"
        return failed(f"원래 문제는 {asked} 문제인데 이 문항은 그렇지 않습니다")
    if abs(min(options, 5) - ours) > 1:
        return failed(f"보기가 {options}개에서 {ours}개로 바뀌었습니다")
    named = chosen_options(context.note.answer, context.note.choices)
    if options and (len(named) != 1 or named[0] not in context.note.choices):
        return failed(f"원래 문제의 정답 '{context.note.answer}'이(가) 어느 보기인지 알 수 없습니다")
    kind = f"보기 {ours}개에서 고르는" if ours else "짧은 답을 쓰는"
    return passed(f"고정된 글이라 되살릴 값이 없습니다. 원래 문제처럼 {kind} 문제이고 원래 문제의 정답도 분명합니다")
