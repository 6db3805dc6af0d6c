"""Why a backend was or was not used, in words for teachers: the router's codes and the gateway's errors."""

from __future__ import annotations

from eduai.llm.errors import LLMError

ROUTE_NAMES = {
    "served": "사용함",
    "unavailable": "응답 없음",
    "connect_failed": "연결할 수 없음",
    "connection_lost": "연결이 끊김",
    "deadline_exceeded": "시간 초과",
    "refused_5xx": "서버 오류",
    "generation_failed": "생성 실패",
    "breaker_open": "잠시 쉬는 중",
    "overloaded": "붐빔",
    "at_capacity": "붐빔",
    "not_released": "해외 이전 동의 없음",
    "not_redactable": "개인정보가 남아 있을 수 있음",
    "budget_exhausted": "예산 없음",
    "misconfigured": "설정 오류",
    "rejected": "요청 거절됨",
    "validation_rejected": "요청 거절됨",
    "malformed_answer": "읽을 수 없는 답",
    "truncated": "답이 잘림",
    "content_refused": "내용을 거절함",
    "quota_exhausted": "한도를 다 씀",
    "unknown_price": "가격을 모름",
    "too_hard": "더 강한 모델에 맡김",
    "warming": "준비하는 중",
    "not_in_share": "다른 서버의 몫",
    "no_backend": "쓸 서버가 없음",
    "unknown_backend": "설정되어 있지 않음",
    "llm_error": "호출 실패",
}


def explained(error: LLMError) -> str:
    """The error's sentence, and each backend's own reason where several were passed over."""
    if not error.decisions:
        return error.sentence
    parts = [f"{row.backend}: {ROUTE_NAMES.get(row.reason, row.reason)}" for row in error.decisions]
    return f"{error.sentence} ({', '.join(parts)})"
