"""The search for those who are free on a day or at a time, over REST: for those who book (decision 0018)."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from booking.availability import reading
from booking.orders import LONGEST
from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.errors import invalid
from kit.http import Now, Reading
from kit.inputs import Day, Instant
from kit.interval import Interval
from registry import shown
from registry.schemas import FoundPage, Sought
from registry.search import finding, wishes

router = APIRouter()


class SoughtFree(Sought):
    """The search, and when: a day, or both ends of a time."""

    free_on: Annotated[
        Day | None, Field(description="An Oslo day: free for an hour of it without a break.")
    ] = None
    free_from: Annotated[
        Instant | None, Field(description="With `free_to`: free throughout the time between.")
    ] = None
    free_to: Instant | None = None


@router.get("/free-interpreters", tags=["bookings"])
def list_free_interpreters(
    wanted: Annotated[SoughtFree, Query()], session: Reading, actor: SignedIn, now: Now
) -> FoundPage:
    """Those of the search who can be asked then, in the way looked for, if any; in the search's order.

    For those who book. Why somebody is not there is never told. Asked about are the 2,000 best: `more`
    says that there were others, and `total` counts those found.
    """
    require(actor, Action.SEE_WHO_IS_FREE)
    wish, (span, at_least) = wishes.of(wanted), _when(wanted, now)
    wishes.require(wish)
    found = finding.find(
        session,
        wish,
        on=oslo_date(now),
        limit=wanted.limit,
        cursor=wanted.cursor,
        among=lambda ids: reading.free_among(
            session, ids, span=span, at_least=at_least, modality=wish.modality
        ),
    )
    items = [shown.found(person, levels, near=wish.kommune_today) for person, levels in found.interpreters]
    return FoundPage(items=items, next=found.next, total=found.total, more=found.more)


def _when(wanted: SoughtFree, now: datetime) -> tuple[Interval, timedelta]:
    """The span, and how long she must be free within it."""
    start, end = wanted.free_from, wanted.free_to
    if wanted.free_on is not None:
        if start or end:
            raise invalid("free_from", "not_used", "Give a day, or both ends of a time.")
        return reading.in_a_day(wanted.free_on, today=oslo_date(now))
    if start is None:
        raise invalid("free_on", "missing", "Give a day, or both ends of a time.")
    if end is None:
        raise invalid("free_to", "missing", "Give a day, or both ends of a time.")
    if start < now:
        raise invalid("free_from", "day_passed", "Choose a time that has not passed.")
    if end <= start:
        raise invalid("free_to", "ends_before_start", "Choose an end after the start.")
    if end - start > LONGEST:
        raise invalid("free_to", "too_long", "Ask about at most 24 hours.")
    return Interval(start, end), end - start
