"""Every pass list, a new one sent, and one of them with what each row does."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from fastapi import Form as FormField
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.db import stored_id
from kit.errors import invalid
from kit.http import InSettings, Now, Reading, Writing
from kit.i18n import translator
from registry.imports import columns, lists, people, receiving, running, undoing
from registry.imports.api import folder_of
from registry.imports.tables import PassListRow
from registry.imports.words import Column, ListState, Outcome
from registry.papers import issuers
from web.pages.exporting import copy_taken, csv_file
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, filled, to
from web.pages.imports import wording
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False)

ListInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
_AT_A_TIME = 50


@router.get("/imports")
def show_lists(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Every pass list, the newest first, and a form for one more."""
    require(actor, Action.CHANGE_REGISTER)
    return _lists(request, actor, session, EMPTY)


@router.post("/imports")
def send(
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
    settings: InSettings,
    body: Annotated[str, FormField(max_length=200)] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take a file on; nothing is registered yet."""
    require(actor, Action.CHANGE_REGISTER)
    form = filled(body=body)
    with asking_again(form, lambda refused: _lists(request, actor, session, refused)):
        made = receiving.receive(
            session,
            folder=folder_of(settings),
            body=body,
            content=file.file.read() if file is not None else b"",
            now=now,
            by=actor.account_id,
        )
    return to(f"/imports/{made.id}")


@router.get("/imports/{list_id}")
def show(request: Request, actor: SignedIn, session: Reading, now: Now, list_id: ListInPath) -> Response:
    """What each row does, filtered by outcome, with counts on top."""
    require(actor, Action.CHANGE_REGISTER)
    return one_list(request, actor, session, now, list_id)


@router.get("/imports/{list_id}/problems.csv")
def problems(request: Request, actor: SignedIn, session: Writing, now: Now, list_id: ListInPath) -> Response:
    """The rows that are not ready, with their cells, to be sent back to the body. No names. Recorded."""
    require(actor, Action.CHANGE_REGISTER)
    lists.found(session, list_id)
    copy_taken(session, actor, "import_problems", now=now, list=list_id)
    t = translator(reader_tongue(request, actor))
    rows = (
        (one.row, cell, t(wording.OUTCOMES[one.outcome]), text)
        for one in _not_ready(session, list_id)
        for cell, text in wording.why(one, t)
    )
    return csv_file(f"import-{list_id}-problems", ("row", "cell", "outcome", "problem"), rows)


@router.post("/imports/{list_id}/run")
def run(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    settings: InSettings,
    list_id: ListInPath,
) -> Response:
    """Register what the rows give."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: one_list(request, actor, session, now, list_id, refused)):
        left = form.read().whole("leaving_out") or 0
        if left and not form.has("confirmed", "yes"):
            raise invalid("confirmed", "missing", "Decide the rows, or confirm that they are left out.")
        running.run(
            session,
            folder=folder_of(settings),
            list_id=list_id,
            leaving_out=left,
            now=now,
            by=actor.account_id,
        )
    return to(f"/imports/{list_id}", saved="import_run")


@router.post("/imports/{list_id}/undo")
def undo(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, list_id: ListInPath
) -> Response:
    """Take it back."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: one_list(request, actor, session, now, list_id, refused)):
        undoing.undo(session, list_id=list_id, now=now, by=actor.account_id)
    return to(f"/imports/{list_id}", saved="import_undone")


@router.post("/imports/{list_id}/examine")
def look_again(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    settings: InSettings,
    list_id: ListInPath,
) -> Response:
    """Look at every row anew."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: one_list(request, actor, session, now, list_id, refused)):
        receiving.look_again(session, folder=folder_of(settings), list_id=list_id, now=now)
    return to(f"/imports/{list_id}", saved="import_examined")


@router.post("/imports/{list_id}/discard")
def discard(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    settings: InSettings,
    list_id: ListInPath,
) -> Response:
    """Put it away unused."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: one_list(request, actor, session, now, list_id, refused)):
        receiving.discard(session, folder=folder_of(settings), list_id=list_id, now=now, by=actor.account_id)
    return to("/imports", saved="import_discarded")


def one_list(
    request: Request, actor: Actor, session: Session, now: Now, list_id: int, form: Form = EMPTY
) -> Response:
    """The page of one list."""
    pass_list, tongue, query = lists.found(session, list_id), reader_tongue(request, actor), asked(request)
    wanted = query.read().word("outcome", Outcome)
    rows, following = lists.rows(
        session, list_id, limit=_AT_A_TIME, outcome=wanted, cursor=query.get("cursor") or None
    )
    counted, t = lists.counts(session, list_id), translator(tongue)
    here = f"/imports/{list_id}"
    filters = {"outcome": wanted.value} if wanted else {}
    before = receiving.run_before(session, pass_list)
    return page(
        request,
        "imports/list.html",
        actor=actor,
        here=here,
        form=form,
        pass_list=pass_list,
        body=lists.body_of(session, pass_list),
        state=wording.STATES[pass_list.state],
        counts=[(one, counted[one], wording.OUTCOMES[one], wording.LOOKS[one]) for one in Outcome],
        total=sum(counted.values()),
        not_ready=counted[Outcome.TO_DECIDE] + counted[Outcome.CANNOT],
        gives=counted[Outcome.NEW_EVIDENCE] + counted[Outcome.TRAINING_ONLY],
        new_people=lists.new_people(session, list_id),
        wanted=wanted,
        rows=[(one, wording.why(one, t)) for one in rows],
        about=people.named(session, (one.interpreter_id for one in rows if one.interpreter_id is not None)),
        outcomes=wording.OUTCOMES,
        looks=wording.LOOKS,
        wanting=[wording.COLUMNS[Column(one)] for one in columns.wanting(pass_list.columns, pass_list.fixed)],
        chosen=[
            (wording.COLUMNS[Column(name)], pass_list.heads[place])
            for name, place in pass_list.columns.items()
        ],
        open=pass_list.state in receiving.OPEN,
        ready=pass_list.state is ListState.READY,
        may_be_undone=undoing.may_be_undone(pass_list, now),
        until=(pass_list.run_at or now) + undoing.UNDO_WITHIN,
        before=stored_id(before.id) if before else None,
        turns=turns(here, filters, query, following),
    )  # fmt: skip


def _not_ready(session: Session, list_id: int) -> Iterator[PassListRow]:
    for outcome in (Outcome.TO_DECIDE, Outcome.CANNOT):
        cursor: str | None = None
        while True:
            found, cursor = lists.rows(session, list_id, limit=1000, outcome=outcome, cursor=cursor)
            yield from found
            if cursor is None:
                break


def _lists(request: Request, actor: Actor, session: Session, form: Form) -> Response:
    found, following = lists.listed(session, limit=_AT_A_TIME, cursor=asked(request).get("cursor") or None)
    return page(
        request,
        "imports/lists.html",
        actor=actor,
        here="/imports",
        form=form,
        issuers=[(body.name, body.name) for body in issuers.every(session)],
        rows=[
            (one, name, wording.STATES[one.state], sum(lists.counts(session, stored_id(one.id)).values()))
            for one, name in found
        ],
        turns=turns("/imports", {}, asked(request), following),
    )
