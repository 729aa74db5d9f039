"""Counting in years and weeks: warnings that still count, and the last day to appeal. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from holidays import country_holidays

WARNINGS_BEFORE_EXCLUSION = 3
"""Tolkeloven § 21: so many warnings in five years."""
_YEARS = 5
_WEEKS_TO_APPEAL = 3
_SATURDAY = 5


def counted(warned_on: Iterable[date], *, on: date) -> int:
    """How many of these warnings count on a day: those given in the five years up to it.

    A warning of 3 March 2021 counts to and including 2 March 2026; one of 29 February to the 28th.
    """
    return sum(first_day_not_counted(given) > on >= given for given in warned_on)


def first_day_not_counted(warned_on: date) -> date:
    """The day five years after a warning, from which it no longer counts."""
    try:
        return warned_on.replace(year=warned_on.year + _YEARS)
    except ValueError:  # 29 February
        return date(warned_on.year + _YEARS, 3, 1)


def enough_for_exclusion(warned_on: Iterable[date], *, on: date) -> bool:
    """Whether the warnings that count carry an exclusion."""
    return counted(warned_on, on=on) >= WARNINGS_BEFORE_EXCLUSION


def last_day_to_appeal(notified_on: date) -> date:
    """Three weeks from when the party was notified (fvl. § 29), moved on from a weekend or a holiday.

    The moving on follows the courts' way of counting (domstolloven § 149), in the party's favour.
    """
    day = notified_on + timedelta(weeks=_WEEKS_TO_APPEAL)
    while day.weekday() >= _SATURDAY or day in country_holidays("NO", years=day.year):
        day += timedelta(days=1)
    return day
