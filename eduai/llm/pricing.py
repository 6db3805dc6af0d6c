"""What a call costs. A model without a price for the day is not counted as free: it is not called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eduai.llm.errors import UnknownPrice
from eduai.llm.types import Usage

MILLION = Decimal(1_000_000)

# A mean Gregorian month: 365.2425 / 12 days.
SECONDS_PER_MONTH = Decimal("2629746")


@dataclass(frozen=True, slots=True)
class Price:
    """A model's list price per million tokens in `currency`, valid from the first day to the last one
    included."""

    model: str
    prompt: Decimal
    completion: Decimal
    valid_from: date
    valid_until: date | None = None
    currency: str = "USD"

    def valid(self, day: date) -> bool:
        """Whether the price holds on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Cost:
    """An exact amount; rounding is for display."""

    amount: Decimal
    currency: str

    def in_won(self, krw_per_usd: Decimal) -> Decimal:
        """The amount in won, dollars at this rate. Raises ValueError for any other currency."""
        if self.currency == "KRW":
            return self.amount
        if self.currency == "USD":
            return self.amount * krw_per_usd
        raise ValueError(f"no rate for {self.currency}")


class PriceTable:
    """Prices by model and day. Raises ValueError when two prices of a model hold on the same day."""

    def __init__(self, prices: Iterable[Price]) -> None:
        self._prices: dict[str, list[Price]] = {}
        for price in prices:
            known = self._prices.setdefault(price.model, [])
            if any(_overlap(price, other) for other in known):
                raise ValueError(f"two prices of {price.model} hold on the same day")
            known.append(price)

    def price(self, model: str, day: date) -> Price:
        """The price of `model` on `day`. Raises UnknownPrice."""
        for price in self._prices.get(model, []):
            if price.valid(day):
                return price
        raise UnknownPrice(model, detail=f"no price of {model} on {day.isoformat()}")

    def cost(self, model: str, usage: Usage, day: date) -> Cost:
        """What `usage` costs by the list of `day`. Raises UnknownPrice."""
        price = self.price(model, day)
        amount = price.prompt * usage.prompt_tokens + price.completion * usage.completion_tokens
        return Cost(amount / MILLION, price.currency)


def _overlap(one: Price, other: Price) -> bool:
    starts = max(one.valid_from, other.valid_from)
    return one.valid(starts) and other.valid(starts)


def on_premises_cost(gpu_seconds: float, monthly_price: Decimal, currency: str = "KRW") -> Cost:
    """A call's part of a rented or written-off GPU server: its computing seconds of the month's.

    Idle time is not shared out among the calls, so the sum over a month stays below the monthly price.
    """
    return Cost(Decimal(str(gpu_seconds)) * monthly_price / SECONDS_PER_MONTH, currency)


def _listed(model: str, prompt: str, completion: str, valid_until: date | None = None) -> Price:
    return Price(model, Decimal(prompt), Decimal(completion), date(2026, 11, 1), valid_until)


# OpenAI's list prices in USD per million tokens as published in November 2026. A new list is a new row with
# its own dates; rows in use are never changed, because past usage is priced by the day it happened.
LIST_PRICES = PriceTable(
    [
        _listed("gpt-4.1-mini", "0.40", "1.60"),
        _listed("gpt-4o-mini", "0.15", "0.60"),
        _listed("gpt-5-mini", "0.25", "2.00"),
        _listed("gpt-5-nano", "0.05", "0.40"),
        _listed("gpt-5.4-mini", "0.75", "4.50"),
        _listed("gpt-5.4-nano", "0.20", "1.25", date(2027, 3, 31)),
        _listed("gpt-5.6-luna", "0.20", "1.20"),
        _listed("gpt-6-luna", "0.10", "0.50"),
        _listed("text-embedding-3-small", "0.02", "0"),
        _listed("text-embedding-3-large", "0.13", "0"),
    ]
)
