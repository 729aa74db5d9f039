"""The worker answers the next portion of a batch: one transaction each, so that a crash repeats none.

Whatever was answered stands; whatever was not is answered by the next worker. Two workers never take
the same batch. A batch that is done is signed if that was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, SQLModel, col, select

from kit.clock import oslo_date
from kit.db import lock, stored_id
from registry import facts, verification
from registry.batches import results
from registry.batches.tables import Batch, BatchRow
from registry.facts import Facts
from registry.receipts import references
from registry.receipts.claims import BATCH_TYP, said
from registry.receipts.issuing import Seal
from registry.tables import Interpreter

PORTION = 200
_ROWS = SQLModel.metadata.tables[str(BatchRow.__tablename__)]
_ANSWERED = (
    "answered_at",
    "answer",
    "name",
    "category",
    "letter",
    "evidence",
    "valid_from",
    "valid_until",
    "on",
)


@dataclass(frozen=True, slots=True)
class _Question:
    line: int
    number: int
    language: str
    on: date | None


def is_waiting(session: Session) -> bool:
    """Whether there is anything to answer: a read, so that an idle worker never writes."""
    return session.exec(select(Batch.id).where(col(Batch.finished_at).is_(None)).limit(1)).first() is not None


def answer_next(session: Session, *, seal: Seal, now: datetime) -> bool:
    """Answer one portion of the oldest batch that nobody else has in hand; False when there is none."""
    waiting = select(Batch).where(col(Batch.finished_at).is_(None)).order_by(col(Batch.id)).limit(1)
    batch = session.exec(lock(session, waiting, skip=True)).first()
    if batch is None:
        return False
    questions = _portion(session, stored_id(batch.id))
    if questions:
        _answer(session, batch, questions, now.replace(microsecond=0))
    if len(questions) < PORTION:
        _finish(session, batch, seal, now)
    session.add(batch)
    session.flush()
    return True


def remove_old(session: Session, *, before: datetime, now: datetime) -> None:
    """Remove the rows of batches finished before this instant; that there was a batch is kept."""
    served = select(Batch.id).where(col(Batch.finished_at) < before, col(Batch.removed_at).is_(None))
    session.execute(delete(BatchRow).where(col(BatchRow.batch_id).in_(served)))
    session.execute(
        update(Batch)
        .where(col(Batch.finished_at) < before, col(Batch.removed_at).is_(None))
        .values(removed_at=now)
    )


def _portion(session: Session, batch_id: int) -> list[_Question]:
    rows = session.execute(
        select(*(_ROWS.c[name] for name in ("line", "number", "language", "on")))
        .where(
            BatchRow.batch_id == batch_id, col(BatchRow.answered_at).is_(None), col(BatchRow.fault).is_(None)
        )
        .order_by(col(BatchRow.line))
        .limit(PORTION)
    )
    return [_Question(*row) for row in rows]


def _answer(session: Session, batch: Batch, questions: Sequence[_Question], now: datetime) -> None:
    known = _known(session, {one.number for one in questions})
    answered = [_row(one, known.get(one.number), now) for one in questions]
    stored = update(_ROWS).where(_ROWS.c.batch_id == batch.id, _ROWS.c.line == bindparam("of_line"))
    session.connection().execute(stored.values({name: bindparam(name) for name in _ANSWERED}), answered)
    batch.done += len(answered)


def _known(session: Session, numbers: set[int]) -> dict[int, Facts]:
    ids = session.exec(select(Interpreter.id).where(col(Interpreter.number).in_(numbers))).all()
    return {one.number: one for one in facts.of_interpreters(session, [stored_id(key) for key in ids])}


def _row(question: _Question, known: Facts | None, now: datetime) -> dict[str, Any]:
    told = verification.decide(known, language=question.language, on=question.on, now=now)
    return {
        "of_line": question.line,
        "on": question.on or oslo_date(now),
        "answered_at": now,
        "answer": told.answer,
        "name": told.name,
        "category": None if told.level is None else told.level.category,
        "letter": None if told.level is None else told.level.letter,
        "evidence": " ".join(told.evidence),
        "valid_from": told.valid_from,
        "valid_until": told.valid_until,
    }


def _finish(session: Session, batch: Batch, seal: Seal, now: datetime) -> None:
    """Done: `sha256` in the signed receipt is of the file as it can be downloaded from now on."""
    batch.finished_at = now
    batch.done = batch.total
    if not batch.receipt_wanted:
        return
    session.flush()
    told = {
        "iss": seal.issuer,
        "jti": references.written(batch.reference),
        "rows": batch.total,
        "wrong": batch.wrong,
        "asked_at": said(batch.created_at),
        "answered_at": said(now),
        "sha256": sha256(results.file(session, batch)).hexdigest(),
    }
    batch.signed = seal.keys.sign(told, typ=BATCH_TYP)
