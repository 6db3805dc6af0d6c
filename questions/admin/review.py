"""The teacher's queue: the original, the student's error, the variants and their certificates on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions import access, concepts
from questions.admin.site import PanelAdmin, day_and_time, formula, marked, typed
from questions.admin.words import author_name, gate_name, route_name
from questions.engine import codec, types
from questions.models import Blueprint, Decision, GateRecord, GenerationJob, Note, Variant
from questions.services import review
from tenants.access_log import Task
from tenants.actors import Actor, person

EVERYTHING = "all"


class WaitingFirst(admin.SimpleListFilter):
    """By state; without a choice, what waits for a decision."""

    title = _("state")
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rest = [choice for choice in Blueprint.State.choices if choice[0] != Blueprint.State.IN_REVIEW]
        return [*rest, (EVERYTHING, _("All"))]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        first, *rest = super().choices(changelist)
        waiting = self.value() in (None, Blueprint.State.IN_REVIEW)
        yield first | {"display": Blueprint.State.IN_REVIEW.label, "selected": waiting}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Blueprint]) -> QuerySet[Blueprint]:
        state = self.value() or Blueprint.State.IN_REVIEW
        return queryset if state == EVERYTHING else queryset.filter(state=state)


@admin.register(Blueprint)
class BlueprintAdmin(PanelAdmin):
    """The review desk. The list opens on what waits for a decision, oldest first."""

    student_path = "note.student_id"
    list_display = ("note_stem", "student", "concept_name", "written_by", "certificate", "state", "made")
    list_filter = (WaitingFirst,)
    search_fields = ("note__stem", "note__student__code", "note__student__name")
    ordering = ("created_at",)
    actions = None
    empty_hint = (
        "검토를 기다리는 유사문제가 없습니다. 학생이 오답을 적으면 유사문제를 만들고 검증한 뒤 여기에 올립니다."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Blueprint]:
        conditional = Count("variants", filter=Q(variants__certificate__result="conditional"))
        return (
            super()
            .get_queryset(request)
            .select_related("note__student")
            .annotate(variant_count=Count("variants"), unverified=conditional)
        )

    @admin.display(description=_("question"), ordering="note__stem")
    def note_stem(self, blueprint: Blueprint) -> str:
        return formula(blueprint.note.stem)

    @admin.display(description=_("student"), ordering="note__student")
    def student(self, blueprint: Blueprint) -> str:
        return str(blueprint.note.student)

    @admin.display(description=_("concept"), ordering="note__concept")
    def concept_name(self, blueprint: Blueprint) -> str:
        return concepts.name_of(blueprint.note.concept) or "–"

    @admin.display(description=_("author"), ordering="author")
    def written_by(self, blueprint: Blueprint) -> str:
        return author_name(blueprint.author)

    @admin.display(description=_("certificate"))
    def certificate(self, blueprint: Any) -> str:
        if not blueprint.variant_count:
            return "–" if blueprint.state == Blueprint.State.DRAFTED else "불합격"
        passed = blueprint.variant_count - blueprint.unverified
        parts = [f"합격 {passed}"] * bool(passed) + [f"미검증 {blueprint.unverified}"] * bool(blueprint.unverified)
        return " · ".join(parts)

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, blueprint: Blueprint) -> str:
        return day_and_time(blueprint.created_at)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The desk for one blueprint. POST carries `decision`: approve, edit or reject."""
        blueprint: Blueprint = self.opened(request, object_id)
        if request.method == "POST" and self._decide(request, blueprint):
            following = _following(blueprint)
            return (
                redirect("admin:questions_blueprint_change", following.pk)
                if following
                else redirect("admin:questions_blueprint_changelist")
            )
        self.declare(request, [blueprint], Task.CHANGE if request.method == "POST" else Task.VIEW)
        return TemplateResponse(request, "questions/admin/review.html", self._desk(request, blueprint))

    def _decide(self, request: HttpRequest, blueprint: Blueprint) -> bool:
        """Do what was asked; say so or say why not. Returns whether it was done."""
        verb = DECISIONS.get(request.POST.get("decision", ""))
        if verb is None:
            raise Http404
        try:
            done = verb(blueprint, person(request.user), request.POST)
        except EduError as error:
            self.message_user(request, error.sentence, messages.ERROR)
            return False
        self.message_user(request, done, messages.SUCCESS)
        return True

    def _desk(self, request: HttpRequest, blueprint: Blueprint) -> dict[str, Any]:
        written = codec.load_written(blueprint.body)
        typed_in = request.POST if request.method == "POST" else {}
        variants = _variants(blueprint, written)
        return {
            **self.admin_site.each_context(request),
            "title": _("Review"),
            "opts": self.model._meta,
            "blueprint": blueprint,
            "author": author_name(blueprint.author),
            "note": blueprint.note,
            "cause": dict(Note.Cause.choices).get(blueprint.note.cause, blueprint.note.cause),
            "concept": concepts.name_of(blueprint.note.concept),
            "variants": variants,
            "unverified": sum(variant["unverified"] for variant in variants),
            "failed": _failed_gates(blueprint),
            "open": blueprint.state == Blueprint.State.IN_REVIEW,
            "may_decide": request.user.has_perm("questions.review_blueprint"),
            "decision": typed_in.get("decision", ""),
            "comment": typed_in.get("comment", ""),
            **_written(written, typed_in),
            "reject_codes": Decision.RejectCode.choices,
            "decisions": blueprint.decisions.select_related("actor"),
            "attempts": _attempts(blueprint.job),
            "following": _following(blueprint),
            "waiting": access.blueprints_in_review().count(),
        }


