"""One dated proof is registered, or revoked; it is never rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity import audit
from kit.clock import oslo_date
from kit.db import lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound, length_errors
from kit.personal_data import birth_number_errors
from registry import languages, lost, standing
from registry.papers import issuers
from registry.registration import held
from registry.tables import Evidence, Interpreter
from registry.words import EvidenceKind, TestResult

_MOST_CREDITS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """A proof as it is shown to the register. TAO alone has no language, credits alone a number.

    A bilingual test whose result is left out was passed; a failed one gives nothing, and is kept.
    """

    kind: EvidenceKind
    issuer: str
    issued_on: date
    language: str | None = None
    credits: int | None = None
    course: str | None = None
    result: TestResult | None = None
    valid_until: date | None = None
    reference: str | None = None


def register(
    session: Session,
    *,
    number: int,
    proof: NewEvidence,
    now: datetime,
    by: int | None = None,
    replaces: int | None = None,
) -> Evidence:
    """Register a proof; what it gives counts from the day it was issued. Invalid names every wrong field.

    Conflict `evidence_exists` when the same proof stands registered already. `replaces` is the row it
    corrects (registry/correction.py).
    """
    interpreter = held(session, number)
    faults = faults_of(proof, today=oslo_date(now))
    if all(fault.field != "issuer" for fault in faults):
        faults += issuers.faults_of(session, proof.issuer)
    if faults:
        raise Invalid(*faults)
    if _stands(session, stored_id(interpreter.id), proof):
        raise Conflict("evidence_exists", "The same evidence is registered already.")
    evidence = Evidence(
        interpreter_id=stored_id(interpreter.id),
        kind=proof.kind,
        language=proof.language,
        credits=proof.credits,
        course=proof.course,
        result=proof.result,
        issuer=issuers.spelled(session, proof.issuer),
        issued_on=proof.issued_on,
        valid_until=proof.valid_until,
        reference=proof.reference,
        registered_at=now,
        registered_by=by,
        replaces=replaces,
    )
    session.add(evidence)
    standing.rebuild(session, [evidence.interpreter_id])
    _record(session, evidence, audit.Act.EVIDENCE_REGISTERED, by=by, now=now)
    return evidence


def revoke(
    session: Session, *, evidence_id: int, reason: str, revoked_on: date, now: datetime, by: int | None = None
) -> Evidence:
    """End a proof from `revoked_on`, once. Conflict `already_revoked` when that is done.

    A day to come is Invalid, as for `issued_on`: what is registered once and never rewritten must have
    happened. A decision that takes effect later (fvl. § 42) is registered when it does.
    """
    evidence = with_its_interpreter_held(session, evidence_id)
    errors = [*birth_number_errors({"reason": reason}), *length_errors({"reason": reason})]
    if not reason.strip():
        errors.append(FieldError("reason", "blank", "Say why it is revoked."))
    if revoked_on < evidence.issued_on:
        errors.append(FieldError("revoked_on", "before_issued_on", "It cannot end before it was issued."))
    if revoked_on > oslo_date(now):
        errors.append(
            FieldError("revoked_on", "in_the_future", "Register it on the day it takes effect, or later.")
        )
    if errors:
        raise Invalid(*errors)
    if evidence.revoked_on is not None:
        raise Conflict("already_revoked", "This evidence is revoked already.")
    if evidence.struck_at is not None:
        raise Conflict("already_corrected", "This was registered in error, and is corrected already.")
    evidence.revoked_on, evidence.revoked_reason = revoked_on, reason.strip()
    evidence.revoked_at, evidence.revoked_by = now, by
    standing.rebuild(session, [evidence.interpreter_id])
    _record(session, evidence, audit.Act.EVIDENCE_REVOKED, by=by, now=now, why=evidence.revoked_reason)
    lost.post(session, interpreter_id=evidence.interpreter_id, now=now)
    return evidence


def _record(
    session: Session,
    evidence: Evidence,
    act: audit.Act,
    *,
    by: int | None,
    now: datetime,
    why: str | None = None,
) -> None:
    told = {"evidence": evidence.id, "kind": evidence.kind, "language": evidence.language}
    subject = audit.about_interpreter(evidence.interpreter_id)
    audit.record(session, subject, act, by=by, now=now, why=why, content=told)


def with_its_interpreter_held(session: Session, evidence_id: int) -> Evidence:
    """The proof, its interpreter taken for this transaction; NotFound `unknown_evidence`."""
    both = select(Evidence, Interpreter).join(
        Interpreter, col(Interpreter.id) == col(Evidence.interpreter_id)
    )
    found = session.exec(lock(session, both.where(Evidence.id == evidence_id))).one_or_none()
    if found is None:
        raise NotFound("unknown_evidence", "There is no evidence with this id.")
    return found[0]


def faults_of(proof: NewEvidence, *, today: date) -> list[FieldError]:
    """Everything wrong with a proof; empty when it may be registered."""
    errors = birth_number_errors(
        {"issuer": proof.issuer, "course": proof.course, "reference": proof.reference}
    )
    if not proof.issuer.strip():
        errors.append(FieldError("issuer", "blank", "Say who issued it."))
    if proof.result is not None and proof.kind is not EvidenceKind.BILINGUAL_TEST:
        errors.append(FieldError("result", "not_used", "Only a bilingual test has a result. Leave it out."))
    return [
        *errors, *_faults_of_dates(proof, today), *_faults_of_language(proof), *_faults_of_credits(proof)
    ]  # fmt: skip


def _stands(session: Session, interpreter_id: int, proof: NewEvidence) -> bool:
    """Whether the same is registered and not revoked: one revoked by mistake may be registered anew."""
    same = select(Evidence.id).where(
        Evidence.interpreter_id == interpreter_id,
        Evidence.kind == proof.kind,
        col(Evidence.language).is_not_distinct_from(proof.language),
        Evidence.issuer == issuers.spelled(session, proof.issuer),
        Evidence.issued_on == proof.issued_on,
        col(Evidence.reference).is_not_distinct_from(proof.reference),
        col(Evidence.revoked_on).is_(None),
        col(Evidence.struck_at).is_(None),
        col(Evidence.result).is_not_distinct_from(proof.result),
    )
    return session.exec(same).first() is not None


def _faults_of_dates(proof: NewEvidence, today: date) -> Iterator[FieldError]:
    if proof.issued_on > today:
        yield FieldError("issued_on", "in_the_future", "It cannot be issued after today.")
    if proof.valid_until is not None and proof.valid_until < proof.issued_on:
        yield FieldError("valid_until", "before_issued_on", "It cannot lapse before it was issued.")


def _faults_of_language(proof: NewEvidence) -> Iterator[FieldError]:
    if proof.kind is EvidenceKind.TAO:
        if proof.language is not None:
            yield FieldError("language", "not_used", "A TAO course belongs to no language. Leave it out.")
        return
    if proof.language is None:
        yield FieldError("language", "missing", "Say which language it is for.")
        return
    try:
        languages.require_bookable(proof.language)
    except Invalid as refusal:
        yield from refusal.errors


def _faults_of_credits(proof: NewEvidence) -> Iterator[FieldError]:
    if proof.kind is not EvidenceKind.CREDITS:
        if proof.credits is not None:
            yield FieldError("credits", "not_used", "Only education is counted in credits. Leave it out.")
    elif proof.credits is None:
        yield FieldError("credits", "missing", "Say how many credits.")
    elif not 1 <= proof.credits <= _MOST_CREDITS:
        yield FieldError("credits", "out_of_range", "Use 1 to {most} credits.", {"most": _MOST_CREDITS})
