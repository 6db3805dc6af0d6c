"""What an academy's officer decided about those who handle its data: accepted or not, and whether for children too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduai.lib.errors import Conflict, InvalidInput
from tenants import access, processors
from tenants.actors import Actor
from tenants.audit import Action, record
from tenants.models import Evidence, ProcessorDecision
from tenants.processors import Processor
from tenants.sending_lock import wait_for_senders

Kind = ProcessorDecision.Kind


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether a processor as it is described now was accepted, and whether it allows under-14s in writing."""

    accepted: bool = False
    minors: bool = False


def acceptance(*, processor: Processor) -> Acceptance:
    """What holds for the processor as it is described now. A changed description ends both (one query)."""
    rows = ProcessorDecision.objects.filter(processor=processor.code, facts_hash=processor.facts_hash).order_by("id")
    accepted = minors = False
    for kind, evidence in rows.values_list("kind", "evidence"):
        if kind in (Kind.ACCEPTED, Kind.ENDED):
            accepted = kind == Kind.ACCEPTED
            minors = minors and accepted
        else:
            minors = kind == Kind.MINORS_ALLOWED and evidence is not None
    return Acceptance(accepted or not processor.accepted_by_officer, accepted and minors)


def accept_processor(
    *, processor: Processor, contract: str, actor: Actor, now: datetime, shown: str = ""
) -> ProcessorDecision:
    """This will accept the processor as it is described now, under that version of the contract; data may then go there
    for those whose consent is in force. `shown` is the hash of the description that the officer had before them.

    Raises NotAllowed, InvalidInput without a contract's version, and Conflict where the description is another by now.
    """
    access.require(actor, "tenants.accept_processor")
    _require_known(processor, shown)
    if not contract.strip():
        raise InvalidInput("계약서 버전을 적어 주세요.", field="contract")
    return _decide(processor, Kind.ACCEPTED, actor, now, contract=contract.strip())


def end_processor(*, processor: Processor, actor: Actor, now: datetime) -> ProcessorDecision:
    """This will end the acceptance. It waits for sends that are being written; none starts after it is committed."""
    access.require(actor, "tenants.accept_processor")
    return _decide(processor, Kind.ENDED, actor, now)


def allow_minors(
    *, processor: Processor, contract: str, evidence: Evidence, actor: Actor, now: datetime
) -> ProcessorDecision:
    """This will note that the processor's written permission for children below 14 is on file.

    Raises NotAllowed, InvalidInput for evidence that is no contract, Conflict where the processor is not accepted.
    """
    access.require(actor, "tenants.accept_processor")
    if evidence.kind != Evidence.Kind.CONTRACT or not evidence.sha256:
        raise InvalidInput("수탁자의 서면 허락을 파일로 올려 주세요.", field="evidence")
    if not acceptance(processor=processor).accepted:
        raise Conflict("먼저 이 수탁자를 승인해 주세요.", field="processor")
    return _decide(processor, Kind.MINORS_ALLOWED, actor, now, contract=contract.strip(), evidence=evidence)


def end_minors(*, processor: Processor, actor: Actor, now: datetime) -> ProcessorDecision:
    """This will close the processor for children below 14 again."""
    access.require(actor, "tenants.accept_processor")
    return _decide(processor, Kind.MINORS_ENDED, actor, now)


def _require_known(processor: Processor, shown: str) -> None:
    if processor not in processors.PROCESSORS:
        raise InvalidInput(f"'{processor.code}'(이)라는 수탁자는 등록되어 있지 않습니다.", field="processor")
    if shown and shown != processor.facts_hash:
        raise Conflict("그사이 수탁자 설명이 바뀌었습니다. 바뀐 내용을 읽고 다시 승인해 주세요.", field="processor")


def _decide(
    processor: Processor,
    kind: ProcessorDecision.Kind,
    actor: Actor,
    now: datetime,
    *,
    contract: str = "",
    evidence: Evidence | None = None,
) -> ProcessorDecision:
    with transaction.atomic():
        wait_for_senders()
        row = ProcessorDecision.objects.create(
            processor=processor.code,
            facts_hash=processor.facts_hash,
            contract=contract,
            kind=kind,
            evidence=evidence,
            actor=actor.user,
            at=now,
        )
        facts = {"processor": processor.code, "kind": str(kind), "description": processor.facts_hash}
        record(actor=actor, action=Action.PROCESSOR_DECIDED, subject=row, contract=contract, **facts)
    return row
