"""The quality of the register over REST, for its officers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.http import Now, Reading
from kit.paging import Cursor, Limit
from registry.quality import finding, measuring
from registry.quality.finding import Broken
from registry.quality.measuring import Trend
from registry.quality.rules import rule_of
from registry.quality.schemas import BrokenOut, BrokenPage, MeasureOut, QualityOut, TrendOut

router = APIRouter(prefix="/api/v1/quality", tags=["register"])

_MOST_SHOWN = 100


def _officer(actor: Acting) -> Actor:
    require(actor, Action.SEE_REGISTER_FILE)
    return actor


Officer = Annotated[Actor, Depends(_officer)]
Called = Annotated[str, Query(max_length=_MOST_SHOWN, description="Beginnings of names, or a number.")]


@router.get("")
def list_rules(_by: Officer, session: Reading, now: Now) -> QualityOut:
    """Every rule, how many break it now, and how many did about a month ago."""
    return QualityOut(items=[TrendOut(**_told(one)) for one in measuring.trends(session, now=now)])


@router.get("/{rule}")
def show_rule(
    _by: Officer,
    rule: str,
    session: Reading,
    now: Now,
    q: Called = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> BrokenPage:
    """One rule: its measures by day, and those who break it now."""
    wanted = rule_of(rule)
    trend = measuring.trend(session, wanted, now=now)
    people, following = finding.page(session, wanted, now=now, q=q, limit=limit, cursor=cursor)
    return BrokenPage(
        **_told(trend),
        measures=[MeasureOut(on=on, count=count) for on, count in trend.measures],
        items=[_broken(one) for one in people],
        next=following,
    )


def _told(trend: Trend) -> dict[str, object]:
    return {"rule": trend.rule, "count": trend.count, "month_ago": trend.month_ago}


def _broken(one: Broken) -> BrokenOut:
    person = one.person
    return BrokenOut(
        number=person.number,
        name=person.name,
        kommune=person.kommune,
        listed=one.listed,
        expires_on=one.endings[0].proof.valid_until if one.endings else None,
        confirmed_at=one.check.confirmed_at if one.check else None,
    )
