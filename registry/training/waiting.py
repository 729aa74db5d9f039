"""Passed the bilingual test, or a translator, and waiting for a TAO course: no category until then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import func
from sqlmodel import Session, col, select

from identity import audit
from kit import paging
from kit.clock import oslo_date
from registry.categories import ENOUGH_CREDITS
from registry.statistics.levels import AsOf, in_force
from registry.tables import Evidence, Interpreter
from registry.words import EvidenceKind

_WAITS = (EvidenceKind.BILINGUAL_TEST, EvidenceKind.TRANSLATOR)
_ENOUGH_ALONE = (EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person in one language, waiting since the first day of what she holds."""

    number: int
    name: str
    language: str
    since: date
    translator: bool
    email: str | None
    phone: str | None


def listed(
    session: Session, *, today: date, limit: int, language: str | None = None, cursor: str | None = None
) -> tuple[list[Waiting], str | None]:
    """One page of those who wait, the longest first, and the cursor of the next."""
    place = paging.decode(cursor, date.fromisoformat, paging.key, paging.words)
    found = _waiting(today, language).subquery()
    order = (found.c.since, found.c.number, found.c.language)
    rows = session.execute(paging.after(sqlalchemy.select(found), place, *order, limit=limit)).all()
    shown, following = paging.page(rows, limit=limit, key=lambda row: (row.since, row.number, row.language))
    return [_told(row) for row in shown], following


def taken_out(session: Session, *, language: str | None, now: datetime, by: int | None) -> Iterator[Waiting]:
    """Everybody who waits, for a file with names and addresses: that it was taken out is recorded."""
    subject = audit.about_register()
    told = {"what": "waiting_for_tao", "language": language}
    audit.record(session, subject, audit.Act.REGISTER_EXPORTED, by=by, now=now, content=told)
    found = _waiting(oslo_date(now), language).subquery()
    rows = session.execute(sqlalchemy.select(found).order_by(found.c.since, found.c.number, found.c.language))
    return (_told(row) for row in rows)


def _waiting(today: date, language: str | None) -> Any:
    as_of = AsOf(today)
    trained = select(Evidence.interpreter_id).where(Evidence.kind == EvidenceKind.TAO, *in_force(as_of))
    enough = select(func.distinct(_ONE)).where(col(Evidence.kind).in_(_ENOUGH_ALONE), *in_force(as_of))
    educated = (
        select(_ONE)
        .where(Evidence.kind == EvidenceKind.CREDITS, *in_force(as_of))
        .group_by(col(Evidence.interpreter_id), col(Evidence.language))
        .having(func.sum(Evidence.credits) >= ENOUGH_CREDITS)
    )
    statement: Any = (
        sqlalchemy.select(
            col(Interpreter.number).label("number"),
            col(Interpreter.name).label("name"),
            col(Evidence.language).label("language"),
            func.min(col(Evidence.issued_on)).label("since"),
            func.max(sqlalchemy.case((col(Evidence.kind) == EvidenceKind.TRANSLATOR, 1), else_=0)).label(
                "translator"
            ),
            col(Interpreter.email).label("email"),
            col(Interpreter.phone).label("phone"),
        )
        .join(Interpreter, col(Interpreter.id) == col(Evidence.interpreter_id))
        .where(
            col(Evidence.kind).in_(_WAITS),
            *in_force(as_of),
            col(Evidence.interpreter_id).not_in(trained.correlate(None)),
            _ONE.not_in(enough.correlate(None)),
            _ONE.not_in(educated.correlate(None)),
            col(Interpreter.removed_at).is_(None),
        )
        .group_by(
            col(Interpreter.number),
            col(Interpreter.name),
            col(Evidence.language),
            col(Interpreter.email),
            col(Interpreter.phone),
        )
    )
    return statement if language is None else statement.where(col(Evidence.language) == language)


_ONE = sqlalchemy.cast(col(Evidence.interpreter_id), sqlalchemy.String) + "/" + col(Evidence.language)
"""One person in one language."""


def _told(row: Any) -> Waiting:
    return Waiting(row.number, row.name, row.language, row.since, bool(row.translator), row.email, row.phone)
