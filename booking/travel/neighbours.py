"""Her assignments just before and after, and whether there is time to get from one to the next.

Overlap is the database's own rule (`assignment_one_place`); travel is decided here, under the
interpreter's lock (docs/decisions: travel is decided under her lock).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Executable, bindparam, select
from sqlmodel import Session, col

from booking.states import AssignmentStatus
from booking.tables import Assignment, Booking
from booking.travel.rules import PACE, Neighbour, Pace, Spot, around, fits, place_of
from kit.errors import Conflict
from kit.interval import Interval

Ask = Callable[[Executable, dict[str, object]], Sequence[Any]]

_LONGEST = timedelta(hours=24)  # no assignment lasts longer (orders.LONGEST)
_AT_A_TIME = 10_000
_NOBODY = 0

NEIGHBOURS = (
    select(
        col(Assignment.interpreter_id),
        col(Assignment.starts_at),
        col(Assignment.ends_at),
        col(Booking.modality),
        col(Booking.kommune),
        col(Booking.address),
        col(Booking.latitude),
        col(Booking.longitude),
    )
    .join(Booking, col(Booking.id) == col(Assignment.booking_id))
    .where(
        col(Assignment.interpreter_id).in_(bindparam("ids", expanding=True)),
        col(Assignment.status) == AssignmentStatus.HELD,
        col(Assignment.starts_at) > bindparam("earliest"),
        col(Assignment.starts_at) < bindparam("until"),
        col(Assignment.ends_at) > bindparam("since"),
        col(Assignment.booking_id) != bindparam("apart_from"),
    )
)
"""The held assignments of these interpreters near a span, with their places."""


def clashing(
    ask: Ask,
    ids: Collection[int],
    place: Spot | None,
    span: Interval,
    *,
    pace: Pace = PACE,
    apart_from: int = _NOBODY,
) -> set[int]:
    """Those of the interpreters who could not get to the place in time, or from it to what they have next.

    One statement (and one more for each ten thousand asked about). The assignment for the booking
    `apart_from` does not count.
    """
    found = _near(ask, ids, around(span, pace), apart_from)
    return {one for one, neighbours in found.items() if not fits(place, span, neighbours, pace)}


def require_time_to_travel(
    session: Session, *, interpreter_id: int, place: Spot | None, span: Interval, apart_from: int, pace: Pace
) -> None:
    """Conflict `travel_too_short` unless she can get there and onwards; of where else she is, nothing is said.

    The caller holds the interpreter's lock.
    """

    def ask(statement: Executable, values: dict[str, object]) -> Sequence[Any]:
        return session.execute(statement, values).all()

    if clashing(ask, [interpreter_id], place, span, pace=pace, apart_from=apart_from):
        raise Conflict(
            "travel_too_short", "There is not enough time between this and another assignment to get there."
        )


def _near(
    ask: Ask, ids: Collection[int], window: Interval, apart_from: int
) -> Mapping[int, list[Neighbour]]:
    found: dict[int, list[Neighbour]] = defaultdict(list)
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_A_TIME):
        values: dict[str, object] = {
            "ids": wanted[first : first + _AT_A_TIME],
            "earliest": window.start - _LONGEST,
            "since": window.start,
            "until": window.end,
            "apart_from": apart_from,
        }
        for row in ask(NEIGHBOURS, values):
            found[row.interpreter_id].append(Neighbour(Interval(row.starts_at, row.ends_at), place_of(row)))
    return found
