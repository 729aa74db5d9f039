"""Needs over REST: registered by a program (NAV's self-registration) or a booker, completed by a booker."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Header, Query
from pydantic import Field

from booking import queries
from booking.deviations.given import OrderGiven, terms_of
from booking.intake import Taken
from booking.needs import completing, radar, reading, registering
from booking.needs.given import DroppingGiven, Given, LanguageGiven, NeedGiven
from booking.needs.radar import Period
from booking.needs.reading import Filter
from booking.needs.schemas import NeedView, RadarView, WantedView
from booking.needs.words import NeedStatus
from booking.schemas import BookingView
from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.errors import invalid
from kit.http import InSettings, Now, Reading, Writing
from kit.inputs import Day, Instant
from kit.paging import Page

router = APIRouter(prefix="/api/v1", tags=["needs"])

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


class NeedFilter(Given):
    """Which needs: those wished for within `from` and `to`. `unclear`: whose language nobody has settled."""

    status: NeedStatus | None = None
    language: Annotated[str, Field(max_length=8)] | None = None
    q: Annotated[str, Field(max_length=100)] | None = None
    start: Annotated[Instant | None, Field(alias="from")] = None
    end: Annotated[Instant | None, Field(alias="to")] = None
    unclear: bool = False
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=500)] | None = None


@router.post("/needs", status_code=201)
def register_need(
    given: NeedGiven, session: Writing, actor: SignedIn, now: Now, idempotency_key: Key = None
) -> NeedView:
    """Register a need: a draft for the unit to complete. Calls with one Idempotency-Key are one need.

    A language nobody knows is kept and counted. Give no name, number or address of the one who needs it.
    """
    need = registering.register(session, actor=actor, given=given, now=now, key=idempotency_key)
    return NeedView.of(reading.find(session, actor, need.reference))


@router.get("/needs")
def list_needs(sought: Annotated[NeedFilter, Query()], session: Reading, actor: SignedIn) -> Page[NeedView]:
    """The needs of your organisations: drafts by when they are wished for, others the latest first."""
    wanted = Filter(sought.status, sought.language, sought.q, sought.start, sought.end, sought.unclear)
    found, onward = reading.listed(session, actor, wanted, limit=sought.limit, cursor=sought.cursor)
    return Page(items=[NeedView.of(one) for one in found], next=onward)


@router.get("/needs/{reference}")
def show_need(reference: str, session: Reading, actor: SignedIn) -> NeedView:
    """One need: to its unit, and to the account that registered it."""
    return NeedView.of(reading.find(session, actor, reference))


@router.post("/needs/{reference}/booking", status_code=201, tags=["bookings"])
def complete_need(
    reference: str,
    order: OrderGiven,
    session: Writing,
    actor: SignedIn,
    settings: InSettings,
    now: Now,
    idempotency_key: Key = None,
) -> BookingView:
    """Make the need a booking; nobody is asked yet."""
    taken = Taken(actor, now, idempotency_key, order.departure(terms_of(settings)))
    booking = completing.complete(session, reference=reference, order=order, taken=taken)
    queries.log_view(session, booking, actor=actor, now=now)
    return BookingView.of(queries.told(session, booking))


@router.put("/needs/{reference}/language")
def settle_language(reference: str, given: LanguageGiven, session: Writing, actor: SignedIn) -> NeedView:
    """Say which language the need is in; what was written is kept beside it."""
    completing.settle_language(
        session, reference=reference, actor=actor, language=given.language, variety=given.variety
    )
    return NeedView.of(reading.find(session, actor, reference))


@router.post("/needs/{reference}/drop")
def drop_need(reference: str, given: DroppingGiven, session: Writing, actor: SignedIn, now: Now) -> NeedView:
    """Nobody is needed after all."""
    completing.drop(session, reference=reference, actor=actor, why=given.why, now=now)
    return NeedView.of(reading.find(session, actor, reference))


@router.get("/statistics/needs")
def show_radar(
    session: Reading,
    actor: SignedIn,
    now: Now,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
) -> RadarView:
    """The need radar of a period: your own needs by language, or for the directorate everybody's.

    This year, unless other days are given.
    """
    require(actor, Action.COUNT_DEVIATIONS)
    today = oslo_date(now)
    theirs = actor.organisations(*queries.BOOKERS) or None
    period = Period(first or date(today.year, 1, 1), last or date(today.year, 12, 31), theirs)
    if period.last < period.first:
        raise invalid("to", "ends_before_start", "Choose a last day that is not before the first.")
    lines = radar.by_language(session, period, today=today)
    return RadarView(first=period.first, last=period.last, languages=[WantedView.of(one) for one in lines])
