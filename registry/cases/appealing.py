"""Appeals: received on their day, flagged when late, given effect, or sent on to the appeal body.

Fvl. §§ 28-34. Reversing and what the appeal body decides are decisions like any other (deciding.py).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity.permissions import Actor
from kit.clock import oslo_date
from kit.db import lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry.cases import applying, letters, posting, records, states
from registry.cases.house import House
from registry.cases.tables import LONG_TEXT, Appeal, Case, Decision
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Event, Occasion


@dataclass(frozen=True, slots=True)
class Received:
    """What an appeal says, the day it was sent or handed in, and through whom it came."""

    said: str
    on: date
    by: int


def appeal(
    session: Session, *, actor: Actor, decision_id: int, said: str, house: House, now: datetime
) -> Case:
    """The party appeals a decision against her. Conflict `appealed_already`, `cannot_be_appealed`."""
    decision = _held(session, decision_id)
    before = session.get_one(Case, decision.case_id)
    applying.own(session, actor, before.reference)
    return _receive(session, before, decision, Received(said, oslo_date(now), actor.id), house=house, now=now)


def register(
    session: Session,
    *,
    decision_id: int,
    received: Received,
    house: House,
    now: datetime,
) -> Case:
    """An officer registers an appeal that came by post, with the day it was sent or handed in (fvl. § 30)."""
    decision = _held(session, decision_id)
    if received.on > oslo_date(now):
        raise Invalid(FieldError("received_on", "in_the_future", "It cannot have come after today."))
    if decision.took_effect_on is not None and received.on < oslo_date(decision.decided_at):
        raise Invalid(
            FieldError("received_on", "before_the_decision", "It cannot have come before the decision.")
        )
    before = session.get_one(Case, decision.case_id)
    return _receive(session, before, decision, received, house=house, now=now)


def forward(
    session: Session, *, reference: str, why: str, seen: int | None, by: int, house: House, now: datetime
) -> Case:
    """The decision is not changed: the appeal goes to the appeal body, and the party is told (fvl. § 33)."""
    case = records.take(session, reference, seen=seen)
    if case.kind is not CaseKind.APPEAL or case.status is not CaseStatus.OPEN:
        raise states.case_is(case.status)
    faults = [*birth_number_errors({"why": why}), *length_errors({"why": why}, LONG_TEXT)]
    if not why.strip():
        faults.append(FieldError("why", "blank", "Say why the decision is not changed."))
    if faults:
        raise Invalid(*faults)
    records.move(session, case, CaseStatus.FORWARDED, Event.FORWARDED, by=by, now=now, said=why.strip())
    said = letters.forwarded(case, why.strip(), house)
    posting.write(session, case, Occasion.FORWARDED, said, house=house, now=now)
    return case


def _receive(
    session: Session,
    before: Case,
    decision: Decision,
    received: Received,
    *,
    house: House,
    now: datetime,
) -> Case:
    _require_appealable(session, decision)
    said = received.said
    faults = [*birth_number_errors({"said": said}), *length_errors({"said": said}, LONG_TEXT)]
    if not said.strip():
        faults.append(FieldError("said", "blank", "Say what you want changed, and why."))
    if faults:
        raise Invalid(*faults)
    case = Case(
        kind=CaseKind.APPEAL,
        status=CaseStatus.OPEN,
        language=before.language,
        interpreter_id=before.interpreter_id,
        applicant_id=records.party_of(session, before),
        name=before.name,
        letterform=before.letterform,
        told=said.strip(),
        told_on=received.on,
        opened_at=now,
        waiting_since=now,
        heard=True,
    )
    records.enter(session, case, by=received.by, now=now)
    late = decision.appeal_by is not None and received.on > decision.appeal_by
    session.add(
        Appeal(
            case_id=stored_id(case.id), decision_id=stored_id(decision.id), received_on=received.on, late=late
        )
    )
    session.flush()
    records.note(session, before, Event.APPEALED, by=received.by, now=now, said=case.reference)
    posting.write(session, case, Occasion.RECEIVED, letters.received(case, house), house=house, now=now)
    return case


def _held(session: Session, decision_id: int) -> Decision:
    found = session.exec(lock(session, select(Decision).where(col(Decision.id) == decision_id))).one_or_none()
    if found is None:
        raise records.unknown()
    return found


def _require_appealable(session: Session, decision: Decision) -> None:
    if decision.outcome not in states.CAN_BE_APPEALED or decision.status is not DecisionStatus.IN_FORCE:
        raise Conflict("cannot_be_appealed", "This is not a decision that can be appealed, or not any more.")
    known = select(Appeal).where(col(Appeal.decision_id) == decision.id)
    if session.exec(known).first() is not None:
        raise Conflict("appealed_already", "This decision has been appealed already.")
