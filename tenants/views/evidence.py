"""A piece of evidence, handed out to those who record consents: never shown inside a page, never kept by a browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from tenants import access
from tenants.access_log import shown
from tenants.actors import person
from tenants.models import Evidence
from tenants.services.evidence import open_evidence

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@login_required
@require_GET
def evidence_file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file as a download. 403 for everybody else, whichever id they name; 404 for none."""
    actor = person(request.user)
    access.require(actor, "tenants.record_consent")
    found = open_evidence(evidence=get_object_or_404(Evidence, pk=evidence_id), actor=actor)
    shown(request, [found.evidence.student_id] if found.evidence.student_id else ())
    return HttpResponse(
        found.data,
        content_type=found.evidence.content_type,
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}"', **HEADERS},
    )
