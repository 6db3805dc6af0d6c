"""resolve: the rendered text, read afresh and solved by a route that does not know the blueprint."""

from __future__ import annotations

from questions.engine.gates.context import (
    Finding,
    GateContext,
    ItemContext,
    failed,
    not_verified,
    passed,
)
from questions.engine.grading import grade
from questions.engine.resolving import Resolution, agrees, resolve
from questions.engine.resolving.offered import chosen
from questions.engine.types import AnswerKind, Verdict
from questions.engine.wire.answers import BlindSolution

_DOUBTS = {
    "no_answer": "답이 없다고", "many_answers": "답이 여럿이라고", "missing": "조건이 모자란다고",
    "contradiction": "조건이 서로 어긋난다고", "unreadable": "문제를 읽을 수 없다고",
}  # fmt: skip


def check(context: GateContext) -> Finding:
    """Passes only when a second solver reached the same answer; fails when it reached another.

    `not_verified` where neither the built-in reader understands the stem nor a solver is at hand.
    """
    if context.program.blueprint.answer.kind is AnswerKind.CHOICE:
        return _by_options(context)
    resolution = _resolution(context)
    if resolution is not None:
        same = agrees(resolution, context.answer)
        if same is False:
            return failed(f"문제 글을 다시 풀면 {resolution.printed}인데 이 문항의 답은 {context.draw.answer}입니다")
        if same:
            return passed(
                f"문제 글만 읽고 다시 풀어 같은 답 {context.draw.answer}을(를) 얻었습니다 ({resolution.method})"
            )
    return _by_solver(context)


def _resolution(context: GateContext) -> Resolution | None:
    """The reading of the draw; not attempted where the note, the same words with other numbers, could not be read."""
    return resolve(context.draw.stem) if resolve(context.note.stem) is not None else None


def _by_options(context: GateContext) -> Finding:
    """Each option decided anew from the printed question: exactly one may be what is asked for."""
    draw = context.draw
    picked = chosen(draw.stem, draw.choices)
    if picked is None:
        return _by_solver(context)
    if draw.choices[picked] != draw.answer:
        return failed(f"보기를 다시 따지면 {draw.choices[picked]}인데 이 문항의 답은 {draw.answer}입니다")
    return passed(f"보기를 하나씩 다시 따져 같은 답 {draw.answer} 하나를 얻었습니다")


def _by_solver(context: GateContext) -> Finding:
    if context.solve is None:
        return not_verified("문제 글을 기계가 곧바로 풀 수 없는 유형이고, 따로 풀어 볼 모델이 없습니다")
    solution = context.solve(context.draw.stem, context.draw.choices)
    if solution is None:
        return not_verified("따로 풀어 볼 모델이 답하지 않았습니다")
    solver = solution.solver or "다른 풀이자"
    if solution.doubt != "none":
        return failed(f"{solver}이(가) {_DOUBTS.get(solution.doubt, '의심스럽다고')} 했습니다")
    given = _given(context, solution)
    if given == context.draw.answer and context.draw.choices:
        return passed(f"{solver}이(가) 문제만 보고 같은 보기를 골랐습니다")
    form = context.program.blueprint.answer
    verdict = grade(context.draw.expected, given, kind=str(form.kind), unit=form.unit).verdict
    if verdict == "correct" and len(solution.picks) <= 1:
        return passed(f"{solver}이(가) 문제만 보고 같은 답을 얻었습니다")
    if verdict == "unreadable":
        return not_verified(f"{solver}의 답을 읽을 수 없습니다: {given[:60]}")
    return failed(f"{solver}의 답은 {given[:60]}인데 이 문항의 답은 {context.draw.answer}입니다")


def _given(context: GateContext, solution: BlindSolution) -> str:
    if context.draw.choices and solution.picks:
        places = [pick - 1 for pick in solution.picks]
        if all(0 <= place < len(context.draw.choices) for place in places):
            return ", ".join(context.draw.choices[place] for place in places)
    return solution.answer


def check_item(context: ItemContext) -> Finding:
    """Passes only when every blind solution of a model that did not write the item is its key.

    `not_verified` without a solution or where one cannot be read; fails for another answer or a doubt.
    """
    if not context.solutions:
        return not_verified(context.silence or "이 문항을 쓰지 않은 모델이 따로 풀어 보지 못했습니다")
    for solution in context.solutions:
        finding = _item_finding(context, solution)
        if finding.verdict is not Verdict.PASS:
            return finding
    times = f" ({len(context.solutions)}번, 보기 순서를 바꾸어)" if len(context.solutions) > 1 else ""
    return passed(f"{context.solutions[0].solver or '다른 풀이자'}이(가) 문제만 보고 같은 답을 얻었습니다{times}")


def _item_finding(context: ItemContext, solution: BlindSolution) -> Finding:
    draw, solver = context.draw, solution.solver or "다른 풀이자"
    if solution.doubt != "none":
        return failed(f"{solver}이(가) {_DOUBTS.get(solution.doubt, '의심스럽다고')} 했습니다")
    if draw.choices:
        if len(solution.picks) != 1 or not 1 <= solution.picks[0] <= len(draw.choices):
            return not_verified(f"{solver}이(가) 어느 보기를 골랐는지 알 수 없습니다")
        picked = draw.choices[solution.picks[0] - 1]
        return passed("") if picked == draw.answer else failed(f"{solver}은(는) '{picked}'을(를) 골랐습니다")
    verdict = grade(draw.expected, solution.answer, kind="text").verdict
    if verdict == "unreadable":
        return not_verified(f"{solver}의 답이 정답과 같은지 알 수 없습니다: {solution.answer[:60]}")
    return passed("") if verdict == "correct" else failed(f"{solver}의 답은 '{solution.answer[:60]}'입니다")
