"""Deviations and guidelines over REST."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from booking import queries
from booking.deviations import counting, guidelines, reading, registering
from booking.deviations.counting import Period
from booking.deviations.given import Correcting, Given, GuidelineGiven, Lowering, Unbooked, terms_of
from booking.deviations.reading import Filter, Told
from booking.deviations.schemas import CountView, DeviationCounts, DeviationView, GuidelineView, InForceView
from booking.deviations.survey import SEEN
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationGround, DeviationKind
from identity.acting import SignedIn
from identity.permissions import Action, Actor, Thing, may, require, require_sight
from kit.clock import oslo_date
from kit.errors import invalid
from kit.http import InDatabase, InSettings, Now, Reading, Writing
from kit.inputs import Day
from kit.paging import Page

router = APIRouter(prefix="/api/v1", tags=["deviations"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


class DeviationFilter(Given):
    """Which deviations; the days are of the meeting, both included. `booking` is a booking's reference."""

    kind: DeviationKind | None = None
    ground: DeviationGround | None = None
    planned: bool | None = None
    language: Annotated[str, Field(max_length=8)] | None = None
    q: Annotated[str, Field(max_length=100)] | None = None
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=500)] | None = None


@router.post("/deviations", status_code=201)
def register_deviation(
    said: Unbooked, session: Writing, actor: SignedIn, settings: InSettings, now: Now
) -> DeviationView:
    """Register a deviation at a meeting that was never booked: three fields, the language and the day."""
    until = settings.dispensation_until
    row = registering.register(session, actor=actor, said=said, dispensation_until=until, now=now)
    return _shown(reading.find(session, actor, row.reference), actor)


@router.post("/bookings/{reference}/deviations", status_code=201)
def register_deviation_in_booking(
    reference: str, said: Lowering, session: Writing, actor: SignedIn, settings: InSettings, now: Now
) -> DeviationView:
    """Register a deviation in a booking, kept with who could have come. `max_category` asks further down."""
    booking = queries.take(session, actor, reference)
    row = registering.register_for(
        session, actor=actor, booking=booking, said=said, terms=terms_of(settings), now=now
    )
    queries.log_view(session, booking, actor=actor, now=now)
    return _shown(reading.find(session, actor, row.reference), actor)


@router.post("/bookings/{reference}/minimum", status_code=204)
def keep_to_minimum(reference: str, session: Writing, actor: SignedIn, now: Now) -> None:
    """Ask in no lower category than your agency's lowest from now on."""
    booking = queries.take(session, actor, reference)
    registering.keep_to_minimum(session, booking=booking, by=actor.id, now=now)


@router.get("/deviations")
def list_deviations(
    sought: Annotated[DeviationFilter, Query()], database: InDatabase, actor: SignedIn, now: Now
) -> Page[DeviationView]:
    """The deviations of your organisations, the latest meeting first."""
    wanted = Filter(
        sought.kind, sought.ground, sought.planned, sought.language, sought.q, sought.start, sought.end
    )
    with database.read() as session:
        found, onward = reading.listed(session, actor, wanted, limit=sought.limit, cursor=sought.cursor)
    queries.log_views(database, [one.booking for one in found if one.booking], actor=actor, now=now)
    return Page(items=[_shown(one, actor) for one in found], next=onward)


@router.get("/deviations/{reference}")
def show_deviation(reference: str, database: InDatabase, actor: SignedIn, now: Now) -> Page[DeviationView]:
    """Every edition of one deviation, the latest first."""
    with database.read() as session:
        found = reading.editions(session, actor, reference)
    queries.log_views(database, [one.booking for one in found[:1] if one.booking], actor=actor, now=now)
    return Page(items=[_shown(one, actor) for one in found])


@router.post("/deviations/{reference}/corrections", status_code=201)
def correct_deviation(
    reference: str, given: Correcting, session: Writing, actor: SignedIn, settings: InSettings, now: Now
) -> DeviationView:
    """Correct a deviation by another record; the one before stands as it was."""
    until = settings.dispensation_until
    row: Deviation = registering.correct(
        session, actor=actor, reference=reference, given=given, dispensation_until=until, now=now
    )
    return _shown(reading.find(session, actor, row.reference), actor)


@router.get("/statistics/deviations")
def count_deviations(
    session: Reading,
    actor: SignedIn,
    now: Now,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
) -> DeviationCounts:
    """How many by kind, at planned and unplanned meetings: your own, or for the directorate everybody's.

    This year up to today, unless other days are given.
    """
    require(actor, Action.COUNT_DEVIATIONS)
    today = oslo_date(now)
    period = Period(first or date(today.year, 1, 1), last or today, whose(actor))
    if period.last < period.first:
        raise invalid("to", "ends_before_start", "Choose a last day that is not before the first.")
    return DeviationCounts(
        first=period.first,
        last=period.last,
        deviations={kind: CountView.of(one) for kind, one in counting.by_kind(session, period).items()},
        meetings=DeviationCounts.meetings_of(counting.meetings(session, period)),
        survey={kind: {"planned": planned, "unplanned": unplanned}
                for kind, (planned, unplanned) in SEEN.items()},
    )  # fmt: skip


@router.get("/organisations/{organisation_id}/guideline")
def show_guideline(organisation_id: Id, session: Reading, actor: SignedIn) -> InForceView:
    """What holds for the organisation, its own or inherited."""
    require_sight(actor, Action.SEE_DEVIATION, Thing(organisation_id=organisation_id))
    return InForceView.of(guidelines.in_force(session, organisation_id))


@router.put("/organisations/{organisation_id}/guideline")
def set_guideline(
    organisation_id: Id, given: GuidelineGiven, session: Writing, actor: SignedIn, now: Now
) -> GuidelineView:
    """Lay down the organisation's guideline and lowest categories; what stood before is kept."""
    guidelines.set_guideline(session, actor=actor, organisation_id=organisation_id, given=given, now=now)
    return GuidelineView.of(guidelines.history(session, organisation_id, limit=1)[0])


def whose(actor: Actor) -> frozenset[int] | None:
    """Whose deviations the actor counts: her own organisations', or everybody's for the directorate."""
    theirs = actor.organisations(*queries.BOOKERS)
    return theirs or None


def may_see_people(actor: Actor, told: Told) -> bool:
    """Whether each interpreter of the snapshot is shown by number: to the organisation's administrators."""
    return may(actor, Action.SEE_SNAPSHOT, Thing(organisation_id=told.row.organisation_id))


def _shown(told: Told, actor: Actor) -> DeviationView:
    return DeviationView.of(told, people=may_see_people(actor, told))
