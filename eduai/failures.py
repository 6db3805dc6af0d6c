"""What a person or a program sees when an address is wrong or something broke: a sentence, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from eduai.api import errors
from eduai.lib.errors import EduError, NotAllowed

SENTENCES = {
    400: ("요청을 읽을 수 없어요", "입력한 내용을 다시 확인해 주세요."),
    403: ("볼 수 없는 페이지예요", "로그인한 계정으로는 볼 수 없어요. 다른 계정으로 로그인해 보세요."),
    404: ("페이지를 찾을 수 없어요", "주소가 맞는지 확인하거나 처음 화면으로 돌아가 주세요."),
    500: ("문제가 생겼어요", "저장한 내용은 그대로 있어요. 잠시 뒤 다시 시도해 주세요."),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found")


def broken(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500, "server_error")


def _answer(request: HttpRequest, status: int, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return errors.page(request, status, code)
    title, sentence = SENTENCES[status]
    return render(request, "failure.html", {"title": title, "sentence": sentence}, status=status)


class Refusals:
    """Middleware: a refusal that reaches the edge of a page becomes a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, EduError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 503 if exception.retryable else 400
        title = SENTENCES.get(status, SENTENCES[400])[0]
        return render(
            request, "failure.html", {"title": title, "sentence": exception.sentence}, status=status
        )
