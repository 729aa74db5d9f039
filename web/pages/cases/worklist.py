"""The officers' work list: filters, search, paging, a file, and filters kept as views."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity import audit
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing, database_of
from registry.cases import handling, posting, views, worklist
from registry.cases.words import CaseKind, CaseStatus, Purpose
from registry.cases.worklist import Row, Wish
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, Posted, asked, asking_again, to
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
_FILTERS = ("q", "kind", "status", "purpose", "language", "officer", "late")
_MINE, _NOBODYS = "mine", "nobody"
_HEADS = ("reference", "kind", "purpose", "language", "name", "number", "status", "opened_on",
          "waiting_since", "due_on", "late", "officer")  # fmt: skip
ViewInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/cases")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """What waits, the longest first."""
    require(actor, Action.HANDLE_CASES)
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, [], None, now)):
        rows, following = worklist.find(
            session,
            _wish(form, actor),
            today=oslo_date(now),
            limit=_AT_A_TIME,
            cursor=form.get("cursor") or None,
        )
    return _listed(request, actor, form, rows, following, now)


@router.get("/cases.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same list, all of it; the copy taken is recorded."""
    require(actor, Action.HANDLE_CASES)
    form, today = asked(request), oslo_date(now)
    with asking_again(form, lambda refused: _listed(request, actor, refused, [], None, now)):
        wish = _wish(form, actor)
    subject, act = audit.about_register(), audit.Act.REGISTER_EXPORTED
    audit.record(session, subject, act, by=actor.account_id, now=now, content={"what": "cases"})
    found = (_as_row(row) for row in worklist.everything(session, wish, today=today))
    return csv_file(f"cases-{today}", _HEADS, found)


@router.post("/cases/views")
def save_view(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Keep the filters that are set, under a name."""
    require(actor, Action.HANDLE_CASES)
    query = urlencode(_set(form))

    def once_more(refused: Form) -> Response:
        with database_of(request).read() as apart:
            wish = _wish(refused, actor)
            rows, following = worklist.find(apart, wish, today=oslo_date(now), limit=_AT_A_TIME)
        return _listed(request, actor, refused, rows, following, now)

    with asking_again(form, once_more):
        views.save(session, account_id=actor.id, name=form.get("name"), query=query)
    return to(address("/cases", _set(form)), saved="view_saved")


@router.post("/cases/views/{view_id}/remove")
def remove_view(actor: SignedIn, session: Writing, view_id: ViewInPath) -> Response:
    """Forget one of one's own views."""
    require(actor, Action.HANDLE_CASES)
    views.remove(session, account_id=actor.id, view_id=view_id)
    return to("/cases", saved="view_removed")


@router.get("/cases/letters")
def letters(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Letters to those without an e-mail address: to be printed and put in the post."""
    require(actor, Action.HANDLE_CASES)
    form = asked(request)
    rows, following = posting.to_be_posted(session, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    onward = turns("/cases/letters", {}, form, following)
    return page(request, "cases/letters.html", actor=actor, rows=rows, turns=onward)


@router.post("/cases/letters/{letter_id}/posted")
def posted(actor: SignedIn, session: Writing, now: Now, letter_id: ViewInPath) -> Response:
    """An officer says that a letter is in the post."""
    require(actor, Action.HANDLE_CASES)
    posting.posted(session, letter_id=letter_id, by=actor.id, now=now)
    return to("/cases/letters", saved="letter_posted")


def _wish(form: Form, actor: Actor) -> Wish:
    typed = form.read()
    officer = typed.text("officer")
    assigned = actor.account_id if officer == _MINE else None
    if officer not in {None, _MINE, _NOBODYS}:
        assigned = typed.whole("officer")
    wish = Wish(
        kind=typed.word("kind", CaseKind),
        status=typed.word("status", CaseStatus),
        purpose=typed.word("purpose", Purpose),
        language=typed.text("language"),
        assigned_to=assigned,
        unassigned=officer == _NOBODYS,
        late=typed.ticked("late"),
        q=typed.text("q"),
    )
    typed.settle()
    return wish


def _set(form: Form) -> Mapping[str, str]:
    return {name: form.get(name) for name in _FILTERS if form.get(name)}


def _listed(
    request: Request, actor: Actor, form: Form, rows: list[Row], following: str | None, now: datetime
) -> Response:
    tongue, kept = reader_tongue(request, actor), _set(form)
    with database_of(request).read() as session:
        counts, own, officers = _about(session, actor)
        to_post = posting.waiting(session)
    return page(
        request,
        "cases/list.html",
        actor=actor,
        here=address("/cases", kept),
        form=form,
        rows=rows,
        counts=counts,
        to_post=to_post,
        views=own,
        officers=officers,
        kinds=choosing.words("case_kind", tongue),
        statuses=choosing.words("case_status", tongue),
        purposes=choosing.words("purpose", tongue),
        languages=choosing.languages(tongue),
        today=oslo_date(now),
        kept=kept,
        searched=bool(kept),
        csv=address("/cases.csv", kept),
        turns=turns("/cases", kept, form, following),
    )


def _about(
    session: Session, actor: Actor
) -> tuple[list[tuple[str, int, datetime | None]], list[tuple[int | None, str, str]], list[tuple[str, str]]]:
    counted = worklist.waiting(session)
    counts = [(status.value, *counted.get(status, (0, None))) for status in CaseStatus if status != "closed"]
    own = [(one.id, one.name, one.query) for one in worklist.views_of(session, actor.id)]
    return counts, own, [(str(one.id), one.name) for one in handling.officers(session)]


def _as_row(row: Row) -> tuple[object, ...]:
    case = row.case
    return (case.reference, case.kind.value, case.purpose and case.purpose.value, case.language, case.name,
            row.number, case.status.value, oslo_date(case.opened_at), oslo_date(case.waiting_since),
            case.due_on, row.late, row.officer)  # fmt: skip
