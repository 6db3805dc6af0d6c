"""Receipts of answers to take home, and the key that anybody checks them by."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from eduai.lib import clock
from tenants import access
from tenants.access_log import Task, shown
from tenants.actors import person
from tenants.models import ConsentEvent
from tenants.services.receipts import make_receipt, public_keys


@login_required
@require_safe
def receipt(request: HttpRequest, event_id: int) -> HttpResponse:
    """The signed receipt of one answer, for whoever may see the student."""
    actor = person(request.user)
    if actor.user is not None and actor.user.role in access.STAFF:
        access.require(actor, "tenants.view_consentevent")
    seen = ConsentEvent.objects.filter(student__in=access.students_visible_to(actor))
    event = seen.select_related("notice", "guardianship__evidence", "student").filter(pk=event_id).first()
    if event is None:
        raise Http404
    shown(request, [event.student], task=Task.DOWNLOAD, reason="동의 영수증", event=event.pk)
    document = make_receipt(event=event, actor=actor, now=clock.now())
    text = json.dumps(document, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="consent-{event.pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The academy's public keys for receipts, as text: one a line, the newest first."""
    return HttpResponse("".join(f"{key}\n" for key in public_keys()), content_type="text/plain; charset=utf-8")
