"""What to say of a calendar that could not be read: what is wrong, and what she can do about it."""

from collections.abc import Mapping

from booking.calendars.words import Failure, Unreadable
from kit.fetch import Fault
from kit.i18n import mark

REMEDIES: Mapping[Failure, str] = {
    Fault.NOT_AN_ADDRESS: mark("This is no web address. Copy all of it, from https:// on."),
    Fault.NOT_HTTPS: mark("The address must begin with https://, so that nobody reads along."),
    Fault.PRIVATE_ADDRESS: mark("The address leads into a closed network. Copy the one for sharing."),
    Fault.UNKNOWN_HOST: mark("There is no such website. Check the address for slips."),
    Fault.UNREACHABLE: mark("The website does not answer. We try again; check the address if it lasts."),
    Fault.UNTRUSTED_CERTIFICATE: mark("The website cannot prove who it is. Ask those who run it."),
    Fault.TOO_SLOW: mark("The website takes too long to answer. We try again."),
    Fault.TOO_LARGE: mark("The calendar is too large. Share one that holds less, or remove old entries."),
    Fault.TOO_MANY_REDIRECTS: mark("The website sends us round and round. Copy the address anew."),
    Fault.ACCESS_DENIED: mark(
        "The website does not let us in. Check the password, or copy the secret address."
    ),
    Fault.NOT_THERE: mark("There is no calendar there any more. Copy the secret address anew."),
    Fault.ASKED_TO_WAIT: mark("The website asks us to wait. We try again later."),
    Fault.SERVER_FAILED: mark("Something is wrong with the website. We try again."),
    Fault.UNEXPECTED_ANSWER: mark("We do not understand the website's answer. Copy the address anew."),
    Unreadable.NOT_A_CALENDAR: mark("There is no calendar there. Copy the address in iCal format."),
    Unreadable.TOO_MANY_ENTRIES: mark("The calendar has more entries than we read. Share a smaller one."),
    Unreadable.RULE_REFUSED: mark("An entry recurs every hour or more often. Change or remove it."),
    Unreadable.UNKNOWN_TIME_ZONE: mark("An entry has a time zone nobody knows. Choose one from the list."),
    Unreadable.TOO_MUCH_WORK: mark("It takes too long to work out what recurs. Remove what is over."),
    Unreadable.ADDRESS_LOST: mark(
        "We cannot open the address we keep. Remove the calendar and add it again."
    ),
}

_BY_CODE = {failure.value: failure for failure in REMEDIES}


def remedy(code: str) -> str:
    """The text for a stored failure, to be translated."""
    return REMEDIES[_BY_CODE[code]]
