"""A whole feed as text, kept in memory until its stamp says that it has changed."""

from collections import OrderedDict
from datetime import datetime

from sqlmodel import Session

from booking.feeds import entries, opening, writing
from booking.feeds.entries import NAMES
from booking.feeds.opening import Opened
from booking.feeds.words import Scope
from booking.office import Office
from identity import organisations
from kit.db import Database
from kit.i18n import translator

_MOST_BYTES = 64_000_000


class Shelf:
    """Feeds as they were last rendered, by stamp; those asked for longest ago make room for others.

    For the event loop's thread alone. Nothing here is told by anything but its stamp, which names the feed.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._texts: OrderedDict[str, bytes] = OrderedDict()

    def get(self, stamp: str) -> bytes | None:
        """The feed of this stamp, if it is here."""
        found = self._texts.get(stamp)
        if found is not None:
            self._texts.move_to_end(stamp)
        return found

    def put(self, stamp: str, text: bytes) -> None:
        """Keep it; one larger than the whole shelf is not kept."""
        if len(text) > self._most or stamp in self._texts:
            return
        self._texts[stamp] = text
        self._held += len(text)
        while self._held > self._most:
            self._held -= len(self._texts.popitem(last=False)[1])


def render(database: Database, feed: Opened, *, office: Office, now: datetime) -> bytes:
    """The feed as an iCalendar file (RFC 5545), UTF-8."""
    with database.read() as session:
        found = entries.items(session, feed, since=opening.since(now), office=office)
        name = name_of(session, feed)
    shown = [one for one in found if not one.gone]
    year = entries.first_year(shown, now=now)
    return writing.calendar((one.text for one in shown), name=name, year=year).encode()


def name_of(session: Session, feed: Opened) -> str:
    """What the calendar is called, in the account's language."""
    t = translator(feed.actor.tongue)
    if feed.scope is Scope.ASSIGNMENTS or feed.organisation_id is None:
        return t(NAMES[Scope.ASSIGNMENTS])
    return t(NAMES[feed.scope], organisation=organisations.require(session, feed.organisation_id).name)
