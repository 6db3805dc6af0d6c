"""What a notice has to say, its two texts, and how hard they are to read."""

from __future__ import annotations

from typing import Any

import pytest

from eduai.lib.errors import InvalidInput
from tenants.models import Purpose
from tenants.notice_texts import (
    FIRST_FACTS,
    LABELS,
    LONGEST_SENTENCE,
    adult_text,
    check,
    child_text,
    emphasised,
    marked,
    readability,
    required_facts,
)

SHARED = {
    **FIRST_FACTS[Purpose.TRAINING],
    "recipient": "한빛 교육연구소",
    "recipient_purpose": "문제 연구",
    "recipient_retention": "3년",
}


def checked(purpose: Purpose, facts: dict[str, str], **texts: str) -> None:
    said = {"text": adult_text(purpose, facts), "child_text": child_text(purpose, facts), **texts}
    check(purpose, facts, said["text"], said["child_text"])


@pytest.mark.parametrize("purpose", Purpose)
def test_the_products_own_notices_pass_their_own_check(purpose: Purpose) -> None:
    """L-03, L-05, L-12, L-18."""
    facts = dict(FIRST_FACTS[purpose])
    checked(purpose, facts)

    assert adult_text(purpose, facts) != child_text(purpose, facts)
    assert readability(child_text(purpose, facts)).longest <= LONGEST_SENTENCE < 16


@pytest.mark.parametrize(
    ("purpose", "name"),
    [(purpose, name) for purpose in Purpose for name in required_facts(purpose, FIRST_FACTS[purpose])],
)
@pytest.mark.parametrize("lack", ["absent", "empty"])
def test_a_notice_that_lacks_a_fact_of_its_article_is_refused_with_the_facts_name(
    purpose: Purpose, name: str, lack: str
) -> None:
    """L-03 (제15조 제2항: 4 items), L-05 (제28조의8 제2항)."""
    facts = dict(FIRST_FACTS[purpose])
    if lack == "absent":
        del facts[name]
    else:
        facts[name] = "  "

    with pytest.raises(InvalidInput, match=LABELS[name]) as refused:
        check(purpose, facts, "본문", "쉬운 말")
    assert refused.value.field == name


@pytest.mark.parametrize("name", ["recipient", "recipient_purpose", "items", "recipient_retention", "refusal"])
def test_a_notice_that_names_a_recipient_in_this_country_needs_the_five_items(name: str) -> None:
    """L-04 (제17조 제2항)."""
    checked(Purpose.TRAINING, SHARED)

    with pytest.raises(InvalidInput, match=LABELS[name]):
        check(Purpose.TRAINING, {**SHARED, name: ""}, "본문", "쉬운 말")


def test_another_country_is_told_in_the_overseas_notice_alone() -> None:
    """L-05: the separate consent."""
    with pytest.raises(InvalidInput, match="쓸 수 없는 항목"):
        check(Purpose.COLLECTION, {**FIRST_FACTS[Purpose.COLLECTION], "country": "미국"}, "본문", "쉬운 말")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"text": " "}, "고지문 본문"),
        ({"child_text": ""}, "어린이용 설명"),
        ({"text": "오답노트를 미국으로 보냅니다."}, "그대로 적혀 있지 않은 항목"),
        ({"child_text": "개인정보를 국외로 이전해요."}, "어려운 낱말이 있습니다: 개인정보, 국외, 이전"),
        ({"child_text": "가 " * 15}, "낱말이 15개인 문장"),
    ],
)
def test_a_text_that_is_missing_silent_or_too_hard_is_refused_and_says_why(texts: dict[str, Any], said: str) -> None:
    """L-12, L-18."""
    with pytest.raises(InvalidInput, match=said):
        checked(Purpose.OVERSEAS, dict(FIRST_FACTS[Purpose.OVERSEAS]), **texts)


def test_the_text_may_break_its_lines_where_it_likes() -> None:
    facts = dict(FIRST_FACTS[Purpose.OVERSEAS])

    checked(Purpose.OVERSEAS, facts, text=adult_text(Purpose.OVERSEAS, facts).replace(" ", "\n"))


def test_periods_the_recipient_and_its_purpose_are_emphasised_and_the_rest_is_not() -> None:
    """L-08 (시행령 제17조 제3항)."""
    facts = FIRST_FACTS[Purpose.OVERSEAS]
    text = adult_text(Purpose.OVERSEAS, facts)
    pieces = list(marked(text, [facts.get(name, "") for name in emphasised(Purpose.OVERSEAS)]))

    assert "".join(piece for piece, _ in pieces) == text
    assert {piece for piece, strong in pieces if strong} == {
        facts[name] for name in ("recipient", "purpose", "retention")
    }
    assert list(marked("아무것도", [])) == [("아무것도", False)]


def test_readability_counts_sentences_and_words_and_names_the_hard_ones() -> None:
    """L-12."""
    found = readability("문제를 보내요. 싫으면 싫다고 해도 돼요!\n동의를 철회할 수 있어요")

    assert (found.sentences, found.longest, found.hard_words) == (3, 4, ("철회",))
    assert found.average == pytest.approx(10 / 3)
