"""An exclusion is lifted before its time: it ends today, and she is told."""

from datetime import datetime

from sqlmodel import Session, col, select

from kit.errors import Conflict
from registry import exclusion
from registry.cases import letters, posting, records
from registry.cases.house import House
from registry.cases.tables import Case, Decision
from registry.cases.words import Event, Occasion
from registry.tables import Exclusion


def lift(
    session: Session, *, exclusion_id: int, reason: str, by: int, house: House, now: datetime
) -> Exclusion:
    """Lift an exclusion, in the case it was decided in if it has one. Conflict `not_in_force`, `own_case`."""
    case = _decided_in(session, exclusion_id)
    if case is not None:
        case = records.take(session, case.reference)
        if records.party_of(session, case) == by:
            raise Conflict("own_case", "You are a party in this case. Somebody else must decide it.")
    lifted = exclusion.lift(session, exclusion_id=exclusion_id, reason=reason, now=now, by=by)
    if case is not None:
        records.note(session, case, Event.LIFTED, by=by, now=now, said=reason.strip())
        said = letters.lifted(case, reason, house)
        posting.write(session, case, Occasion.LIFTED, said, house=house, now=now)
    return lifted


def _decided_in(session: Session, exclusion_id: int) -> Case | None:
    return session.exec(
        select(Case)
        .join(Decision, col(Decision.case_id) == col(Case.id))
        .where(col(Decision.exclusion_id) == exclusion_id)
    ).first()
