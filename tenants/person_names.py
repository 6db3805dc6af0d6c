"""What may stand as a person's name: one rule for every door where somebody types one."""

from __future__ import annotations

import unicodedata

from eduai.lib.errors import InvalidInput

LONGEST = 60
# Besides letters of any script, their marks, digits and single spaces.
SIGNS = frozenset("-'·. ")
KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
# Letters by their kind that draw nothing.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
# A phone's keyboard writes these for the plain ones.
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-", "\u30fb": "·", "\u318d": "·"})


def checked_name(text: str, *, field: str, title: str = "이름") -> str:
    """The name as it is kept: composed, with single spaces. Letters of any script, marks, digits, spaces and - ' · .,
    with at least one letter or digit; neither markup nor what cannot be seen.

    Raises InvalidInput that names the field.
    """
    name = " ".join(unicodedata.normalize("NFC", text).translate(PLAIN).split())
    if not 1 <= len(name) <= LONGEST:
        raise InvalidInput(f"{title}: 1자 이상, {LONGEST}자 안에서 적어 주세요.", field=field)
    if not all(_may_stand(sign) for sign in name) or not any(sign.isalnum() for sign in name):
        raise InvalidInput(f"{title}: 글자, 숫자, 띄어쓰기와 - ' · . 만 쓸 수 있습니다.", field=field)
    if unicodedata.category(name[0]).startswith("M"):
        raise InvalidInput(f"{title}: 첫 글자를 다시 확인해 주세요.", field=field)
    return name


def checked_name_or_none(text: str, *, field: str, title: str = "이름") -> str:
    """The same, where no name at all may be given."""
    return checked_name(text, field=field, title=title) if text.strip() else ""


def _may_stand(sign: str) -> bool:
    return sign in SIGNS or (unicodedata.category(sign) in KINDS and sign not in FILLERS)
