"""An organisation's bars over REST."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from booking import queries
from booking.api_me import InOffice
from booking.bars import barring, reading
from booking.bars.barring import NewBar
from booking.bars.reading import Told
from booking.inputs import Given
from booking.orders import CaseReference, Number, Reason
from identity.acting import SignedIn
from kit.db import stored_id
from kit.http import Now, Reading, Writing
from kit.paging import Cursor, Limit, Page

router = APIRouter(prefix="/api/v1", tags=["bookings"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


class BarGiven(Given):
    """Whom, in which case (left out: in everything of your organisation's), and why.

    `confirmed` says that questions and assignments ahead may end by it.
    """

    number: Number
    case_reference: CaseReference | None = None
    reason: Reason
    confirmed: bool = False


class BarView(BaseModel):
    """A bar as its organisation reads it; no name for a protected identity."""

    id: int
    number: int
    name: str | None
    case_reference: str | None
    reason: str
    organisation: str
    registered_at: datetime

    @classmethod
    def of(cls, told: Told) -> "BarView":
        """The bar as it is told."""
        facts = told.bar.model_dump(include={"id", "case_reference", "reason", "registered_at"})
        return cls(**facts, number=told.number, name=told.name, organisation=told.organisation)


@router.get("/bars")
def list_bars(
    session: Reading,
    actor: SignedIn,
    q: Annotated[str | None, Query(max_length=100, description="A number, a name or a case.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[BarView]:
    """Whom your organisation never wants again, the latest first."""
    found, onward = reading.bars(session, actor, text=q, limit=limit, cursor=cursor)
    return Page(items=[BarView.of(one) for one in found], next=onward)


@router.post("/bars", status_code=201)
def put_bar(given: BarGiven, session: Writing, actor: SignedIn, now: Now, office: InOffice) -> BarView:
    """Never again this interpreter, in a case or at all; 409 `bar_hits_bookings` until it is confirmed."""
    bar = barring.put(
        session,
        new=NewBar(given.number, given.case_reference, given.reason),
        organisation_id=queries.booking_for(actor),
        actor=actor,
        confirmed=given.confirmed,
        now=now,
        office=office,
    )
    return BarView.of(reading.find(session, actor, stored_id(bar.id)))


@router.delete("/bars/{bar_id}", status_code=204)
def lift_bar(bar_id: Id, session: Writing, actor: SignedIn, now: Now) -> None:
    """She can be asked again."""
    told = reading.find(session, actor, bar_id)
    barring.lift(session, bar=told.bar, number=told.number, actor=actor, now=now)
