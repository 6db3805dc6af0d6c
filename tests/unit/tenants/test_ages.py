"""Ages: 14 to the day in Korea."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.ages import age_on, answers_alone, answers_from, day_in_korea, fourteenth_birthday, latest_birth_date

BIRTHS = st.dates(date(1960, 1, 1), date(2080, 12, 31))
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))


def midnight_in_korea(day: date) -> datetime:
    """00:00 KST of that day is 15:00 UTC of the day before."""
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC) - timedelta(days=1)


@given(BIRTHS)
def test_until_the_last_moment_before_the_birthday_a_guardian_answers_and_from_midnight_the_student(
    born: date,
) -> None:
    """L-13: over all dates, at the edge of 15:00 UTC."""
    midnight = midnight_in_korea(fourteenth_birthday(born))

    assert not answers_alone(birth_date=born, at=midnight - timedelta(microseconds=1))
    assert answers_alone(birth_date=born, at=midnight)
    assert answers_from(born) == midnight


@given(BIRTHS, INSTANTS)
def test_the_query_draws_the_line_where_the_function_does(born: date, at: datetime) -> None:
    """L-13: a list of students in SQL and one student in Python are judged alike."""
    assert (born <= latest_birth_date(at)) == answers_alone(birth_date=born, at=at)
    assert (age_on(birth_date=born, day=day_in_korea(at)) >= 14) == answers_alone(birth_date=born, at=at)


@given(INSTANTS)
def test_on_each_day_the_latest_birth_date_is_14_and_the_day_after_it_is_not(at: datetime) -> None:
    """L-13: 29 February on either side of the subtraction."""
    latest = latest_birth_date(at)

    assert answers_alone(birth_date=latest, at=at)
    assert not answers_alone(birth_date=latest + timedelta(days=1), at=at)


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        (date(2012, 2, 28), date(2026, 2, 28)),
        (date(2012, 2, 29), date(2026, 3, 1)),
        (date(2012, 3, 1), date(2026, 3, 1)),
        (date(2012, 12, 31), date(2026, 12, 31)),
    ],
)
def test_born_on_29_february_somebody_is_14_from_1_march_on(born: date, birthday: date) -> None:
    """L-13: 민법 제160조 제3항."""
    assert fourteenth_birthday(born) == birthday
    assert age_on(birth_date=born, day=birthday - timedelta(days=1)) == 13
    assert age_on(birth_date=born, day=birthday) == 14


def test_an_unknown_birth_date_is_a_childs() -> None:
    """L-13."""
    assert not answers_alone(birth_date=None, at=datetime(2099, 1, 1, tzinfo=UTC))
    assert answers_from(None) is None


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        answers_alone(birth_date=date(2012, 1, 1), at=datetime(2026, 1, 1))
