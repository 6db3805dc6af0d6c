"""Who handles data for the academy, on the panel: described once, accepted by the director, or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from eduai.lib import clock
from eduai.lib.errors import EduError, InvalidInput
from tenants import processors
from tenants.actors import person
from tenants.models import Evidence, ProcessorDecision
from tenants.processors import Processor
from tenants.services.evidence import add_evidence
from tenants.services.notices import told_otherwise
from tenants.services.processors import accept_processor, acceptance, allow_minors, end_minors, end_processor
from tenants.sign_in.step_up import stepped_up

LONGEST = 60


@stepped_up
def processors_page(request: HttpRequest, *, context: dict[str, Any]) -> HttpResponse:
    """Every processor; POST carries `processor` and `do`: accept, end, minors or no_minors."""
    if not request.user.has_perm("tenants.accept_processor"):
        raise PermissionDenied
    error: EduError | None = None
    if request.method == "POST":
        do = DONE.get(request.POST.get("do", ""))
        try:
            about = processors.processor(code=request.POST.get("processor", ""))
        except LookupError as unknown:
            raise Http404 from unknown
        if do is None:
            raise Http404
        try:
            messages.success(request, f"{about.name}: {do(request, about)}")
        except EduError as refused:
            error = refused
        else:
            return redirect(request.path)
    names = {each.code: each.name for each in processors.PROCESSORS}
    decided = ProcessorDecision.objects.select_related("actor")[:20]
    page = {
        **context,
        "title": "수탁자와 국외 이전",
        "rows": [(each, acceptance(processor=each)) for each in processors.PROCESSORS],
        "told_otherwise": told_otherwise(),
        "decisions": [(names.get(row.processor, row.processor), row) for row in decided],
        "error": error,
        "typed": request.POST,
        "most": settings.EDUAI_EVIDENCE_MAX_BYTES,
    }
    return TemplateResponse(request, "tenants/admin/processors.html", page, status=400 if error else 200)


def _accept(request: HttpRequest, about: Processor) -> str:
    accept_processor(
        processor=about,
        contract=_contract(request),
        actor=person(request.user),
        now=clock.now(),
        shown=request.POST.get("shown", ""),
    )
    return "승인했습니다. 동의한 학생의 자료만 보낼 수 있습니다."


def _end(request: HttpRequest, about: Processor) -> str:
    end_processor(processor=about, actor=person(request.user), now=clock.now())
    return "승인을 끝냈습니다. 이제부터 아무것도 보내지 않습니다."


def _minors(request: HttpRequest, about: Processor) -> str:
    upload = request.FILES.get("permission")
    if upload is None:
        raise InvalidInput("수탁자의 서면 허락을 파일로 올려 주세요.", field="evidence")
    actor, now, contract = person(request.user), clock.now(), _contract(request)
    paper = add_evidence(kind=Evidence.Kind.CONTRACT, student=None, upload=upload, actor=actor, now=now)
    allow_minors(processor=about, contract=contract, evidence=paper, actor=actor, now=now)
    return "만 14세 미만에 대한 서면 허락을 보관했습니다."


def _contract(request: HttpRequest) -> str:
    contract = " ".join(request.POST.get("contract", "").split())
    if len(contract) > LONGEST or not contract.isprintable():
        raise InvalidInput(f"버전은 {LONGEST}자 안에서 적어 주세요.", field="contract")
    return contract


def _no_minors(request: HttpRequest, about: Processor) -> str:
    end_minors(processor=about, actor=person(request.user), now=clock.now())
    return "만 14세 미만의 자료는 보내지 않습니다."


DONE: dict[str, Callable[[HttpRequest, Processor], str]] = {
    "accept": _accept,
    "end": _end,
    "minors": _minors,
    "no_minors": _no_minors,
}
