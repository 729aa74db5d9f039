"""Proof of order, the steps and why-not over REST: for whoever may see the booking, and nobody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path
from sqlmodel import Session

from booking import offering, queries
from booking.api_me import InOffice
from booking.explaining import steps, today
from booking.explaining.schemas import (
    ConsideredView,
    ProofView,
    RelaxationsView,
    RelaxationView,
    StepsView,
    StepView,
    WhyNotView,
)
from booking.explaining.why_not import why_not
from booking.matching import everyone
from booking.matching.rules import rank
from booking.proof import reading
from booking.tables import Booking
from identity.acting import SignedIn
from identity.permissions import Actor
from kit import paging
from kit.db import Database
from kit.errors import NotFound
from kit.http import InDatabase, Now
from kit.paging import Cursor, Limit, Page

router = APIRouter(prefix="/api/v1/bookings/{reference}", tags=["bookings"])

Told = TypeVar("Told")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/steps")
def show_steps(
    reference: str, database: InDatabase, actor: SignedIn, now: Now, office: InOffice
) -> StepsView:
    """How many are left after each step of the rules, from all who hold the language, and who falls why."""

    def counted(session: Session, booking: Booking) -> StepsView:
        asked = everyone.question(booking, office.pace)
        people = everyone.people(asked, now=now, ask=everyone.asking(session))
        return StepsView(
            items=[StepView.of(one) for one in steps.counts(asked.wish, people)],
            left_out=dict(rank(asked.wish, people).left_out),
        )

    return _read(database, actor, reference, now, counted)


@router.get("/relaxations")
def show_relaxations(
    reference: str, database: InDatabase, actor: SignedIn, now: Now, office: InOffice
) -> RelaxationsView:
    """What would find somebody, or somebody in a higher category, while anybody can be asked; else nothing.

    Nothing is changed by asking.
    """

    def helping(session: Session, booking: Booking) -> RelaxationsView:
        if not offering.is_open(booking, now):
            return RelaxationsView(items=[])
        stands = today.stands(session, booking, now=now, pace=office.pace)
        return RelaxationsView(items=[RelaxationView.of(one) for one in stands.relaxations])

    return _read(database, actor, reference, now, helping)


@router.get("/candidates/{number}/why-not")
def show_why_not(
    reference: str, number: Number, database: InDatabase, actor: SignedIn, now: Now, office: InOffice
) -> WhyNotView:
    """Why this interpreter is not among those who can be asked, or her place there. Any number will do."""
    return _read(
        database,
        actor,
        reference,
        now,
        lambda session, booking: WhyNotView.of(why_not(session, booking, number, now=now, pace=office.pace)),
    )


@router.get("/proof")
def show_proof(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> ProofView:
    """Whether the best were asked first, computed anew from what was known each time somebody was asked."""
    return _read(
        database,
        actor,
        reference,
        now,
        lambda session, booking: ProofView.of(booking.reference, reading.proof_of(session, booking)),
    )


@router.get("/proof/{run}")
def list_considered(
    reference: str,
    run: Number,
    database: InDatabase,
    actor: SignedIn,
    now: Now,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ConsideredView]:
    """Everyone listed whom a run considered: those who could be asked in their order, then the others."""
    place = paging.decode(cursor, paging.key)
    proof = _read(database, actor, reference, now, reading.proof_of)
    found = [judged for judged in proof.runs if judged.run.position == run]
    if not found:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    told = list(enumerate((one for one in found[0].considered if one.listed), start=1))
    rest = told[place[0] :] if place else told
    shown, onward = paging.page(rest[: limit + 1], limit=limit, key=lambda pair: (pair[0],))
    return Page(items=[ConsideredView.of(one) for _, one in shown], next=onward)


def _read(
    database: Database,
    actor: Actor,
    reference: str,
    now: datetime,
    tell: Callable[[Session, Booking], Told],
) -> Told:
    """What is told of a booking the actor may see; the view of a sensitive one is written down first."""
    with database.read() as session:
        booking = queries.find(session, actor, reference)
    queries.log_views(database, [booking], actor=actor, now=now)
    with database.read() as session:
        return tell(session, booking)
