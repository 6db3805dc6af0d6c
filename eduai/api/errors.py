"""Errors in the API's own format: RFC 9457 problem details, one sentence for each field that is wrong."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from eduai.api.idempotency import KeyReused
from eduai.lib.errors import Conflict, EduError, InvalidInput, NotAllowed

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
STATUSES: tuple[tuple[type[EduError], int], ...] = (
    (InvalidInput, 400),
    (NotAllowed, 403),
    (Conflict, 409),
    (KeyReused, 422),
)
TITLES = {
    400: "요청을 읽을 수 없습니다",
    401: "로그인이 필요합니다",
    403: "권한이 없습니다",
    404: "찾을 수 없습니다",
    405: "지원하지 않는 방식입니다",
    406: "보낼 수 없는 형식입니다",
    409: "지금은 할 수 없습니다",
    413: "요청이 너무 큽니다",
    415: "받을 수 없는 형식입니다",
    422: "앞선 요청과 다릅니다",
    429: "요청이 너무 많습니다",
    500: "서버 오류",
    503: "잠시 이용할 수 없습니다",
}
DETAILS = {
    400: "주소와 본문의 형식이 맞는지 확인해 주세요.",
    403: "이 작업을 할 권한이 없습니다.",
    404: "주소 또는 번호가 맞는지 확인해 주세요.",
    500: "요청을 처리하지 못했습니다. 잠시 뒤 다시 시도해 주세요.",
}
TOO_LARGE = "보낸 내용이 너무 큽니다. 2MB까지 보낼 수 있습니다."


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER: our refusals and DRF's own, as problem details. None lets a bug be a 500."""
    if isinstance(error, EduError):
        return _answer(*_of_ours(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        return _answer(413, body(413, "too_large", TOO_LARGE))
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    document = body(response.status_code, _code(error), _detail(error), _fields(error.detail))
    return _answer(response.status_code, document, {key: str(value) for key, value in response.items()})


def body(status: int, code: str, detail: str, fields: dict[str, str] | None = None) -> dict[str, object]:
    """The problem document. `errors` names each field with its sentence."""
    document: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(status, "오류"),
        "status": status,
        "code": code,
        "detail": _sendable(detail or DETAILS.get(status, "")),
    }
    if fields:
        document["errors"] = [
            {"field": _sendable(name), "detail": _sendable(text)} for name, text in list(fields.items())[:MOST_ERRORS]
        ]
    return document


def _sendable(text: str) -> str:
    """What was sent may be quoted back, but half a character (a lone surrogate) has no bytes to go out as."""
    return text.encode(errors="replace").decode()


def page(request: HttpRequest, status: int, code: str, detail: str = "") -> JsonResponse:
    """The same document where no DRF view was reached (unknown address, a failure before or around it)."""
    document = body(status, code, detail)
    readable = {"ensure_ascii": False}
    return JsonResponse(document, status=status, content_type=MEDIA_TYPE, json_dumps_params=readable)


def _of_ours(error: EduError) -> tuple[int, dict[str, object]]:
    status = next((number for kind, number in STATUSES if isinstance(error, kind)), 503 if error.retryable else 400)
    problems = getattr(error, "problems", None) or ({error.field: error.sentence} if error.field else None)
    return status, body(status, error.code, error.sentence, problems)


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _detail(error: exceptions.APIException) -> str:
    detail = error.detail
    if isinstance(detail, str):
        return str(detail)
    return next(iter(_fields(detail).values()), "")


def _fields(detail: Any) -> dict[str, str]:
    if not isinstance(detail, dict):
        return {}
    return {
        str(name): " ".join(map(str, texts if isinstance(texts, list) else [texts])) for name, texts in detail.items()
    }


def _answer(status: int, document: dict[str, object], headers: dict[str, str] | None = None) -> Response:
    kept = {
        name: value for name, value in (headers or {}).items() if name in ("WWW-Authenticate", "Retry-After", "Allow")
    }
    return Response(document, status=status, headers=kept, content_type=MEDIA_TYPE)
