"""Days as Korean law counts them, in Korean time whatever the clock of the machine says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")
SATURDAY = 5
# Public holidays that stand on one day of the year (관공서의 공휴일에 관한 규정 제2조). Those that move with the moon,
# and substitute ones, are left out: a day that falls on one is told as the earlier day, so nobody is ever late by it.
FIXED_HOLIDAYS = frozenset({(1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)})


def day_of(moment: datetime) -> date:
    """The calendar day in Korea."""
    return moment.astimezone(KST).date()


def midnight(day: date) -> datetime:
    """The moment at which the day begins in Korea."""
    return datetime.combine(day, time.min, KST)


def last_day(*, received: datetime, days: int) -> date:
    """The last day of a period of `days`: the day of receipt does not count (민법 제157조), and a last day on a
    Saturday, Sunday or public holiday moves to the next one that is none (제161조).
    """
    day = day_of(received) + timedelta(days=days)
    while is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    """Whether it is a Saturday, a Sunday or a public holiday with a fixed date."""
    return day.weekday() >= SATURDAY or (day.month, day.day) in FIXED_HOLIDAYS
