"""Tests and courses with their results, who waits for TAO, and pass rates; for officers."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing
from registry.training import sessions, waiting
from registry.words import TrainingKind
from web.pages import choosing
from web.pages.exporting import copy_taken, csv_file
from web.pages.forms import asked
from web.pages.imports import wording
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25


@router.get("/imports/sessions")
def show_sessions(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Every test, course and class with its results, the latest first."""
    require(actor, Action.CHANGE_REGISTER)
    form = asked(request)
    kind = form.read().word("kind", TrainingKind)
    rows, following = sessions.listed(session, kind=kind, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    filters = {"kind": kind.value} if kind else {}
    return page(
        request,
        "imports/sessions.html",
        actor=actor,
        form=form,
        kinds=wording.words(wording.KINDS, reader_tongue(request, actor)),
        called=wording.KINDS,
        rows=rows,
        turns=turns("/imports/sessions", filters, form, following),
    )


@router.get("/imports/sessions/{gathering_id}")
def show_session(
    request: Request,
    actor: SignedIn,
    session: Reading,
    gathering_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
) -> Response:
    """One of them with how each candidate did."""
    require(actor, Action.CHANGE_REGISTER)
    gathering, results = sessions.one(session, gathering_id)
    return page(
        request,
        "imports/session.html",
        actor=actor,
        gathering=gathering,
        results=results,
        called=wording.KINDS,
    )


@router.get("/imports/waiting-for-tao")
def show_waiting(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """Who has passed, and waits for the TAO course; the longest first."""
    require(actor, Action.CHANGE_REGISTER)
    form = asked(request)
    language = form.get("language") or None
    rows, following = waiting.listed(
        session,
        today=oslo_date(now),
        language=language,
        limit=_AT_A_TIME,
        cursor=form.get("cursor") or None,
    )
    filters = {"language": language} if language else {}
    return page(
        request,
        "imports/waiting.html",
        actor=actor,
        form=form,
        languages=choosing.languages(reader_tongue(request, actor)),
        rows=rows,
        csv=address("/imports/waiting-for-tao.csv", filters),
        turns=turns("/imports/waiting-for-tao", filters, form, following),
    )


@router.get("/imports/waiting-for-tao.csv")
def waiting_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """Everybody who waits, with how to reach them; that it was taken out is recorded."""
    require(actor, Action.CHANGE_REGISTER)
    found = waiting.taken_out(
        session, language=asked(request).get("language") or None, now=now, by=actor.account_id
    )
    heads = ("number", "name", "language", "since", "translator", "email", "phone")
    rows = ([getattr(one, head) for head in heads] for one in found)
    return csv_file(f"waiting-for-tao-{oslo_date(now)}", heads, rows)


@router.get("/imports/pass-rates")
def show_rates(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Passed and failed by year, language and body."""
    require(actor, Action.CHANGE_REGISTER)
    form = asked(request)
    kind = form.read().word("kind", TrainingKind) or TrainingKind.BILINGUAL_TEST
    return page(
        request,
        "imports/rates.html",
        actor=actor,
        form=form,
        kind=kind,
        kinds=wording.words(wording.KINDS, reader_tongue(request, actor)),
        rows=sessions.rates(session, kind),
        csv=address("/imports/pass-rates.csv", {"kind": kind.value}),
    )


@router.get("/imports/pass-rates.csv")
def rates_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same as a file; the copy taken is recorded."""
    require(actor, Action.CHANGE_REGISTER)
    kind = asked(request).read().word("kind", TrainingKind) or TrainingKind.BILINGUAL_TEST
    copy_taken(session, actor, "pass_rates", now=now)
    heads = ("year", "language", "issuer", "passed", "failed", "pass_percent")
    rows = (
        (one.year, one.language, one.issuer, one.passed, one.failed, one.pass_percent)
        for one in sessions.rates(session, kind)
    )
    return csv_file(f"pass-rates-{kind.value}", heads, rows)
