"""What each side's calendar should hold, over REST: the page "what do they see?" for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from booking import queries
from booking.replaying import reading
from booking.replaying.reading import Differing, Followed, Verdict, Way
from booking.tables import Side
from identity.acting import SignedIn
from kit.http import InDatabase, Now

router = APIRouter(prefix="/api/v1", tags=["bookings"])


class ShownView(BaseModel):
    """An entry as a calendar shows it; `meeting` is an address to join by."""

    model_config = ConfigDict(from_attributes=True)

    status: str
    starts_at: datetime
    ends_at: datetime
    place: str
    meeting: str


class PostedView(BaseModel):
    """One message that was written, where it is, and when it left (null: not yet, or not known)."""

    model_config = ConfigDict(from_attributes=True)

    sequence: int
    method: str
    written_at: datetime
    way: Way
    left_at: datetime | None


class CalendarView(BaseModel):
    """One calendar: the agency's, or that of the interpreter with this number.

    `theirs` is what it should hold when all that is on its way has arrived, `ours` what our record says;
    null is no entry. `differing` names what is not the same.
    """

    model_config = ConfigDict(from_attributes=True)

    side: Side
    interpreter: int | None
    verdict: Verdict
    differing: list[Differing]
    theirs: ShownView | None
    ours: ShownView | None
    sent: list[PostedView]

    @classmethod
    def of(cls, one: Followed) -> "CalendarView":
        """The calendar as it is told."""
        return cls(
            side=one.side,
            interpreter=one.number,
            verdict=one.verdict,
            differing=list(one.differing),
            theirs=one.theirs and ShownView.model_validate(one.theirs),
            ours=one.ours and ShownView.model_validate(one.ours),
            sent=[PostedView.model_validate(each) for each in one.posted],
        )


class CalendarsView(BaseModel):
    """Every calendar that may know of the booking, the agency's first."""

    items: list[CalendarView]


@router.get("/bookings/{reference}/calendars")
def show_calendars(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> CalendarsView:
    """What each side's calendar should now hold after everything we have sent it, beside our own record."""
    with database.read() as session:
        booking = queries.find(session, actor, reference)
    queries.log_views(database, [booking], actor=actor, now=now)
    with database.read() as session:
        return CalendarsView(items=[CalendarView.of(one) for one in reading.calendars(session, booking)])
