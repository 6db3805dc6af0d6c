"""Two things that follow from a row of the consent ledger: its digest, and what the projection says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from eduai.lib.digests import digest
from tenants.ages import begin_of
from tenants.models import ConsentEvent, ConsentState

PAPER = "paper:"
WAYS = {"web": "화면", "confirmed": "보호자를 확인한 뒤", "command": "운영자 명령"}


def digest_of(event: ConsentEvent) -> str:
    """SHA-256 of everything that the row holds. Its values are to be those that the database gave."""
    return digest({field.column: _stored(event, field.attname) for field in ConsentEvent._meta.concrete_fields})


def paper_channel(*, signed_on: date) -> str:
    """The channel of an answer that was signed on paper on that day."""
    return f"{PAPER}{signed_on.isoformat()}"


def signed_on(*, event: ConsentEvent) -> date | None:
    """The day on which the paper was signed; None for an answer that was on none."""
    return date.fromisoformat(event.channel.removeprefix(PAPER)) if event.channel.startswith(PAPER) else None


def way_of(*, event: ConsentEvent) -> str:
    """How an answer came, in words; one that came in a way without a word is told as the ledger has it."""
    day = signed_on(event=event)
    return f"종이 ({day:%Y.%m.%d} 서명)" if day else WAYS.get(event.channel, event.channel)


def spoken_at(*, event: ConsentEvent) -> datetime:
    """When the person spoke: for a paper when its day began, whenever it was entered."""
    day = signed_on(event=event)
    return event.at if day is None else begin_of(day)


def state_of(event: ConsentEvent) -> ConsentState:
    """What the newest answer of a student and purpose says, not yet saved. Whether it holds at this moment, which a
    birthday or a new notice changes, is for `tenants.services.standing` to decide.
    """
    return ConsentState(
        student_id=event.student_id,
        purpose=event.purpose,
        event=event,
        allowed=event.kind == ConsentEvent.Kind.GIVEN,
        facts_hash=event.notice.facts_hash,
    )


def project(event: ConsentEvent) -> None:
    """This will make the projection say what this answer, the newest, says; one that is pending changes none."""
    if event.kind == ConsentEvent.Kind.PENDING:
        conflicts: dict[str, object] = {"ignore_conflicts": True}
    else:
        unique, changed = ("student", "purpose"), ("event", "allowed", "facts_hash")
        conflicts = {"update_conflicts": True, "unique_fields": unique, "update_fields": changed}
    ConsentState.objects.bulk_create([state_of(event)], **conflicts)  # type: ignore[arg-type]


def _stored(event: ConsentEvent, name: str) -> object:
    value = getattr(event, name)
    return value.astimezone(UTC).isoformat() if name == "at" else value
