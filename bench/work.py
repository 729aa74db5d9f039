"""Made-up work in a large register, made by the database: some ahead of everybody, and years of it done."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import CTE, Integer, String, cast, insert, literal, union_all
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, UTCDateTime, col

from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from kit.clock import at_wall, oslo_date
from registry.categories import Level
from registry.tables import Interpreter
from registry.words import Modality

AHEAD = 2
"""So many assignments are held of everybody's; those done lie outside the rule of one place at a time."""
TABLES = ("booking", "offer", "assignment")
_NOON, _HOUR = time(12), timedelta(hours=1)
"""When all of it is: benchmarks ask for another time of the day."""
_DAYS_AHEAD, _APART = 28, 5
_DONE_SINCE = timedelta(days=60)

Slot = tuple[int, int, datetime]
"""Whose turn it is, which of her assignments, and when it starts."""


def ahead(session: Session, *, booker: int, now: datetime) -> None:
    """Everybody has said yes to two hours, on two working days of the four weeks to come."""
    coming = [oslo_date(now) + timedelta(days=1 + n) for n in range(_DAYS_AHEAD)]
    days = [at_wall(day, _NOON) for day in coming if day.isoweekday() <= 5]  # noqa: PLR2004 - a weekday
    slots = [
        (turn, nth, days[(turn + nth * _APART) % len(days)])
        for turn in range(len(days))
        for nth in range(AHEAD)
    ]
    _give(session, slots, _constants(booker, now, BookingStatus.BOOKED, AssignmentStatus.HELD), after=0)


def done(session: Session, *, of: range, people: int, each: int, booker: int, now: datetime) -> None:
    """These of so many `people` have completed so many each, an hour a day until two months ago."""
    last = oslo_date(now - _DONE_SINCE)
    slots = [(0, nth, at_wall(last - timedelta(days=nth), _NOON)) for nth in range(each)]
    over = _constants(booker, now, BookingStatus.COMPLETED, AssignmentStatus.COMPLETED)
    if slots:
        _give(session, slots, over, after=people * AHEAD, of=of)


def _give(
    session: Session,
    slots: Sequence[Slot],
    constants: Mapping[str, Mapping[str, Any]],
    *,
    after: int,
    of: range | None = None,
) -> None:
    turns, each = 1 + max(turn for turn, _, _ in slots), 1 + max(nth for _, nth, _ in slots)
    slot = _table(slots)
    number = (col(Interpreter.id) - 1) * each + slot.c.nth + (after + 1)
    changing = {
        "id": number, "booking_id": number, "offer_id": number, "interpreter_id": col(Interpreter.id),
        "reference": literal("W") + cast(number, String),
        "starts_at": slot.c.starts_at, "ends_at": slot.c.ends_at,
    }  # fmt: skip
    for name in TABLES:
        table = SQLModel.metadata.tables[name]
        hers = {
            column.name: changing[column.name]
            if column.name in changing
            else literal(constants[name][column.name], column.type)
            for column in table.columns
            if column.name in changing or column.name in constants[name]
        }
        rows = columns_of(*hers.values()).join_from(
            Interpreter, slot, col(Interpreter.id) % turns == slot.c.turn
        )
        if of is not None:
            rows = rows.where(col(Interpreter.id) >= of.start, col(Interpreter.id) < of.stop)
        session.execute(insert(table).from_select(list(hers), rows))


def _table(slots: Sequence[Slot]) -> CTE:
    return union_all(
        *(
            columns_of(
                literal(turn, Integer).label("turn"),
                literal(nth, Integer).label("nth"),
                literal(starts_at, UTCDateTime).label("starts_at"),
                literal(starts_at + _HOUR, UTCDateTime).label("ends_at"),
            )
            for turn, nth, starts_at in slots
        )
    ).cte("slot")


def _constants(
    booker: int, now: datetime, booking: BookingStatus, assignment: AssignmentStatus
) -> Mapping[str, Mapping[str, Any]]:
    return {
        "booking": {
            "organisation_id": 1, "created_by": booker, "created_at": now, "status": booking, "version": 1,
            "language": "som", "substitutes": [], "modality": Modality.TELEPHONE, "planned": True,
            "sensitive": False, "wanted": [], "refused": [], "max_category": 5,
        },
        "offer": {
            "status": OfferStatus.ACCEPTED, "booking_version": 1, "level": Level.L5E.value, "reasons": [],
            "asked_at": now, "expires_at": now, "answered_at": now,
        },
        "assignment": {"status": assignment, "booking_version": 1, "accepted_at": now},
    }  # fmt: skip