def _following(blueprint: Blueprint) -> Blueprint | None:
    """What waits after this one, oldest first; from the beginning again after the newest."""
    others = access.blueprints_in_review().exclude(pk=blueprint.pk)
    return others.filter(created_at__gte=blueprint.created_at).first() or others.first()


def _written(written: types.Blueprint | types.DirectItem, typed_in: Mapping[str, Any]) -> dict[str, Any]:
    """What the desk shows of the author's work; only a blueprint, whose answers are computed, can be edited."""
    if isinstance(written, types.DirectItem):
        return {"item": written}
    texts = {"stem": written.stem, "solution": written.solution, "conditions": written.conditions}
    return {
        "edit": {name: typed_in.get(name, "\n".join(lines)) for name, lines in texts.items()},
        "parameters": written.parameters,
        "formula": written.answer.formula,
    }


def _variants(blueprint: Blueprint, written: types.Blueprint | types.DirectItem) -> list[dict[str, Any]]:
    gates = Prefetch("certificate__gates", queryset=GateRecord.objects.order_by("id"))
    rows = blueprint.variants.select_related("certificate").prefetch_related(gates).order_by("number")
    whys = {option.text: option.why for option in written.wrong} if isinstance(written, types.DirectItem) else {}
    return [
        {
            "row": row,
            "options": [(choice, whys.get(choice, "")) for choice in row.choices],
            "unverified": row.certificate.result == types.CertificateResult.CONDITIONAL,
            "gates": _named(row.certificate.gates.all()),
        }
        for row in rows
    ]


def _failed_gates(blueprint: Blueprint) -> list[dict[str, Any]]:
    """The certificate of a blueprint that made no variant: why it failed."""
    failed = blueprint.certificates.filter(variant=None).prefetch_related("gates").first()
    return _named(failed.gates.all()) if failed else []


def _named(gates: Any) -> list[dict[str, Any]]:
    return [{"name": gate_name(gate.gate), "row": gate} for gate in gates]


def _attempts(job: GenerationJob) -> list[dict[str, Any]]:
    return [
        {
            "row": attempt,
            "author": author_name(attempt.author),
            "routes": [(author_name(row["backend"]), route_name(row["reason"])) for row in attempt.decisions],
        }
        for attempt in job.attempts.all()
    ]


def _approve(blueprint: Blueprint, actor: Actor, data: Any) -> str:
    review.approve_blueprint(
        blueprint=blueprint,
        actor=actor,
        now=clock.now(),
        accept_unverified=data.get("accept_unverified") == "on",
    )
    return "승인했습니다. 학생이 이제 연습할 수 있습니다."


def _reject(blueprint: Blueprint, actor: Actor, data: Any) -> str:
    review.reject_blueprint(
        blueprint=blueprint,
        code=data.get("code", ""),
        comment=data.get("comment", "")[:2000],
        actor=actor,
        now=clock.now(),
    )
    return "반려했습니다."


def _edit(blueprint: Blueprint, actor: Actor, data: Any) -> str:
    review.edit_blueprint(
        blueprint=blueprint,
        stem=data.get("stem", ""),
        solution=data.get("solution", ""),
        conditions=data.get("conditions", ""),
        actor=actor,
        now=clock.now(),
    )
    return "고친 문제를 다시 검증하고 있습니다. 통과하면 목록에 나타납니다."


DECISIONS: dict[str, Callable[[Blueprint, Actor, Any], str]] = {
    "approve": _approve,
    "reject": _reject,
    "edit": _edit,
}


@admin.register(Variant)
class VariantAdmin(PanelAdmin):
    """Every finished similar question, with its state."""

    student_path = "blueprint.note.student_id"
    list_display = ("shown_stem", "shown_answer", "student", "state", "made")
    list_filter = ("state",)
    search_fields = ("stem", "blueprint__note__student__code", "blueprint__note__student__name")
    list_select_related = ("blueprint__note__student",)
    fields = ("student", "number", "shown_stem", "shown_answer", "expected", "unit", "state", "made")
    readonly_fields = fields
    actions = None
    empty_hint = "유사문제가 만들어지면 변형 문제가 여기에 나타납니다."

    @admin.display(description=_("question"), ordering="stem")
    def shown_stem(self, variant: Variant) -> str:
        return marked(variant.stem, variant.provenance)

    @admin.display(description=_("answer"), ordering="answer")
    def shown_answer(self, variant: Variant) -> str:
        return typed(variant.answer)

    @admin.display(description=_("student"), ordering="blueprint__note__student")
    def student(self, variant: Variant) -> str:
        return str(variant.blueprint.note.student)

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, variant: Variant) -> str:
        return day_and_time(variant.created_at)
