"""What a pass list showed that it would do is done, in one transaction: all of it or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, SQLModel, col, select

from identity import audit
from kit.clock import oslo_date
from kit.db import lock, stored_id
from kit.errors import Conflict, Invalid, invalid
from registry import registration, standing
from registry.imports import examining, lists
from registry.imports.examining import AT_A_TIME, Examined, spelled, training_kind
from registry.imports.receiving import file_of, still_open
from registry.imports.tables import PassList, PassListRow
from registry.imports.telling import RowTold
from registry.imports.words import Choice, ListState, Outcome
from registry.papers import birth_numbers
from registry.papers.tables import IssuingBody
from registry.registration import Particulars
from registry.tables import Evidence, Interpreter, TrainingEvent
from registry.words import EvidenceKind, TestResult, TrainingKind, TrainingStep

_DOES = (Outcome.NEW_EVIDENCE, Outcome.TRAINING_ONLY)
_NOT_READY = (Outcome.TO_DECIDE, Outcome.CANNOT)


def run(
    session: Session,
    *,
    folder: Path,
    list_id: int,
    leaving_out: int,
    now: datetime,
    by: int | None = None,
) -> PassList:
    """Register what the list gives. `leaving_out` is how many rows are not ready, confirmed to be left out.

    Conflict `import_run_already` for the second of two officers; `register_changed` when a row would do
    something else than what was shown; Invalid `rows_not_ready` when another number is not ready.
    """
    pass_list = still_open(session, list_id)
    if pass_list.state is not ListState.READY:
        raise Conflict("columns_missing", "Say which column is what first.")
    _check_left_out(session, list_id, leaving_out)
    _take_everybody(session, list_id)
    entering = _examined_again(session, folder, pass_list, now=now)
    created = _enter(session, list_id, entering, now=now, by=by)
    body = lists.body_of(session, pass_list)
    given: dict[int, list[int]] = {person: [] for person in created.values()}
    for some in _rows(session, list_id):
        _give_evidence(session, some, body, created, given, now=now, by=by)
        _add_training(session, some, body, created, now=now, by=by)
    pass_list.state, pass_list.run_at, pass_list.run_by = ListState.RUN, now, by
    session.flush()
    standing.rebuild(session, sorted(given))
    told = {
        audit.about_interpreter(person): {"import": list_id, "evidence": ids}
        for person, ids in given.items()
        if ids
    }
    audit.record_each(session, audit.Act.EVIDENCE_REGISTERED, told, by=by, now=now)
    counted = {outcome.value: count for outcome, count in lists.counts(session, list_id).items()}
    audit.record(
        session,
        audit.about_register(),
        audit.Act.IMPORT_RUN,
        by=by,
        now=now,
        content={"import": list_id, **counted},
    )
    return pass_list


def _check_left_out(session: Session, list_id: int, leaving_out: int) -> None:
    counted = lists.counts(session, list_id)
    left = sum(counted[one] for one in _NOT_READY)
    if left != leaving_out:
        raise invalid(
            "leaving_out",
            "rows_not_ready",
            "{count} rows are not ready. Decide them, or confirm that they are left out.",
            count=left,
        )
    if not any(counted[one] for one in _DOES):
        raise Conflict("nothing_new", "Everything in this list is there already: nothing would change.")


def _take_everybody(session: Session, list_id: int) -> None:
    """Hold everybody the list is about, in the order of ids, before anything about them is decided."""
    about = select(PassListRow.interpreter_id).where(
        PassListRow.list_id == list_id, col(PassListRow.outcome).in_(_DOES)
    )
    people = select(col(Interpreter.id)).where(col(Interpreter.id).in_(about)).order_by(col(Interpreter.id))
    session.exec(lock(session, people)).all()


def _examined_again(session: Session, folder: Path, pass_list: PassList, *, now: datetime) -> list[RowTold]:
    """Conflict unless every row would do what was shown; answers what is told of those to be entered."""
    list_id, entering = stored_id(pass_list.id), []
    stored = _shown(session, list_id)
    content = file_of(folder, pass_list)
    try:
        for some in examining.examine(session, pass_list, content, today=oslo_date(now)):
            if [_as_shown(one) for one in some] != next(stored, []):
                raise _changed()
            entering += [
                one.told
                for one in some
                if one.outcome in _DOES and one.interpreter_id is None and one.told.name is not None
            ]
    except Invalid as fault:
        raise _changed() from fault
    if next(stored, []):
        raise _changed()
    return entering


def _changed() -> Conflict:
    return Conflict(
        "register_changed",
        "The register has changed since these rows were looked at. Look at them again, then run it.",
    )


def _as_shown(one: Examined) -> tuple[object, ...]:
    return (one.told.row, one.outcome, one.interpreter_id)


def _shown(session: Session, list_id: int) -> Iterator[list[tuple[object, ...]]]:
    for some in _rows(session, list_id):
        yield [(one.row, one.outcome, one.interpreter_id) for one in some]


def _rows(session: Session, list_id: int) -> Iterator[Sequence[PassListRow]]:
    last = 0
    table = SQLModel.metadata.tables["pass_list_row"]
    while True:
        some: Any = session.execute(
            sqlalchemy.select(table)
            .where(table.c.list_id == list_id, table.c.row > last)
            .order_by(table.c.row)
            .limit(AT_A_TIME)
        ).all()
        if not some:
            return
        yield some
        last = some[-1].row


def _enter(
    session: Session, list_id: int, told: Sequence[RowTold], *, now: datetime, by: int | None
) -> dict[str, int]:
    """Enter everybody decided to be new, not listed: their ids by what their rows call them."""
    decided = session.exec(
        select(PassListRow.row, PassListRow.kommune).where(
            PassListRow.list_id == list_id, PassListRow.choice == Choice.NEW_PERSON
        )
    )
    kommune_of = dict(decided.all())
    created: dict[str, int] = {}
    for one in told:
        key, kommune = one.person_key, kommune_of.get(one.row)
        if key is None or kommune is None or one.name is None or key in created:
            continue
        particulars = Particulars(name=one.name, kommune=kommune)
        person = registration.register(session, particulars=particulars, now=now, by=by)
        created[key] = stored_id(person.id)
        if one.birth_number or one.birth_date:
            birth_numbers.register(
                session,
                number=person.number,
                birth_number=one.birth_number,
                birth_date=one.birth_date,
                now=now,
                by=by,
            )
    return created


def _give_evidence(
    session: Session,
    rows: Sequence[PassListRow],
    body: IssuingBody,
    created: dict[str, int],
    given: dict[int, list[int]],
    *,
    now: datetime,
    by: int | None,
) -> None:
    giving = [(one, _person(one, created)) for one in rows if one.outcome is Outcome.NEW_EVIDENCE]
    if not giving:
        return
    values = [
        {
            "interpreter_id": person,
            "kind": one.kind,
            "language": one.language,
            "credits": one.credits,
            "course": one.course,
            "result": TestResult.PASSED if one.kind is EvidenceKind.BILINGUAL_TEST else None,
            "issuer": spelled(body),
            "issued_on": one.on,
            "reference": one.reference,
            "registered_at": now,
            "registered_by": by,
        }
        for one, person in giving
    ]
    ids = session.scalars(
        insert(Evidence).returning(col(Evidence.id), sort_by_parameter_order=True), values
    ).all()
    table = SQLModel.metadata.tables["pass_list_row"]
    linked = update(table).where(table.c.list_id == bindparam("of_list"), table.c.row == bindparam("of_row"))
    session.connection().execute(
        linked.values(evidence_id=bindparam("gives"), interpreter_id=bindparam("to")),
        [
            {"of_list": one.list_id, "of_row": one.row, "gives": id_, "to": person}
            for (one, person), id_ in zip(giving, ids, strict=True)
        ],
    )
    for (_one, person), id_ in zip(giving, ids, strict=True):
        given.setdefault(stored_id(person), []).append(stored_id(id_))


def _add_training(
    session: Session,
    rows: Sequence[PassListRow],
    body: IssuingBody,
    created: dict[str, int],
    *,
    now: datetime,
    by: int | None,
) -> None:
    values = [
        {
            "kind": kind,
            "step": step,
            "gathering": one.gathering,
            "candidate": one.candidate,
            "interpreter_id": _person(one, created),
            "language": one.language,
            "on": one.on,
            "issuer": spelled(body),
            "registered_at": now,
            "registered_by": by,
        }
        for one in rows
        if one.outcome in _DOES and one.candidate is not None and (kind := training_kind(one)) is not None
        for step in _steps(kind, one.result or TestResult.PASSED)
    ]
    if values:
        session.execute(insert(TrainingEvent), values)


def _steps(kind: TrainingKind, result: TestResult) -> tuple[TrainingStep, ...]:
    last = TrainingStep(result.value)
    return (last,) if kind is TrainingKind.BASIC_EDUCATION else (TrainingStep.ATTENDED, last)


def _person(one: PassListRow, created: dict[str, int]) -> int | None:
    return one.interpreter_id if one.interpreter_id is not None else created.get(one.person_key or "")
