"""`/api/v1/notes`: partners send wrong-answer notes and fetch what was approved for them."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from eduai.api.idempotency import idempotent
from eduai.lib import clock
from eduai.lib.errors import InvalidInput
from questions import access, note_fields
from questions.models import Note, Variant
from questions.progress import Progress, progress_of
from questions.services.notes import record_note
from tenants.access_log import Task, shown
from tenants.actors import partner
from tenants.api.kept_answers import keep_answer


class InNote(serializers.Serializer[Note]):
    """The fields of a note; the same as the columns of an import file."""

    student = serializers.CharField(
        max_length=64, help_text="학원이 정한 학생 코드. 처음 보는 코드는 새 학생이 됩니다."
    )
    stem = serializers.CharField(max_length=4000, help_text="문제. 수식은 $ 사이에 LaTeX로.")
    choices = serializers.ListField(child=serializers.CharField(), required=False, help_text="보기. 없으면 주관식.")
    answer = serializers.CharField(max_length=500, help_text="정답")
    solution = serializers.CharField(max_length=8000, required=False)
    student_answer = serializers.CharField(max_length=500, required=False, help_text="학생이 쓴 답")
    cause = serializers.CharField(max_length=100, required=False, help_text="틀린 이유")
    subject = serializers.CharField(max_length=20, required=False, default="math")
    grade = serializers.CharField(max_length=20, required=False)
    concept = serializers.CharField(max_length=80, required=False)
    book = serializers.CharField(max_length=120, required=False)
    page = serializers.CharField(max_length=20, required=False)
    number = serializers.CharField(max_length=20, required=False)


class OutRecorded(serializers.Serializer[Note]):
    id = serializers.UUIDField()
    again_count = serializers.IntegerField()


class OutNote(serializers.ModelSerializer[Note]):
    """A note with how far it has come."""

    student = serializers.CharField(source="student.code")
    stage = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = (
            "id",
            "student",
            "stem",
            "choices",
            "answer",
            "student_answer",
            "cause",
            "subject",
            "grade",
            "concept",
            "book",
            "page",
            "number",
            "again_count",
            "stage",
            "reason",
            "created_at",
        )

    def get_stage(self, note: Note) -> str:
        return self._progress(note).stage.value

    def get_reason(self, note: Note) -> str:
        return self._progress(note).reason

    def _progress(self, note: Note) -> Progress:
        progress: dict[UUID, Progress] = self.context["progress"]
        return progress[note.pk]


class OutGate(serializers.Serializer[Variant]):
    gate = serializers.CharField()
    verdict = serializers.CharField()
    evidence = serializers.CharField()
    milliseconds = serializers.FloatField()


class OutCertificate(serializers.Serializer[Variant]):
    result = serializers.CharField()
    gates = OutGate(many=True)


class OutFigure(serializers.Serializer[Variant]):
    """What a question shows beside its words: `svg` or the rows of `table` (the first is the head), the other empty."""

    alt = serializers.CharField(help_text="그림이나 표를 말로 설명한 글")
    svg = serializers.CharField(allow_blank=True)
    table = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class OutQuestion(serializers.ModelSerializer[Variant]):
    """An approved similar question with its certificate."""

    figure = OutFigure(allow_null=True)
    certificate = OutCertificate()
    ai_generated = serializers.BooleanField(
        source="provenance.is_ai",
        read_only=True,
        help_text="AI가 생성한 내용인지. 보여 줄 때는 `ai_mark`를 문제 곁에 함께 보여 주세요(인공지능기본법 제31조).",
    )
    generated_by = serializers.CharField(
        source="provenance.code",
        read_only=True,
        help_text="`ai` 또는 `program`(규칙으로 계산, AI 아님). 선생님이 고쳤으면 `_edited`가 붙습니다.",
    )
    ai_mark = serializers.CharField(
        source="provenance.mark", read_only=True, help_text="문제 곁에 보여 줄 표시. 예: `AI가 생성한 내용`"
    )

    class Meta:
        model = Variant
        fields = (
            *("id", "stem", "figure", "choices", "answer", "solution", "certificate"),
            *("ai_generated", "generated_by", "ai_mark", "created_at"),
        )


class NotesView(APIView):
    """Recording a note, and listing them."""

    scopes: ClassVar[dict[str, str]] = {"POST": "notes:write", "GET": "notes:read"}

    @extend_schema(
        request=InNote,
        responses={201: OutRecorded},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    @idempotent(keep_answer)
    def post(self, request: Request) -> Response:
        """Record a wrong-answer note. The same question again counts as wrong again."""
        if not isinstance(request.data, dict):
            raise InvalidInput("본문은 JSON 객체 하나여야 합니다.", field="body")
        recorded = record_note(
            fields=note_fields.read_fields(request.data),
            source=Note.Source.API,
            actor=partner(request.user),
            now=clock.now(),
        )
        return Response(OutRecorded(recorded.note).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=OutNote(many=True))
    def get(self, request: Request) -> Response:
        """The academy's notes, newest first."""
        pages = api_settings.DEFAULT_PAGINATION_CLASS()
        notes = pages.paginate_queryset(access.notes_visible_to(partner(request.user)), request, view=self)
        shown(request, {note.student_id for note in notes}, task=Task.LIST)
        told = OutNote(notes, many=True, context={"progress": progress_of(notes)})
        return pages.get_paginated_response(told.data)


class NoteView(APIView):
    """One note."""

    scopes: ClassVar[dict[str, str]] = {"GET": "notes:read"}

    @extend_schema(responses=OutNote)
    def get(self, request: Request, note_id: UUID) -> Response:
        """The note with its stage (`generation`, `verification`, `waiting`, `review`, `practice`, `teacher`,
        `rejected`) and the reason where it waits or was refused.
        """
        note = access.note_for(partner(request.user), note_id)
        shown(request, [note.student_id])
        return Response(OutNote(note, context={"progress": progress_of([note])}).data)


class NoteQuestionsView(APIView):
    """The similar questions of a note."""

    scopes: ClassVar[dict[str, str]] = {"GET": "questions:read"}

    @extend_schema(responses=OutQuestion(many=True))
    def get(self, request: Request, note_id: UUID) -> Response:
        """The similar questions that a teacher has approved, each with its certificate."""
        note = access.note_for(partner(request.user), note_id)
        shown(request, [note.student_id])
        return Response({"results": OutQuestion(access.approved_variants_of(note), many=True).data})
