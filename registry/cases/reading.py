"""A case as it is read: what was told and claimed, what has been decided, written and done."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, select

from identity.tables import Account
from kit.db import stored_id
from registry.cases import attaching, deciding, effects, records
from registry.cases.tables import Appeal, Case, CaseEvent, CaseLetter, Claim, ClaimDocument, Decision
from registry.cases.words import CaseKind, CaseStatus
from registry.tables import Exclusion, Interpreter

Row = TypeVar("Row", Decision, CaseEvent, CaseLetter)


@dataclass(frozen=True, slots=True)
class Line:
    """One event, and who it was (empty: the party's own letter, or the product itself)."""

    row: CaseEvent
    by: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about a case. `appeals` are references of appeal cases by the decision they appeal."""

    case: Case
    interpreter: Interpreter | None
    officer: str
    claims: list[Claim]
    documents: dict[int, list[ClaimDocument]]
    decisions: list[Decision]
    letters: list[CaseLetter]
    lines: list[Line]
    names: dict[int, str]
    appeal: Appeal | None
    appealed: Case | None
    appeals: dict[int, str]
    exclusions: dict[int, Exclusion]

    @property
    def proposed(self) -> Decision | None:
        """The decision that waits for a second officer, if one does."""
        if self.case.status is not CaseStatus.PROPOSED:
            return None
        return next((one for one in reversed(self.decisions) if one.status == "proposed"), None)


def of(session: Session, case: Case) -> Story:
    """Read a case whole: for an officer, or as far as the page shows it for its party."""
    decisions = _rows(session, Decision, case)
    events = _rows(session, CaseEvent, case)
    names = _names(session, case, decisions, events)
    appeal = session.get(Appeal, case.id) if case.kind is CaseKind.APPEAL else None
    return Story(
        case=case,
        interpreter=session.get(Interpreter, case.interpreter_id) if case.interpreter_id else None,
        officer=names.get(case.assigned_to or 0, ""),
        claims=effects.claims_of(session, case),
        documents=_documents(session, case),
        decisions=decisions,
        letters=_rows(session, CaseLetter, case),
        lines=[Line(row, names.get(row.account_id or 0, "")) for row in events],
        names=names,
        appeal=appeal,
        appealed=deciding.appealed(session, case)[2] if appeal else None,
        appeals=_appeals(session, decisions),
        exclusions=_exclusions(session, decisions),
    )


def of_party(session: Session, account_id: int) -> list[Case]:
    """The cases an account is the party of and may see, the newest first."""
    hers = select(Interpreter.id).where(col(Interpreter.account_id) == account_id)
    told = select(Case).where(
        (col(Case.applicant_id) == account_id)
        | (col(Case.applicant_id).is_(None) & col(Case.interpreter_id).in_(hers)),
        col(Case.party_sees).is_(other=True),
    )
    return list(session.exec(told.order_by(col(Case.opened_at).desc(), col(Case.id).desc())))


def of_interpreter(session: Session, interpreter_id: int) -> list[Case]:
    """Every case about an interpreter, the newest first: for officers."""
    told = select(Case).where(col(Case.interpreter_id) == interpreter_id)
    return list(session.exec(told.order_by(col(Case.opened_at).desc(), col(Case.id).desc())))


def letter(session: Session, case: Case, letter_id: int) -> CaseLetter:
    """One letter of the case, or NotFound."""
    found = session.get(CaseLetter, letter_id)
    if found is None or found.case_id != case.id:
        raise records.unknown()
    return found


def warnings(session: Session, case: Case) -> list[date]:
    """The days the interpreter a case is about was warned, oldest first."""
    return [] if case.interpreter_id is None else deciding.warnings_of(session, case.interpreter_id)


def _rows(session: Session, kind: type[Row], case: Case) -> list[Row]:
    return list(session.exec(select(kind).where(col(kind.case_id) == case.id).order_by(col(kind.id))))


def _documents(session: Session, case: Case) -> dict[int, list[ClaimDocument]]:
    by_claim: dict[int, list[ClaimDocument]] = {}
    ids = [stored_id(one.id) for one in effects.claims_of(session, case)]
    for one in attaching.of_claims(session, ids):
        by_claim.setdefault(one.claim_id, []).append(one)
    return by_claim


def _names(
    session: Session, case: Case, decisions: list[Decision], events: list[CaseEvent]
) -> dict[int, str]:
    ids = {case.assigned_to, *(row.account_id for row in events)}
    for one in decisions:
        ids |= {one.decided_by, one.approved_by, one.sent_back_by}
    told = session.exec(select(Account).where(col(Account.id).in_(ids - {None})))
    return {one.id: one.name for one in told if one.id is not None}


def _appeals(session: Session, decisions: list[Decision]) -> dict[int, str]:
    ids = [one.id for one in decisions]
    told = (
        select(Appeal.decision_id, Case.reference)
        .join(Case, col(Case.id) == col(Appeal.case_id))
        .where(col(Appeal.decision_id).in_(ids))
    )
    return {row[0]: row[1] for row in session.exec(told)}


def _exclusions(session: Session, decisions: list[Decision]) -> dict[int, Exclusion]:
    ids = [one.exclusion_id for one in decisions if one.exclusion_id is not None]
    told = session.exec(select(Exclusion).where(col(Exclusion.id).in_(ids)))
    return {one.id: one for one in told if one.id is not None}
