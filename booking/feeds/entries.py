"""What stands in a feed: each entry with its name in a collection, its version and when it changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlmodel import Session, col

from booking import invitation, wording
from booking.availability.rules import modalities
from booking.availability.tables import OnCall
from booking.content_lines import component, line, moment, text, utc
from booking.feeds import opening, writing
from booking.feeds.opening import Opened
from booking.feeds.words import Detail, Scope
from booking.invitation import EventStatus, Method
from booking.office import Office
from booking.tables import Assignment, Booking, Invitation, Side
from kit.clock import OSLO
from kit.db import stored_id
from kit.i18n import Translate, mark, translator
from registry.languages import name_of
from registry.tables import Interpreter

NAMES = {
    Scope.ASSIGNMENTS: mark("My assignments"),
    Scope.UNIT: mark("Interpreters at {organisation}"),
    Scope.DUTY: mark("On call for {organisation}"),
}
"""What a calendar is called where it is shown."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `text` is its VEVENT; one that is gone stood in the feed once, and has none.

    `id` is the row's; nought and below for what has no invitation. `version` rises with every change.
    """

    id: int
    name: str
    version: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    recurs: bool = False
    text: str = ""

    @property
    def gone(self) -> bool:
        """Whether it is cancelled."""
        return not self.text


def items(session: Session, feed: Opened, *, since: datetime, office: Office) -> list[Item]:
    """Everything that begins from `since` on, by time, gone or not; of time on call what lasts yet."""
    facts = feed.facts(since)
    bookings = () if feed.scope is Scope.DUTY else _bookings(session, feed, facts, office)
    duties = () if feed.scope is Scope.UNIT else _duties(session, feed, facts, office)
    if feed.detail is Detail.BUSY:
        t = translator(feed.actor.tongue)
        bookings, duties = _busy(bookings, t("Busy")), _busy(duties, t("On call"))
    return sorted((*bookings, *duties), key=lambda one: (one.starts_at, one.id))


def first_year(shown: list[Item], *, now: datetime) -> int:
    """From which year on the time zone's rules are needed."""
    return min((one.starts_at for one in shown), default=now).astimezone(OSLO).year


def _busy(found: Iterable[Item], title: str) -> Iterator[Item]:
    """Each as an entry that tells when, under the one title."""
    return (replace(one, text=one.text and writing.busy(one.text, title)) for one in found)


def _bookings(session: Session, feed: Opened, facts: dict[str, object], office: Office) -> Iterator[Item]:
    yield from _sent(session, feed, facts)
    yield from _unsent(session, feed, facts, office)


def _sent(session: Session, feed: Opened, facts: dict[str, object]) -> Iterator[Item]:
    columns = (
        col(Invitation.id),
        col(Invitation.uid),
        col(Invitation.sequence),
        col(Invitation.sent_at),
        col(Booking.starts_at),
        col(Booking.ends_at),
        col(Invitation.method),
        col(Invitation.object_text),
    )
    for row in session.execute(opening.sent(feed.scope, *columns), facts):
        number, uid, sequence, sent_at, starts_at, ends_at, method, told = row
        text = writing.entry(told) if method == Method.REQUEST else ""
        name = f"{uid.partition('@')[0]}.ics"
        yield Item(number, name, sequence, sent_at, starts_at, ends_at, text=text)


def _unsent(session: Session, feed: Opened, facts: dict[str, object], office: Office) -> Iterator[Item]:
    row = Assignment if feed.scope is Scope.ASSIGNMENTS else Booking
    for told in session.execute(opening.unsent(feed.scope, row, Booking), facts):
        booking: Booking = told[1]
        page = f"/my/offers/{told[0].offer_id}" if row is Assignment else f"/bookings/{booking.reference}"
        yield Item(
            -stored_id(told[0].id),
            f"{booking.reference}.ics",
            booking.version,
            booking.created_at,
            booking.starts_at,
            booking.ends_at,
            text=_written(feed, booking, office.page(page), office),
        )


