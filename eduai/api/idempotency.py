"""Writes that may be repeated safely: the same Idempotency-Key gives the same answer again.

The keeping of answers is handed in, because this package knows no academy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from rest_framework.request import Request
from rest_framework.response import Response

from eduai.lib.errors import EduError, InvalidInput

HEADER = "Idempotency-Key"
LONGEST = 255


class KeyReused(EduError):
    """The key was used before for a different request."""

    code = "idempotency_key_reused"


class Keeper(Protocol):
    """Runs `act` once for a key, in one transaction with keeping its answer."""

    def __call__(self, request: Request, key: str, fingerprint: str, act: Callable[[], Response]) -> Response: ...


def idempotent(keeper: Keeper) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Decorates a DRF handler: with the header, a repeated request is answered and not done again.

    Raises InvalidInput for a key that is empty, too long or not printable.
    """

    def decorate(handler: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(handler)
        def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
            key = request.headers.get(HEADER)
            if key is None:
                return handler(view, request, *args, **kwargs)
            if not 1 <= len(key) <= LONGEST or not key.isprintable():
                raise InvalidInput(f"{HEADER}: 1자 이상 {LONGEST}자 이하의 글자여야 합니다.", field=HEADER)
            content = request.body if hasattr(request, "body") else b""
            text = b"\n".join((request.method.encode(), request.get_full_path().encode(), content))
            fingerprint = hashlib.sha256(text).hexdigest()
            return keeper(request, key, fingerprint, lambda: handler(view, request, *args, **kwargs))

        return wrapped

    return decorate
