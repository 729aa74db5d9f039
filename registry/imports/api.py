"""Imports over REST: a file is sent, its rows are looked at and decided, and it is run, or undone."""

from collections.abc import Sequence
from pathlib import Path as FolderPath
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Query, Response, UploadFile
from sqlmodel import Session

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.config import Settings
from kit.db import stored_id
from kit.errors import FieldError, Invalid
from kit.http import InSettings, Now, Reading, Writing
from kit.paging import Cursor, Limit, Page
from registry.imports import columns, deciding, lists, people, receiving, running, undoing
from registry.imports.deciding import Decision
from registry.imports.schemas import ColumnsIn, DecisionIn, ImportOut, RowOut, RunIn, fault
from registry.imports.tables import PassList, PassListRow
from registry.imports.words import Outcome

router = APIRouter(prefix="/api/v1", tags=["imports"])

_MOST = 2**31 - 1


def _officer(actor: Acting) -> Actor:
    require(actor, Action.CHANGE_REGISTER)
    return actor


Officer = Annotated[Actor, Depends(_officer)]
IdInPath = Annotated[int, Path(ge=1, le=_MOST)]
RowInPath = Annotated[int, Path(ge=1, le=_MOST)]


@router.post("/imports", status_code=201)
def receive(
    officer: Officer,
    file: Annotated[UploadFile, File(description="A pass list: CSV or XLSX, at most 100,000 rows.")],
    body: Annotated[str, Form(max_length=200, description="The issuing body, by its name or short name.")],
    session: Writing,
    now: Now,
    settings: InSettings,
    response: Response,
) -> ImportOut:
    """Send a body's pass list, and see what it would do; nothing is registered yet."""
    made = receiving.receive(
        session,
        folder=folder_of(settings),
        body=body,
        content=file.file.read(),
        now=now,
        by=officer.account_id,
    )
    response.headers["Location"] = f"/api/v1/imports/{made.id}"
    return shown(session, made, now)


@router.get("/imports")
def list_imports(
    _by: Officer, session: Reading, now: Now, limit: Limit = 50, cursor: Cursor = None
) -> Page[ImportOut]:
    """Every pass list, the newest first."""
    found, following = lists.listed(session, limit=limit, cursor=cursor)
    return Page(items=[shown(session, one, now) for one, _name in found], next=following)


@router.get("/imports/{import_id}")
def show(_by: Officer, import_id: IdInPath, session: Reading, now: Now) -> ImportOut:
    """Where it stands, and how many rows do what."""
    return shown(session, lists.found(session, import_id), now)


