"""How a partner's program signs in: `Authorization: Bearer eduai_live_<id>_<secret>`, at its academy's address."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from tenants.models import ApiKey
from tenants.services.partners import api_key_from


class ApiKeyAuthentication(BaseAuthentication):
    """Finds the key among the academy's own; another academy's key is unknown here."""

    def authenticate(self, request: Request) -> tuple[ApiKey, None] | None:
        parts = get_authorization_header(request).decode("latin-1").split()
        if not parts:
            return None
        if len(parts) != 2 or parts[0].lower() != "bearer":
            raise AuthenticationFailed("Authorization 헤더는 'Bearer 키' 형식이어야 합니다.")
        api_key = api_key_from(parts[1])
        if api_key is None:
            raise AuthenticationFailed("API 키가 맞지 않거나 폐기되었습니다.")
        return api_key, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="EduAI"'


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "eduai_live_<id>_<secret>"}
