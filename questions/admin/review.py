"""The teacher's queue: the original, the student's error, the variants and their certificates on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions import access, concepts
from questions.admin.site import PanelAdmin
from questions.engine import codec
from questions.models import Blueprint, Decision, GateRecord, Note, Variant
from questions.services import review
from tenants.actors import Actor, person

GATE_NAMES = {
    "schema": "형식",
    "fidelity": "원문 일치",
    "execution": "계산",
    "single_answer": "정답 하나",
    "resolve": "다시 풀기",
    "distinct": "중복 아님",
    "level": "난이도",
    "language": "우리말",
    "safety": "안전",
}


@admin.register(Blueprint)
class BlueprintAdmin(PanelAdmin):
    """The review desk. The list opens on what waits for a decision."""

    list_display = ("note_stem", "student", "concept_name", "author", "variant_count", "certificate", "state")
    list_filter = ("state", "author")
    search_fields = ("note__stem", "note__student__code")
    ordering = ("created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Blueprint]:
        conditional = Count("variants", filter=Q(variants__certificate__result="conditional"))
        return (
            super()
            .get_queryset(request)
            .select_related("note__student")
            .annotate(made=Count("variants"), unverified=conditional)
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not request.GET:
            return redirect(f"{request.path}?state__exact={Blueprint.State.IN_REVIEW}")
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("question"))
    def note_stem(self, blueprint: Blueprint) -> str:
        return blueprint.note.stem[:60]

    @admin.display(description=_("student"))
    def student(self, blueprint: Blueprint) -> str:
        return str(blueprint.note.student)

    @admin.display(description=_("concept"))
    def concept_name(self, blueprint: Blueprint) -> str:
        return concepts.name_of(blueprint.note.concept)

    @admin.display(description=_("variants"))
    def variant_count(self, blueprint: Any) -> int:
        return int(blueprint.made)

    @admin.display(description=_("certificate"))
    def certificate(self, blueprint: Any) -> str:
        if not blueprint.made:
            return "불합격"
        return f"미검증 {blueprint.unverified}" if blueprint.unverified else "합격"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The desk for one blueprint. POST carries `decision`: approve, edit or reject."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        blueprint = self.get_object(request, object_id)
        if blueprint is None:
            raise Http404
        if request.method == "POST" and self._decide(request, blueprint):
            following = access.blueprints_in_review().exclude(pk=blueprint.pk).first()
            return (
                redirect("admin:questions_blueprint_change", following.pk)
                if following
                else redirect("admin:questions_blueprint_changelist")
            )
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
        gates = Prefetch("certificate__gates", queryset=GateRecord.objects.order_by("id"))
        variants = blueprint.variants.select_related("certificate").prefetch_related(gates).order_by("number")
        body = codec.load_blueprint(blueprint.body)
        typed = request.POST if request.method == "POST" else {}
        return {
            **self.admin_site.each_context(request),
            "title": _("Review"),
            "opts": self.model._meta,
            "blueprint": blueprint,
            "note": blueprint.note,
            "cause": dict(Note.Cause.choices).get(blueprint.note.cause, blueprint.note.cause),
            "concept": concepts.name_of(blueprint.note.concept),
            "variants": list(variants),
            "gate_names": GATE_NAMES,
            "open": blueprint.state == Blueprint.State.IN_REVIEW,
            "may_decide": request.user.has_perm("questions.review_blueprint"),
            "edit": {
                "stem": typed.get("stem") or "\n".join(body.stem),
                "solution": typed.get("solution") or "\n".join(body.solution),
                "conditions": typed.get("conditions") or "\n".join(body.conditions),
            },
            "parameters": body.parameters,
            "formula": body.answer.formula,
            "reject_codes": Decision.RejectCode.choices,
            "decisions": blueprint.decisions.select_related("actor"),
            "attempts": blueprint.job.attempts.all(),
            "failed": blueprint.certificates.filter(variant=None).prefetch_related("gates").first(),
            "waiting": access.blueprints_in_review().count(),
        }


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

    list_display = ("stem", "answer", "state", "blueprint", "created_at")
    list_filter = ("state",)
    search_fields = ("stem",)
    list_select_related = ("blueprint__note",)
    exclude = ("fingerprint",)
