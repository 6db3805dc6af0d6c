"""A piece of evidence, handed out to those who record consents: never shown inside a page, never kept by a browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from eduai.lib.errors import InvalidInput
from tenants import access
from tenants.access_log import Task, reason_given, shown
from tenants.actors import person
from tenants.models import Evidence
from tenants.services.evidence import open_evidence
from tenants.sign_in import marks
from tenants.sign_in.step_up import ask

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@login_required
@require_http_methods(["GET", "POST"])
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The form that asks why; POST with a `reason` hands the file out, to who showed their second factor just now.

    403 for everybody else, whichever id they name; 404 for none.
    """
    actor = person(request.user)
    access.require(actor, "tenants.record_consent")
    evidence = get_object_or_404(Evidence, pk=evidence_id)
    if request.method == "GET":
        return _form(request, evidence)
    if not marks.is_fresh(request) and (asked := ask(request)):
        return asked
    try:
        reason = reason_given(request.POST.get("reason", ""), about=evidence.student)
    except InvalidInput as refused:
        return _form(request, evidence, refused)
    found = open_evidence(evidence=evidence, actor=actor)
    shown(request, _student(evidence), task=Task.DOWNLOAD, reason=reason)
    return HttpResponse(
        found.data,
        content_type=found.evidence.content_type,
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"', **HEADERS},
    )


def _form(request: HttpRequest, evidence: Evidence, error: InvalidInput | None = None) -> HttpResponse:
    shown(request, _student(evidence))
    context = {"evidence": evidence, "error": error, "reason": request.POST.get("reason", "")}
    return render(request, "tenants/evidence.html", context, status=400 if error else 200)


def _student(evidence: Evidence) -> tuple[int, ...]:
    return (evidence.student_id,) if evidence.student_id else ()
