"""An interpreter's own offers and assignments over REST."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from booking import answering, changing, own, queries
from booking import office as offices
from booking.answering import Declared
from booking.inputs import Declaring, Declining
from booking.office import Office
from booking.schemas import OwnAssignmentView, OwnOfferView
from identity.acting import SignedIn
from kit.db import stored_id
from kit.http import InDatabase, InSettings, Now, Writing
from kit.inputs import Instant
from kit.paging import Cursor, Limit, Page

router = APIRouter()

_WITHOUT_A_WORD = Declining()
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def _office(settings: InSettings) -> Office:
    return offices.of(settings)


InOffice = Annotated[Office, Depends(_office)]


@router.get("/me/offers", tags=["interpreter"])
def list_own_offers(
    database: InDatabase, actor: SignedIn, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[OwnOfferView]:
    """The questions you can still answer, the most urgent first."""
    with database.read() as session:
        found, onward = own.offers(session, own.me(session, actor), now=now, limit=limit, cursor=cursor)
    queries.log_views(database, [one.booking for one in found], actor=actor, now=now)
    return Page(items=[OwnOfferView.of(one) for one in found], next=onward)


@router.post("/offers/{offer_id}/accept", tags=["interpreter"])
def accept_offer(
    offer_id: Id, declaring: Declaring, session: Writing, actor: SignedIn, now: Now, office: InOffice
) -> OwnAssignmentView:
    """Say yes, with both declarations. A second yes gives the same assignment."""
    interpreter = own.me(session, actor)
    declared = Declared(declaring.impartial, declaring.confidential)
    assignment = answering.accept(
        session, offer_id=offer_id, by=interpreter, declared=declared, now=now, office=office
    )
    told = own.assignment(session, interpreter, stored_id(assignment.id))
    queries.log_view(session, told.booking, actor=actor, now=now)
    return OwnAssignmentView.of(told)


@router.post("/offers/{offer_id}/decline", tags=["interpreter"])
def decline_offer(
    offer_id: Id,
    session: Writing,
    actor: SignedIn,
    now: Now,
    office: InOffice,
    declining: Declining = _WITHOUT_A_WORD,
) -> OwnOfferView:
    """Say no; the next is asked."""
    interpreter = own.me(session, actor)
    answering.decline(
        session, offer_id=offer_id, by=interpreter, reason=declining.reason, now=now, office=office
    )
    told = own.offer(session, interpreter, offer_id)
    queries.log_view(session, told.booking, actor=actor, now=now)
    return OwnOfferView.of(told)


@router.get("/me/assignments", tags=["interpreter"])
def list_own_assignments(
    database: InDatabase,
    actor: SignedIn,
    now: Now,
    from_: Annotated[Instant | None, Query(alias="from", description="Not over by then.")] = None,
    to: Annotated[Instant | None, Query(description="Begun before then.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[OwnAssignmentView]:
    """What you have said yes to, in order of time."""
    period = own.Period(from_, to)
    with database.read() as session:
        found, onward = own.assignments(session, own.me(session, actor), period, limit=limit, cursor=cursor)
    queries.log_views(database, [one.booking for one in found], actor=actor, now=now)
    return Page(items=[OwnAssignmentView.of(one) for one in found], next=onward)


@router.post("/assignments/{assignment_id}/withdraw", tags=["interpreter"])
def withdraw_from_assignment(
    assignment_id: Id,
    session: Writing,
    actor: SignedIn,
    now: Now,
    office: InOffice,
    withdrawing: Declining = _WITHOUT_A_WORD,
) -> OwnAssignmentView:
    """Take your yes back; the next is asked."""
    interpreter = own.me(session, actor)
    changing.withdraw(
        session,
        assignment_id=assignment_id,
        by=interpreter,
        reason=withdrawing.reason,
        now=now,
        office=office,
    )
    told = own.assignment(session, interpreter, assignment_id)
    queries.log_view(session, told.booking, actor=actor, now=now)
    return OwnAssignmentView.of(told)
