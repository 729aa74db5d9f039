"""How far a batch has come, and its answers as a file; to those who sent it and their organisation alone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from identity import audit
from identity.permissions import Action, Actor, Thing, require_sight
from identity.roles import STAFF
from kit import csv_files, paging
from kit.errors import Conflict, NotFound
from registry.batches.tables import Batch, BatchRow
from registry.receipts import references, telling

HEADS = ("row", "number", "language", "on", "answer", "name", "category", "letter", "evidence",
         "valid_from", "valid_until", "answered_at", "wrong_column", "fault")  # fmt: skip


def find(session: Session, actor: Actor, reference: str) -> Batch:
    """The batch. NotFound for one that is not there, or is somebody else's."""
    told = references.read(reference)
    batch = session.exec(select(Batch).where(col(Batch.reference) == told)).one_or_none()
    if batch is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    require_sight(actor, Action.SEE_BATCH, Thing(batch.organisation_id, batch.account_id))
    return batch


def own(session: Session, actor: Actor, *, limit: int, cursor: str | None) -> tuple[list[Batch], str | None]:
    """The batches of one's organisations and one's own, newest first."""
    places = actor.organisations(*STAFF)
    theirs = or_(
        and_(col(Batch.organisation_id).is_(None), col(Batch.account_id) == actor.id),
        col(Batch.organisation_id).in_(places),
    )
    place = paging.decode(cursor, paging.key)
    statement = paging.after(select(Batch).where(theirs), place, col(Batch.id), limit=limit, backwards=True)
    return paging.page(session.exec(statement).all(), limit=limit, key=lambda batch: (batch.id,))


def faults(session: Session, batch: Batch, *, limit: int) -> list[BatchRow]:
    """The first wrong rows, in the order of the file."""
    wrong = select(BatchRow).where(BatchRow.batch_id == batch.id, col(BatchRow.fault).is_not(None))
    return list(session.exec(wrong.order_by(col(BatchRow.line)).limit(limit)))


def taken_out(session: Session, actor: Actor, reference: str, *, now: datetime) -> bytes:
    """`finished_file` of the actor's own batch; that it was taken out is logged."""
    batch = find(session, actor, reference)
    written = finished_file(session, batch)
    told = {"batch": references.written(batch.reference)}
    subject, act = audit.about_account(actor.id), audit.Act.ANSWERS_EXPORTED
    audit.record(session, subject, act, by=actor.id, now=now, content=told)
    return written


def finished_file(session: Session, batch: Batch) -> bytes:
    """The answers as CSV. Conflict `not_finished` before they are all there, `results_removed` afterwards."""
    if batch.finished_at is None:
        raise Conflict("not_finished", "The file is still being checked.")
    if batch.removed_at is not None:
        raise Conflict("results_removed", "The results have been removed. Send the file again.")
    return file(session, batch)


def file(session: Session, batch: Batch) -> bytes:
    """The answers as CSV, in the order of the file. Who is protected by now is named no more."""
    return csv_files.written(HEADS, _lines(session, batch))


def _lines(session: Session, batch: Batch) -> Iterator[tuple[Any, ...]]:
    rows = session.execute(
        select(BatchRow, telling.may_be_named(col(BatchRow.number)))
        .where(BatchRow.batch_id == batch.id)
        .order_by(col(BatchRow.line))
    )
    for row, named in rows:
        answered_at = row.answered_at.isoformat(timespec="seconds") if row.answered_at else None
        yield (row.line, row.number, row.language, row.on, row.answer, row.name if named else None,
               row.category, row.letter, row.evidence, row.valid_from, row.valid_until, answered_at,
               row.wrong_column, row.fault)  # fmt: skip
