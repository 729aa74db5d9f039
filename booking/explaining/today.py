"""A booking as it stands today: who can be asked, how many are left after each step, and what would help."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from booking.explaining import relaxing, steps
from booking.explaining.relaxing import Relaxation
from booking.explaining.steps import Count
from booking.matching import everyone
from booking.matching.rules import Ranking, rank
from booking.tables import Booking
from booking.travel.rules import Pace


@dataclass(frozen=True, slots=True)
class Today:
    """The order, the counts that lead to it, and the nearest changes that would find somebody."""

    ranking: Ranking
    steps: tuple[Count, ...]
    relaxations: tuple[Relaxation, ...]


def stands(session: Session, booking: Booking, *, now: datetime, pace: Pace) -> Today:
    """The booking as it stands, from one reading of everyone with the language."""
    asked = everyone.question(booking, pace)
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    return Today(
        ranking=rank(asked.wish, people),
        steps=steps.counts(asked.wish, people),
        relaxations=relaxing.relaxations(session, asked, people, now=now),
    )
