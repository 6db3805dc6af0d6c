"""The guardian's page: what is kept and sent, and the yes or no to each."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from eduai.lib import clock
from eduai.lib.errors import EduError, NotAllowed
from tenants import access
from tenants.access_log import shown
from tenants.actors import person
from tenants.models import ConsentEvent, Purpose, Role
from tenants.services.consent import record_consent, standing
from tenants.services.notices import current_notice

ANSWERS = {"give": ConsentEvent.Kind.GIVEN, "withdraw": ConsentEvent.Kind.WITHDRAWN}


@login_required
@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """The consents of each of a guardian's wards; POST gives or withdraws one. Staff read theirs in the panel."""
    if request.user.role != Role.GUARDIAN:
        raise NotAllowed("보호자 계정으로 로그인해 주세요.")
    actor = person(request.user)
    wards = list(access.students_visible_to(actor))
    shown(request, wards)
    if request.method == "POST":
        _answer(request, wards)
        return redirect("consents")
    rows = [
        {
            "student": ward,
            "purpose": purpose,
            "notice": current_notice(purpose=purpose),
            "standing": standing(student=ward, purpose=purpose),
        }
        for ward in wards
        for purpose in (Purpose.OVERSEAS, Purpose.TRAINING)
    ]
    return render(request, "tenants/consents.html", {"rows": rows})


def _answer(request: HttpRequest, wards: list[object]) -> None:
    ward = next((row for row in wards if str(row.pk) == request.POST.get("student")), None)
    purpose, kind = request.POST.get("purpose"), ANSWERS.get(request.POST.get("answer", ""))
    if ward is None or kind is None or purpose not in Purpose.values:
        raise Http404
    try:
        record_consent(
            student=ward,
            purpose=Purpose(purpose),
            kind=kind,
            channel="web",
            actor=person(request.user),
            now=clock.now(),
            shown=request.POST.get("notice", ""),
        )
    except EduError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, "동의 내용을 저장했습니다.")
