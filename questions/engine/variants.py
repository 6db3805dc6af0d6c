"""From a note and its blueprint to finished similar questions, each with its certificate, or a reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from questions.engine import gates, workers
from questions.engine.draws.options import arrange, key_positions
from questions.engine.draws.program import Program
from questions.engine.draws.sampling import LIMIT, combinations, draws, family_size
from questions.engine.expressions.limits import Spent, within
from questions.engine.gates import Solve, schema
from questions.engine.texts.fingerprints import fingerprint
from questions.engine.texts.normalising import normal_text
from questions.engine.texts.separating import separated
from questions.engine.types import (
    AnswerKind,
    Batch,
    Blueprint,
    Certificate,
    CertificateResult,
    Draw,
    GateResult,
    Note,
    Refusal,
    Variant,
    Verdict,
)

MAX_REJECTED = 60
SMALL_FAMILY = 60
SECONDS = 1.5
SECONDS_EACH = 0.1

__all__ = ["fingerprint", "make"]


def make(
    note: Note,
    blueprint: Blueprint,
    *,
    count: int = 3,
    seed: int = 0,
    taken: Collection[str] = (),
    solve: Solve | None = None,
) -> Batch:
    """Up to `count` variants whose certificates are passed or conditional, the same for the same arguments.

    `taken` are fingerprints of variants that exist already; `solve` is a solver that did not write the blueprint.
    `refused` says why fewer than `count` were made: the blueprint's own gate, the gate that most draws failed, or
    that the family is used up. `rejected` holds the certificates of the draws that failed (at most 60). What is not
    made after SECONDS of work (SECONDS_EACH more for every variant) is refused as `too_long`.
    """
    seconds = SECONDS + SECONDS_EACH * max(0, count)
    made: list[_Run] = []
    try:
        with within(seconds), workers.within(seconds, seconds):
            return _made(note, blueprint, count, seed, frozenset(taken), solve, made)
    except Spent:
        variants = tuple(made[0].variants) if made else ()
        late = Refusal("too_long", "문항을 만드는 계산이 너무 오래 걸려 그만두었습니다.")
        return Batch(blueprint, variants, refused=None if variants and len(variants) >= count else late)


def _made(
    note: Note,
    blueprint: Blueprint,
    count: int,
    seed: int,
    taken: frozenset[str],
    solve: Solve | None,
    made: list[_Run],
) -> Batch:
    """As `make`; the run is left in `made` as soon as there is one, for what it has when time is over."""
    note, program = separated(note), schema.readable(blueprint)
    if isinstance(program, str):
        return Batch(blueprint, refused=Refusal("schema", program))
    once = gates.certify_blueprint(program, note)
    for result in once:
        if result.verdict is Verdict.FAIL:
            refusal = Refusal(_code(result.gate, program, note), result.evidence)
            return Batch(blueprint, refused=refusal, rejected=(gates.refused_at_once(once),))
    run = _Run(program, note, count, seed, taken, solve, once)
    made.append(run)
    run.collect()
    return Batch(
        blueprint,
        variants=tuple(run.variants),
        refused=run.refusal(),
        family_size=_size(program, run.exhausted, run.seen),
        rejected=tuple(run.rejected),
    )


def _code(gate: str, program: Program, note: Note) -> str:
    """The gate's name, or `answer_disagrees` where author and note differ in nothing but the answer."""
    return "answer_disagrees" if gate == "fidelity" and gates.answer_disagrees(program, note) else gate


def _size(program: Program, exhausted: bool, seen: int) -> int | None:
    if exhausted and combinations(program.blueprint) <= LIMIT:
        return seen
    return family_size(program, SMALL_FAMILY)


class _Run:
    """One call's draws, certificates and counts."""

    def __init__(
        self,
        program: Program,
        note: Note,
        count: int,
        seed: int,
        taken: frozenset[str],
        solve: Solve | None,
        once: tuple[GateResult, ...],
    ) -> None:
        self.program, self.note, self.count, self.seed = program, note, max(0, count), seed
        self.taken, self.solve, self.once = taken, solve, once
        self.variants: list[Variant] = []
        self.rejected: list[Certificate] = []
        self.seen = 0
        self.known = 0
        self.exhausted = False
        self.undetermined = ""
        self._answers: dict[str, str] = {}
        self._made: set[str] = set()
        self._places: tuple[int, ...] = ()

    def collect(self) -> None:
        """Draws until enough are certified, too many are rejected, or the family ends."""
        if not self.count:
            return
        for draw in draws(self.program, self.seed):
            self.seen += 1
            if not self._determined(draw):
                self.variants.clear()
                return
            self._consider(self._keyed(draw))
            if len(self.variants) >= self.count or len(self.rejected) >= MAX_REJECTED:
                return
        self.exhausted = True

    def refusal(self) -> Refusal | None:
        """Why fewer than asked were made; None when all were."""
        if len(self.variants) >= self.count:
            return None
        if self.undetermined:
            return Refusal("single_answer", self.undetermined)
        if self.rejected:
            return self._from_rejected()
        if self.known:
            return Refusal("exhausted", f"이 틀로 만들 수 있는 문항을 모두 썼습니다 ({self.seen}개)")
        if self.variants:
            return Refusal("exhausted", f"이 틀에서는 서로 다른 문항이 {len(self.variants)}개만 나옵니다")
        return Refusal("no_draws", "조건을 만족하는 다른 수를 찾지 못했습니다")

    def _from_rejected(self) -> Refusal:
        gate, evidence = Counter(_reasons(self.rejected)).most_common(1)[0][0]
        return Refusal(gate, f"만든 문항 {len(self.rejected)}개가 검사를 통과하지 못했습니다: {evidence}")

    def _consider(self, draw: Draw) -> None:
        mark = fingerprint(draw)
        if mark in self.taken or mark in self._made:
            self.known += 1
            return
        certificate = gates.certify(
            self.program, self.note, draw, self._made, self.taken, solve=self.solve, once=self.once
        )
        if certificate.result is CertificateResult.FAILED:
            self.rejected.append(certificate)
            return
        self._made.add(mark)
        self.variants.append(Variant(draw, certificate))

    def _determined(self, draw: Draw) -> bool:
        """False once two draws ask the same question and expect different answers."""
        carried = self.program.blueprint.answer.kind is AnswerKind.CHOICE
        text = normal_text("\n".join((draw.stem, *sorted(draw.choices))) if carried else draw.stem)
        first = self._answers.setdefault(text, draw.expected)
        if first != draw.expected:
            self.undetermined = f"같은 문제 글에 답이 {first}도 되고 {draw.expected}도 됩니다"
        return first == draw.expected

    def _keyed(self, draw: Draw) -> Draw:
        """The draw with its key where the balanced order of this batch wants it."""
        if draw.key is None:
            return draw
        size = len(draw.choices)
        if not self._places:
            self._places = key_positions(self.count, size, self.seed)
        place = self._places[min(len(self.variants), len(self._places) - 1)]
        wrong = [choice for index, choice in enumerate(draw.choices) if index != draw.key]
        choices, key = arrange(draw.choices[draw.key], wrong, place, self.seed + self.seen)
        return replace(draw, choices=choices, key=key)


def _reasons(rejected: list[Certificate]) -> Iterator[tuple[str, str]]:
    for certificate in rejected:
        open_gates = [gate for gate in certificate.gates if gate.verdict is not Verdict.PASS]
        worst = next((gate for gate in open_gates if gate.verdict is Verdict.FAIL), open_gates[0])
        yield worst.gate, worst.evidence
