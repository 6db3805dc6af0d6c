"""From the engine's prompts, which know no model, to the gateway's messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from eduai.llm.types import Message, Role
from questions.engine.prompts import Message as Turn

ROLES: dict[str, Role] = {role: role for role in get_args(Role)}


def messages_of(turns: Sequence[Turn]) -> tuple[Message, ...]:
    """The turns of a conversation as messages. Raises KeyError for a role that no model knows."""
    return tuple(Message(ROLES[role], text) for role, text in turns)
