"""What bookings have about an interpreter whose entry is merged into another (registry/quality/merging.py).

What has happened stays under the number it happened under. What binds from now on follows her: bars, hours,
absences to come, how far she goes, and being wanted or refused in bookings still open.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from booking import channels
from booking.availability import changing
from booking.availability.reading import stretch_of
from booking.availability.stretches import first_after
from booking.availability.tables import Absence, ExtraHours, OnCall, WorkingExtent, WorkingHours
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Bar, Booking, Offer
from booking.travel.tables import InterpreterReach
from kit.db import stored_id
from kit.errors import Conflict
from registry.tables import Interpreter

Stored = TypeVar("Stored", Absence, ExtraHours, OnCall)

_OPEN = (
    BookingStatus.DRAFT,
    BookingStatus.REGISTERED,
    BookingStatus.ASKING,
    BookingStatus.BOOKED,
    BookingStatus.UNFILLED,
)


def follow(session: Session, *, standing: Interpreter, merged: Interpreter, now: datetime) -> dict[str, Any]:
    """Let what binds follow her, by adding; answers the new rows' ids, by table.

    Conflict `merged_is_booked` while the merged number is being asked or has an assignment: whoever
    relies on it would otherwise meet another number at the door.
    """
    _refuse_if_relied_on(session, stored_id(merged.id))
    added = {
        "bar": _add(session, _bars(session, standing, merged)),
        "working_hours": _add(session, _hours(session, standing, merged)),
        "absence": _add(session, _ahead(session, Absence, standing, merged, now)),
        "extra_hours": _add(session, _ahead(session, ExtraHours, standing, merged, now)),
        "on_call": _add(session, _ahead(session, OnCall, standing, merged, now)),
        "interpreter_reach": _reach(session, standing, merged),
        "working_extent": _extent(session, standing, merged),
        "offer_by_calendar": _by_calendar(session, standing, merged, now),
        "booking": _wishes(session, standing, merged),
    }
    changing.changed(session, interpreter_id=stored_id(standing.id), now=now)
    return added


def _refuse_if_relied_on(session: Session, merged_id: int) -> None:
    asked = select(Offer.id).where(Offer.interpreter_id == merged_id, Offer.status == OfferStatus.OPEN)
    held = select(Assignment.id).where(
        Assignment.interpreter_id == merged_id, Assignment.status == AssignmentStatus.HELD
    )
    if session.exec(asked).first() is not None or session.exec(held).first() is not None:
        raise Conflict(
            "merged_is_booked",
            "The number that would go is being asked or has an assignment. Let the other number go, or wait.",
        )


def _bars(session: Session, standing: Interpreter, merged: Interpreter) -> Iterable[Bar]:
    hers = select(Bar).where(Bar.interpreter_id == standing.id)
    barred = {(one.organisation_id, one.case_reference) for one in session.exec(hers)}
    for one in session.exec(select(Bar).where(Bar.interpreter_id == merged.id)).all():
        if (one.organisation_id, one.case_reference) not in barred:
            yield Bar(
                **one.model_dump(exclude={"id", "interpreter_id"}), interpreter_id=stored_id(standing.id)
            )


def _hours(session: Session, standing: Interpreter, merged: Interpreter) -> Iterable[WorkingHours]:
    """Hers if she has given any: two sets of hours are not one person's."""
    if session.exec(select(WorkingHours).where(WorkingHours.interpreter_id == standing.id)).first():
        return
    for one in session.exec(select(WorkingHours).where(WorkingHours.interpreter_id == merged.id)).all():
        yield WorkingHours(
            **one.model_dump(exclude={"id", "interpreter_id"}), interpreter_id=stored_id(standing.id)
        )


def _reach(session: Session, standing: Interpreter, merged: Interpreter) -> list[int]:
    """Hers if she has said how far she goes; otherwise what the other number said. The key is her id."""
    hers, others = (session.get(InterpreterReach, stored_id(one.id)) for one in (standing, merged))
    if hers is not None or others is None:
        return []
    her = stored_id(standing.id)
    session.add(InterpreterReach(interpreter_id=her, km=others.km, kommuner=others.kommuner))
    session.flush()
    return [her]


def _extent(session: Session, standing: Interpreter, merged: Interpreter) -> list[int]:
    """What she has said of how much she works; otherwise what the other number said."""
    hers, others = (session.get(WorkingExtent, stored_id(one.id)) for one in (standing, merged))
    if hers is not None or others is None:
        return []
    changing.keep_extent(session, interpreter_id=stored_id(standing.id), extent=others.extent)
    return [stored_id(standing.id)]


def _by_calendar(session: Session, standing: Interpreter, merged: Interpreter, now: datetime) -> list[int]:
    """She is asked by calendar under the one number when she was under the other. The key is her id."""
    hers, others = (channels.chosen(session, stored_id(one.id)) for one in (standing, merged))
    if hers is not None or others is None:
        return []
    her = stored_id(standing.id)
    channels.choose(session, interpreter_id=her, by_calendar=True, now=now)
    return [her]


def _ahead(
    session: Session, table: type[Stored], standing: Interpreter, merged: Interpreter, now: datetime
) -> Iterable[Stored]:
    for one in session.exec(select(table).where(table.interpreter_id == merged.id)).all():
        if first_after(stretch_of(one), now) is not None:
            copied = one.model_dump(exclude={"id", "interpreter_id"})
            yield table(**copied, interpreter_id=stored_id(standing.id))


def _wishes(session: Session, standing: Interpreter, merged: Interpreter) -> list[int]:
    """Bookings still open that want or refuse the merged number: they want or refuse the other as well."""
    open_now = select(Booking).where(col(Booking.status).in_(_OPEN))
    changed = []
    for booking in session.exec(open_now).all():
        before = (booking.wanted, booking.refused)
        booking.wanted = _with(booking.wanted, standing.number, merged.number)
        booking.refused = _with(booking.refused, standing.number, merged.number)
        if before != (booking.wanted, booking.refused):
            changed.append(stored_id(booking.id))
    session.flush()
    return changed


def _with(numbers: list[int], standing: int, merged: int) -> list[int]:
    return [*numbers, standing] if merged in numbers and standing not in numbers else numbers


def _add(session: Session, rows: Iterable[Any]) -> list[int]:
    made = list(rows)
    session.add_all(made)
    session.flush()
    return [stored_id(one.id) for one in made]
