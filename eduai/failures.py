"""What a person or a program sees when an address is wrong or something broke: a sentence, never a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from eduai.api import errors
from eduai.lib.envelope import SealBroken
from eduai.lib.errors import EduError, NotAllowed

SENTENCES = {
    400: ("요청을 읽을 수 없어요", "입력한 내용을 다시 확인해 주세요."),
    403: ("볼 수 없는 페이지예요", "로그인한 계정으로는 볼 수 없어요. 다른 계정으로 로그인해 보세요."),
    404: ("페이지를 찾을 수 없어요", "주소가 맞는지 확인하거나 처음 화면으로 돌아가 주세요."),
    405: ("이렇게는 열 수 없는 페이지예요", "처음 화면에서 다시 들어와 주세요."),
    413: ("보낸 내용이 너무 커요", errors.TOO_LARGE),
    500: ("문제가 생겼어요", "저장한 내용은 그대로 있어요. 잠시 뒤 다시 시도해 주세요."),
    503: ("지금은 이용할 수 없어요", "잠시 뒤 다시 시도해 주세요."),
}
STALE_FORM = "이 화면이 오래되었거나 그사이 다시 로그인했어요. 앞 화면을 새로 고친 뒤 다시 보내 주세요."
NO_DATABASE = "저장소에 연결할 수 없습니다. 잠시 뒤 다시 시도해 주세요."
NO_KEY = "봉인해 둔 내용을 여는 열쇠가 없습니다. 저장한 내용은 그대로 있으니 운영자에게 알려 주세요."
NO_TEXT = "쓸 수 없는 글자가 들어 있습니다. 지우고 다시 적어 주세요."
NO_LETTER = re.compile("[\\x00\\ud800-\\udfff]")
CAUSES: dict[type[Exception], tuple[int, str, str]] = {
    RequestDataTooBig: (413, "too_large", errors.TOO_LARGE),
    TooManyFieldsSent: (400, "too_many_fields", "보낸 항목이 너무 많습니다."),
    TooManyFilesSent: (400, "too_many_files", "보낸 파일이 너무 많습니다."),
    DisallowedHost: (400, "unknown_host", "이 주소(Host)로는 열 수 없습니다. 학원에서 받은 주소를 확인해 주세요."),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, *CAUSES.get(type(exception), (400, "bad_request", "")))


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """For a body of more than `most` bytes, none of which was read."""
    return _answer(request, 413, "too_large", f"보낸 내용이 너무 큽니다. {most // 1024**2}MB까지 보낼 수 있습니다.")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, "stale_form", STALE_FORM)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found")


def absent(request: HttpRequest, **_: object) -> HttpResponse:
    """For an address that a library offers and we do not."""
    return _answer(request, 404, "not_found")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or of the database: one that cannot be reached is worth another try.

    So is an action whose record could not be written; that error brings a code and a sentence of its own.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError):
        code, sentence = getattr(error, "code", "database_unreachable"), getattr(error, "sentence", NO_DATABASE)
        response = _answer(request, 503, code, sentence)
        response["Retry-After"] = "10"
        return response
    if isinstance(sys.exc_info()[1], SealBroken):
        return _answer(request, 503, "key_missing", NO_KEY)
    return _answer(request, 500, "server_error")


def _answer(request: HttpRequest, status: int, code: str, detail: str = "") -> HttpResponse:
    if is_api(request):
        return errors.page(request, status, code, detail)
    title, sentence = SENTENCES.get(status, SENTENCES[400])
    return render(request, "failure.html", {"title": title, "sentence": detail or sentence}, status=status)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which reads problem documents and no pages."""
    return f"{request.path}/".startswith("/api/")


def _is_text(text: str) -> bool:
    """Whether PostgreSQL has such a text: no NUL, no half of a letter."""
    return NO_LETTER.search(text) is None


def _no_text_in(request: HttpRequest) -> str:
    """What to say of a form in which something is no text: a view that looks itself says it beside what was typed."""
    for name, texts in request.POST.lists():
        if not all(map(_is_text, (name, *texts))):
            return f"{name[:40]}: {NO_TEXT}" if _is_text(name) else NO_TEXT
    return ""


class Refusals:
    """Middleware: a refusal that reaches the edge of a page becomes a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or not _is_text(request.path_info):
            return _answer(request, 400, "bad_request", NO_TEXT)
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.method == "HEAD":
            return response
        page = _answer(request, 405, "method_not_allowed")
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ValidationError):  # Django's panel: an id or a filter that is no value
            return _answer(request, 400, "bad_request")
        if isinstance(exception, ValueError | DataError) and (wrong := _no_text_in(request)):
            return _answer(request, 400, "bad_request", wrong)
        if not isinstance(exception, EduError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 503 if exception.retryable else 400
        return _answer(request, status, exception.code, exception.sentence)
