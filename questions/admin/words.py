"""The panel's words for the codes that the engine and the router use."""

from __future__ import annotations

GATE_NAMES = {
    "schema": "형식",
    "fidelity": "원문 일치",
    "execution": "계산",
    "single_answer": "정답 하나",
    "resolve": "다시 풀기",
    "distinct": "중복 아님",
    "level": "난이도",
    "language": "우리말",
    "safety": "안전",
}
AUTHOR_NAMES = {
    "twin": "내장 작성기",
    "model": "모델",
    "tgi": "학원 서버(TGI)",
    "compatible": "호환 서버",
    "openai": "OpenAI",
}
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
    "budget_exhausted": "예산 없음",
    "misconfigured": "설정 오류",
    "rejected": "요청 거절됨",
    "validation_rejected": "요청 거절됨",
    "malformed_answer": "읽을 수 없는 답",
    "truncated": "답이 잘림",
    "content_refused": "내용을 거절함",
    "quota_exhausted": "한도를 다 씀",
    "unknown_price": "가격을 모름",
    "not_in_share": "다른 서버의 몫",
    "no_backend": "쓸 서버가 없음",
}


def gate_name(code: str) -> str:
    """A gate's name; the code itself for one that has no name yet."""
    return GATE_NAMES.get(code, code)


def author_name(code: str) -> str:
    """An author's or a backend's name; a replica's number is kept (`tgi-2`)."""
    kind, dash, number = code.partition("-")
    return f"{AUTHOR_NAMES.get(kind, kind)}{dash}{number}"


def route_name(code: str) -> str:
    """Why the router used or passed over a backend."""
    return ROUTE_NAMES.get(code, code)
