"""Every kind of calendar object the product sends, each with what the database says it means.

Both sides, through a whole life (invited, moved, withdrawn, moved while nobody has it, reinstated,
cancelled), in every way of taking part, sensitive and protected, with times on both sides of every clock
change. Whoever judges our objects judges these (`tests/judging.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any, TypeAlias

from sqlmodel import Session, col, select

from booking import invitation, notices
from booking.channels import OfferByCalendar
from booking.tables import Invitation, Side
from kit.db import stored_id
from registry.words import Modality
from tests import make_letters
from tests.make import NOW
from tests.make_letters import OFFICE, World

_MINUTE = timedelta(minutes=1)
LONG = "Blåbærstien 17 B; inngang «Ærfugløya», 3. etasje\\høyre, æøå ÆØÅ 🧭 " + "Øverås " * 30

MOMENTS: dict[str, tuple[str, int]] = {
    "summer": ("2026-07-01T09:00+02:00", 60),
    "winter": ("2027-01-15T10:00+01:00", 90),
    "over midnight": ("2026-11-26T23:30+01:00", 60),
    "over new year": ("2026-12-31T23:30+01:00", 90),
    "leap day": ("2028-02-29T12:00+01:00", 45),
    "spring 2026, across": ("2026-03-29T00:30:00Z", 60),
    "spring 2026, until": ("2026-03-29T00:00:00Z", 60),
    "spring 2026, from": ("2026-03-29T01:00:00Z", 60),
    "spring 2026, a day and a night": ("2026-03-28T12:00:00Z", 1440),
    "spring 2027, across": ("2027-03-28T00:30:00Z", 60),
    "autumn 2026, across": ("2026-10-24T23:30:00Z", 180),
    "autumn 2026, the first 02:30": ("2026-10-25T00:30:00Z", 30),
    "autumn 2026, the second 02:30": ("2026-10-25T01:30:00Z", 60),
    "autumn 2026, until the hour that comes twice": ("2026-10-24T23:00:00Z", 60),
    "autumn 2027, across": ("2027-10-30T23:30:00Z", 180),
    "autumn 2027, the first 02:00": ("2027-10-31T00:00:00Z", 30),
    "autumn 2027, the second 02:00": ("2027-10-31T01:00:00Z", 60),
}
"""When, and for how many minutes; each entry is moved to the next one's time."""

WAYS: dict[str, dict[str, Any]] = {
    "on site": {"modality": Modality.ON_SITE, "address": LONG},
    "by screen": {"modality": Modality.SCREEN, "meeting_url": "https://meet.example/å?a=1;b=2,3"},
    "by telephone": {"modality": Modality.TELEPHONE},
}
Setting: TypeAlias = tuple[str, bool, bool, str]
"""In which way, whether sensitive, whether she is protected, and when."""
_ASKED = ("asked", "TENTATIVE", None)
_LIFE: tuple[tuple[str, str | None, str | None], ...] = (
    ("booked", "CONFIRMED", "CONFIRMED"),
    ("changed", "CONFIRMED", "CONFIRMED"),
    ("withdrew", "CANCELLED", "TENTATIVE"),
    ("moved", None, "TENTATIVE"),
    ("booked", "CONFIRMED", "CONFIRMED"),
    ("cancelled", "CANCELLED", "CANCELLED"),
)
"""What happens, and the status of each side's object after it, hers first; None when it is not sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One object as it was sent; `stream` is one side's entry, in which `number` counts from 0.

    A DECLINECOUNTER has the number it answers, and none of the facts after `dtstamp`.
    """

    name: str
    stream: str
    number: int
    text: str
    method: str
    status: str
    dtstamp: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    attendee: str = ""
    place: str = ""


def every_kind(session: Session) -> list[Sent]:
    """All of them, made through the notices of an empty database."""
    return [sent for number, setting in enumerate(_settings()) for sent in _life(session, number, setting)]


def _settings() -> list[Setting]:
    """Everything crossed with summer and winter, and every time with an open and a sensitive booking."""
    whole = product(WAYS, (False, True), (False, True), ("summer", "winter"))
    yes_no = (("on site", False, False), ("by screen", True, True))
    return list(dict.fromkeys([*whole, *((*one, moment) for one in yes_no for moment in MOMENTS)]))


