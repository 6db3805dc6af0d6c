"""Direct items: for which notes they are, how one is shown, and what its certificate makes of it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Collection, Sequence

from questions.engine import gates
from questions.engine.draws.options import arrange
from questions.engine.gates import Solve
from questions.engine.texts.fingerprints import fingerprint
from questions.engine.texts.matching import chosen_options, printed_number
from questions.engine.types import (
    Batch,
    Certificate,
    CertificateResult,
    DirectItem,
    Draw,
    Note,
    Refusal,
    Variant,
    Verdict,
)

_MATHEMATICS = re.compile(
    r"수학|수리|산수|대수|미적|기하|확률|통계|math|algebra|geometry|calculus|statistic|probability", re.IGNORECASE
)
_SCIENCE = re.compile(r"과학|물리|화학|생물|생명|지구|science|physics|chemistry|biology", re.IGNORECASE)
_NUMBERED = re.compile(r"-?[\d.,/\s]+\s*(?:[a-zA-Z%°Ω²³/·^\d]{1,8}|[가-힣]{1,3})?")

__all__ = ["draw_of", "is_direct", "make"]


def is_direct(note: Note) -> bool:
    """Whether a similar question to the note is written as a direct item, because nothing in it can be computed.

    Mathematics never is: a model's word for a number is no proof. Science is where the right answer is no quantity.
    """
    if not note.subject.strip() or _MATHEMATICS.search(note.subject):
        return False
    if _SCIENCE.search(note.subject):
        named = chosen_options(note.answer, note.choices) or (note.answer,)
        return not all(printed_number(text) is not None or _NUMBERED.fullmatch(text.strip()) for text in named)
    return True


def draw_of(item: DirectItem, *, keys: Sequence[int] = (), seed: int = 0) -> Draw:
    """The item as a student sees it: the passage, a blank line, the question; the options in the engine's order.

    The key stands where the keys of the note's earlier items (`keys`) stand least often; equal places by the seed.
    """
    stem = "\n".join((*item.passage, *([""] if item.passage else []), *item.stem))
    choices: tuple[str, ...] = ()
    key: int | None = None
    if item.wrong:
        counts = Counter(keys)
        least = min(counts[place] for place in range(len(item.wrong) + 1))
        places = [place for place in range(len(item.wrong) + 1) if counts[place] == least]
        place = random.Random(seed).choice(places)
        choices, key = arrange(item.key, [option.text for option in item.wrong], place, seed)
    return Draw({}, stem, item.key, item.key, "\n".join(item.solution), choices, key)


def make(
    note: Note,
    item: DirectItem,
    *,
    seed: int = 0,
    taken: Collection[str] = (),
    keys: Sequence[int] = (),
    solve: Solve | None = None,
) -> Batch:
    """The item's one variant, or the certificate with which it failed; the same for the same arguments.

    `taken` are fingerprints of the note's other variants, `keys` the places of their keys, `solve` a solver that did
    not write the item: without one the item fails, for nothing but that.
    """
    draw = draw_of(item, keys=keys, seed=seed)
    if fingerprint(draw) in set(taken):
        return Batch(None, refused=Refusal("exhausted", "이 직접 문항은 이미 썼습니다. 새로 써야 합니다"))
    certificate = gates.certify_item(item, note, draw, (), taken, keys=keys, solve=solve)
    if certificate.result is CertificateResult.PASSED:
        return Batch(None, variants=(Variant(draw, certificate),))
    return Batch(None, refused=_refusal(certificate), rejected=(certificate,))


def _refusal(certificate: Certificate) -> Refusal:
    unsure = [gate for gate in certificate.gates if gate.verdict is not Verdict.PASS]
    worst = next((gate for gate in unsure if gate.verdict is Verdict.FAIL), unsure[-1])
    return Refusal(worst.gate, worst.evidence)
