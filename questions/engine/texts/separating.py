"""Options printed inside a stem (`… 것은? ① 3 ② 5 …`), taken out of it so that all notes are of one form."""

from __future__ import annotations

import re
from dataclasses import replace

from questions.engine.texts.normalising import normal_text
from questions.engine.types import Note

_MARKS = "①②③④⑤"
_MARK = re.compile(rf"\s*([{_MARKS}])\s*")
LEAST = 3


def separated(note: Note) -> Note:
    """The note with the options that end its stem in `choices`; the note itself where the stem ends in none.

    Marks must come once each and in order, every option must have a text, and options that the note lists as well
    must be the same ones.
    """
    found = list(_MARK.finditer(note.stem))
    if len(found) < LEAST or "".join(one[1] for one in found) != _MARKS[: len(found)]:
        return note
    ends = [*(one.start() for one in found[1:]), len(note.stem)]
    options = tuple(note.stem[one.end() : end].strip(" \n,") for one, end in zip(found, ends, strict=True))
    stem = note.stem[: found[0].start()].rstrip()
    same = tuple(map(normal_text, options)) == tuple(map(normal_text, note.choices))
    if not all(options) or not stem or any("\n" in option for option in options) or (note.choices and not same):
        return note
    return replace(note, stem=stem, choices=note.choices or options)
