"""How far an interpreter goes for an assignment on site: kept by her or an officer; a rule of matching."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from booking.travel.neighbours import Ask
from booking.travel.rules import Reach, Spot, is_within
from booking.travel.tables import InterpreterReach
from identity import audit
from kit.db import stored_id
from kit.errors import FieldError, Invalid
from kit.prepared import among, prepared
from registry import kommuner, registration
from registry.tables import Interpreter

FARTHEST_KM = 2500
"""No journey within Norway is longer."""
MOST_KOMMUNER = 400
_AT_A_TIME = 10_000
_NOWHERE_SAID = Reach()

REACHES = prepared(
    select(
        col(InterpreterReach.interpreter_id),
        col(InterpreterReach.km),
        col(InterpreterReach.kommuner),
        col(Interpreter.kommune),
    )
    .join(Interpreter, col(Interpreter.id) == col(InterpreterReach.interpreter_id))
    .where(among(col(InterpreterReach.interpreter_id), "ids"))
)
"""What those of the interpreters have said who have set a limit, with where they live."""


def of(session: Session, interpreter_id: int) -> Reach:
    """How far she goes; no limit unless she has set one."""
    row = session.get(InterpreterReach, interpreter_id)
    return _NOWHERE_SAID if row is None else Reach(row.km, frozenset(row.kommuner))


def keep(
    session: Session,
    *,
    interpreter_id: int,
    km: int | None,
    numbers: Sequence[str],
    by: int | None,
    now: datetime,
) -> Reach:
    """Put this limit in place of the one before, which is recorded; None and no municipalities is no limit.

    Invalid `too_far` for less than one kilometre or more than 2,500, `unknown_kommune` and `divided_kommune`.
    """
    errors = []
    if km is not None and not 1 <= km <= FARTHEST_KM:
        errors.append(
            FieldError(
                "km", "too_far", "Give 1 to {most} kilometres, or leave it out for no limit.",
                {"most": FARTHEST_KM},
            )
        )  # fmt: skip
    found: set[str] = set()
    for number in numbers:
        try:
            found.add(kommuner.require(number, "kommuner").number)
        except Invalid as refusal:
            errors += refusal.errors
    if errors:
        raise Invalid(*errors)
    before, kept = of(session, interpreter_id), Reach(km, frozenset(found))
    if kept != before:
        _replace(session, interpreter_id, kept)
        subject, act = audit.about_interpreter(interpreter_id), audit.Act.PARTICULARS_CHANGED
        audit.record(session, subject, act, by=by, now=now, content={"fields": ["reach"]})
    return kept


def keep_for(
    session: Session, *, number: int, km: int | None, numbers: Sequence[str], by: int, now: datetime
) -> Reach:
    """What an officer puts in place of the limit of the interpreter with this number.

    Refuses as `keep` does, and as any change of her entry: `unknown_interpreter`, `merged`, `person_removed`.
    """
    her = stored_id(registration.held(session, number).id)
    return keep(session, interpreter_id=her, km=km, numbers=numbers, by=by, now=now)


def out_of_reach(ask: Ask, ids: Collection[int], place: Spot | None) -> set[int]:
    """Those of the interpreters who do not go there. None are asked about remote work; one statement."""
    if place is None:
        return set()
    wanted, found = list(ids), set()
    for first in range(0, len(wanted), _AT_A_TIME):
        for row in ask(REACHES, {"ids": wanted[first : first + _AT_A_TIME]}):
            if not is_within(Reach(row.km, frozenset(row.kommuner)), row.kommune, place):
                found.add(row.interpreter_id)
    return found


def _replace(session: Session, interpreter_id: int, kept: Reach) -> None:
    stored = session.get(InterpreterReach, interpreter_id)
    if kept == _NOWHERE_SAID:
        session.delete(stored)
    else:
        row = stored or InterpreterReach(interpreter_id=interpreter_id)
        row.km, row.kommuner = kept.km, sorted(kept.kommuner)
        session.add(row)
    session.flush()
