"""What every answer tells the browser about itself. Policies are in eduai/settings/policies.py."""

from __future__ import annotations

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class Headers(CSPMiddleware):
    """A content security policy by place, and: no other site may embed, no feature is used, nobody keeps a page.

    An answer that says itself how long it may be kept (static files) or which policy it has (evidence) is left alone.
    Stands outside Django's own SecurityMiddleware, whose way from http to https it makes a 308: a 301 would turn a
    program's POST into a GET.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = next(
                (policy for path, policy in settings.EDUAI_POLICIES if request.path_info.startswith(path)), None
            )
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        if response.status_code == 301 and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            response.status_code = 308
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", settings.EDUAI_PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
