"""Vectors of notes: what the offline embedder makes a second, whether it finds siblings, and what a search costs.

    python -m bench embeddings [--notes 10000]

`sibling_share` is the share of the questions of `oatutor_families` whose nearest neighbour is of their own family,
found by the product's own search; `random_share` what a blind choice would find. Both are null without the data set.
`search_p50_ms` is one search among `notes` notes of one academy. Runs on the embedded services (or DATABASE_URL,
REDIS_URL), in an academy of its own that is dropped again.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bench.engine_parts.data import rows_of
from bench.engine_parts.timing import percentile
from bench.site import own_academy, running_site

SEED, STUDENTS, SEARCHES, CHUNK = 0, 200, 60, 500
SHAPES = (
    "일차방정식 ${a}x + {b} = {c}$의 해를 구하시오.",
    "이차방정식 $x^2 - {a}x + {b} = 0$의 두 근의 합을 구하시오.",
    "{name}네 학교 학생 {a}명 중 {b}%가 안경을 씁니다. 안경을 쓴 학생은 몇 명입니까?",
    "농도가 {a}%인 소금물 {b}g에 물 {c}g을 더 넣었다. 농도는 몇 %인지 구하시오.",
    "반지름의 길이가 {a}cm, 중심각의 크기가 {b}°인 부채꼴의 넓이를 구하시오. ({name})",
    "주머니에 빨간 공 {a}개와 파란 공 {b}개가 있다. 공 하나를 꺼낼 때 {name} 공이 나올 확률을 구하시오.",
    "일차함수 $y = {a}x + {b}$의 그래프가 점 $({c}, k)$를 지날 때, {name} 수 $k$의 값을 구하시오.",
)
NAMES = ("하늘", "바다", "누리", "가람", "다솜", "슬기", "한별", "이든", "나래", "보람")


def main(arguments: list[str]) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench embeddings", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--notes", type=int, default=10_000, help="notes to search among (default 10000)")
    count = parser.parse_args(arguments).notes
    texts = list(_texts(count))
    figures: dict[str, Any] = _speed(texts)
    print(f"speed {figures}", flush=True)
    with running_site():
        with own_academy("가족") as academy:
            figures |= _siblings(academy)
        print(f"siblings {figures}", flush=True)
        with own_academy("검색") as academy:
            figures |= _search(academy, texts)
    print(json.dumps(figures))
    return 0


def _texts(count: int) -> Iterator[str]:
    """Questions of a few shapes, with other numbers and names."""
    rng = random.Random(SEED)
    for _ in range(count):
        shape = rng.choice(SHAPES)
        numbers = {letter: rng.randint(2, 99) for letter in "abc"}
        yield shape.format(name=rng.choice(NAMES), **numbers)


def _speed(texts: Sequence[str]) -> dict[str, Any]:
    from eduai.llm.embeddings.offline import OfflineEmbedder
    from eduai.llm.embeddings.types import Texts

    started = time.process_time()
    OfflineEmbedder().embed(Texts(tuple(texts[:2000])))
    seconds = time.process_time() - started
    return {"offline_texts_per_s": round(min(2000, len(texts)) / seconds)}


def _fill(academy: Any, texts: Sequence[str]) -> list[Any]:
    """Notes with these texts, of many students, each with its vector. The rows are written as the service would."""
    from eduai.lib import clock
    from eduai.llm.embeddings.offline import OfflineEmbedder
    from eduai.llm.embeddings.types import Texts
    from questions.models import Note, NoteVector
    from questions.models.similarity import hash_of
    from tenants.models import Student

    now, kept = clock.now(), []
    students = Student.objects.bulk_create(
        Student(code=f"B{number:05}", created_at=now) for number in range(min(STUDENTS, len(texts)))
    )
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        notes = Note.objects.bulk_create(
            Note(
                student=students[(start + place) % len(students)],
                stem=text,
                answer="1",
                source=Note.Source.IMPORTED,
                fingerprint=hash_of(f"{start + place} {text}"),
                created_at=now,
                last_wrong_at=now,
            )
            for place, text in enumerate(part)
        )
        made = OfflineEmbedder().embed(Texts(tuple(part)))
        NoteVector.objects.bulk_create(
            NoteVector(
                note=note,
                model=made.model,
                state=NoteVector.State.MADE,
                vector=list(vector or ()),
                dimensions=made.dimensions,
                text_hash=hash_of(note.stem),
                asked_at=now,
                made_at=now,
            )
            for note, vector in zip(notes, made.vectors, strict=True)
        )
        kept += notes
    return kept


def _siblings(academy: Any) -> dict[str, Any]:
    from questions.models import NoteVector
    from questions.stages import vector_model
    from tenants import tenancy

    rows = rows_of("oatutor_families")
    if rows is None:
        return {"sibling_share": None, "random_share": None, "siblings": None}
    sizes = Counter(row["family"] for row in rows)
    rows = [row for row in rows if sizes[row["family"]] > 1]
    with tenancy.use(academy):
        notes = _fill(academy, [row["question"] for row in rows])
        family = {note.pk: row["family"] for note, row in zip(notes, rows, strict=True)}
        found = [NoteVector.objects.near(note, vector_model()).first() for note in notes]
    pairs = zip(notes, found, strict=True)
    right = sum(row is not None and family[row.note_id] == family[note.pk] for note, row in pairs)
    blind = sum(sizes[row["family"]] - 1 for row in rows) / (len(rows) - 1)
    return {
        "sibling_share": round(right / len(rows), 4),
        "random_share": round(blind / len(rows), 4),
        "siblings": len(rows),
    }


def _search(academy: Any, texts: Sequence[str]) -> dict[str, Any]:
    from questions.services.similarity import nearest
    from tenants import tenancy

    with tenancy.use(academy):
        notes = _fill(academy, texts)
        chosen = random.Random(SEED).sample(notes, min(SEARCHES, len(notes)))
        nearest(note=chosen[0], limit=5)
        times = []
        for note in chosen:
            started = time.perf_counter()
            nearest(note=note, limit=5)
            times.append((time.perf_counter() - started) * 1000)
    return {"search_p50_ms": percentile(times, 50), "search_p95_ms": percentile(times, 95), "notes": len(notes)}
