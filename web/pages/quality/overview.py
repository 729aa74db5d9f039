"""Every rule of the register's quality: how many break it today, since last month, and the trend."""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing
from registry.quality import measuring
from registry.quality.measuring import Trend
from web.pages.exporting import copy_taken, csv_file
from web.pages.quality.drawing import line
from web.pages.quality.wording import RULES
from web.pages.site import page

router = APIRouter(include_in_schema=False)


@router.get("/quality")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The rules in the order they should be looked at."""
    require(actor, Action.SEE_REGISTER_FILE)
    trends = measuring.trends(session, now=now)
    return page(
        request,
        "quality/overview.html",
        actor=actor,
        rows=[(one, RULES[one.rule], line(one.measures)) for one in trends],
        today=oslo_date(now),
    )


@router.get("/quality.csv")
def as_csv(actor: SignedIn, session: Writing, now: Now) -> Response:
    """Every measure of the last year: one row per rule and day. Counts, and nobody's data. Recorded."""
    require(actor, Action.SEE_REGISTER_FILE)
    copy_taken(session, actor, "quality", now=now)
    rows = _rows(measuring.trends(session, now=now))
    return csv_file(f"quality-{oslo_date(now)}", ("rule", "on", "count"), rows)


def _rows(trends: list[Trend]) -> Iterator[tuple[object, ...]]:
    for one in trends:
        for on, count in one.measures:
            yield one.rule.value, on, count
