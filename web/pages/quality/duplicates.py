"""Two entries that may be one person: found, put side by side, and decided about."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

import booking.calendars.following
import booking.merging
import registry.own.merging
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Invalid
from kit.http import InDatabase, Now, Reading, Writing
from kit.i18n import Tongue
from registry import chronicle, profiles
from registry.chronicle import Told
from registry.facts import Facts
from registry.history import History
from registry.profiles import File, Qualification
from registry.quality import deciding, looking, measuring, merging, pairs
from registry.quality.looking import Pair
from registry.quality.merging import Merging
from registry.quality.rules import Rule
from registry.tables import Interpreter
from web.pages.directorate import NumberInPath
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, to
from web.pages.quality.drawing import line
from web.pages.quality.wording import RULES, kind_of
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False)

_HERE = f"/quality/{Rule.POSSIBLE_DUPLICATE}"
_AT_A_TIME = 25
_FOLLOWERS = (booking.merging.follow, booking.calendars.following.follow, registry.own.merging.follow)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two as an officer compares them."""

    file: File
    qualified: tuple[Qualification, ...]
    proofs: tuple[str, ...]
    told: tuple[Told, ...]
    listed: bool
    excluded: bool


@router.get(_HERE)
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The pairs nobody has decided about, the likeliest first."""
    require(actor, Action.SEE_REGISTER_FILE)
    form = asked(request)
    rows, following = pairs.page(session, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    trend = measuring.trend(session, Rule.POSSIBLE_DUPLICATE, now=now)
    return page(
        request,
        "quality/duplicates.html",
        actor=actor,
        wording=RULES[Rule.POSSIBLE_DUPLICATE],
        rule=Rule.POSSIBLE_DUPLICATE,
        trend=trend,
        drawn=line(trend.measures),
        rows=rows,
        kind_of=kind_of,
        found_at=pairs.found_at(session),
        turns=turns(_HERE, {}, form, following),
    )


@router.post(f"{_HERE}/look")
def look_again(actor: SignedIn, database: InDatabase, now: Now) -> Response:
    """Look through the register now, rather than when the day's measures are taken."""
    require(actor, Action.CHANGE_REGISTER)
    with database.read() as session:
        found = looking.look(session)
    with database.write() as session:
        looking.keep(session, found, now=now)
    return to(_HERE, saved="looked_again")


@router.get(f"{_HERE}/{{one}}/{{other}}")
def compare(
    request: Request, actor: SignedIn, session: Reading, now: Now, one: NumberInPath, other: NumberInPath
) -> Response:
    """Two people side by side, with what they would be as one."""
    require(actor, Action.CHANGE_REGISTER)
    return _compared(request, actor, session, oslo_date(now), (one, other), EMPTY)


@router.post(f"{_HERE}/{{one}}/{{other}}/different")
def not_the_same(
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
    form: Posted,
    one: NumberInPath,
    other: NumberInPath,
) -> Response:
    """They are not one person."""
    require(actor, Action.CHANGE_REGISTER)
    today = oslo_date(now)
    with asking_again(form, lambda refused: _compared(request, actor, session, today, (one, other), refused)):
        try:
            deciding.not_the_same(
                session, numbers=(one, other), why=form.get("different_why"), now=now, by=actor.account_id
            )
        except Invalid as fault:  # the page asks for two reasons, each under its own name
            raise Invalid(*(replace(one, field="different_why") for one in fault.errors)) from fault
    return to(_HERE, saved="not_the_same")


@router.post(f"{_HERE}/{{one}}/{{other}}/merge")
def merge(
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
    form: Posted,
    one: NumberInPath,
    other: NumberInPath,
) -> Response:
    """They are one person: the chosen number stands, and the other leads to it from now on."""
    require(actor, Action.CHANGE_REGISTER)
    today = oslo_date(now)
    with asking_again(form, lambda refused: _compared(request, actor, session, today, (one, other), refused)):
        typed = form.read()
        stands = typed.whole("standing")
        if stands not in {one, other}:
            raise typed.missing({"standing": None})
        wanted = Merging(
            standing=stands, merged=other if stands == one else one, why=form.get("why"), followers=_FOLLOWERS
        )
        merging.merge(session, wanted=wanted, now=now, by=actor.account_id)
    return to(f"/register/{stands}", saved="merged")


def _compared(
    request: Request, actor: Actor, session: Session, today: date, numbers: tuple[int, int], form: Form
) -> Response:
    tongue = reader_tongue(request, actor)
    files = [profiles.file(session, number=number) for number in numbers]
    people = [one.interpreter for one in files]
    merged = any(one.merged_into is not None for one in files)
    pair, together = _as_one(session, people, merged=merged)
    return page(
        request,
        "quality/compare.html",
        actor=actor,
        here=f"{_HERE}/{numbers[0]}/{numbers[1]}",
        form=form,
        sides=[_side(one, tongue, today) for one in files],
        path_of=f"{_HERE}/{numbers[0]}/{numbers[1]}",
        stand_choices=[(str(one.number), f"{one.number} {one.name}") for one in people],
        merged=merged,
        reasons=[(reason, kind_of(reason)) for reason in pair.reasons] if pair else [],
        score=pair.score if pair else 0,
        after=_outcome(together, people[0], today) if together else None,
    )


def _as_one(
    session: Session, people: list[Interpreter], *, merged: bool
) -> tuple[Pair | None, History | None]:
    if merged or people[0].id == people[1].id:
        return None, None
    entries = looking.entries(session, sorted(stored_id(one.id) for one in people))
    return looking.compared(*entries), merging.united(session, *people)


def _outcome(history: History, person: Interpreter, today: date) -> dict[str, Any]:
    known = Facts(stored_id(person.id), person.number, person.name, person.protected, history)
    return {
        "qualified": profiles.qualified(known, today),
        "listed": history.listed_on(today),
        "excluded": history.excluded_on(today),
    }


def _side(file: File, tongue: Tongue, today: date) -> Side:
    history = file.facts.history
    return Side(
        file,
        profiles.qualified(file.facts, today),
        tuple(chronicle.describe(one, tongue) for one in file.evidence if one.struck_at is None),
        tuple(reversed(chronicle.of(file, tongue))),
        history.listed_on(today),
        history.excluded_on(today),
    )
