"""What a model is asked to fill in for a note: a blueprint, or a direct item where nothing can be computed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from questions import concepts
from questions.engine import direct, prompts, types, wire

Written = types.Blueprint | types.DirectItem

MAX_TOKENS = {"blueprint": 1200, "direct_item": 1500}
"""The bound of an answer by its schema."""


@dataclass(frozen=True, slots=True)
class Form:
    """The schema's name, the conversation so far, the reader of its answer, and how often it may be told what is wrong.

    `read` takes the answer and its backend, and raises `wire.WireError` for what is no such form.
    """

    schema: str
    turns: prompts.Messages
    read: Callable[[str, str], Written]
    repairs: int


def form_for(note: types.Note, *, repairs: int) -> Form:
    """A fresh form for the note, fenced with a nonce of its own."""
    nonce = secrets.token_hex(8)
    if direct.is_direct(note):
        own = [note.concept] if note.concept else []
        return Form("direct_item", prompts.direct_item_messages(note, own, nonce), _read_item, repairs)
    names = concepts.names_for(grade=note.grade, concept=note.concept)
    return Form("blueprint", prompts.blueprint_messages(note, names, nonce), partial(_read_blueprint, note), repairs)


def _read_item(text: str, author: str) -> Written:
    return wire.read_direct_item(text, author=author)


def _read_blueprint(note: types.Note, text: str, author: str) -> Written:
    return wire.read_blueprint(text, note=note, author=author)
