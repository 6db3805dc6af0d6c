"""The fields of a note as they come in, by page, file or API, read into one checked value."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from eduai.lib.errors import InvalidInput
from eduai.lib.identifiers import SENTENCE, has_identifier, is_identifier_as_code

LIMITS = {
    "student": 64,
    "stem": 4000,
    "answer": 500,
    "solution": 8000,
    "student_answer": 500,
    "cause": 100,
    "subject": 20,
    "grade": 20,
    "concept": 80,
    "book": 120,
    "page": 20,
    "number": 20,
}
FIELDS = ("student", "stem", "choices", *[name for name in LIMITS if name not in {"student", "stem"}])
REQUIRED = ("student", "stem", "answer")
LABELS = {
    "student": "학생",
    "stem": "문제",
    "choices": "선택지",
    "answer": "정답",
    "solution": "풀이",
    "student_answer": "내가 쓴 답",
    "cause": "틀린 이유",
    "subject": "과목",
    "grade": "학년",
    "concept": "개념",
    "book": "교재",
    "page": "쪽",
    "number": "번호",
}
MAX_CHOICES = 10
# Characters that nobody sees and that change what a reader or a parser takes a text for.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class InvalidNote(InvalidInput):
    """A note that cannot be kept; `problems` maps each field to the sentence that says why."""

    code = "invalid_note"

    def __init__(self, problems: Mapping[str, str]) -> None:
        field, sentence = next(iter(problems.items()))
        super().__init__(sentence, field=field)
        self.problems = dict(problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (InvalidNote, (self.problems,))


@dataclass(frozen=True, slots=True)
class NoteFields:
    """A note's fields, cleaned and within their limits."""

    student: str
    stem: str
    answer: str
    choices: tuple[str, ...] = ()
    solution: str = ""
    student_answer: str = ""
    cause: str = ""
    subject: str = "math"
    grade: str = ""
    concept: str = ""
    book: str = ""
    page: str = ""
    number: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same question, however it is spaced: SHA-256 over normalised stem and choices."""
        text = "\n".join((self.stem, *self.choices))
        squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
        return hashlib.sha256(squeezed.encode()).hexdigest()


def read_fields(raw: Mapping[str, object]) -> NoteFields:
    """The checked fields of one note. Unknown names are refused, so that a misspelt one is not lost.

    `choices` may be a list of texts or one text with `|` between them.
    Raises InvalidNote with one sentence for each field that is wrong.
    """
    problems: dict[str, str] = {}
    for name in raw:
        if name not in FIELDS:
            shown = str(name)[:40]
            problems[shown] = f"{shown}: 없는 항목입니다. 쓸 수 있는 항목: {', '.join(FIELDS)}"
    values: dict[str, str] = {}
    for name, limit in LIMITS.items():
        values[name] = _text(name, raw.get(name), limit, problems)
    choices = _choices(raw.get("choices"), problems)
    for name in REQUIRED:
        if not values[name] and name not in problems:
            problems[name] = f"{name}: {_topic(LABELS[name])} 꼭 필요합니다."
    if values["stem"].replace(r"\$", "").count("$") % 2 and "stem" not in problems:
        problems["stem"] = "stem: 수식을 감싸는 $ 기호의 짝이 맞지 않습니다."
    if problems:
        raise InvalidNote(problems)
    values["subject"] = values["subject"] or "math"
    return NoteFields(choices=choices, **values)


def _text(name: str, value: object, limit: int, problems: dict[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        problems[name] = f"{name}: 글자여야 합니다 ({type(value).__name__}이 왔습니다)."
        return ""
    text = INVISIBLE.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if CONTROL.search(text) or any("\ud800" <= letter <= "\udfff" for letter in text):
        problems[name] = f"{name}: 쓸 수 없는 제어 문자가 들어 있습니다."
        return ""
    if len(text) > limit:
        problems[name] = f"{name}: {limit}자까지 쓸 수 있습니다 (지금 {len(text)}자)."
        return ""
    if (is_identifier_as_code if name == "student" else has_identifier)(text):
        problems[name] = f"{name}: {SENTENCE}"
        return ""
    return text


def _choices(value: object, problems: dict[str, str]) -> tuple[str, ...]:
    if value in (None, "", [], ()):
        return ()
    parts = value.split("|") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        problems["choices"] = "choices: 선택지의 목록이거나 | 로 나눈 글자여야 합니다."
        return ()
    texts = tuple(_text("choices", part, LIMITS["answer"], problems) for part in parts)
    if "choices" in problems:
        return ()
    if not 2 <= len(texts) <= MAX_CHOICES:
        problems["choices"] = f"choices: 선택지는 2개 이상 {MAX_CHOICES}개 이하여야 합니다 (지금 {len(texts)}개)."
    elif not all(texts):
        problems["choices"] = "choices: 빈 선택지가 있습니다."
    elif len(set(texts)) < len(texts):
        problems["choices"] = "choices: 같은 선택지가 두 번 있습니다."
    return texts


def _topic(word: str) -> str:
    final = (ord(word[-1]) - 0xAC00) % 28 if "가" <= word[-1] <= "힣" else 0
    return f"{word}{'은' if final else '는'}"
