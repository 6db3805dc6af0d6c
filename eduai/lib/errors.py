"""The error that EduAI's own code raises when it declines: a code, a sentence, and whether to try again."""

from __future__ import annotations


class EduError(Exception):
    """A refusal that was expected.

    `code` is for machines, `sentence` is shown to the person and names the cause, `field` is the input it
    is about (empty: none in particular), `retryable` says whether the same call can succeed later.
    """

    code = "error"
    retryable = False

    def __init__(self, sentence: str, *, code: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.field = field

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.sentence, self.code, self.field))


def _rebuild(kind: type[EduError], sentence: str, code: str, field: str) -> EduError:
    error = kind.__new__(kind)
    EduError.__init__(error, sentence, code=code, field=field)
    return error


class InvalidInput(EduError):
    """What was sent cannot be used as it is; `field` names where."""

    code = "invalid"


class NotAllowed(EduError):
    """The person may not do this."""

    code = "not_allowed"


class Conflict(EduError):
    """The thing is no longer in the state that the action needs."""

    code = "conflict"
