"""Lists in pages that stay stable while rows are added."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from eduai.lib.errors import InvalidInput

PAGE_SIZE = 20
LARGEST_PAGE = 100


class NewestFirst(BasePagination):
    """Twenty a page, newest first; `page_size` up to a hundred. `next` is null on the last page.

    For rows with `created_at` and a UUID `id`. The cursor names the last row shown by both: an import gives
    thousands of rows the same moment, and a cursor of the moment alone (DRF's) never gets past the first
    thousand of them.
    """

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        """One page of the rows. Raises InvalidInput for a `page_size` or `cursor` that cannot be one."""
        size, after = _page_size(request), _cursor(request)
        if after is not None:
            moment, last = after
            queryset = queryset.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=last))
        rows = list(queryset.order_by("-created_at", "-id")[: size + 1])
        self.next = _link(request, rows[size - 1]) if len(rows) > size else None
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})


def _link(request: Request, row: Any) -> str:
    text = f"{row.created_at.isoformat()} {row.pk}"
    return str(replace_query_param(request.build_absolute_uri(), "cursor", urlsafe_b64encode(text.encode()).decode()))


def _page_size(request: Request) -> int:
    given = request.query_params.get("page_size")
    if given is None:
        return PAGE_SIZE
    if not given.isascii() or not given.isdigit() or len(given) > 9 or int(given) < 1:
        raise InvalidInput(f"page_size: 1 이상 {LARGEST_PAGE} 이하의 수여야 합니다.", field="page_size")
    return min(int(given), LARGEST_PAGE)


def _cursor(request: Request) -> tuple[datetime, UUID] | None:
    given = request.query_params.get("cursor")
    if given is None:
        return None
    try:
        moment, _, last = urlsafe_b64decode(given.encode("ascii")).decode("ascii").partition(" ")
        after = datetime.fromisoformat(moment), UUID(last)
        if after[0].utcoffset() is None or not 1 < after[0].year < 9999:
            raise ValueError(moment)
    except ValueError as error:
        raise InvalidInput("cursor: 앞선 응답의 next에 있던 값이어야 합니다.", field="cursor") from error
    return after
