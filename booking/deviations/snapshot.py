"""Who was qualified when a deviation was registered, who had been asked, and why each fell out.

Made by itself, so that a deviation can stand up later: nobody has to remember. Interpreters stand in it by
number alone, with the reasons an agency reads: never why somebody was not available.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from booking.matching import everyone
from booking.matching.rules import LeftOut, first_failed
from booking.tables import Booking, Offer
from booking.travel.rules import Pace
from registry.tables import Interpreter

_UNQUALIFIED = frozenset({LeftOut.CATEGORY_TOO_LOW, LeftOut.NOT_LISTED})
FREE = "free"
"""Beside the reasons to fall out: she could have been asked."""


def taken(session: Session, booking: Booking, *, minimum: int, pace: Pace, now: datetime) -> dict[str, Any]:
    """The snapshot, as JSON.

    `qualified` counts those listed in a category the booking takes, `free` those of them who could be asked,
    `left_out` everyone else who holds the language, once each, by the first reason. `people` lists numbers
    with category and reason; `asked` every question put, with its answer.
    """
    asked = everyone.question(booking, pace)
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    reasons = {one.number: first_failed(asked.wish, one) for one in people}
    counted = Counter(reason.value for reason in reasons.values() if reason is not None)
    return {
        "at": now.isoformat(),
        "minimum": minimum,
        "max_category": booking.max_category,
        "qualified": sum(reason not in _UNQUALIFIED for reason in reasons.values()),
        "free": sum(reason is None for reason in reasons.values()),
        "left_out": {rule.value: counted[rule.value] for rule in LeftOut if counted[rule.value]},
        "people": [
            {
                "number": one.number,
                "category": one.level.category,
                "letter": one.level.letter,
                "reason": reason.value if (reason := reasons[one.number]) else FREE,
            }
            for one in sorted(people, key=lambda one: (one.level or 0, one.number))
            if one.level is not None
        ],
        "asked": _asked(session, booking),
    }


def _asked(session: Session, booking: Booking) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Offer, Interpreter.number)
        .join(Interpreter, col(Interpreter.id) == col(Offer.interpreter_id))
        .where(Offer.booking_id == booking.id)
        .order_by(col(Offer.id))
    )
    return [
        {"number": number, "at": offer.asked_at.isoformat(), "status": offer.status.value}
        for offer, number in rows
    ]