@router.get("/imports/{import_id}/rows")
def show_rows(
    _by: Officer,
    import_id: IdInPath,
    session: Reading,
    outcome: Annotated[Outcome | None, Query()] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[RowOut]:
    """Its rows in the file's order, with what each does or why it cannot."""
    lists.found(session, import_id)
    rows, following = lists.rows(session, import_id, limit=limit, outcome=outcome, cursor=cursor)
    return Page(items=_rows(session, rows), next=following)


@router.put("/imports/{import_id}/columns")
def choose_columns(
    officer: Officer, import_id: IdInPath, given: ColumnsIn, session: Writing, now: Now, settings: InSettings
) -> ImportOut:
    """Say which heading tells what; it is remembered for the body, and the rows are looked at anew."""
    heads = lists.found(session, import_id).heads
    unknown = [column for column, head in given.columns.items() if head not in heads]
    if unknown:
        raise Invalid(
            *(
                FieldError(one, "unknown_column", "The file has no such column. Choose one of those shown.")
                for one in unknown
            )
        )
    made = receiving.choose_columns(
        session,
        folder=folder_of(settings),
        list_id=import_id,
        chosen={column.value: heads.index(head) for column, head in given.columns.items()},
        fixed={column.value: said for column, said in given.fixed.items()},
        now=now,
        by=officer.account_id,
    )
    return shown(session, made, now)


@router.post("/imports/{import_id}/rows/{row}/decision")
def decide(
    officer: Officer,
    import_id: IdInPath,
    row: RowInPath,
    given: DecisionIn,
    session: Writing,
    now: Now,
    settings: InSettings,
) -> RowOut:
    """Say whom a row in doubt is about; rows about the same person follow."""
    one = deciding.decide(
        session,
        folder=folder_of(settings),
        list_id=import_id,
        row=row,
        decision=Decision(**given.model_dump()),
        now=now,
        by=officer.account_id,
    )
    return _rows(session, [one])[0]


@router.post("/imports/{import_id}/examine")
def look_again(
    _by: Officer, import_id: IdInPath, session: Writing, now: Now, settings: InSettings
) -> ImportOut:
    """Look at every row anew, as when the register has changed; what was decided is kept."""
    made = receiving.look_again(session, folder=folder_of(settings), list_id=import_id, now=now)
    return shown(session, made, now)


@router.post("/imports/{import_id}/run")
def run(
    officer: Officer, import_id: IdInPath, given: RunIn, session: Writing, now: Now, settings: InSettings
) -> ImportOut:
    """Register what the rows give, all of it or nothing. The second of two is told 409."""
    made = running.run(
        session,
        folder=folder_of(settings),
        list_id=import_id,
        leaving_out=given.leaving_out,
        now=now,
        by=officer.account_id,
    )
    return shown(session, made, now)


@router.post("/imports/{import_id}/undo")
def undo(officer: Officer, import_id: IdInPath, session: Writing, now: Now) -> ImportOut:
    """Strike what it registered, within a day; rows revoked or corrected since are left, and told."""
    made = undoing.undo(session, list_id=import_id, now=now, by=officer.account_id)
    return shown(session, made, now)


@router.post("/imports/{import_id}/discard")
def discard(
    officer: Officer, import_id: IdInPath, session: Writing, now: Now, settings: InSettings
) -> ImportOut:
    """Put it away unused, with its file and its rows."""
    made = receiving.discard(
        session, folder=folder_of(settings), list_id=import_id, now=now, by=officer.account_id
    )
    return shown(session, made, now)


def folder_of(settings: Settings) -> FolderPath:
    """Where the files of pass lists lie: apart from documents, since they are removed."""
    return settings.documents_dir / "imports"


def shown(session: Session, one: PassList, now: Now) -> ImportOut:
    """A pass list as REST shows it."""
    list_id, before = stored_id(one.id), receiving.run_before(session, one)
    return ImportOut(
        id=list_id,
        body=lists.body_of(session, one).name,
        state=one.state,
        headings=[head for head in one.heads if head],
        columns={column: one.heads[place] for column, place in one.columns.items()},
        fixed=one.fixed,
        wanting=columns.wanting(one.columns, one.fixed),
        counts=lists.counts(session, list_id),
        new_people=lists.new_people(session, list_id),
        received_at=one.received_at,
        run_at=one.run_at,
        undone_at=one.undone_at,
        may_be_undone=undoing.may_be_undone(one, now),
        run_before=before.id if before else None,
    )


def _rows(session: Session, rows: Sequence[PassListRow]) -> list[RowOut]:
    about = people.named(session, (one.interpreter_id for one in rows if one.interpreter_id is not None))
    return [
        RowOut(
            row=one.row,
            outcome=one.outcome,
            reason=one.reason,
            faults=[fault(told) for told in one.faults],
            interpreter=about[one.interpreter_id].number if one.interpreter_id else None,
            name=one.name,
            kind=one.kind,
            language=one.language,
            result=one.result,
            date=one.on,
            credits=one.credits,
            reference=one.reference,
            gathering=one.gathering,
            choice=one.choice,
            evidence_id=one.evidence_id,
            left_because=one.left_because,
        )
        for one in rows
    ]
