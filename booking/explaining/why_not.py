"""Why is this interpreter not here? For any number, and never why somebody is not available."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from booking.matching import everyone
from booking.matching.rules import LeftOut, Person, Wish, first_failed, rank
from booking.tables import Booking
from booking.travel.rules import Pace
from registry import facts
from registry.categories import Level
from registry.tables import Interpreter

CAN_BE_ASKED = "can_be_asked"
UNKNOWN_NUMBER, NOT_LISTED, LANGUAGE_NOT_HELD = "unknown_number", "not_listed", "language_not_held"
"""Codes of their own, as in verification; all other answers are those of LeftOut."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One code, and of somebody listed what anyone may know: her level, and how far away she lives.

    `place` and `reasons` are there when she can be asked. `km` is None for remote work, and for a
    protected identity.
    """

    number: int
    code: str
    level: Level | None = None
    km: int | None = None
    place: int | None = None
    reasons: tuple[str, ...] = ()


def why_not(session: Session, booking: Booking, number: int, *, now: datetime, pace: Pace) -> Answer:
    """Why the interpreter with this number is not among those who can be asked, or her place there.

    Of somebody who is not listed it says that alone: which languages she has evidence in is not public.
    """
    known = facts.of_number(session, number)
    if known is None or _is_removed(session, known.number):
        return Answer(number, UNKNOWN_NUMBER)
    asked = everyone.question(booking, pace)
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    one = next((person for person in people if person.number == known.number), None)
    listed = known.history.listed_on(asked.day) if one is None else one.listed
    if not listed:
        return Answer(known.number, NOT_LISTED)
    if one is None:
        return Answer(known.number, LANGUAGE_NOT_HELD)
    return _of_holder(asked.wish, people, one)


def _of_holder(wish: Wish, people: Sequence[Person], one: Person) -> Answer:
    """Her place, or the rule that stops her; of whoever is shut out or barred nothing but that."""
    rule = first_failed(wish, one)
    if rule is LeftOut.NOT_ELIGIBLE:
        return Answer(one.number, rule.value)
    km = one.km if one.name is not None else None  # where she lives is protected too
    if rule is not None:
        return Answer(one.number, rule.value, one.level, km)
    ranked = rank(wish, people).items
    place = next(place for place, other in enumerate(ranked, start=1) if other.number == one.number)
    return Answer(one.number, CAN_BE_ASKED, one.level, km, place, ranked[place - 1].reasons)


def _is_removed(session: Session, number: int) -> bool:
    statement = select(Interpreter.removed_at).where(Interpreter.number == number)
    return session.exec(statement).one() is not None
