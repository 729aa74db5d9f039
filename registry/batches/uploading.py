"""A file is read, and its rows are stored for the worker; each wrong row with what is wrong."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, func, select

from identity import audit
from identity.permissions import Action, Actor, require
from kit.db import stored_id
from kit.errors import Conflict
from registry.batches import reading_rows
from registry.batches.tables import Batch, BatchRow
from registry.receipts import references
from registry.receipts.issuing import organisation_of

_MOST_AT_ONCE = 5


def upload(session: Session, *, given: bytes, with_receipt: bool, actor: Actor, now: datetime) -> Batch:
    """Take a file of questions. Invalid tells what is wrong with the file; a wrong row is no refusal.

    Forbidden without a role that checks; Conflict `too_many_batches` while five of the account's wait.
    """
    require(actor, Action.CHECK_IN_BULK)
    rows = reading_rows.read(given)
    waiting = select(func.count()).where(Batch.account_id == actor.id, col(Batch.finished_at).is_(None))
    if session.exec(waiting).one() >= _MOST_AT_ONCE:
        raise Conflict(
            "too_many_batches", "Your earlier files are still being checked. Wait until one is done."
        )
    batch = Batch(
        reference=references.draw(),
        account_id=actor.id,
        organisation_id=organisation_of(actor),
        created_at=now,
        total=len(rows),
        wrong=sum(row.fault is not None for row in rows),
        done=0,
        receipt_wanted=with_receipt,
    )
    session.add(batch)
    session.flush()
    table = SQLModel.metadata.tables[str(BatchRow.__tablename__)]
    batch_id = stored_id(batch.id)
    told = {"batch": references.written(batch.reference), "rows": batch.total}
    audit.record(
        session, audit.about_account(actor.id), audit.Act.BATCH_SENT, by=actor.id, now=now, content=told
    )
    session.execute(insert(table), [{"batch_id": batch_id, **asdict(row)} for row in rows])
    return batch
