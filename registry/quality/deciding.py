"""An officer answers that two entries are not one person; the answer is kept while the facts are the same."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from identity import audit
from kit.db import lock, stored_id
from kit.errors import Conflict, Invalid, NotFound, length_errors
from kit.personal_data import birth_number_errors
from registry.quality import looking
from registry.quality.tables import NotDuplicate, PossibleDuplicate
from registry.tables import Interpreter, Merge

_GONE = Conflict("merged_already", "One of the two has been merged with another meanwhile.")


def not_the_same(
    session: Session, *, numbers: tuple[int, int], why: str, now: datetime, by: int | None = None
) -> NotDuplicate:
    """Keep the answer. It holds until something the two are compared by changes.

    Conflict `pair_decided` when somebody has answered already; `merged_already` when one is merged.
    """
    errors = [*birth_number_errors({"why": why}), *length_errors({"why": why})]
    if errors:
        raise Invalid(*errors)
    one, other = both(session, numbers)
    low, high = sorted((stored_id(one.id), stored_id(other.id)))
    pair = looking.compared(*looking.entries(session, [low, high]))
    same = select(NotDuplicate).where(
        NotDuplicate.low_id == low, NotDuplicate.high_id == high, NotDuplicate.facts == pair.facts
    )
    if session.exec(same).first() is not None:
        raise Conflict("pair_decided", "Somebody has answered already that these two are not the same.")
    answer = NotDuplicate(
        low_id=low, high_id=high, facts=pair.facts, why=why.strip() or None, decided_at=now, decided_by=by
    )
    session.add(answer)
    session.execute(
        delete(PossibleDuplicate).where(
            col(PossibleDuplicate.low_id) == low, col(PossibleDuplicate.high_id) == high
        )
    )
    session.flush()
    for person in sorted((one, other), key=lambda person: str(person.id)):
        subject = audit.about_interpreter(stored_id(person.id))
        told = {"low": low, "high": high}
        audit.record(session, subject, audit.Act.NOT_THE_SAME, by=by, now=now, why=answer.why, content=told)
    return answer


def both(session: Session, numbers: tuple[int, int]) -> tuple[Interpreter, Interpreter]:
    """The two, taken for this transaction in the order of their ids, so that no two officers decide at once.

    NotFound for an unknown number; Conflict `same_number`, or `merged_already`.
    """
    if numbers[0] == numbers[1]:
        raise Conflict("same_number", "These are one and the same number.")
    statement = select(Interpreter).where(col(Interpreter.number).in_(numbers)).order_by(col(Interpreter.id))
    found = {one.number: one for one in session.exec(lock(session, statement))}
    if len(found) < len(numbers):
        raise NotFound("unknown_interpreter", "No interpreter in the register has this number.")
    ids = [one.id for one in found.values()]
    if session.exec(select(Merge).where(col(Merge.merged_id).in_(ids))).first() is not None:
        raise _GONE
    return found[numbers[0]], found[numbers[1]]
