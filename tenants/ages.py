"""Who is old enough to answer for themselves: 14, to the day, in Korea (개인정보 보호법 제22조의2 제1항).

Years are counted with the day of birth included (민법 제158조). Who was born on 29 February has no such day fourteen
years later; the period then ends with February's last day (제160조 제3항), so they are 14 from 1 March on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CONSENT_AGE = 14
KOREA = timezone(timedelta(hours=9), "KST")  # no summer time since 1988


def day_in_korea(at: datetime) -> date:
    """The date in Korea at that instant (time zone required): the next one from 15:00 UTC on."""
    if at.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return at.astimezone(KOREA).date()


def begin_of(day: date) -> datetime:
    """The instant at which that day begins in Korea."""
    return datetime.combine(day, time.min, KOREA).astimezone(UTC)


def fourteenth_birthday(birth_date: date) -> date:
    """The first day on which somebody born then is 14."""
    return _anniversary(birth_date, birth_date.year + CONSENT_AGE)


def answers_from(birth_date: date | None) -> datetime | None:
    """The instant from which somebody born then answers for themselves; None for an unknown date, a child's."""
    if birth_date is None:
        return None
    return begin_of(fourteenth_birthday(birth_date))


def answers_alone(*, birth_date: date | None, at: datetime) -> bool:
    """Whether somebody born then answers for themselves at that instant. An unknown date is a child's."""
    return birth_date is not None and fourteenth_birthday(birth_date) <= day_in_korea(at)


def latest_birth_date(at: datetime) -> date:
    """The latest birth date of those who are 14 at that instant, for a query: they were born on it or before."""
    day = day_in_korea(at)
    year = day.year - CONSENT_AGE
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def age_on(*, birth_date: date, day: date) -> int:
    """Whole years lived by that day in Korea."""
    return day.year - birth_date.year - (day < _anniversary(birth_date, day.year))


def _anniversary(birth_date: date, year: int) -> date:
    if (birth_date.month, birth_date.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return birth_date.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
