"""A run is kept: what was known of everyone considered, the order it gave, and who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from booking.matching.everyone import Question
from booking.matching.rules import RULE_VERSION, Person, Ranking
from booking.proof import packing, versions
from booking.proof.packing import Known
from booking.proof.tables import OfferingRun
from booking.states import OfferStatus
from booking.tables import Offer
from identity import audit
from registry.tables import Interpreter


@dataclass(frozen=True, slots=True)
class Seen:
    """What was asked for, everyone considered, and the order they came in."""

    asked: Question
    people: Sequence[Person]
    ranking: Ranking


def keep(
    session: Session, seen: Seen, *, offer: Offer | None, now: datetime, why: str | None = None
) -> OfferingRun:
    """Keep the run and put its digest in the booking's chain; `why` says why nobody was asked.

    The caller holds the booking's lock.
    """
    asked = seen.asked
    before = select(OfferingRun).where(OfferingRun.booking_id == asked.booking_id)
    earlier = session.exec(before.order_by(col(OfferingRun.position))).all()
    facts = {one.number: versions.facts_of(one) for one in seen.people}
    run = packing.new(_header(session, seen, offer, why), _known(earlier), facts)
    row = OfferingRun(
        booking_id=asked.booking_id,
        position=len(earlier) + 1,
        at=now,
        booking_version=asked.version,
        rule_version=RULE_VERSION,
        offer_id=offer.id if offer else None,
        content=packing.pack(run),
    )
    session.add(row)
    subject = audit.about_booking(asked.booking_id)
    audit.record(session, subject, audit.Act.OFFERING_RUN, by=None, now=now, content=told(row, run))
    return row


def told(row: OfferingRun, run: packing.Packed) -> dict[str, Any]:
    """What the chain says of a run."""
    return {
        "run": row.position,
        "booking_version": row.booking_version,
        "rules": row.rule_version,
        "offer": row.offer_id,
        "digest": packing.digest(run),
    }


def answers(session: Session, booking_id: int) -> list[list[Any]]:
    """Every question of the booking that has been closed, as [offer, number, version, status, code]."""
    statement = (
        select(Offer, Interpreter.number)
        .join(Interpreter, col(Interpreter.id) == col(Offer.interpreter_id))
        .where(Offer.booking_id == booking_id, col(Offer.status) != OfferStatus.OPEN)
        .order_by(col(Offer.id))
    )
    return [
        [offer.id, number, offer.booking_version, offer.status.value, _code(offer)]
        for offer, number in session.exec(statement)
    ]


def _code(offer: Offer) -> str | None:
    """Why a question was taken back; what somebody wrote as she said no is nobody's proof."""
    return offer.ended_reason if offer.status is OfferStatus.WITHDRAWN else None


def _header(session: Session, seen: Seen, offer: Offer | None, why: str | None) -> dict[str, Any]:
    asked, ranking = seen.asked, seen.ranking
    return {
        "languages": list(asked.languages),
        "starts_at": asked.span.start.isoformat(),
        "ends_at": asked.span.end.isoformat(),
        "modality": asked.modality.value,
        "pace": versions.pace_of(asked.pace),
        "wish": versions.wish_of(asked.wish),
        "asked": offer and session.get_one(Interpreter, offer.interpreter_id).number,
        "level": offer and offer.level,
        "why": why,
        "answers": answers(session, asked.booking_id),
        "ranking": [one.number for one in ranking.items],
        "left_out": dict(ranking.left_out),
    }


def _known(earlier: Sequence[OfferingRun]) -> dict[int, Known]:
    """What the runs so far know of everyone; what cannot be read counts as not known."""
    known: dict[int, Known] = {}
    for row in earlier:
        try:
            known = packing.after(known, packing.unpack(row.content))
        except packing.Unreadable:
            known = {}
    return known
