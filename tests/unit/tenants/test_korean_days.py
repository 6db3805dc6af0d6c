"""Periods as Korean law counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tenants.korean_days import day_of, is_holiday, last_day, midnight


@pytest.mark.parametrize(
    ("received", "days", "last"),
    [
        # Friday 20 November: the tenth day is Monday 30 November.
        (datetime(2026, 11, 20, 3, tzinfo=UTC), 10, date(2026, 11, 30)),
        # Wednesday 18 November: the tenth day is a Saturday, the next that is none is Monday.
        (datetime(2026, 11, 18, 3, tzinfo=UTC), 10, date(2026, 11, 30)),
        # Tuesday 15 December: the tenth day is Friday 25 December, a holiday before a weekend.
        (datetime(2026, 12, 15, 3, tzinfo=UTC), 10, date(2026, 12, 28)),
        # 14:59 UTC is still the 19th in Korea, 15:00 UTC the 20th.
        (datetime(2026, 11, 19, 14, 59, 59, tzinfo=UTC), 11, date(2026, 11, 30)),
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), 10, date(2026, 11, 30)),
        (datetime(2026, 11, 20, 3, tzinfo=UTC), 30, date(2026, 12, 21)),
    ],
)
def test_the_day_of_receipt_is_not_counted_and_a_free_last_day_moves_on(
    received: datetime, days: int, last: date
) -> None:
    assert last_day(received=received, days=days) == last


def test_weekends_and_the_holidays_with_a_date_are_free_and_no_other_day() -> None:
    free = [date(2026, 11, day) for day in range(1, 31) if is_holiday(date(2026, 11, day))]
    assert free == [date(2026, 11, day) for day in (1, 7, 8, 14, 15, 21, 22, 28, 29)]
    assert is_holiday(date(2026, 10, 9)) and is_holiday(date(2027, 3, 1)) and not is_holiday(date(2027, 3, 2))


def test_a_day_begins_at_midnight_in_korea() -> None:
    begins = midnight(date(2026, 11, 28))
    assert begins.astimezone(UTC) == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert day_of(begins) == date(2026, 11, 28)
    assert day_of(datetime(2026, 11, 27, 14, 59, 59, 999999, tzinfo=UTC)) == date(2026, 11, 27)