def _life(session: Session, number: int, setting: Setting) -> Iterator[Sent]:
    """Every other interpreter is asked by calendar first."""
    way, sensitive, protected, moment = setting
    start, end = _time(moment)
    her = {"number": 90001 + number, "protected": protected, "name": f"Åse Ærlig Østby-Ångström {number}"}
    facts = WAYS[way] | {"sensitive": sensitive, "reference": f"B{number:05}"}
    world = make_letters.world(session, her=her, starts_at=start, ends_at=end, **facts)
    kind = f"{way}{', sensitive' * sensitive}{', protected' * protected}, {moment}"
    asked = number % 2 == 1
    if asked:
        session.add(OfferByCalendar(interpreter_id=stored_id(world.interpreter.id), chosen_at=NOW))
    for step, (event, hers, agencys) in enumerate((_ASKED, *_LIFE) if asked else _LIFE):
        _happens(session, world, event, moment, NOW + step * _MINUTE)
        for side, status in ((Side.INTERPRETER, hers), (Side.AGENCY, agencys)):
            if status is not None:
                yield _sent(session, world, side, status, f"{kind}: {event}")
        if event == "changed":
            yield _counter_declined(session, world, f"{kind}: {event}", NOW + step * _MINUTE)


def _happens(session: Session, world: World, event: str, moment: str, now: datetime) -> None:
    if event == "asked":
        notices.offer_asked(session, booking=world.booking, offer=world.offer, now=now, office=OFFICE)
        return
    if event in {"changed", "moved"}:
        moments = list(MOMENTS)
        following = moments[(moments.index(moment) + (1 if event == "changed" else 2)) % len(moments)]
        world.booking.starts_at, world.booking.ends_at = _time(following)
    tell: dict[str, Callable[..., None]] = {
        "booked": notices.booked,
        "changed": notices.changed,
        "withdrew": notices.interpreter_withdrew,
        "moved": notices.changed,
        "cancelled": notices.cancelled,
    }
    held = None if event == "moved" else world.assignment
    tell[event](session, booking=world.booking, assignment=held, now=now, office=OFFICE)


def _sent(session: Session, world: World, side: Side, status: str, name: str) -> Sent:
    session.flush()
    session.refresh(world.booking)  # its times as they are stored
    row = _invitation(session, world, side)
    return Sent(
        name=f"{name}, {side.value}, SEQUENCE {row.sequence}",
        stream=row.uid,
        number=row.sequence,
        text=row.object_text,
        method="CANCEL" if status == "CANCELLED" else "REQUEST",
        status=status,
        dtstamp=row.sent_at,
        starts_at=world.booking.starts_at,
        ends_at=world.booking.ends_at,
        attendee=row.attendee,
        place=_place(world),
    )


def _counter_declined(session: Session, world: World, name: str, now: datetime) -> Sent:
    """That a time she has proposed instead is not accepted."""
    row = _invitation(session, world, Side.INTERPRETER)
    organizer = OFFICE.organizer(row.reply_token)
    return Sent(
        name=f"{name}, a proposed time declined",
        stream=row.uid,
        number=row.sequence,
        text=invitation.counter_declined(row, organizer=organizer, now=now),
        method="DECLINECOUNTER",
        status="",
        dtstamp=now,
    )


def _invitation(session: Session, world: World, side: Side) -> Invitation:
    hers = select(Invitation).where(col(Invitation.booking_id) == world.booking.id, Invitation.side == side)
    return session.exec(hers).one()


def _place(world: World) -> str:
    """A sensitive booking's is told in no calendar."""
    if world.booking.sensitive:
        return ""
    remote = {Modality.SCREEN: "Skjerm", Modality.TELEPHONE: "Telefon"}
    return remote.get(world.booking.modality, f"{world.booking.address}, Oslo")


def _time(moment: str) -> tuple[datetime, datetime]:
    start, minutes = MOMENTS[moment]
    return datetime.fromisoformat(start), datetime.fromisoformat(start) + minutes * _MINUTE
