"""What a decision does to the register, in the decision's own transaction."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity import audit
from identity.tables import Account
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, invalid
from registry import evidence, exclusion, facts, listing, profiles, registration
from registry.cases.tables import Case, Claim, ClaimDocument, Decision
from registry.cases.words import DecisionStatus, Outcome, Purpose
from registry.evidence import NewEvidence
from registry.papers.tables import Document
from registry.registration import Particulars
from registry.tables import Evidence, Exclusion, Interpreter
from registry.words import ExclusionKind


def take(session: Session, case: Case, decision: Decision, *, by: int, now: datetime) -> None:
    """Let the decision take effect. `by` is the officer whose hand it is: who decided, or who approved."""
    match decision.outcome:
        case Outcome.LISTED:
            list_her(session, case, decision.accepted, by=by, now=now)
        case Outcome.EXCLUDED:
            _exclude(session, case, decision, by=by, now=now)
        case Outcome.DISMISSED | Outcome.WARNED:
            _end_temporary(session, case, by=by, now=now)
        case _:
            pass


def undo(
    session: Session, case: Case, decision: Decision, accepted: list[int], *, by: int, now: datetime
) -> None:
    """Give an appeal effect: what was refused is granted, and what was imposed ends today."""
    decision.status = DecisionStatus.UNDONE
    session.add(decision)
    match decision.outcome:
        case Outcome.REFUSED:
            claims = accepted or [stored_id(one.id) for one in claims_of(session, case)]
            list_her(session, case, claims, by=by, now=now)
        case Outcome.EXCLUDED if decision.exclusion_id is not None:
            _lift(session, decision.exclusion_id, case.reference, by=by, now=now)
        case _:
            pass


def list_her(session: Session, case: Case, accepted: list[int], *, by: int, now: datetime) -> None:
    """Into the register with what was accepted, and listed from today.

    Invalid `no_category` when the evidence gives none, Conflict `excluded` while she is shut out.
    """
    person = _person(session, case, by, now)
    for claim in claims_of(session, case):
        if claim.id in accepted and claim.evidence_id is None:
            _register(session, person, claim, by=by, now=now)
    today = oslo_date(now)
    known = facts.of_number(session, person.number)
    assert known is not None  # noqa: S101 - she is registered above
    if known.history.excluded_on(today):
        raise Conflict("excluded", "The interpreter is excluded, and cannot be listed until that has ended.")
    held = [one for one in profiles.qualified(known, today) if case.language in {None, one.language}]
    if not held:
        raise invalid(
            "accepted", "no_category", "What is accepted gives no category, and nobody is listed without one."
        )
    if case.purpose is not Purpose.LANGUAGE and not known.history.listed_on(today):
        listing.change(
            session, interpreter_id=stored_id(person.id), listed=True, effective_on=today, now=now, by=by
        )


def claims_of(session: Session, case: Case) -> list[Claim]:
    """The evidence claimed in a case, in the order it was described."""
    return list(session.exec(select(Claim).where(col(Claim.case_id) == case.id).order_by(col(Claim.id))))


def first_day(decision: Decision, today: date) -> date | None:
    """From when an exclusion counts: as decided, but never before the day it takes effect."""
    return None if decision.from_on is None else max(decision.from_on, today)


def _person(session: Session, case: Case, by: int, now: datetime) -> Interpreter:
    """The one the case is about; entered in the register with her account when she was not in it."""
    if case.interpreter_id is not None:
        person = session.get_one(Interpreter, case.interpreter_id)
    else:
        account = session.get_one(Account, case.applicant_id)
        particulars = Particulars(
            name=case.name,
            kommune=case.kommune or "",
            gender=case.gender,
            phone=case.phone,
            email=account.email,
            letterform=case.letterform,
        )
        person = registration.register(session, particulars=particulars, now=now, by=by)
        case.interpreter_id = person.id
    if person.account_id is None and case.applicant_id is not None:
        registration.link_account(session, number=person.number, account_id=case.applicant_id, now=now)
    return registration.held(session, person.number)


def _register(session: Session, person: Interpreter, claim: Claim, *, by: int, now: datetime) -> None:
    """Accept a claim; what stands in the register already needs no second row."""
    proof = NewEvidence(
        kind=claim.kind,
        issuer=claim.issuer,
        issued_on=claim.issued_on,
        language=claim.language,
        credits=claim.credits,
        course=claim.course,
        valid_until=claim.valid_until,
        reference=claim.reference,
    )
    try:
        made = evidence.register(session, number=person.number, proof=proof, now=now, by=by)
    except Invalid as refusal:
        raise Invalid(*(_in_the_decision(one, claim) for one in refusal.errors)) from refusal
    except Conflict as refusal:
        if refusal.code != "evidence_exists":
            raise
        return
    claim.evidence_id = made.id
    session.add(claim)
    _hand_over(session, claim, made, by=by, now=now)


def _in_the_decision(fault: FieldError, claim: Claim) -> FieldError:
    """What is wrong with a piece of evidence, told to the officer who accepts it."""
    if fault.field != "issuer":
        return replace(fault, field="accepted")
    return FieldError(
        "accepted",
        fault.code,
        "No issuing body is called “{issuer}”. Register it first, or ask the applicant which body it is.",
        {"issuer": claim.issuer},
    )


def _hand_over(session: Session, claim: Claim, proof: Evidence, *, by: int, now: datetime) -> None:
    """What was shown for the claim is now shown for the proof in the register."""
    shown = select(ClaimDocument).where(col(ClaimDocument.claim_id) == claim.id)
    for one in session.exec(shown.order_by(col(ClaimDocument.id))).all():
        kept = Document(
            interpreter_id=proof.interpreter_id,
            evidence_id=proof.id,
            sha256=one.sha256,
            media_type=one.media_type,
            size=one.size,
            stored_at=one.stored_at,
            stored_by=one.stored_by,
        )
        session.add(kept)
        session.flush()
        told = {"document": kept.id, "evidence": proof.id, "sha256": kept.sha256}
        subject = audit.about_interpreter(proof.interpreter_id)
        audit.record(session, subject, audit.Act.DOCUMENT_STORED, by=by, now=now, content=told)


def _exclude(session: Session, case: Case, decision: Decision, *, by: int, now: datetime) -> None:
    person = session.get_one(Interpreter, case.interpreter_id)
    kind = decision.exclusion or ExclusionKind.TEMPORARY
    if kind is not ExclusionKind.TEMPORARY:
        _end_temporary(session, case, by=by, now=now)
    made = exclusion.exclude(
        session,
        number=person.number,
        decision=exclusion.Decision(
            kind=kind,
            from_on=first_day(decision, oslo_date(now)) or oslo_date(now),
            until_on=decision.until_on,
            reason=case.reference,
        ),
        now=now,
        by=by,
    )
    decision.exclusion_id = made.id
    session.add(decision)


def _end_temporary(session: Session, case: Case, *, by: int, now: datetime) -> None:
    """What was decided while the case ran, ends with it."""
    running = (
        select(Exclusion)
        .join(Decision, col(Decision.exclusion_id) == col(Exclusion.id))
        .where(col(Decision.case_id) == case.id, col(Exclusion.kind) == ExclusionKind.TEMPORARY)
        .where(col(Exclusion.lifted_on).is_(None))
    )
    for one in session.exec(running).all():
        _lift(session, stored_id(one.id), case.reference, by=by, now=now)


def _lift(session: Session, exclusion_id: int, reason: str, *, by: int, now: datetime) -> None:
    exclusion.lift(session, exclusion_id=exclusion_id, reason=reason, now=now, by=by)
