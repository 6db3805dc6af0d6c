"""What the academy holds about one student, read along the map of personal data, as it may be handed out.

No other person is in it: staff and guardians by role, other students not at all. What is still to be practised comes
without its answer, and what no check has passed without its text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import translation

from tenants import personal, retention
from tenants.access_log import LISTED
from tenants.ai_mark import provenance_of
from tenants.korean_days import KST
from tenants.models import Academy, AccessRecord, ConsentEvent, Destruction, NoticeVersion, Student, User
from tenants.personal import Personal
from tenants.processors import BASES, PROCESSORS

FORMAT = "eduai-subject/1"
UNCHECKED = "아직 확인하지 않은 내용이라 글은 드리지 않습니다."
OF_MANY = f"한 번에 {LISTED}명이 넘는 학생을 본 기록에는 누구를 보았는지 번호가 없어, 건수와 함께 따로 적습니다."
UNPRACTISED = "아직 풀지 않은 문제라 정답과 풀이는 드리지 않습니다."
_SECTIONS = (ConsentEvent,)  # handed out with the words that were shown, in a part of their own
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of record of the student: its Korean name, the Korean names of its columns, and the rows."""

    name: str
    title: str
    labels: dict[str, str]
    rows: list[dict[str, Any]]
    generated: bool


def tables_of(student: Student, tell: Tell) -> list[Table]:
    """Every table of the map with rows of the student, in the order in which they came about. A fixed number of
    queries per table; `tell` hears how many tables are done.
    """
    found = [pair for pair in reversed(list(personal.mapped())) if pair[0] not in _SECTIONS]
    tables = []
    for number, (model, told) in enumerate(found, start=1):
        table = _table(model, told, student)
        tell(number, len(found))
        if table.rows:
            tables.append(table)
    return tables


def document(
    student: Student, academy: Academy, tables: list[Table], periods: dict[str, int], now: datetime
) -> dict[str, Any]:
    """Everything as one document: the data, and what is to be told about them (개인정보 보호법 시행령 제41조)."""
    return {
        "format": FORMAT,
        "made_at": now,
        "academy": academy.name,
        "student": student.code,
        "left_out": [UNPRACTISED, UNCHECKED, "다른 사람의 정보는 역할로만 적습니다.", OF_MANY],
        "purposes": _bases(),
        "recipients": _recipients(),
        "notices": _notices(),
        "retention": _periods(periods),
        "consents": _consents(student),
        "accesses": _accesses(student),
        "accesses_of_many": _accesses_of_many(student),
        "destroyed": _destroyed(student),
        "data": {
            table.name: {
                "title": table.title,
                "columns": table.labels,
                "generated": table.generated,
                "rows": table.rows,
            }
            for table in tables
        },
    }


def spread(told: dict[str, Any], tables: list[Table]) -> list[Table]:
    """The tables, and beside them the document's own lists, for spreadsheets."""
    labels = {"at": "일시", "purpose": "목적", "answer": "답", "by": "누가", "text": "보여 준 글", "role": "역할"}
    labels |= {"task": "한 일", "place": "본 곳", "kind": "종류", "many": "건수", "reason": "이유"}
    lists = {"consents": "동의", "accesses": "열람 기록", "destroyed": "파기 기록"}
    lists |= {"accesses_of_many": "여러 학생을 한꺼번에 본 기록"}
    return [*tables, *(Table(name, title, labels, told[name], False) for name, title in lists.items() if told[name])]


def as_json(told: dict[str, Any]) -> bytes:
    """The document as UTF-8."""
    return json.dumps(told, ensure_ascii=False, default=_plain).encode()


