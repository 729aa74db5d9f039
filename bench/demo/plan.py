"""The figures the made-up events must add up to: the annual report for 2012, and a likely growth since.

The product computes; only this file knows the answers, and a test looks for them elsewhere.
"""

from collections.abc import Mapping
from datetime import date

LAST_DAY = date(2012, 12, 31)
"""Nothing up to this day depends on when the register is made."""

LISTED_2011 = 1186
HIGHEST_2011 = 688
"""Listed in categories 1-3 on 31.12.2011."""
LISTED_2012 = 1284
HIGHEST_2012 = 770
LANGUAGES_2012 = 66

AUTHORISED_2012 = 208
"""People holding a state authorisation, listed or not."""
AUTHORISED_LANGUAGES_2012 = 23
AUTHORISATIONS_IN_2012: Mapping[str, int] = {"som": 4, "eng": 5, "bul": 3, "urd": 2, "sqi": 2, "tam": 1}
AUTHORISED_2011 = AUTHORISED_2012 - sum(AUTHORISATIONS_IN_2012.values())

TESTED_IN_2012 = 286
PASSED_IN_2012 = 73
TAO_COURSES_IN_2012 = 2
TAO_PEOPLE_IN_2012 = 38

EDUCATION_APPLIED_2012 = 498
EDUCATION_OFFERED_2012 = 81
EDUCATION_PASSED_2012 = 69
EDUCATION_LANGUAGES_2012 = 8
EDUCATION_LISTED_2012 = 26
"""Of those who passed in 2012, listed at the year's end."""
GRADUATES_SINCE_2007 = 450
GRADUATE_LANGUAGES = 51
GRADUATES_BEFORE = GRADUATES_SINCE_2007 - EDUCATION_PASSED_2012

TARGET_LISTED_2012 = 1250
TARGET_HIGHEST_SHARE_2012 = 65
"""What the letter of award for 2012 asks at least: people listed, and per cent of them in categories 1-3."""

LISTED_NOW = 2230
FULL_GROWN = 2025
"""The year the register reaches its present size."""


def listed_at_end_of(year: int) -> int:
    """How many shall be listed when a year after 2012 ends: an even growth, then a steady size."""
    grown = min(year, FULL_GROWN) - LAST_DAY.year
    return LISTED_2012 + (LISTED_NOW - LISTED_2012) * grown // (FULL_GROWN - LAST_DAY.year)


def target_listed(year: int) -> int:
    """What a year's letter of award asks at least: after 2012 a few more than the year before."""
    if year <= LAST_DAY.year:
        return TARGET_LISTED_2012
    return (listed_at_end_of(year - 1) // 50 + 1) * 50
