"""What CalDAV programs ask and hear, as XML (RFC 4918, 4791, 6578). Pure."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
SERVER, APPLE = "{http://calendarserver.org/ns/}", "{http://apple.com/ns/ical/}"
_TYPE = "application/xml; charset=utf-8"

for _prefix, _space in (("D", DAV), ("C", CALDAV), ("CS", SERVER), ("A", APPLE)):
    ET.register_namespace(_prefix, _space.strip("{}"))


class Unreadable(ValueError):
    """What was sent is no question we know."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its kind, the properties wanted (None is all), and what it is narrowed to."""

    kind: str
    wanted: tuple[str, ...] | None = None
    names: tuple[str, ...] = ()
    component: str = "VEVENT"
    start: datetime | None = None
    end: datetime | None = None
    token: str = ""
    most: int | None = None


def asked(body: bytes) -> Asked:
    """The question in the body; none at all asks for everything (RFC 4918 9.1). Raises Unreadable."""
    if not body.strip():
        return Asked("propfind")
    try:
        root = fromstring(body, forbid_dtd=True)
        return _read(root)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        raise Unreadable from fault


def _read(root: ET.Element) -> Asked:
    prop = root.find(f"{DAV}prop")
    span = root.find(f".//{CALDAV}time-range")
    inner = root.find(f"{CALDAV}filter/{CALDAV}comp-filter/{CALDAV}comp-filter")
    most = root.findtext(f"{DAV}limit/{DAV}nresults")
    return Asked(
        kind=root.tag.rpartition("}")[2],
        wanted=None if prop is None else tuple(one.tag for one in prop),
        names=tuple(_name(one.text or "") for one in root.findall(f"{DAV}href")),
        component="VEVENT" if inner is None else inner.get("name", ""),
        start=_instant(span, "start"),
        end=_instant(span, "end"),
        token=(root.findtext(f"{DAV}sync-token") or "").strip(),
        most=int(most) if most else None,
    )


def _name(href: str) -> str:
    return unquote(urlsplit(href.strip()).path).rstrip("/").rpartition("/")[2]


def _instant(span: ET.Element | None, name: str) -> datetime | None:
    given = None if span is None else span.get(name)
    return datetime.strptime(given, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if given else None


def made(tag: str, *inside: ET.Element, text: str | None = None, **attributes: str) -> ET.Element:
    """One element."""
    one = ET.Element(tag, attributes)
    one.text = text
    one.extend(inside)
    return one


def href(path: str) -> ET.Element:
    """A reference to another resource."""
    return made(f"{DAV}href", text=path)


@dataclass(frozen=True, slots=True)
class Told:
    """One resource in an answer: what it has of what was wanted; None when it is gone."""

    path: str
    has: Mapping[str, ET.Element] | None


def answer(told: Sequence[Told], wanted: tuple[str, ...] | None, *, token: str = "") -> bytes:
    """A multistatus: what each has with 200, what it lacks of what was named with 404 (RFC 4918 13)."""
    root = made(f"{DAV}multistatus", *(_response(one, wanted) for one in told))
    if token:
        root.append(made(f"{DAV}sync-token", text=token))
    return written(root)


def error(condition: str) -> bytes:
    """A precondition that does not hold, by name (RFC 4918 16)."""
    return written(made(f"{DAV}error", made(condition)))


def written(root: ET.Element) -> bytes:
    """The document as it is sent."""
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _response(one: Told, wanted: tuple[str, ...] | None) -> ET.Element:
    response = made(f"{DAV}response", href(one.path))
    if one.has is None:
        response.append(_status("404 Not Found"))
        return response
    names = tuple(one.has) if wanted is None else wanted
    found = [one.has[name] for name in names if name in one.has]
    lacking = [made(name) for name in names if name not in one.has]
    if found or not lacking:
        response.append(_propstat(found, "200 OK"))
    if lacking:
        response.append(_propstat(lacking, "404 Not Found"))
    return response


def _propstat(properties: list[ET.Element], status: str) -> ET.Element:
    return made(f"{DAV}propstat", made(f"{DAV}prop", *properties), _status(status))


def _status(status: str) -> ET.Element:
    return made(f"{DAV}status", text=f"HTTP/1.1 {status}")
