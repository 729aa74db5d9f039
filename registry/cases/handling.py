"""What an officer does with a case before it is decided: takes it, asks for more, says whom it is about."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity.acting import as_of_now
from identity.permissions import Action, may
from identity.roles import Role
from identity.tables import Account, RoleGrant
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, invalid, length_errors
from kit.personal_data import birth_number_errors
from registry.cases import letters, posting, records, states
from registry.cases.house import House
from registry.cases.records import take
from registry.cases.tables import LONG_TEXT, Case
from registry.cases.words import CaseKind, CaseStatus, Event, Occasion
from registry.registration import held


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted from the party, and the last day for it."""

    what: str
    due_on: date


_HANDLERS = (Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR)


def officers(session: Session) -> list[Account]:
    """Those a case can be assigned to, by name."""
    holds = select(RoleGrant.account_id).where(col(RoleGrant.role).in_(_HANDLERS))
    open_ones = select(Account).where(col(Account.id).in_(holds), col(Account.disabled_at).is_(None))
    return list(session.exec(open_ones.order_by(col(Account.name), col(Account.id))))


def assign(
    session: Session, *, reference: str, to: int | None, seen: int | None, by: int, now: datetime
) -> Case:
    """Give the case to an officer, or (None) to nobody; to the one who has it changes nothing."""
    case = take(session, reference, seen=seen)
    if case.status is CaseStatus.CLOSED:
        raise states.case_is(case.status)
    if to is not None and not may(as_of_now(session, to), Action.HANDLE_CASES):
        raise invalid("to", "not_an_officer", "Choose somebody who handles cases.")
    if case.assigned_to == to:
        return case
    case.assigned_to = to
    name = "" if to is None else session.get_one(Account, to).name
    records.change(session, case, Event.ASSIGNED, by=by, now=now, said=name)
    return case


def ask_for_more(
    session: Session,
    *,
    reference: str,
    asked: Asked,
    seen: int | None,
    by: int,
    house: House,
    now: datetime,
) -> Case:
    """Send the case to the one it is about: for what is missing, or for her statement.

    A notice becomes known to her with this (fvl. §§ 16-18). Invalid names `what` and `due_on`.
    """
    case = take(session, reference, seen=seen)
    if case.status is not CaseStatus.OPEN:
        raise states.case_is(case.status)
    faults = _faults_of_text("what", asked.what)
    if asked.due_on <= oslo_date(now):
        faults.append(FieldError("due_on", "not_ahead", "Choose a day to come."))
    if case.kind is CaseKind.NOTICE and case.interpreter_id is None:
        faults.append(FieldError("what", "nobody_named", "Say first which interpreter the notice is about."))
    if faults:
        raise Invalid(*faults)
    case.party_sees = True
    records.move(session, case, CaseStatus.RETURNED, Event.RETURNED, by=by, now=now, said=asked.what.strip())
    case.due_on = asked.due_on
    session.add(case)
    asks = case.kind is CaseKind.NOTICE
    said = (letters.statement_asked if asks else letters.more_needed)(case, asked.what.strip(), house)
    occasion = Occasion.STATEMENT_ASKED if asks else Occasion.MORE_NEEDED
    posting.write(session, case, occasion, said, house=house, now=now)
    return case


def take_back(session: Session, *, reference: str, seen: int | None, by: int, now: datetime) -> Case:
    """The case need wait no longer: it is with the officer again."""
    case = take(session, reference, seen=seen)
    if case.status is not CaseStatus.RETURNED:
        raise states.case_is(case.status)
    records.move(session, case, CaseStatus.OPEN, Event.TAKEN_BACK, by=by, now=now)
    return case


def tie(session: Session, *, reference: str, number: int, seen: int | None, by: int, now: datetime) -> Case:
    """Say which interpreter in the register the case is about.

    Conflict `interpreter_has_account` when an applicant would be put in somebody else's place.
    """
    case = take(session, reference, seen=seen)
    if case.status is not CaseStatus.OPEN or case.kind is CaseKind.APPEAL:
        raise states.case_is(case.status)
    her = held(session, number)
    if case.applicant_id is not None and her.account_id not in {None, case.applicant_id}:
        raise Conflict("interpreter_has_account", "This interpreter has an account already.")
    case.interpreter_id = stored_id(her.id)
    if case.kind is CaseKind.NOTICE:
        case.name, case.letterform, case.search_name = her.name, her.letterform, her.search_name
        case.heard = False
    records.change(session, case, Event.TIED, by=by, now=now, said=str(her.number))
    return case


def note(session: Session, *, reference: str, said: str, by: int, now: datetime) -> Case:
    """Write something down in the case: for officers alone, unless the party asks to see the documents."""
    case = take(session, reference)
    faults = _faults_of_text("said", said)
    if faults:
        raise Invalid(*faults)
    records.note(session, case, Event.NOTED, by=by, now=now, said=said.strip())
    return case


def _faults_of_text(name: str, said: str) -> list[FieldError]:
    faults = [*birth_number_errors({name: said}), *length_errors({name: said}, LONG_TEXT)]
    if not said.strip():
        faults.append(FieldError(name, "blank", "Write what it is."))
    return faults