def _written(feed: Opened, booking: Booking, page: str, office: Office) -> str:
    """The time, which booking it is, and the page: the rest was never written to anybody."""
    tongue = feed.actor.tongue
    facts = wording.which(booking, tongue)
    side = Side.AGENCY if feed.scope is Scope.UNIT else Side.INTERPRETER
    row = invitation.Held(
        id=None, booking_id=stored_id(booking.id), side=side, interpreter_id=None,
        uid=f"{booking.reference}-{side}@{office.domain}",
        reply_token="", attendee="", sequence=booking.version, method=Method.REQUEST, object_text="",
        sent_at=booking.created_at,
    )  # fmt: skip
    told = invitation.Entry(
        status=EventStatus.CONFIRMED,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        title=wording.title(booking, tongue),
        description="\n".join(f"{label}: {value}" for label, value in facts),
        place="" if booking.sensitive else wording.place(booking),
        meeting="",
        page=page,
        private=booking.sensitive,
    )
    return writing.entry(invitation.object_text(row, told, organizer=office.sender))


def _duties(session: Session, feed: Opened, facts: dict[str, object], office: Office) -> Iterator[Item]:
    """Lines of the organisation's duty list, or an interpreter's own time on call."""
    for duty, her in session.execute(opening.on_duty(feed.scope, OnCall, Interpreter), facts):
        number = stored_id(duty.id)
        yield Item(
            number if feed.scope is Scope.DUTY else -opening.APART - number,
            f"duty-{duty.id}.ics",
            int(duty.confirmed_at is not None),
            duty.confirmed_at or duty.registered_at,
            duty.starts_at,
            duty.ends_at,
            recurs=duty.every_weeks is not None,
            text=_duty(feed, duty, her, office),
        )


def _duty(feed: Opened, duty: OnCall, her: Interpreter, office: Office) -> str:
    """Time on call: tentative until she has confirmed it; her telephone stands on the page.

    It takes no time of hers: a calendar of hers that we read must not make her busy while she is on call.
    """
    t = translator(feed.actor.tongue)
    hers = feed.scope is Scope.ASSIGNMENTS
    name = str(her.number) if her.protected else her.name
    return component(
        "VEVENT",
        text("SUMMARY", t("On call") if hers else t("On call: {name}", name=name)),
        moment("DTSTART", duty.starts_at.astimezone(OSLO)),
        moment("DTEND", duty.ends_at.astimezone(OSLO)),
        moment("DTSTAMP", duty.confirmed_at or duty.registered_at),
        text("UID", f"duty-{duty.id}@{office.domain}"),
        line("SEQUENCE", int(duty.confirmed_at is not None)),
        "" if duty.every_weeks is None else line("RRULE", _rule(duty)),
        line("CLASS", "PRIVATE"),
        text("DESCRIPTION", _ways(t, duty, feed)),
        line("STATUS", (EventStatus.CONFIRMED if duty.confirmed_at else EventStatus.TENTATIVE).value),
        line("TRANSP", "TRANSPARENT"),
        line("URL", office.page("/my/hours/times?which=on_call" if hers else "/on-call")),
    )


def _rule(duty: OnCall) -> str:
    """Every so many weeks on Oslo's wall clock; UNTIL is an instant, as DTSTART has a zone (3.3.10)."""
    if duty.until is None:
        return f"FREQ=WEEKLY;INTERVAL={duty.every_weeks}"
    over = datetime.combine(duty.until + timedelta(days=1), time.min, OSLO) - timedelta(seconds=1)
    return f"FREQ=WEEKLY;UNTIL={utc(over)};INTERVAL={duty.every_weeks}"


def _ways(t: Translate, duty: OnCall, feed: Opened) -> str:
    ways = ", ".join(t(wording.MODALITIES[one]) for one in sorted(modalities(duty.ways)))
    spoken = ", ".join(name_of(code, feed.actor.tongue) for code in duty.languages)
    return "\n".join(line for line in (ways, spoken) if line)
