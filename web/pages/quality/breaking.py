"""Who breaks a rule, with a way to the file where it is mended."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity import audit
from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.errors import Conflict
from kit.http import Now, Reading, Writing
from registry import chronicle, kommuner, registration
from registry.quality import finding, measuring
from registry.quality.rules import Rule, rule_of
from web.pages.directorate import NumberInPath
from web.pages.exporting import csv_file
from web.pages.forms import asked, to
from web.pages.quality.drawing import line
from web.pages.quality.wording import RULES
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

RuleInPath = Annotated[str, Path(max_length=40)]

_AT_A_TIME = 25
_IN_A_FILE_AT_A_TIME = 500


@router.get("/quality/{rule}.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now, rule: RuleInPath) -> Response:
    """Everybody found, one row each; the copy taken is recorded."""
    require(actor, Action.SEE_REGISTER_FILE)
    wanted = rule_of(rule)
    told = {"what": "quality", "rule": wanted}
    act = audit.Act.REGISTER_EXPORTED
    audit.record(session, audit.about_register(), act, by=actor.account_id, now=now, content=told)
    heads = ("number", "name", "kommune", "listed", "expires_on", "confirmed_at")
    rows = _rows(session, wanted, asked(request).get("q"), now)
    return csv_file(f"quality-{wanted}-{oslo_date(now)}", heads, rows)


@router.get("/quality/{rule}")
def show(request: Request, actor: SignedIn, session: Reading, now: Now, rule: RuleInPath) -> Response:
    """What the rule means, its trend, and one page of those who break it."""
    require(actor, Action.SEE_REGISTER_FILE)
    wanted, form = rule_of(rule), asked(request)
    people, following = finding.page(
        session, wanted, now=now, q=form.get("q"), limit=_AT_A_TIME, cursor=form.get("cursor") or None
    )
    trend = measuring.trend(session, wanted, now=now)
    tongue, here = reader_tongue(request, actor), f"/quality/{wanted}"
    typed = {"q": form.get("q")} if form.get("q") else {}
    return page(
        request,
        "quality/breaking.html",
        actor=actor,
        form=form,
        rule=wanted,
        wording=RULES[wanted],
        trend=trend,
        drawn=line(trend.measures),
        rows=people,
        described=lambda proof: chronicle.describe(proof, tongue),
        current=kommuner.current,
        list=here,
        csv=address(f"{here}.csv", typed),
        turns=turns(here, typed, form, following),
    )


@router.post("/quality/former_kommune/{number}")
def use_todays_number(actor: SignedIn, session: Writing, now: Now, number: NumberInPath) -> Response:
    """Put today's number in the place of a former one, where there is one to put."""
    require(actor, Action.CHANGE_REGISTER)
    today = kommuner.current(registration.held(session, number).kommune)
    if today is None:
        raise Conflict("no_kommune_of_today", "No one municipality of today has taken this one's place.")
    changes = {"kommune": today.number}
    registration.change(session, number=number, changes=changes, now=now, by=actor.account_id)
    return to(f"/quality/{Rule.FORMER_KOMMUNE}", saved="kommune_of_today")


def _rows(session: Session, rule: Rule, q: str, now: datetime) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        people, cursor = finding.page(session, rule, now=now, q=q, limit=_IN_A_FILE_AT_A_TIME, cursor=cursor)
        for one in people:
            yield (
                one.person.number,
                one.person.name,
                one.person.kommune,
                one.listed,
                one.endings[0].proof.valid_until if one.endings else None,
                one.check.confirmed_at if one.check else None,
            )
        if cursor is None:
            return
