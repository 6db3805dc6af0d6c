from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from eduai.llm.errors import UnknownPrice
from eduai.llm.pricing import LIST_PRICES, Cost, Price, PriceTable, on_premises_cost
from eduai.llm.types import Usage

TABLE = PriceTable(
    [
        Price("m", Decimal("0.40"), Decimal("1.60"), date(2026, 1, 1), date(2026, 6, 30)),
        Price("m", Decimal("0.20"), Decimal("0.80"), date(2026, 7, 1)),
    ]
)


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2026, 1, 1), "0.0012"), (date(2026, 6, 30), "0.0012"), (date(2026, 7, 1), "0.0006")],
)
def test_a_call_costs_what_the_list_of_its_day_says(day: date, amount: str) -> None:
    assert TABLE.cost("m", Usage(1000, 500), day) == Cost(Decimal(amount), "USD")


def test_a_model_without_a_price_on_the_day_is_not_free_but_refused() -> None:
    with pytest.raises(UnknownPrice):
        TABLE.cost("m", Usage(1, 1), date(2025, 12, 31))
    with pytest.raises(UnknownPrice):
        LIST_PRICES.cost("gpt-6.1-terra", Usage(1, 1), date(2026, 12, 1))


def test_a_known_model_has_its_list_price() -> None:
    cost = LIST_PRICES.cost("gpt-4.1-mini", Usage(1_000_000, 1_000_000), date(2026, 12, 1))
    assert cost == Cost(Decimal("2.00"), "USD")


def test_two_prices_on_one_day_are_refused() -> None:
    row = Price("m", Decimal(1), Decimal(1), date(2026, 1, 1))
    with pytest.raises(ValueError, match="same day"):
        PriceTable([row, Price("m", Decimal(2), Decimal(2), date(2027, 1, 1))])


def test_a_month_of_computing_costs_the_months_rent_and_a_second_its_part() -> None:
    rent = Decimal("2629746")
    assert on_premises_cost(2629746, rent) == Cost(rent, "KRW")
    assert on_premises_cost(1.5, rent).amount == Decimal("1.5")
