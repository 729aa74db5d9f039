"""Why a calendar could not be read: a closed list, for the page, REST and the letters alike."""

from enum import StrEnum

from kit import fetch


class Unreadable(StrEnum):
    """What is wrong with what was fetched, or with what we keep of it. The rest is `fetch.Fault`."""

    NOT_A_CALENDAR = "not_a_calendar"
    TOO_MANY_ENTRIES = "too_many_entries"
    RULE_REFUSED = "rule_refused"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    TOO_MUCH_WORK = "too_much_work"
    ADDRESS_LOST = "address_lost"


Failure = Unreadable | fetch.Fault
FAILURES: tuple[Failure, ...] = (*fetch.Fault, *Unreadable)
"""Every way to fail that a source can be in."""


class SourceKind(StrEnum):
    """How a calendar is asked: a file at an address (RFC 5545), or a collection on a server (RFC 4791)."""

    ICS = "ics"
    CALDAV = "caldav"


class Unread(Exception):
    """The calendar could not be read; `failure` says why, and nothing else is told."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure
