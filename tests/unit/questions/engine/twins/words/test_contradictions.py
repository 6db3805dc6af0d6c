"""A wrong operator with an answer to match is refused where the stem's words rule it out; the right one is served."""

from __future__ import annotations

import pytest

from questions.engine import variants
from questions.engine.twins.words import author
from questions.engine.twins.words.nouns import asked_noun, noun_of
from questions.engine.types import Note, Refusal

BUS = "43 children were riding on the bus. At the stop some got off. Then there were 21 children left. How many children got off the bus?"  # noqa: E501
START = "A waiter had some customers. After 9 customers left he still had 12 customers. How many customers did he have at the start?"  # noqa: E501
BIRDS = "6 birds were sitting on the fence. 4 more storks and 8 birds came. How many birds are sitting on the fence?"
TALLER = "Amy jumped 35 inches and Bob jumped 28 inches. How many more inches did Amy jump than Bob?"
SETS = "If they have 11 sets of tables and each set has 13 chairs, how many chairs do they have in the backyard?"
SHARE = "Mother made 14 cookies for 2 guests. If each of them had the same number of cookies, how many did each of them have?"  # noqa: E501
LEFT = "A dancer learned 38 steps and forgot 14 steps. How many steps does she still know, how many remain?"
TOTAL = "The first shelf has 38 books and the second shelf has 14 books. How many books are there in total?"
CLOCK = "A hose runs for 120 minutes every day for 4 days. How many hours does it run?"
DOWNLOADS = "A program had 70 downloads in May. In June it had three times as many. How many downloads did it have in both months?"  # noqa: E501
FLOWERS = "꽃다발을 만들기 위해 튤립 27송이와 장미 19송이를 모았습니다. 완성된 꽃다발에는 몇 송이의 꽃이 들어갑니까?"
BREAD = "빵 1개를 만드는 데 소금 3g이 필요합니다. 소금 48g으로 빵을 몇 개 만들 수 있을까요?"
ROPES = "길이가 13m인 리본과 26m인 리본을 겹치지 않게 이어 붙였습니다. 이어 붙인 리본의 전체 길이는 몇 m입니까?"
PAIR = "167이 쓰인 풍선과 385가 쓰인 풍선을 맞혔습니다. 맞힌 풍선에 쓰인 수의 합을 구하세요."


def is_served(stem: str, solution: str, answer: str) -> bool:
    note = Note(id="1", stem=stem, answer=answer, solution=solution)
    blueprint = author(note)
    return not isinstance(blueprint, Refusal) and bool(variants.make(note, blueprint, count=2).variants)


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        pytest.param(BUS, ("43-21", "22"), ("43*21", "903"), id="children times children"),
        pytest.param(START, ("9+12", "21"), ("9/12", "0.75"), id="three quarters of a customer"),
        pytest.param(BIRDS, ("6+8", "14"), ("6+4", "10"), id="storks among birds"),
        pytest.param(TALLER, ("35-28", "7"), ("35+28", "63"), id="a difference as a sum"),
        pytest.param(SETS, ("11*13", "143"), ("11+13", "24"), id="sets and chairs"),
        pytest.param(SHARE, ("14/2", "7"), ("14*2", "28"), id="a share as a product"),
        pytest.param(LEFT, ("38-14", "24"), ("38+14", "52"), id="a rest as a sum"),
        pytest.param(TOTAL, ("38+14", "52"), ("38-14", "24"), id="a total as a difference"),
        pytest.param(CLOCK, ("120*4/60", "8"), ("120*4-60", "420"), id="minutes of an hour taken away"),
        pytest.param(DOWNLOADS, ("70*3=210\n70+210=280", "280"), ("70*3=210\n70*210=14700", "14700"), id="squared"),
        pytest.param(FLOWERS, ("27+19", "46"), ("27*19", "513"), id="flowers times flowers"),
        pytest.param(BREAD, ("48/3", "16"), ("48+3", "51"), id="grams as loaves"),
        pytest.param(ROPES, ("13+26", "39"), ("26/13", "2"), id="metres by metres"),
        pytest.param(PAIR, ("167+385", "552"), ("385-167", "218"), id="a sum is asked"),
    ],
)
def test_an_operation_that_the_words_rule_out_is_refused(
    stem: str, right: tuple[str, str], wrong: tuple[str, str]
) -> None:
    assert is_served(stem, *right)
    assert not is_served(stem, *wrong)


def test_nouns_stand_behind_numbers_and_behind_the_question() -> None:
    stem = "He found 22 shiny bottle caps and 5 died."
    assert noun_of(stem, stem.index("22") + 2) == frozenset({"shiny", "bottle", "cap"})
    assert noun_of(stem, stem.index("5") + 1) == frozenset()
    assert noun_of("There are 7 more boys than girls.", 11) == frozenset()
    assert asked_noun("How many push-ups and crunches did he do?") == frozenset({"push-up", "crunch"})
    assert asked_noun("How long is it?") == frozenset()
