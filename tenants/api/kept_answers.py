"""Keeping the answers to writes, so that a repeated one is answered and not done again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from eduai.api.idempotency import KeyReused
from eduai.lib import clock
from tenants.models import KeptAnswer

REPLAYED = "Idempotent-Replayed"
KEPT = timedelta(hours=24)


def keep_answer(request: Request, key: str, fingerprint: str, act: Callable[[], Response]) -> Response:
    """This will do the write once for this key of this partner, and give its answer again afterwards.

    A twin that arrives at the same moment waits for the first one's commit. A write that fails is not kept.
    Raises KeyReused when the key came before with another request.
    """
    with transaction.atomic():
        row, is_new = KeptAnswer.objects.get_or_create(
            api_key=request.user,
            key=key,
            defaults={"fingerprint": fingerprint, "status": 0, "body": None, "created_at": clock.now()},
        )
        if not is_new:
            if row.fingerprint != fingerprint:
                raise KeyReused("이 Idempotency-Key는 다른 요청에 이미 쓰였습니다.", field="Idempotency-Key")
            return Response(row.body, status=row.status, headers={REPLAYED: "true"})
        response = act()
        KeptAnswer.objects.filter(api_key=request.user, created_at__lt=row.created_at - KEPT).delete()
        row.status, row.body = response.status_code, response.data
        row.save(update_fields=["status", "body"])
    return response
