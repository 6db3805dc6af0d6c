"""`make codes`, against the published vectors."""

from __future__ import annotations

import base64

import pytest

from eduai.embedded.codes import code_at, lines

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    # RFC 6238, appendix B, SHA-1: the last six of their eight digits.
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_a_code_is_the_one_of_the_standard(moment: int, code: str) -> None:
    assert code_at(SECRET, moment) == code
    assert code_at(SECRET.lower(), moment + 0.9) == code


def test_everybody_with_a_secret_has_a_line_and_nobody_else() -> None:
    users = [
        {"role": "teacher", "username": "haneul-teacher", "totp_secret": SECRET},
        {"role": "student", "username": "haneul-student", "totp_secret": None},
    ]
    told = lines({"academies": [{"slug": "haneul", "users": users}]}, 59)

    assert told[0].split() == ["haneul", "teacher", "haneul-teacher", "287082"]
    assert told[1:] == ["New ones in 1 s; each counts once."]
    assert "make run" in lines({}, 59)[0]
