"""An address is tried out: read with no transaction open, and kept only if there is a calendar."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from booking.calendars import sources
from booking.calendars.explaining import remedy
from booking.calendars.reading import Address, Reader
from booking.calendars.words import SourceKind, Unread
from kit.db import Database, stored_id
from kit.errors import invalid
from kit.personal_data import refuse_birth_numbers

_AS_HTTPS = re.compile(r"^webcals?://", re.IGNORECASE)
_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Given:
    """What she gives: where the calendar is, how it is opened, and what she calls it."""

    address: str = field(repr=False)
    kind: SourceKind = SourceKind.ICS
    label: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def where(self) -> Address:
        """The same as an address; `webcal://` is what phones call https."""
        url = _AS_HTTPS.sub("https://", self.address.strip())
        return Address(self.kind, url, self.user.strip() or None, self.password or None)


def add(database: Database, reader: Reader, given: Given, *, interpreter_id: int, now: datetime) -> int:
    """Read the calendar and keep it; answers the id it is kept under.

    Invalid names `address` with the code of what is wrong and the remedy; Conflict `calendar_known`,
    `too_many_calendars`.
    """
    refuse_birth_numbers("label", given.label)
    address = given.where
    if not address.url:
        raise invalid("address", "missing", "Paste the address of the calendar.")
    with database.read() as session:
        sources.refuse_more(session, interpreter_id)
        own = sources.our_invitations(session, interpreter_id, now=now)
    try:
        found = reader.read(address, own, now=now)
    except Unread as refused:
        raise invalid("address", refused.failure.value, remedy(refused.failure.value)) from None
    with database.write() as session:
        source = sources.add(
            session,
            interpreter_id=interpreter_id,
            address=address,
            sealed=reader.seal(address),
            named=_named(given.label, address),
            found=found,
            now=now,
        )
        return stored_id(source.id)


def _named(label: str, address: Address) -> tuple[str, str]:
    """What she calls it, or else where it is: the host alone, which is no secret."""
    host = (urlsplit(address.url).hostname or "")[:253]
    return (label.strip() or host)[:_MOST_LETTERS], host
