"""A row in doubt is decided, and columns are chosen."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.http import InSettings, Now, Reading, Writing, settings_of
from kit.i18n import translator
from registry.imports import columns, deciding, lists, receiving
from registry.imports.api import folder_of
from registry.imports.deciding import Decision
from registry.imports.schemas import DecisionIn
from registry.imports.words import Choice, Column
from registry.search import finding
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, parse, to
from web.pages.imports import wording
from web.pages.imports.lists import ListInPath
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

RowInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
_MOST_ALIKE = 5


@router.get("/imports/{list_id}/rows/{row}")
def ask_who(
    request: Request, actor: SignedIn, session: Reading, list_id: ListInPath, row: RowInPath
) -> Response:
    """Whom a row in doubt may be about."""
    require(actor, Action.CHANGE_REGISTER)
    return _deciding(request, actor, session, list_id, row, EMPTY)


@router.post("/imports/{list_id}/rows/{row}")
def decide(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    list_id: ListInPath,
    row: RowInPath,
) -> Response:
    """Somebody in the register, somebody new, or nobody."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _deciding(request, actor, session, list_id, row, refused)):
        typed = form.read()
        told = {
            "choice": form.get("choice"),
            "number": typed.whole("number") or typed.whole("chosen"),
            "kommune": form.get("kommune") or None,
        }
        typed.settle()
        deciding.decide(
            session,
            folder=folder_of(settings_of(request)),
            list_id=list_id,
            row=row,
            decision=Decision(**parse(DecisionIn, told).model_dump()),
            now=now,
            by=actor.account_id,
        )
    return to(f"/imports/{list_id}?outcome=to_decide", saved="row_decided")


@router.get("/imports/{list_id}/columns")
def ask_for_columns(request: Request, actor: SignedIn, session: Reading, list_id: ListInPath) -> Response:
    """Which column is what."""
    require(actor, Action.CHANGE_REGISTER)
    pass_list = lists.found(session, list_id)
    taken = {f"column_{name}": str(place) for name, place in pass_list.columns.items()}
    said = {f"fixed_{name}": value for name, value in pass_list.fixed.items()}
    return _columns(request, actor, session, list_id, filled(**taken, **said))


@router.post("/imports/{list_id}/columns")
def choose_columns(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    settings: InSettings,
    list_id: ListInPath,
) -> Response:
    """Remember which column is what, and look at every row anew."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _columns(request, actor, session, list_id, refused)):
        typed = form.read()
        chosen = {one.value: typed.whole(f"column_{one.value}") for one in Column}
        fixed = {one.value: form.get(f"fixed_{one.value}") for one in columns.FIXED}
        typed.settle()
        receiving.choose_columns(
            session,
            folder=folder_of(settings),
            list_id=list_id,
            chosen={name: place for name, place in chosen.items() if place is not None},
            fixed={name: said for name, said in fixed.items() if said},
            now=now,
            by=actor.account_id,
        )
    return to(f"/imports/{list_id}", saved="columns_chosen")


def _deciding(
    request: Request, actor: Actor, session: Session, list_id: int, row: int, form: Form
) -> Response:
    one, tongue = lists.row(session, list_id, row), reader_tongue(request, actor)
    alike = finding.anyone(session, q=one.name, limit=_MOST_ALIKE)[0] if one.name else []
    return page(
        request,
        "imports/decide.html",
        actor=actor,
        here=f"/imports/{list_id}/rows/{row}",
        form=form,
        list_id=list_id,
        row=one,
        reasons=wording.why(one, translator(tongue)),
        alike=[(str(each.number), f"{each.name}, {each.number}") for each in alike],
        choices=Choice,
        kommuner=choosing.kommuner(),
    )


def _columns(request: Request, actor: Actor, session: Session, list_id: int, form: Form) -> Response:
    pass_list, tongue = lists.found(session, list_id), reader_tongue(request, actor)
    choices = {
        Column.KIND: choosing.words("evidence", tongue),
        Column.LANGUAGE: choosing.languages(tongue),
        Column.RESULT: choosing.words("result", tongue),
    }
    return page(
        request,
        "imports/columns.html",
        actor=actor,
        here=f"/imports/{list_id}/columns",
        form=form,
        list_id=list_id,
        body=lists.body_of(session, pass_list),
        columns=wording.COLUMNS,
        fixed=columns.FIXED,
        choices=choices,
        heads=[(str(place), head) for place, head in enumerate(pass_list.heads) if head],
    )
