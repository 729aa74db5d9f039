"""A run is taken back within a day: what it registered is struck; what was built upon since is left."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, update
from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock, stored_id
from kit.errors import Conflict
from registry import lost, standing
from registry.imports import lists
from registry.imports.tables import PassList, PassListRow
from registry.imports.words import ListState
from registry.tables import Evidence, Interpreter, Standing, TrainingEvent

UNDO_WITHIN = timedelta(days=1)
_WHY = "The import that registered it was undone."


def undo(session: Session, *, list_id: int, now: datetime, by: int | None = None) -> PassList:
    """Strike everything the list registered that nobody has touched since; people it entered stay, unlisted.

    Rows whose evidence was revoked or corrected since are left, and say so (`left_because`). Conflict
    `not_run`, `import_undone_already`, `too_late_to_undo`, or `nothing_to_undo` when every row is left.
    """
    pass_list = lists.held(session, list_id)
    _check(pass_list, now)
    people = _take_everybody(session, list_id)
    struck, left = _evidence(session, list_id)
    strikes = _strike_training(session, pass_list, now=now)
    if not struck and not strikes:
        raise Conflict("nothing_to_undo", "All it registered has been changed since. Nothing is undone.")
    for one in struck:
        one.struck_at, one.struck_by, one.struck_reason = now, by, _WHY
    _tell_what_is_left(session, list_id, left)
    pass_list.state, pass_list.undone_at, pass_list.undone_by = ListState.UNDONE, now, by
    session.flush()
    touched = _by_person(struck)
    usable = select(Standing.interpreter_id).where(col(Standing.interpreter_id).in_(people)).distinct()
    relied_on = sorted(set(session.exec(usable)) & touched.keys())
    standing.rebuild(session, sorted(touched))
    for person in relied_on:
        lost.post(session, interpreter_id=person, now=now)
    told = {
        audit.about_interpreter(person): {"import": list_id, "evidence": ids}
        for person, ids in touched.items()
    }
    audit.record_each(session, audit.Act.CORRECTED, told, by=by, now=now, why=_WHY)
    content = {"import": list_id, "struck": len(struck), "left": len(left)}
    audit.record(session, audit.about_register(), audit.Act.IMPORT_UNDONE, by=by, now=now, content=content)
    return pass_list


def may_be_undone(pass_list: PassList, now: datetime) -> bool:
    """Whether the list has been run, and the day is not over."""
    ran_at = pass_list.run_at
    return pass_list.state is ListState.RUN and ran_at is not None and now - ran_at <= UNDO_WITHIN


def _check(pass_list: PassList, now: datetime) -> None:
    if pass_list.state is ListState.UNDONE:
        raise Conflict("import_undone_already", "This import was run and undone. Send the file anew.")
    if pass_list.state is not ListState.RUN:
        raise Conflict("not_run", "This import has not been run: there is nothing to undo.")
    if not may_be_undone(pass_list, now):
        raise Conflict("too_late_to_undo", "A day has passed. Correct the rows in each file instead.")


def _take_everybody(session: Session, list_id: int) -> Sequence[int]:
    about = select(PassListRow.interpreter_id).where(
        PassListRow.list_id == list_id, col(PassListRow.evidence_id).is_not(None)
    )
    people = select(col(Interpreter.id)).where(col(Interpreter.id).in_(about)).order_by(col(Interpreter.id))
    return [stored_id(one) for one in session.exec(lock(session, people))]


def _evidence(session: Session, list_id: int) -> tuple[list[Evidence], dict[int, str]]:
    """What can be struck, and by its id why the rest cannot."""
    given = (
        select(Evidence)
        .join(PassListRow, col(PassListRow.evidence_id) == col(Evidence.id))
        .where(PassListRow.list_id == list_id)
    )
    struck: list[Evidence] = []
    left: dict[int, str] = {}
    for one in session.exec(given.execution_options(populate_existing=True)):
        if one.struck_at is not None:
            left[stored_id(one.id)] = "corrected_since"
        elif one.revoked_on is not None:
            left[stored_id(one.id)] = "revoked_since"
        else:
            struck.append(one)
    return struck, left


def _strike_training(session: Session, pass_list: PassList, *, now: datetime) -> int:
    ours = exists().where(
        col(PassListRow.list_id) == pass_list.id,
        col(PassListRow.gathering) == col(TrainingEvent.gathering),
        col(PassListRow.candidate) == col(TrainingEvent.candidate),
    )
    strike = update(TrainingEvent).where(
        col(TrainingEvent.registered_at) == pass_list.run_at, col(TrainingEvent.struck_at).is_(None), ours
    )
    return session.connection().execute(strike.values(struck_at=now)).rowcount


def _tell_what_is_left(session: Session, list_id: int, left: Mapping[int, str]) -> None:
    rows = select(PassListRow).where(PassListRow.list_id == list_id, col(PassListRow.evidence_id).in_(left))
    for row in session.exec(rows) if left else ():
        row.left_because = left[stored_id(row.evidence_id)]


def _by_person(struck: Sequence[Evidence]) -> dict[int, list[int]]:
    touched: dict[int, list[int]] = {}
    for one in struck:
        touched.setdefault(one.interpreter_id, []).append(stored_id(one.id))
    return touched