def as_csv(table: Table) -> bytes:
    """The table for a spreadsheet: Korean headings, no cell that would be run as a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    keys = list(dict.fromkeys(key for row in table.rows for key in row))
    writer.writerow([table.labels.get(key, key) for key in keys])
    writer.writerows([_cell(row.get(key, "")) for key in keys] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _table(model: type[models.Model], told: Personal, student: Student) -> Table:
    handed, practised = (
        _numbers(model, told, student, told.handed),
        _numbers(model, told, student, told.practised_where),
    )
    with translation.override("ko"):
        labels = {row.name: str(row.verbose_name) for row in model._meta.concrete_fields}
        labels |= {"ai_mark": "표시", "note": "알림"}
        words = {row.name: {key: str(word) for key, word in row.flatchoices} for row in _with_choices(model)}
        rows = [_row(row, told, words, handed, practised) for row in _rows(model, told, student)]
        return Table(model._meta.db_table, str(model._meta.verbose_name), labels, rows, told.generated)


def _rows(model: type[models.Model], told: Personal, student: Student) -> Iterator[Any]:
    path = {told.student: student.pk} if told.student else {f"{told.user}__student": student.pk}
    if told.user == "pk":
        path = {"student": student.pk}
    near = [row.name for row in model._meta.concrete_fields if row.related_model and _is_near(row, told)]
    # Without a name, select_related would bring every table that there is a way to.
    rows = model._base_manager.filter(**path).select_related(*near or (None,))
    return rows.order_by("pk").iterator()


def _is_near(row: Any, told: Personal) -> bool:
    """What a row needs beside itself: who wrote the question it belongs to, and the roles of people."""
    target = personal.of(row.related_model)
    return bool(told.generated and target and target.generated and row.related_model is not row.model) or (
        row.related_model is User and row.name in told.others
    )


def _numbers(model: type[models.Model], told: Personal, student: Student, only: Any) -> set[Any] | None:
    """The rows that a rule of the map names; None where there is no rule."""
    if not only or not told.student:
        return None
    rows = model._base_manager.filter(**{told.student: student.pk}).filter(**only)
    return set(rows.values_list("pk", flat=True))


def _with_choices(model: type[models.Model]) -> list[Any]:
    return [row for row in model._meta.concrete_fields if row.choices]


def _row(
    row: Any,
    told: Personal,
    words: dict[str, dict[Any, str]],
    handed: set[Any] | None,
    practised: set[Any] | None,
) -> dict[str, Any]:
    given: dict[str, Any] = {"id": row.pk}
    checked = handed is None or row.pk in handed
    for field in row._meta.concrete_fields:
        if field.name in told.own + told.derived:
            if checked or field.choices or not _is_text(field):
                value = getattr(row, field.attname)
                given[field.name] = words[field.name].get(value, value) if field.choices else value
        elif field.name in told.practised and checked and practised is not None and row.pk in practised:
            given[field.name] = getattr(row, field.attname)
        elif field.name in told.others and field.related_model is User:
            person = getattr(row, field.name)
            given[field.name] = person.get_role_display() if person else ""
    if told.generated and checked:
        given |= provenance_of(row).facts()
    if not checked:
        given["note"] = UNCHECKED
    elif practised is not None and row.pk not in practised:
        given["note"] = UNPRACTISED
    return given


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _recipients() -> list[dict[str, str]]:
    """Who handles the data for the academy: the registry that the gateway calls by and the public page shows."""
    told = ("name", "purpose", "items", "country", "contact", "method", "retention")
    return [{key: getattr(row, key) for key in told} for row in PROCESSORS]


def _bases() -> list[dict[str, str]]:
    """Each kind of data with what it is used for, how long, and what the law rests it on."""
    return [asdict(row) for row in BASES]


def _notices() -> list[dict[str, Any]]:
    """What people are asked to agree to: the notices in force."""
    newest = NoticeVersion.objects.order_by("purpose", "-number").distinct("purpose")
    with translation.override("ko"):
        return [{"purpose": row.get_purpose_display(), "version": row.number, "facts": row.facts} for row in newest]


def _periods(days: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"kind": row.title, "days": days[kind], "counted_from": row.counts_from, "until": row.until, "law": row.article}
        for kind, row in retention.SCHEDULES.items()
    ]


def _consents(student: Student) -> list[dict[str, Any]]:
    """That consent was asked for and what the answer was, with the words that were shown."""
    events = ConsentEvent.objects.filter(student=student).select_related("notice", "actor").order_by("pk")
    with translation.override("ko"):
        return [
            {
                "purpose": row.get_purpose_display(),
                "answer": row.get_kind_display(),
                "at": row.at,
                "by": row.actor.get_role_display() if row.actor else "",
                "channel": row.channel,
                "notice": f"{row.notice.number}",
                "facts": row.notice.facts,
                "text": row.notice.child_text if row.audience == "child" else row.notice.text,
            }
            for row in events
        ]


def _accesses(student: Student) -> list[dict[str, Any]]:
    """Who has looked, by role: when, at what, for which task."""
    looked = AccessRecord.objects.filter(students__contains=[student.pk]).order_by("pk")
    return list(looked.values("at", "role", "task", "place"))


def _accesses_of_many(student: Student) -> list[dict[str, Any]]:
    """The looks at so many students at once that their numbers were not kept: the student may be among them."""
    looked = AccessRecord.objects.filter(many__gt=LISTED, at__gte=student.created_at).order_by("pk")
    return list(looked.values("at", "role", "task", "place", "many"))


def _destroyed(student: Student) -> list[dict[str, Any]]:
    """What was removed of the student's data, and why."""
    rows = Destruction.objects.filter(subject=f"student:{student.pk}").order_by("pk")
    with translation.override("ko"):
        return [{"kind": row.kind, "many": row.many, "reason": row.get_reason_display(), "at": row.at} for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(KST).isoformat()
    if isinstance(value, date | UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in an export.")


def _cell(value: Any) -> str:
    if value is None or isinstance(value, str):
        text = value or ""
    elif isinstance(value, datetime | date):
        text = str(_plain(value))
    else:
        text = json.dumps(value, ensure_ascii=False, default=_plain)
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if risky and not text.lstrip("-").replace(".", "", 1).isdigit() else text
