"""The panel's words for the codes that the engine and the router use."""

from __future__ import annotations

from questions.reasons import ROUTE_NAMES

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
TASK_NAMES = {
    "similar_question": "유사문제 쓰기",
    "blind_solve": "다시 풀기",
    "explanation": "설명",
    "shadow": "모델 견주기",
    "embedding": "벡터 만들기",
}
AUTHOR_NAMES = {
    "twin": "내장 작성기",
    "model": "모델",
    "tgi": "학원 서버(TGI)",
    "compatible": "호환 서버",
    "openai": "OpenAI",
    "tei": "임베딩 서버(TEI)",
    "ollama": "Ollama",
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
