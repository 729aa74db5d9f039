"""Everybody in the public register, in the order of their numbers, read a few at a time.

Only what the public profile shows: those listed on the day and not shut out, never a protected identity,
and contact facts by consent alone.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from registry import kommuner
from registry.profiles import modalities_of
from registry.search.finding import levels_on
from registry.tables import Interpreter, Standing

_AT_A_TIME = 500


def everybody(session: Session, *, on: date) -> Iterator[dict[str, Any]]:
    """One entry for each interpreter, as the schema describes it."""
    last = 0
    while people := _after(session, last, on):
        levels = levels_on(session, [one.id for one in people], on=on)
        for one in people:
            yield _entry(one) | {
                "languages": [
                    {"language": code, "category": level.category, "letter": level.letter}
                    for code, level in levels[one.id].items()
                ]
            }
        last = people[-1].number
        session.expunge_all()


def _after(session: Session, number: int, on: date) -> list[Interpreter]:
    stands = select(Standing.interpreter_id).where(
        col(Standing.starts_on) <= on,
        col(Standing.ends_on) > on,
        col(Standing.interpreter_id) == Interpreter.id,
    )
    rows = select(Interpreter).where(
        col(Interpreter.number) > number, col(Interpreter.protected).is_(False), stands.exists()
    )
    return list(session.exec(rows.order_by(col(Interpreter.number)).limit(_AT_A_TIME)))


def _entry(one: Interpreter) -> dict[str, Any]:
    place = kommuner.current(one.kommune)
    return {
        "number": one.number,
        "name": one.name,
        "kommune": place.number if place else None,
        "kommune_name": place.name if place else None,
        "county": place.fylke if place else None,
        "county_name": place.fylke_name if place else None,
        "modalities": [way.value for way in modalities_of(one)],
        "email": one.email if one.contact_consent else None,
        "phone": one.phone if one.contact_consent else None,
    }
