"""A pass list arrives: its file is kept, its columns are understood, and every row is looked at."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col, select

from identity import audit
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound, Refusal
from registry.imports import columns, examining, lists, sheets
from registry.imports.tables import PassList, PassListRow
from registry.imports.telling import read_fixed
from registry.imports.words import ListState
from registry.papers import issuers, storage

OPEN = (ListState.UNMAPPED, ListState.READY)
"""What has changed nothing yet."""


def receive(
    session: Session,
    *,
    folder: Path,
    body: str,
    content: bytes,
    now: datetime,
    by: int | None = None,
    fixed: Mapping[str, str] | None = None,
) -> PassList:
    """Take a body's pass list on, and show what it would do; the same file still open is that same list.

    Invalid `unknown_issuer`, or what is wrong with the file, naming the cell. Rows that are wrong do not
    refuse the file: they are shown with their cells. `fixed` is said for every row.
    """
    known = issuers.find(session, body)
    if known is None:
        raise Invalid(
            FieldError(
                "body",
                "unknown_issuer",
                "No issuing body has this name. Use one from the list, or register the body first.",
            )
        )
    heads, _count = sheets.counted(content)
    digest = storage.keep(folder, content)
    same = _still_open(session, stored_id(known.id), digest)
    if same is not None and fixed is None:
        return same
    found, remembered = columns.understood(session, stored_id(known.id), heads)
    said = {**remembered, **(fixed or {})}
    read_fixed(said)
    pass_list = PassList(
        body_id=stored_id(known.id),
        sha256=digest,
        size=len(content),
        heads=list(heads),
        columns={name: place for name, place in found.items() if name not in (fixed or {})},
        fixed=said,
        state=ListState.UNMAPPED,
        received_at=now,
        received_by=by,
    )
    session.add(pass_list)
    session.flush()
    told = {"import": pass_list.id, "sha256": digest}
    audit.record(session, audit.about_register(), audit.Act.IMPORT_RECEIVED, by=by, now=now, content=told)
    _look_at(session, pass_list, content, now=now)
    return pass_list


def choose_columns(
    session: Session,
    *,
    folder: Path,
    list_id: int,
    chosen: Mapping[str, int],
    fixed: Mapping[str, str],
    now: datetime,
    by: int | None = None,
) -> PassList:
    """Say which column is what; it is remembered for the body, and every row is looked at anew."""
    pass_list = still_open(session, list_id)
    columns.checked(pass_list.heads, chosen, fixed)
    read_fixed(fixed)
    pass_list.columns, pass_list.fixed = dict(chosen), dict(fixed)
    columns.remember(
        session,
        body_id=pass_list.body_id,
        heads=pass_list.heads,
        columns=chosen,
        fixed=fixed,
        now=now,
        by=by,
    )
    _look_at(session, pass_list, file_of(folder, pass_list), now=now)
    return pass_list


def look_again(session: Session, *, folder: Path, list_id: int, now: datetime) -> PassList:
    """Look at every row anew, as after something else was registered; what was decided is kept."""
    pass_list = still_open(session, list_id)
    _look_at(session, pass_list, file_of(folder, pass_list), now=now)
    return pass_list


def discard(
    session: Session, *, folder: Path, list_id: int, now: datetime, by: int | None = None
) -> PassList:
    """Put a list away unused, with its file and its rows."""
    pass_list = still_open(session, list_id)
    pass_list.state = ListState.DISCARDED
    session.execute(delete(PassListRow).where(col(PassListRow.list_id) == list_id))
    remove_file(session, folder, pass_list, now=now)
    told = {"import": list_id}
    audit.record(session, audit.about_register(), audit.Act.IMPORT_DISCARDED, by=by, now=now, content=told)
    return pass_list


def run_before(session: Session, pass_list: PassList) -> PassList | None:
    """An earlier list with the very same file from the same body that was run and stands; or None."""
    return session.exec(
        select(PassList)
        .where(
            PassList.sha256 == pass_list.sha256,
            PassList.body_id == pass_list.body_id,
            PassList.id != pass_list.id,
            PassList.state == ListState.RUN,
        )
        .order_by(col(PassList.id).desc())
    ).first()


def still_open(session: Session, list_id: int) -> PassList:
    """The list, taken for this transaction; Conflict when it has been run, undone or put away."""
    pass_list = lists.held(session, list_id)
    refusal = _NOT_OPEN.get(pass_list.state)
    if refusal is not None:
        raise refusal
    return pass_list


def file_of(folder: Path, pass_list: PassList) -> bytes:
    """The file as it came; NotFound `file_lost` when it is gone or another than it was."""
    if not storage.is_whole(folder, pass_list.sha256):
        raise NotFound("file_lost", "The file is gone from the documents folder, or has been changed.")
    return storage.path_of(folder, pass_list.sha256).read_bytes()


def remove_file(session: Session, folder: Path, pass_list: PassList, *, now: datetime) -> None:
    """Remove the file, unless another list still needs the same."""
    pass_list.file_removed_at = now
    session.add(pass_list)
    session.flush()
    same = select(PassList.id).where(
        PassList.sha256 == pass_list.sha256, col(PassList.file_removed_at).is_(None)
    )
    if session.exec(same).first() is None:
        storage.path_of(folder, pass_list.sha256).unlink(missing_ok=True)


_NOT_OPEN: Mapping[ListState, Refusal] = {
    ListState.RUN: Conflict("import_run_already", "This import has been run already."),
    ListState.UNDONE: Conflict(
        "import_undone_already", "This import was run and undone. Send the file anew."
    ),
    ListState.DISCARDED: Conflict("import_discarded", "This import was put away. Send the file anew."),
}


def _still_open(session: Session, body_id: int, digest: str) -> PassList | None:
    return session.exec(
        select(PassList).where(
            PassList.sha256 == digest, PassList.body_id == body_id, col(PassList.state).in_(OPEN)
        )
    ).first()


def _look_at(session: Session, pass_list: PassList, content: bytes, *, now: datetime) -> None:
    list_id = stored_id(pass_list.id)
    decided = lists.decisions(session, list_id)
    if columns.wanting(pass_list.columns, pass_list.fixed):
        pass_list.state = ListState.UNMAPPED
        session.execute(delete(PassListRow).where(col(PassListRow.list_id) == list_id))
        session.flush()
        return
    pass_list.state = ListState.READY
    session.flush()
    seen = examining.examine(session, pass_list, content, today=oslo_date(now))
    first = next(seen, [])
    session.execute(delete(PassListRow).where(col(PassListRow.list_id) == list_id))
    lists.write(session, list_id, first, decided)
    for some in seen:
        lists.write(session, list_id, some, decided)
