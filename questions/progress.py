"""How far each note has come, for people and partners: one stage and one sentence, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from questions.models import Blueprint, GenerationJob, Note


class Stage(StrEnum):
    """Where a note is on its way to practice."""

    GENERATION = "generation"
    VERIFICATION = "verification"
    WAITING = "waiting"
    REVIEW = "review"
    PRACTICE = "practice"
    TEACHER = "teacher"
    REJECTED = "rejected"


SENTENCES = {
    Stage.GENERATION: "유사문제를 만들고 있어요.",
    Stage.VERIFICATION: "만든 문제가 맞는지 확인하고 있어요.",
    Stage.WAITING: "잠시 기다리고 있어요.",
    Stage.REVIEW: "선생님이 확인하고 있어요.",
    Stage.PRACTICE: "연습할 수 있어요.",
    Stage.TEACHER: "선생님이 직접 봐 주실 거예요.",
    Stage.REJECTED: "선생님이 다시 준비하고 있어요.",
}
STEPS = {
    Stage.GENERATION: 1,
    Stage.WAITING: 1,
    Stage.TEACHER: 1,
    Stage.VERIFICATION: 2,
    Stage.REVIEW: 3,
    Stage.REJECTED: 3,
    Stage.PRACTICE: 4,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """A note's stage; `reason` is why it waits or was refused, for teachers and partners."""

    stage: Stage
    reason: str

    @property
    def sentence(self) -> str:
        """What a student is told."""
        return SENTENCES[self.stage]

    @property
    def step(self) -> int:
        """1 being made, 2 being checked, 3 with the teacher, 4 ready to practise."""
        return STEPS[self.stage]

    @property
    def is_moving(self) -> bool:
        """Whether it will change without anybody doing anything."""
        return self.stage in (Stage.GENERATION, Stage.VERIFICATION, Stage.WAITING)


def progress_of(notes: Sequence[Note]) -> dict[UUID, Progress]:
    """Each note's progress by its id; two queries, however many notes."""
    ids = [note.pk for note in notes]
    jobs = {job.note_id: job for job in GenerationJob.objects.filter(note__in=ids).order_by("created_at")}
    states: dict[UUID, set[str]] = {}
    for note_id, state in Blueprint.objects.filter(note__in=ids).values_list("note", "state"):
        states.setdefault(note_id, set()).add(state)
    return {note_id: _progress(jobs.get(note_id), states.get(note_id, set())) for note_id in ids}


def _progress(job: GenerationJob | None, blueprints: set[str]) -> Progress:
    states = Blueprint.State
    if states.APPROVED in blueprints:
        return Progress(Stage.PRACTICE, "")
    if states.IN_REVIEW in blueprints:
        return Progress(Stage.REVIEW, "")
    if states.DRAFTED in blueprints and job is not None and job.state == GenerationJob.State.WAITING:
        return Progress(Stage.WAITING, job.reason)
    if states.DRAFTED in blueprints:
        return Progress(Stage.VERIFICATION, "")
    if job is None:
        return Progress(Stage.GENERATION, "")
    if job.state == GenerationJob.State.WAITING:
        return Progress(Stage.WAITING, job.reason)
    if job.state == GenerationJob.State.REFUSED:
        return Progress(Stage.TEACHER, job.reason)
    if job.state == GenerationJob.State.DONE:
        return Progress(Stage.REJECTED, "")
    return Progress(Stage.GENERATION, job.reason)
