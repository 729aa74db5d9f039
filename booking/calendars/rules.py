"""Which recurrences are followed: nobody's work recurs by the minute, and some rules only wear out. Pure."""

import re
from math import prod

from booking.calendars.words import Unread, Unreadable

_FOLLOWED = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_A_DAY = 24
_MOST_VALUES = 400  # a rule may name every day of a year
_MOST_TIMES = 20_000
_MOST_DATES = 20_000


def refuse_hostile(text: str) -> None:
    """Unread `rule_refused` for a calendar with a rule or a list of dates that is not followed.

    By the second, minute or hour; more than 24 times a day; more values than a year has days; a count beyond
    what a life has days. What passes can still be much work: that is bounded where it is done.
    """
    for line in text.split("\r\n"):
        name = re.split("[;:]", line, maxsplit=1)[0]
        value = line.rpartition(":")[2]
        if name in {"RRULE", "EXRULE"} and not _is_followed(value):
            raise Unread(Unreadable.RULE_REFUSED)
        if name in {"RDATE", "EXDATE"} and value.count(",") >= _MOST_DATES:
            raise Unread(Unreadable.RULE_REFUSED)


def _is_followed(rule: str) -> bool:
    parts = {name.upper(): value for name, _, value in (one.partition("=") for one in rule.split(";"))}
    values = {name: len(value.split(",")) for name, value in parts.items() if name.startswith("BY")}
    return (
        parts.get("FREQ", "").upper() in _FOLLOWED
        and _small(parts.get("INTERVAL", "1"), most=10_000)
        and _small(parts.get("COUNT", "1"), most=_MOST_TIMES)
        and prod(values.get(name, 1) for name in _WITHIN_A_DAY) <= _MOST_A_DAY
        and sum(values.values()) <= _MOST_VALUES
    )


def _small(number: str, *, most: int) -> bool:
    return number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= most
