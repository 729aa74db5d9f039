"""A feed as a CalDAV collection: what each of its resources has, and the answers about them. Pure.

Root, principal and home are there because programs find their way through them (RFC 5397, RFC 4791 6.2);
the calendar is the only thing in the home.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from booking.feeds import multistatus, syncing, writing
from booking.feeds.entries import Item
from booking.feeds.multistatus import CALDAV, DAV, SERVER, Asked, Told, href, made
from booking.feeds.opening import Opened
from kit.clock import OSLO

ROOT, PRINCIPAL, HOME = "/dav/", "/dav/principal/", "/dav/calendars/"
XML, ICS = "application/xml; charset=utf-8", "text/calendar; charset=utf-8; component=VEVENT"

_DATA = f"{CALDAV}calendar-data"
_REPORTS = (f"{CALDAV}calendar-query", f"{CALDAV}calendar-multiget", f"{DAV}sync-collection")

Properties = Mapping[str, ET.Element]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The one calendar behind a password, as it is now."""

    feed: Opened
    name: str
    stamp: str
    since: datetime
    items: list[Item]

    @property
    def path(self) -> str:
        """Where it lies; a device with two accounts holds two, so each has its own address."""
        return f"{HOME}{self.feed.id}/"

    @property
    def token(self) -> str:
        """Tells a program that comes back what it has seen."""
        return syncing.token(self.items, stamp=self.stamp, since=self.since)

    @property
    def shown(self) -> list[Item]:
        """What stands in it."""
        return [one for one in self.items if not one.gone]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    body: bytes = b""
    media_type: str = XML
    etag: str = ""


def propfind(calendar: Calendar, path: str, asked: Asked, depth: str) -> Answer:
    """What the resource has, and with depth 1 what those in it have (RFC 4918 9.1)."""
    if depth not in {"0", "1"}:
        return Answer(403, multistatus.error(f"{DAV}propfind-finite-depth"))
    around = _around(calendar)
    if path in around:
        found = [(path, around[path])]
        if depth == "1" and path == HOME:
            found.append((calendar.path, around[calendar.path]))
        if depth == "1" and path == calendar.path:
            found += [(_path(calendar, one), _of_item(calendar, one, asked)) for one in calendar.shown]
    else:
        found = [
            (_path(calendar, one), _of_item(calendar, one, asked))
            for one in calendar.shown
            if _path(calendar, one) == path
        ]
    if not found:
        return Answer(404)
    return Answer(207, multistatus.answer([Told(*one) for one in found], asked.wanted))


def report(calendar: Calendar, path: str, asked: Asked) -> Answer:
    """Those in a span, those named, or those that have changed."""
    if path != calendar.path:
        return Answer(404)
    match asked.kind:
        case "calendar-query":
            return _told(calendar, asked, [one for one in calendar.shown if _matches(one, asked)])
        case "calendar-multiget":
            known = {one.name: one for one in calendar.shown}
            missing = [name for name in asked.names if name not in known]
            found = [known[name] for name in dict.fromkeys(asked.names) if name in known]
            return _told(calendar, asked, found, missing)
        case "sync-collection":
            return _synced(calendar, asked)
        case _:
            return Answer(403, multistatus.error(f"{DAV}supported-report"))


def got(calendar: Calendar, path: str) -> Answer:
    """One entry as an object of its own."""
    for one in calendar.shown:
        if _path(calendar, one) == path:
            return Answer(200, _object(one), ICS, _etag(calendar, one))
    return Answer(404)


def _synced(calendar: Calendar, asked: Asked) -> Answer:
    found = syncing.changed(calendar.items, asked.token, stamp=calendar.stamp, since=calendar.since)
    if found is None:
        return Answer(403, multistatus.error(f"{DAV}valid-sync-token"))
    if asked.most is not None and len(found) > asked.most:
        return Answer(507, multistatus.error(f"{DAV}number-of-matches-within-limits"))
    standing = [one for one in found if not one.gone]
    return _told(calendar, asked, standing, [one.name for one in found if one.gone], token=calendar.token)


