"""A row in every table of the map for one student, a word of theirs in each text. New tables are met by themselves."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from questions.models import GenerationJob, Note
from tenants import personal
from tenants.actors import SYSTEM
from tenants.models import (
    ApiKey,
    ConsentEvent,
    Evidence,
    Guardianship,
    KeptAnswer,
    NoticeVersion,
    RightsRequest,
    Role,
    Student,
    UsageRow,
    User,
)
from tenants.models.encrypted import EncryptedText
from tenants.services.notices import publish_first_notices
from tests.cast import NOW, member

Rows = dict[Any, Any]


def planted(code: str, word: str) -> Rows:
    """The student's row of each model, by model; names and texts hold `word`."""
    publish_first_notices(actor=SYSTEM, now=NOW)
    child, guardian = member(Role.STUDENT, f"{code}-login"), member(Role.GUARDIAN, f"{code}-guardian")
    User.objects.filter(pk__in=(child.pk, guardian.pk)).update(first_name=f"{word}이", email=f"{code}@example.kr")
    student = Student.objects.create(code=code, name=word, grade="중1", user=child, created_at=NOW)
    Group.objects.get_or_create(name="planting")
    kind = ContentType.objects.get_for_model(Note)
    Permission.objects.get_or_create(content_type=kind, codename="plant", defaults={"name": "plant"})
    rows: Rows = {
        User: child,
        Student: student,
        NoticeVersion: NoticeVersion.objects.latest("pk"),
        "guardian": guardian,
    }
    proof = default_storage.save(f"evidence/{code}.bin", ContentFile(word.encode()))
    rows[Evidence] = Evidence.objects.create(kind="paper", student=student, file=proof, sha256="0" * 64, added_at=NOW)
    rows[Guardianship] = Guardianship.objects.create(
        guardian=guardian, student=student, verified_at=NOW, evidence=rows[Evidence]
    )
    for model, told in reversed(list(personal.mapped())):
        if model not in rows:
            rows[model] = made(model, rows, "web" if told.stays else word)
    _around(rows, code, word)
    return rows


def made(model: Any, rows: Rows, word: str) -> Any:
    """A row whose every text holds the word, referring to the rows there are."""
    values = {}
    for row in model._meta.concrete_fields:
        if row.is_relation:
            kind = Note if row.related_model is Note else row.related_model
            values[row.name] = None if kind is model else rows.get(kind) or kind._base_manager.first()
        elif not row.primary_key and not row.has_default():
            values[row.name] = _value(row, word)
    return model._base_manager.create(**values)


def _value(row: Any, word: str) -> Any:
    if isinstance(row, models.JSONField):
        return {"word": word}
    if row.choices:
        return row.choices[0][0]
    if isinstance(row, models.CharField | models.TextField | EncryptedText):
        return f"{word}{row.name}"[: row.max_length or 99]
    if isinstance(row, models.DateTimeField):
        return None if row.null else NOW
    if row.null or row.has_db_default():
        return None if row.null else row.db_default
    return NOW.date() if isinstance(row, models.DateField) else 1


def _around(rows: Rows, code: str, word: str) -> None:
    """What is about the student besides their own rows."""
    student, note = rows[Student], rows[Note]
    key, _ = ApiKey.objects.get_or_create(key_id="planting", defaults={"secret_hash": "", "created_at": NOW})
    kept = {"api_key": key, "fingerprint": "", "status": 201, "created_at": NOW}
    KeptAnswer.objects.create(key=f"of-{note.pk}", body={"id": str(note.pk), "word": word}, **kept)
    KeptAnswer.objects.create(key=f"note {code} 1", body={"id": "another"}, **kept)
    teacher = User.objects.filter(role=Role.TEACHER).first() or member(Role.TEACHER)
    for row in (note, student, teacher):
        kind = ContentType.objects.get_for_model(type(row))
        words = {"object_repr": f"{word} {code}"[:200], "change_message": json.dumps([{"changed": {"name": code}}])}
        LogEntry.objects.create(user=teacher, content_type=kind, object_id=row.pk, action_flag=CHANGE, **words)
    job = rows[GenerationJob].pk
    UsageRow.objects.create(request_id=f"call-{job}", job=job, task="t", backend="b", model="m", reserved_at=NOW)
    cache.set(f"page:{code}", word)
    RightsRequest.objects.filter(student=student).update(details=word, answer=word)


def digest(rows: Rows) -> dict[str, str]:
    """What stands in the row of each model, as a hash."""
    found = {}
    for model, row in rows.items():
        if not isinstance(model, str):
            stands = list(model._base_manager.filter(pk=row.pk).values_list())
            found[model._meta.label] = hashlib.sha256(repr(stands).encode()).hexdigest()
    return found


def event_of(rows: Rows) -> ConsentEvent:
    event: ConsentEvent = rows[ConsentEvent]
    return event
