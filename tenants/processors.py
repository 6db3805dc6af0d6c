"""Who handles personal data for an academy, and on what the law lets each item be kept: described once.

The public page shows these rows, an officer accepts a processor by the hash of its description, and the gateway
sends to nobody outside them (개인정보 보호법 제26조 제2항, 제28조의8 제2항, 제22조 제3항).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from eduai.lib.digests import digest
from eduai.llm.types import Place, Recipient


@dataclass(frozen=True, slots=True)
class Processor:
    """One who handles data. `backends` are the names that the gateway calls it by, `hosts` where it listens; without
    hosts it is a machine of the academy's own, at an address that no other network reaches or that is named as ours.
    """

    code: str
    name: str
    purpose: str
    items: str
    country: str
    contact: str
    method: str
    retention: str
    place: Place
    backends: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    accepted_by_officer: bool = field(default=False)

    @property
    def facts_hash(self) -> str:
        """The hash by which it is accepted: any change of the description asks again."""
        return digest(asdict(self))


@dataclass(frozen=True, slots=True)
class Basis:
    """One kind of data with what allows keeping it; `consent` names the purpose whose consent it rests on, if any."""

    code: str
    items: str
    purpose: str
    retention: str
    legal_basis: str
    consent: str = ""


EDUAI = Processor(
    code="eduai",
    name="EduAI 운영사",
    purpose="오답노트와 학습 기록의 보관, 유사문제 제작, 서비스 운영",
    items="학생 코드와 이름, 오답노트, 풀이 기록, 계정 정보, 보호자 이름과 연락처",
    country="대한민국",
    contact="학원을 통해 문의",
    method="학원이 쓰는 서버에 저장",
    retention="학원과의 계약이 끝날 때까지",
    place=Place.ON_PREMISES,
)
OWN_MODELS = Processor(
    code="own_models",
    name="학원이 쓰는 자체 모델 서버",
    purpose="유사문제 초안 작성, 틀린 풀이 설명, 비슷한 문제 찾기",
    items="오답노트의 문제, 정답, 풀이, 학생이 쓴 답",
    country="대한민국",
    contact="학원을 통해 문의",
    method="내부 통신망으로 전송",
    retention="답을 만든 뒤 남기지 않음",
    place=Place.ON_PREMISES,
    backends=("tgi", "compatible", "tei", "ollama"),
)
OPENAI = Processor(
    code="openai",
    name="OpenAI, L.L.C.",
    purpose="유사문제 초안 작성, 틀린 풀이 설명, 비슷한 문제 찾기",
    items="오답노트의 문제, 정답, 풀이, 학생이 쓴 답 (이름과 학교는 보내지 않습니다)",
    country="미국",
    contact="privacy@openai.com",
    method="유사문제나 설명을 만들 때 암호화된 통신으로 전송",
    retention="전송 후 최대 30일",
    place=Place.OVERSEAS,
    backends=("openai",),
    hosts=("api.openai.com", "us.api.openai.com"),
    accepted_by_officer=True,
)
PROCESSORS: tuple[Processor, ...] = (EDUAI, OWN_MODELS, OPENAI)

# What is kept. The periods are those of the retention schedule; consents and access records have floors in law.
BASES: tuple[Basis, ...] = (
    Basis(
        "learning",
        "학생 코드, 오답노트의 문제와 답, 풀이 기록",
        "오답 분석과 유사문제 제공",
        "수강 종료 후 1년",
        "개인정보 보호법 제15조 제1항 제4호 (수강 계약의 이행)",
    ),
    Basis(
        "account",
        "이름, 아이디, 학년, 생년월일",
        "로그인과 만 14세 미만 여부 확인",
        "수강 종료 후 1년",
        "개인정보 보호법 제15조 제1항 제4호 (수강 계약의 이행), 제22조의2",
    ),
    Basis(
        "guardian",
        "보호자 이름과 연락처",
        "법정대리인의 동의 확인",
        "수강 종료 후 1년",
        "개인정보 보호법 제22조의2 제2항",
    ),
    Basis(
        "records",
        "접속 기록, 동의 기록, 처리 기록",
        "안전성 확보와 동의의 증명",
        "2년 이상",
        "개인정보 보호법 제29조, 제22조 제1항",
    ),
    Basis(
        "overseas", OPENAI.items, OPENAI.purpose, OPENAI.retention, "개인정보 보호법 제28조의8 제1항 제1호", "overseas"
    ),
    Basis(
        "training",
        "승인된 유사문제와 그 바탕이 된 오답노트의 문제",
        "학원 자체 모델의 학습",
        "동의 철회 시까지",
        "개인정보 보호법 제15조 제1항 제1호",
        "training",
    ),
    Basis(
        "photo",
        "문제를 찍은 사진",
        "사진으로 오답 등록",
        "글로 옮긴 것을 확인한 뒤 30일",
        "개인정보 보호법 제15조 제1항 제1호",
        "photo",
    ),
)


def processor(*, code: str) -> Processor:
    """The processor of that code. Raises LookupError for one that is not registered."""
    for each in PROCESSORS:
        if each.code == code:
            return each
    raise LookupError(code)


def overseas() -> Processor:
    """The one processor in another country; the overseas notice and its consents are about it."""
    return next(each for each in PROCESSORS if each.place is Place.OVERSEAS)


def processor_of(*, recipient: Recipient, own_hosts: Collection[str] = ()) -> Processor | None:
    """The registered processor that this backend at this address is; None for anybody else.

    A machine of our own is told by its address: loopback, a private network, a bare name inside one, or a host
    of `own_hosts`. A loopback address stands for any processor: what is sent there does not leave the machine.
    """
    host = (urlsplit(recipient.origin).hostname or "").lower()
    for each in PROCESSORS:
        if _kind(recipient.backend) in each.backends and each.place is recipient.place:
            known = host in each.hosts if each.hosts else _is_private(host) or host in own_hosts
            return each if known or _is_loopback(host) else None
    return None


def _kind(backend: str) -> str:
    """`tgi` of `tgi-0`: replicas are numbered."""
    name, dash, number = backend.rpartition("-")
    return name if dash and number.isdigit() else backend


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return bool(host) and ("." not in host or host.endswith((".internal", ".local", ".lan")))
