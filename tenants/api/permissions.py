"""What a key may do: each view names the scope it needs, per method."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.models import ApiKey


class HasScope(BasePermission):
    """Passes when the key holds `view.scopes[method]`. A view that names none is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, ApiKey):
            raise NotAuthenticated("Authorization 헤더에 API 키를 넣어 주세요.")
        verb = "GET" if request.method == "HEAD" else request.method or ""
        if not hasattr(view, verb.lower()):
            return True  # there is nothing behind this verb; DRF answers 405
        scope = getattr(view, "scopes", {}).get(verb, "")
        if scope not in request.user.scopes:
            raise PermissionDenied(f"이 키에는 {scope or '이 작업의'} 권한이 없습니다.")
        return True