def _told(
    calendar: Calendar, asked: Asked, found: Iterable[Item], missing: Iterable[str] = (), *, token: str = ""
) -> Answer:
    told = [Told(_path(calendar, one), _of_item(calendar, one, asked)) for one in found]
    told += [Told(calendar.path + name, None) for name in missing]
    return Answer(207, multistatus.answer(told, asked.wanted, token=token))


def _matches(one: Item, asked: Asked) -> bool:
    """Whether it touches the span; what recurs may, and the program sees for itself."""
    if asked.component != "VEVENT":
        return False
    begun = asked.end is None or one.starts_at < asked.end
    lasting = asked.start is None or one.recurs or one.ends_at > asked.start
    return begun and lasting


def _around(calendar: Calendar) -> dict[str, Properties]:
    """What the resources around the entries have, by their addresses."""
    found: dict[str, list[ET.Element]] = {
        ROOT: [_type(), made(f"{DAV}displayname", text="Tolkebok")],
        PRINCIPAL: [
            _type(f"{DAV}principal"),
            made(f"{DAV}displayname", text=calendar.feed.actor.name),
            made(f"{DAV}principal-URL", href(PRINCIPAL)),
            made(f"{CALDAV}calendar-home-set", href(HOME)),
            made(f"{CALDAV}calendar-user-address-set", href(f"mailto:{calendar.feed.actor.email}")),
        ],
        HOME: [_type(), made(f"{DAV}displayname", text="Tolkebok"), made(f"{DAV}owner", href(PRINCIPAL))],
        calendar.path: [*_of_calendar(calendar)],
    }
    shared = (made(f"{DAV}current-user-principal", href(PRINCIPAL)), _privileges())
    return {path: {one.tag: one for one in (*own, *shared)} for path, own in found.items()}


def _of_calendar(calendar: Calendar) -> Iterable[ET.Element]:
    yield _type(f"{CALDAV}calendar")
    yield made(f"{DAV}displayname", text=calendar.name)
    yield made(f"{DAV}owner", href(PRINCIPAL))
    yield made(f"{DAV}getetag", text=f'"{calendar.stamp}"')
    yield made(f"{SERVER}getctag", text=calendar.stamp)
    yield made(f"{DAV}sync-token", text=calendar.token)
    yield made(f"{DAV}getcontenttype", text="text/calendar; charset=utf-8")
    yield made(f"{CALDAV}supported-calendar-component-set", made(f"{CALDAV}comp", name="VEVENT"))
    yield made(
        f"{CALDAV}supported-calendar-data",
        made(_DATA, **{"content-type": "text/calendar", "version": "2.0"}),
    )
    supported = (made(f"{DAV}report", made(one)) for one in _REPORTS)
    yield made(f"{DAV}supported-report-set", *(made(f"{DAV}supported-report", one) for one in supported))


def _of_item(calendar: Calendar, one: Item, asked: Asked) -> Properties:
    """The object itself only for whoever names it."""
    has = [
        made(f"{DAV}resourcetype"),
        made(f"{DAV}getetag", text=_etag(calendar, one)),
        made(f"{DAV}getcontenttype", text=ICS),
        made(f"{DAV}current-user-principal", href(PRINCIPAL)),
        _privileges(),
    ]
    if asked.wanted is not None and _DATA in asked.wanted:
        has.append(made(_DATA, text=_object(one).decode()))
    return {prop.tag: prop for prop in has}


def _type(*more: str) -> ET.Element:
    return made(f"{DAV}resourcetype", made(f"{DAV}collection"), *(made(one) for one in more))


def _privileges() -> ET.Element:
    return made(f"{DAV}current-user-privilege-set", made(f"{DAV}privilege", made(f"{DAV}read")))


def _path(calendar: Calendar, one: Item) -> str:
    return calendar.path + one.name


def _etag(calendar: Calendar, one: Item) -> str:
    return f'"{one.id}-{one.version}-{calendar.feed.detail}-{calendar.feed.actor.tongue}"'


def _object(one: Item) -> bytes:
    return writing.alone(one.text, year=one.starts_at.astimezone(OSLO).year).encode()
