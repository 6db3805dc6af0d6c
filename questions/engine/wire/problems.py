"""The error that a wire answer raises, and the first steps that all four wire forms share."""

from __future__ import annotations

from typing import Any

from eduai.lib.errors import EduError
from questions.engine.wire.repairs import load_object, repaired, violations
from questions.engine.wire.schemas import SCHEMAS


class WireError(EduError):
    """An answer that cannot be used. `problems` are lines `field: what is wrong: what was expected`.

    They are written for the model: a repair request quotes the first three.
    """

    code = "wire"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems[:3]), code="wire", field=problems[0].partition(":")[0])
        self.problems = problems

    def __reduce__(self) -> tuple[object, ...]:
        return (WireError, (self.problems,))


def read_object(text: str) -> dict[str, Any]:
    """The mended JSON object of an answer. Raises WireError when it is no object at all."""
    try:
        value = repaired(load_object(text))
    except ValueError as error:
        raise WireError((f"answer: {error}: one JSON object expected",)) from error
    if not isinstance(value, dict):
        raise WireError(("answer: not an object: one JSON object expected",))
    return value


def check_shape(value: dict[str, Any], schema: str) -> None:
    """Raises WireError with every departure from the schema of that name."""
    found = violations(value, SCHEMAS[schema])
    if found:
        raise WireError(tuple(found))
