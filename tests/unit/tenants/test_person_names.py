"""One rule for people's names."""

from __future__ import annotations

import pytest

from eduai.lib.errors import InvalidInput
from tenants.person_names import checked_name, checked_name_or_none

GOOD = {
    "박 엄마": "박 엄마",
    "  김   하늘 ": "김 하늘",
    "O’Brien": "O'Brien",
    "Anne-Marie St. John 2": "Anne-Marie St. John 2",
    "Nguyễn Thị Ánh": "Nguyễn Thị Ánh",
    "1001": "1001",
    "हिन्दी": "हिन्दी",
    "레오나르도·다·빈치": "레오나르도·다·빈치",
    "\u1100\u1161\u11a8": "각",
    "가" * 60: "가" * 60,
}
BAD = (
    *("<b>박 엄마", "박&amp;엄마", "박\u202e엄마", "박\u200b엄마", "\u3164", "박\x00", "=1+1", "@SUM", "박/엄마", "😀"),
    *("", "   ", "가" * 61, "...", "{{name}}", 'a"b', "\u0301a", "박;엄마", "http://x"),
)


@pytest.mark.parametrize(("typed", "kept"), GOOD.items())
def test_names_of_people_in_any_script_are_kept_with_single_spaces(typed: str, kept: str) -> None:
    assert checked_name(typed, field="name") == kept


@pytest.mark.parametrize("typed", BAD)
def test_markup_what_cannot_be_seen_and_what_is_no_name_is_refused_by_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_name(typed, field="guardian", title="보호자 이름")
    assert refused.value.field == "guardian" and refused.value.sentence.startswith("보호자 이름")


def test_where_no_name_need_be_given_an_empty_one_is_none() -> None:
    assert checked_name_or_none("  ", field="name") == ""
    with pytest.raises(InvalidInput):
        checked_name_or_none("<i>", field="name")
