"""How large a request may be, by where it goes and who asks: looked at before a byte of it is read.

Django writes an uploaded file to disk as it comes in and counts none of it; the form's token is looked for in the body,
so that happens before anybody is asked who they are.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from eduai import failures
from tenants.services.paper_imports import MOST_CSV_BYTES, MOST_ZIP_BYTES

# The pages that take files, and how many bytes of them.
FILES: dict[str, Callable[[], int]] = {
    "admin:consents_import": lambda: MOST_CSV_BYTES + MOST_ZIP_BYTES,
    "admin:consents_of": lambda: int(settings.EDUAI_EVIDENCE_MAX_BYTES),
    "admin:rights_enter_for": lambda: int(settings.EDUAI_EVIDENCE_MAX_BYTES),
    "admin:processors": lambda: int(settings.EDUAI_EVIDENCE_MAX_BYTES),
}


class BodySizes:
    """Middleware: refuses a larger body than the page takes. Stands where it is known who asks, and before whatever
    reads a form.

    A body without a length is none: the server reads as many bytes as the length says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; 413 with a sentence for what is too large."""
        size = _length(request)
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and size > (most := most_bytes(request)):
            return failures.too_large(request, most)
        return self.get_response(request)


def most_bytes(request: HttpRequest) -> int:
    """What this page takes from whoever asks: files from staff alone, of others what a form holds."""
    form: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        place = resolve(request.path_info, getattr(request, "urlconf", None)).view_name
    except Resolver404:
        return form
    files = FILES.get(place)
    return form + files() if files is not None and getattr(request.user, "is_staff", False) else form


def _length(request: HttpRequest) -> int:
    """The length as Django reads it: what is no number is no body."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
