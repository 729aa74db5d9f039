"""She changes when she can be asked, and has said yes to something then: shown first, then decided."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from booking import changing, locks
from booking.availability import reading
from booking.availability.rules import is_free_in, way_of
from booking.office import Office
from booking.own import OwnAssignment
from booking.schemas import OwnAssignmentView
from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking
from identity.tables import Organisation
from kit.db import stored_id
from kit.errors import Conflict
from kit.interval import Interval
from registry.tables import Interpreter

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Settled:
    """What she wants of each assignment in the way: to give it back, or to keep it all the same."""

    withdraw: frozenset[int] = frozenset()
    keep: frozenset[int] = frozenset()


class AssignmentsInTheWay(Conflict):
    """She has said yes to these at times she would no longer have; nothing is changed until she decides."""

    def __init__(self, assignments: list[OwnAssignment]) -> None:
        super().__init__(
            "assignments_in_the_way",
            "You have said yes to assignments then. Withdraw from each of them, or keep it all the same.",
        )
        self.assignments = assignments
        told = [OwnAssignmentView.of(one).model_dump(mode="json") for one in assignments]
        self.members = {"conflicts": told}


def settle(
    session: Session,
    change: Callable[[], Made],
    *,
    her: Interpreter,
    settled: Settled,
    now: datetime,
    office: Office,
) -> Made:
    """Do the change, and withdraw from what she says, all or nothing; the next is asked at once.

    AssignmentsInTheWay while the change leaves an assignment outside the time she has, which was within it
    before, and she has not said what she wants of it: also one she said yes to since she was shown them.
    """
    for assignment_id in _in_order(session, her, settled.withdraw):
        changing.withdraw(session, assignment_id=assignment_id, by=her, reason=None, now=now, office=office)
    locks.interpreter(session, stored_id(her.id))
    before = {stored_id(one.assignment.id) for one in outside(session, her, now=now)}
    made = change()
    known = before | settled.keep
    left = [one for one in outside(session, her, now=now) if one.assignment.id not in known]
    if left:
        raise AssignmentsInTheWay(left)
    return made


def outside(session: Session, her: Interpreter, *, now: datetime) -> list[OwnAssignment]:
    """Her assignments ahead at times she cannot be asked, were it not for them, the first at the top."""
    ahead = _ahead(session, her, now)
    if not ahead:
        return []
    window = Interval(ahead[0].assignment.starts_at, max(one.assignment.ends_at for one in ahead))
    hers = stored_id(her.id)
    known = replace(reading.facts(session, [hers], window)[hers], busy=(), held=())
    return [
        one
        for one in ahead
        if not is_free_in(
            known,
            Interval(one.assignment.starts_at, one.assignment.ends_at),
            way_of(one.booking.modality, planned=one.booking.planned),
            languages=(one.booking.language, *one.booking.substitutes),
        )
    ]


def _ahead(session: Session, her: Interpreter, now: datetime) -> list[OwnAssignment]:
    session.flush()
    statement = (
        select(Assignment, Booking, Organisation.name)
        .join(Booking, col(Booking.id) == col(Assignment.booking_id))
        .join(Organisation, col(Organisation.id) == col(Booking.organisation_id))
        .where(
            Assignment.interpreter_id == her.id,
            col(Assignment.status) == AssignmentStatus.HELD,
            col(Assignment.starts_at) > now,
        )
        .order_by(col(Assignment.starts_at))
    )
    return [OwnAssignment(*row) for row in session.exec(statement)]


def _in_order(session: Session, her: Interpreter, wanted: frozenset[int]) -> list[int]:
    """Bookings are locked in the order of their ids: two who lock several never wait for each other."""
    statement = select(Assignment).where(
        Assignment.interpreter_id == her.id, col(Assignment.id).in_(sorted(wanted))
    )
    return [stored_id(one.id) for one in sorted(session.exec(statement), key=lambda one: one.booking_id)]
