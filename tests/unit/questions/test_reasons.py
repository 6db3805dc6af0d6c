"""Every reason that the router writes down has words for teachers."""

from __future__ import annotations

from collections.abc import Iterator

from eduai.llm import router
from eduai.llm.errors import LLMError
from eduai.llm.observing import SERVED
from questions.reasons import ROUTE_NAMES


def codes(kind: type[LLMError]) -> Iterator[str]:
    yield kind.code
    for each in kind.__subclasses__():
        yield from codes(each)


def test_every_code_of_the_gateway_is_told_in_words() -> None:
    written = {SERVED, router.UNKNOWN_BACKEND, router.TOO_HARD, router.WARMING, *codes(LLMError)}
    assert written - ROUTE_NAMES.keys() == set()
