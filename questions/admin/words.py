"""The panel's words for the codes that the engine and the router use."""

from __future__ import annotations

from django.apps import apps

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
LOOK_NAMES = {
    "list": "목록",
    "search": "검색",
    "view": "열람",
    "change": "변경",
    "download": "내려받기",
    "process": "자동 처리",
    "login": "로그인",
    "logout": "로그아웃",
    "login.failed": "로그인 실패",
}
PLACES = {
    "home": "첫 화면",
    "note": "오답",
    "note-new": "오답 쓰기",
    "note-progress": "오답",
    "practice": "연습",
    "practice-variant": "연습",
    "practice-answered": "연습의 답",
    "consents": "동의 관리",
    "consent": "동의 한 가지",
    "consents-ask": "보호자에게 부탁하기",
    "consent-receipt": "동의 영수증",
    "guardian-invitation": "보호자의 링크",
    "rights": "내 정보",
    "evidence": "증빙 내려받기",
    "login": "로그인",
    "mfa_authenticate": "두 번째 확인",
    "logout": "로그아웃",
    "subject-export": "정보주체의 사본",
    "completions": "관리: 이름 찾기",
    "admin:index": "관리: 한눈에 보기",
    "admin:consents_of": "관리: 한 학생의 동의",
    "admin:consents_import": "관리: 종이 동의서 한꺼번에 넣기",
    "admin:notice_write": "관리: 고지문 쓰기",
    "admin:processors": "관리: 수탁자와 국외 이전",
    "admin:rights_enter": "관리: 종이로 온 요청",
    "admin:rights_enter_for": "관리: 종이로 온 요청",
    "api:notes": "API: 오답",
    "api:note": "API: 오답",
    "api:note-questions": "API: 유사문제",
}
FINDING_NAMES = {
    "night": "밤 시간 접속",
    "mass": "많은 학생 조회와 내려받기",
    "failed": "거듭된 로그인 실패",
    "own_child": "자기 자녀 조회",
    "often": "한 학생을 유난히 자주 조회",
    "new_address": "처음 보는 주소에서 로그인",
    "tampered": "봉인과 다른 기록",
    "unsealed": "봉인되지 않은 기록",
}
FINDING_SENTENCES = {
    "night": "밤 10시부터 아침 6시 사이에 학생 자료를 보았습니다.",
    "mass": "한 번에 100명 넘게 보았거나 파일로 내려받았습니다. 사유를 확인해 주세요.",
    "failed": "같은 곳에서 다섯 번 넘게 로그인에 실패했습니다.",
    "own_child": "자기 자녀(같은 계정이거나 같은 이메일의 보호자)의 자료를 보았습니다.",
    "often": "한 학생을 서른 번 넘게, 다른 학생의 세 배보다 자주 보았습니다.",
    "new_address": "지난 90일 동안 쓰지 않은 주소에서 로그인했습니다.",
    "tampered": "봉인한 뒤에 기록이 바뀌었습니다. 기록을 지우지 말고 운영자에게 바로 알려 주세요.",
    "unsealed": "세 시간이 넘도록 봉인되지 않은 기록이 있습니다. 정기 작업이 멈추지 않았는지 운영자에게 물어 주세요.",
}


def place_name(code: str) -> str:
    """Where somebody looked, as the menu calls it; the code itself for a place that has no name yet."""
    if code in PLACES:
        return PLACES[code]
    app, _, rest = code.removeprefix("admin:").partition("_")
    model, _, view = rest.partition("_")
    if not code.startswith("admin:") or (app, model) not in {
        (row._meta.app_label, row._meta.model_name) for row in apps.get_models()
    }:
        return code
    title = apps.get_model(app, model)._meta.verbose_name_plural
    return f"관리: {title} 목록" if view == "changelist" else f"관리: {title}"


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
