"""What is kept of somebody who is removed goes from every run; digests stay, so the chains still hold.

Her facts are in runs about the languages she has evidence in. Her number, that she was asked and what she
answered stay, as they do in the agencies' other records (docs/decisions/0025).
"""

from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import Text, cast
from sqlmodel import Session, col, or_, select

from booking.proof import packing
from booking.proof.packing import Facts, Packed, Unreadable
from booking.proof.tables import OfferingRun
from booking.tables import Booking
from registry.tables import Evidence, Interpreter

_AT_A_TIME = 200


def erase(session: Session, person: Interpreter) -> int:
    """Erase what the runs kept of her: from how many."""
    changed = 0
    for row, run in _runs(session, person):
        if person.number in run.people and run.people[person.number].facts is not None:
            row.content = packing.pack(packing.without(run, person.number))
            session.add(row)
            changed += 1
    session.flush()
    return changed


def held(session: Session, person: Interpreter) -> Iterator[tuple[OfferingRun, Facts]]:
    """What the runs keep of her, in the order it was kept."""
    for row, run in _runs(session, person):
        known = run.people.get(person.number)
        if known is not None and known.facts is not None:
            yield row, known.facts


def _runs(session: Session, person: Interpreter) -> Iterator[tuple[OfferingRun, Packed]]:
    """The runs she may be in: those about a language she has evidence in, or accepted in its place.

    One that somebody has made unreadable holds nothing of hers any more.
    """
    hers = select(Evidence.language).where(
        Evidence.interpreter_id == person.id, col(Evidence.language).is_not(None)
    )
    languages = sorted(filter(None, set(session.exec(hers))))
    accepted = (cast(col(Booking.substitutes), Text).contains(f'"{code}"') for code in languages)
    statement = (
        select(OfferingRun)
        .join(Booking, col(Booking.id) == col(OfferingRun.booking_id))
        .where(or_(col(Booking.language).in_(languages), *accepted))
        .order_by(col(OfferingRun.at), col(OfferingRun.booking_id), col(OfferingRun.position))
    )
    for row in session.exec(statement.execution_options(yield_per=_AT_A_TIME)):
        with suppress(Unreadable):
            yield row, packing.unpack(row.content)
