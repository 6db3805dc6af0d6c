"""The panel's words for the audit record: what was done, and what the record says of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from django.apps import apps

from questions.admin.words import AUTHOR_NAMES, TASK_NAMES
from questions.models import PracticeAttempt
from tenants.admin import KINDS_OF_MESSAGES
from tenants.audit import Action
from tenants.models import Evidence, Guardianship, ProcessorDecision, Purpose, RightsRequest, Role
from tenants.retention import SCHEDULES

ACTION_NAMES: dict[str, str] = {
    Action.ACADEMY_CREATED: "학원을 열었습니다",
    Action.ACADEMY_RENAMED: "학원의 이름이나 주소를 바꾸었습니다",
    Action.ACADEMY_SUSPENDED: "학원을 중지했습니다",
    Action.ACADEMY_RESUMED: "중지한 학원을 다시 열었습니다",
    Action.ACADEMY_CLOSED: "학원을 닫았습니다",
    Action.ACADEMY_REOPENED: "학원 닫기를 되돌렸습니다",
    Action.ACADEMY_MOVING: "학원을 다른 데이터베이스로 옮기기 시작했습니다",
    Action.ACADEMY_MOVED: "학원을 다른 데이터베이스로 옮겼습니다",
    Action.ACADEMY_EXPORTING: "학원 자료 전체를 내보내기 시작했습니다",
    Action.ACADEMY_EXPORTED: "학원 자료 전체를 내보냈습니다",
    Action.ACADEMY_IMPORTED: "보관 파일에서 학원을 가져왔습니다",
    Action.PERSON_ADDED: "로그인할 사람을 더했습니다",
    Action.PERSON_PASSWORD_RESET: "비밀번호를 새로 주었습니다",
    Action.PERSON_PASSWORD_CHANGED: "자기 비밀번호를 바꾸었습니다",
    Action.PERSON_ADDRESS_ASKED: "자기 이메일 주소를 확인할 링크를 요청했습니다",
    Action.PERSON_ADDRESS_CHANGED: "자기 이메일 주소를 바꾸거나 없앴습니다",
    Action.PERSON_ROLE_CHANGED: "역할을 바꾸었습니다",
    Action.PERSON_SHUT_OUT: "로그인을 막았습니다",
    Action.PERSON_LET_IN: "로그인을 다시 열었습니다",
    Action.VISITS_ENDED: "다른 곳의 로그인을 모두 끝냈습니다",
    Action.FACTOR_ADDED: "두 번째 인증 수단을 등록했습니다",
    Action.FACTOR_REMOVED: "두 번째 인증 수단을 뺐습니다",
    Action.FACTOR_RESET: "잃어버린 두 번째 인증 수단을 지웠습니다",
    Action.RECOVERY_CODES_MADE: "복구 코드를 새로 만들었습니다",
    Action.STUDENT_ADDED: "학생을 더했습니다",
    Action.STUDENT_SUSPENDED: "학생의 개인정보 처리를 멈추었습니다",
    Action.STUDENT_RESUMED: "학생의 개인정보 처리를 다시 시작했습니다",
    Action.STUDENT_CORRECTED: "학생의 개인정보를 고쳤습니다",
    Action.STUDENT_LEFT: "수강이 끝났거나 다시 다닌다고 적었습니다",
    Action.DERIVED_REMOVED: "동의가 없어져 그에 따른 자료를 지웠습니다",
    Action.SUBJECT_EXPORT_ASKED: "학생 자료의 사본을 요청했습니다",
    Action.SUBJECT_EXPORTED: "학생 자료의 사본을 만들었습니다",
    Action.SUBJECT_EXPORT_FAILED: "학생 자료의 사본을 만들지 못했습니다",
    Action.SUBJECT_ERASING: "학생의 자료를 지우기 시작했습니다",
    Action.SUBJECT_ERASED: "학생의 자료를 모두 지웠습니다",
    Action.GUARDIANSHIP_VERIFIED: "보호자를 확인했습니다",
    Action.GUARDIANSHIP_WAITING: "보호자가 원장의 확인을 기다립니다",
    Action.GUARDIANSHIP_ENDED: "보호자 관계를 끝냈습니다",
    Action.GUARDIANSHIP_DELEGATED: "학생이 보호자에게 보기를 맡겼습니다",
    Action.GUARDIANSHIP_UNDELEGATED: "학생이 보호자에게 맡긴 것을 거두었습니다",
    Action.PROCESSOR_DECIDED: "자료를 받는 곳에 대해 정했습니다",
    Action.RECEIPT_MADE: "동의 영수증을 받아 갔습니다",
    Action.GUARDIAN_INVITED: "보호자에게 동의를 요청했습니다",
    Action.INVITATION_ANSWERED: "보호자가 동의 요청에 답했습니다",
    Action.INVITATION_CANCELLED: "보호자 동의 요청을 취소했습니다",
    Action.INVITATIONS_REMOVED: "답이 없는 동의 요청을 지웠습니다",
    Action.KEY_ISSUED: "제휴 프로그램의 열쇠를 만들었습니다",
    Action.KEY_REVOKED: "제휴 프로그램의 열쇠를 없앴습니다",
    Action.NOTICE_PUBLISHED: "고지문을 새로 게시했습니다",
    Action.CONSENT_GIVEN: "동의했습니다",
    Action.CONSENT_REFUSED: "동의를 거부했습니다",
    Action.CONSENT_WITHDRAWN: "동의를 철회했습니다",
    Action.CONSENT_PENDING: "답이 보호자나 증빙을 기다립니다",
    Action.CONSENTS_REBUILT: "동의 현황을 원장에서 다시 만들었습니다",
    Action.MESSAGE_QUEUED: "보낼 알림을 적었습니다",
    Action.MESSAGE_SENT: "알림을 보냈습니다",
    Action.MESSAGE_FAILED: "알림을 보내지 못했습니다",
    Action.AI_NOTICE_SEEN: "AI 사용 안내를 읽었습니다",
    Action.DATA_KEY_ADDED: "암호화 열쇠를 더했습니다",
    Action.DATA_KEY_ROTATED: "암호화 열쇠를 바꾸고 다시 봉인했습니다",
    Action.KEYS_REWRAPPED: "암호화 열쇠를 새 열쇠로 다시 감쌌습니다",
    Action.EVIDENCE_ADDED: "증빙을 보관했습니다",
    Action.EVIDENCE_OPENED: "증빙을 열어 보았습니다",
    Action.EVIDENCE_REMOVED: "증빙을 지웠습니다",
    Action.DATA_SENT: "학생의 자료를 모델로 보냈습니다",
    Action.RIGHTS_ASKED: "개인정보 요청을 받았습니다",
    Action.RIGHTS_EXTENDED: "개인정보 요청의 기한을 늘렸습니다",
    Action.RIGHTS_REMINDED: "개인정보 요청의 기한이 가깝다고 알렸습니다",
    Action.RIGHTS_DONE: "개인정보 요청에 답했습니다",
    Action.RIGHTS_REFUSED: "개인정보 요청을 거절했습니다",
    Action.RIGHTS_WITHDRAWN: "개인정보 요청을 거두었습니다",
    Action.RETENTION_CHANGED: "보유 기간을 바꾸었습니다",
    Action.RECORDS_PURGED: "보유 기간이 끝난 기록을 파기했습니다",
    Action.NOTE_RECORDED: "오답노트를 적었습니다",
    Action.NOTE_WRONG_AGAIN: "같은 문제를 또 틀렸다고 적었습니다",
    Action.NOTES_IMPORTED: "오답노트를 파일로 가져왔습니다",
    Action.NOTE_CORRECTED: "오답노트를 고쳤습니다",
    Action.VECTORS_ASKED: "빠진 벡터를 만들게 했습니다",
    Action.ROUTE_CHANGED: "어느 모델이 맡을지 바꾸었습니다",
    Action.BUDGET_CHANGED: "비용 한도를 바꾸었습니다",
    Action.GENERATION_ASKED: "유사문제를 만들게 했습니다",
    Action.GENERATION_STARTED: "유사문제를 만들기 시작했습니다",
    Action.GENERATION_AUTHORED: "유사문제를 썼습니다",
    Action.GENERATION_WAITING: "유사문제 만들기가 기다립니다",
    Action.GENERATION_REFUSED: "작성기가 유사문제를 만들지 않았습니다",
    Action.SHADOW_ANSWERED: "다른 모델도 견주어 보았습니다",
    Action.GENERATION_ABANDONED: "유사문제 만들기를 그만두었습니다",
    Action.BLUEPRINT_VERIFIED: "유사문제가 검사를 통과했습니다",
    Action.BLUEPRINT_FAILED: "유사문제가 검사를 통과하지 못했습니다",
    Action.BLUEPRINT_APPROVED: "선생님이 유사문제를 승인했습니다",
    Action.BLUEPRINT_EDITED: "선생님이 유사문제를 고쳤습니다",
    Action.BLUEPRINT_REJECTED: "선생님이 유사문제를 돌려보냈습니다",
    Action.PRACTICE_ANSWERED: "학생이 문제를 풀었습니다",
    Action.PRACTICE_REGRADED: "선생님이 채점을 다시 했습니다",
    Action.VARIANT_WITHDRAWN: "문제를 거두었습니다",
    Action.EXPLANATION_SHOWN: "틀린 까닭을 설명했습니다",
    Action.EXPLANATION_REFUSED: "설명을 보여 주지 않았습니다",
    Action.ACCESS_SEALED: "접속 기록을 봉인했습니다",
    Action.ACCESS_REVIEW_MADE: "접속 기록 보고서를 만들었습니다",
    Action.ACCESS_REVIEWED: "접속 기록을 점검했습니다",
    Action.AUDIT_EXPORTING: "이 기록을 내보내기 시작했습니다",
    Action.AUDIT_EXPORTED: "이 기록을 내보냈습니다",
}
CHANNELS = {
    "web": "웹",
    "paper": "종이",
    "email": "이메일",
    "sms": "문자",
    "console": "화면",
    "gateway": "문자",
    "phone": "전화",
    "desk": "창구",
}
# Where a fact is in another's words: the code itself is said where none of these has it.
_CODES: Mapping[str, object] = {
    **dict(Evidence.Kind.choices),
    **dict(ProcessorDecision.Kind.choices),
    **dict(PracticeAttempt.Outcome.choices),
    **KINDS_OF_MESSAGES,
    **dict(Guardianship.Method.choices),
    **dict(Role.choices),
    **dict(Purpose.choices),
    **dict(RightsRequest.Kind.choices),
    **CHANNELS,
    **TASK_NAMES,
    **AUTHOR_NAMES,
    "name": "이름",
    "birth_date": "생년월일",
    "grade": "학년",
    "onshore": "국내",
    "totp": "인증 앱",
    "webauthn": "패스키",
}
# Each fact that a list tells, in this order; the others, hashes and numbers of rows, are on the record's own page.
_FACTS: dict[str, tuple[str, str]] = {
    "kind": ("종류", ""),
    "purpose": ("목적", ""),
    "role": ("역할", ""),
    "method": ("확인 방법", ""),
    "field": ("항목", ""),
    "task": ("일", ""),
    "author": ("작성", ""),
    "outcome": ("결과", ""),
    "before": ("이전", ""),
    "after": ("이후", ""),
    "days": ("보유", "일"),
    "limit_krw": ("한도", "원"),
    "contract": ("계약", ""),
    "channel": ("방법", ""),
    "place": ("곳", ""),
    "month": ("달", ""),
    "due": ("기한", ""),
    "received": ("받은 날", ""),
    "erase_at": ("지우는 날", ""),
    "slug": ("주소", ""),
    "reason": ("사유", ""),
    "many": ("", "건"),
    "removed": ("지운 것", "건"),
    "findings": ("발견", "건"),
    "count": ("", "건"),
    "records": ("기록", "건"),
    "rows": ("행", "개"),
    "files": ("파일", "개"),
    "variants": ("문제", "개"),
    "new": ("새 노트", "개"),
    "notes": ("노트", "개"),
    "version": ("판", ""),
    "tries": ("시도", "번"),
    "late": ("기한을 넘김", ""),
    "alone": ("다른 사람이 없어 혼자 함", ""),
    "again": ("다시", ""),
    "unconfirmed": ("확인한 사람이 없음", ""),
}
_DAYS = frozenset({"due", "received", "erase_at"})


def told_in_words(facts: Mapping[str, object]) -> str:
    """What a record says, as somebody reads it; empty where it says nothing but hashes and numbers of rows."""
    return ", ".join(filter(None, (_told(key, facts[key]) for key in _FACTS if key in facts)))


def facts_of(text: str) -> dict[str, object]:
    """A record's facts; none for a text that is not what the application writes."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def thing(subject: str) -> str:
    """What a record is about that is no person, by the kind of row and its number; as it stands where nobody knows."""
    kind, _, number = subject.partition(":")
    if kind in ("records", "retention"):
        return SCHEDULES[number].title if number in SCHEDULES else number
    names: dict[str, Callable[[], str]] = {"academy": lambda: "학원", "key": lambda: f"열쇠 {number}"}
    if kind in names:
        return names[kind]()
    if kind == "budget":
        return TASK_NAMES.get(number.partition(":")[0], "전체")
    for model in apps.get_models():
        if model._meta.model_name == kind:
            return f"{model._meta.verbose_name} {number[:8]}"
    return PLAIN.get(subject, subject)


PLAIN = {"notes": "오답노트", "consents": "동의 현황", "invitations": "동의 요청", "data keys": "암호화 열쇠"}


def _told(key: str, value: object) -> str:
    label, unit = _FACTS[key]
    if value is None or value is False or isinstance(value, dict):
        return ""
    if value is True:
        return label
    if isinstance(value, list):
        said = ", ".join(map(_code, value)) or "없음"
    else:
        said = str(value)[:10] if key in _DAYS else f"{_code(value)}{unit}"
    return f"{label} {said}".strip()


def _code(value: object) -> str:
    """A code in words, and a number with its thousands apart."""
    if isinstance(value, int):
        return f"{value:,}"
    found = _CODES.get(str(value))
    if found is None and str(value) in SCHEDULES:
        found = SCHEDULES[str(value)].title
    return str(value if found is None else found)
