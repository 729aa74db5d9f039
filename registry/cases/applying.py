"""An interpreter, or somebody who wants to become one in the register, applies; adds to it; withdraws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity.permissions import Action, Actor, Thing, require_sight, sign_in_required
from kit.clock import oslo_date
from kit.db import stored_id, take_turn
from kit.errors import Conflict, FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry import evidence, facts, languages, profiles, registration
from registry.cases import letters, posting, records
from registry.cases.house import House
from registry.cases.states import case_is
from registry.cases.tables import LONG_TEXT, Case, Claim
from registry.cases.words import CaseKind, CaseStatus, Event, Occasion, Purpose
from registry.evidence import NewEvidence
from registry.registration import Particulars
from registry.tables import Interpreter
from registry.words import EvidenceKind, Gender, Letterform, TestResult

MOST_CLAIMS = 20
_STANDING = (CaseStatus.OPEN, CaseStatus.RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is applied for, with the evidence as described. Whoever is registered leaves the person out."""

    purpose: Purpose
    language: str | None = None
    told: str = ""
    claims: Sequence[NewEvidence] = ()
    name: str = ""
    kommune: str = ""
    phone: str | None = None
    gender: Gender | None = None
    letterform: Letterform = field(default=Letterform.BOKMAL)


def apply(session: Session, *, actor: Actor, given: Application, house: House, now: datetime) -> Case:
    """Open an application. Invalid names every wrong field, claims as `claims.0.issuer`.

    Conflict `already_applied` while the same is being handled, `already_listed` for whoever is.
    """
    if actor.account_id is None:
        raise sign_in_required()
    take_turn(session, f"application {actor.account_id}")
    her = profiles.interpreter_of(session, actor.account_id)
    told = _with_the_person(given, her)
    faults = [*_faults(told, her, oslo_date(now))]
    if faults:
        raise Invalid(*faults)
    _require_new(session, actor.account_id, told)
    _require_sense(session, her, told.purpose, oslo_date(now))
    case = _entered(session, told, her, actor.account_id, now)
    _claim(session, case, told.claims)
    said = letters.received(case, house)
    posting.write(session, case, Occasion.RECEIVED, said, house=house, now=now)
    return case


def supplement(
    session: Session,
    *,
    actor: Actor,
    reference: str,
    said: str,
    claims: Sequence[NewEvidence],
    now: datetime,
) -> Case:
    """Add to one's case: what was asked for, more evidence, a statement. It is then with the officer again.

    Conflict `case_<status>` when it is decided, or being decided.
    """
    case = own(session, actor, reference, taking=True)
    if case.status not in _STANDING:
        raise case_is(case.status)
    faults = [*birth_number_errors({"said": said}), *length_errors({"said": said}, LONG_TEXT)]
    faults += _faults_of_claims(claims, oslo_date(now))
    if claims and case.kind is not CaseKind.APPLICATION:
        faults.append(FieldError("claims", "not_used", "Evidence belongs to an application."))
    if not said.strip() and not claims:
        faults.append(FieldError("said", "missing", "Write something, or describe evidence."))
    if faults:
        raise Invalid(*faults)
    _claim(session, case, claims)
    case.heard = True
    records.move(
        session, case, CaseStatus.OPEN, Event.SUPPLEMENTED, by=actor.account_id, now=now, said=said.strip()
    )
    return case


def withdraw(session: Session, *, actor: Actor, reference: str, now: datetime) -> Case:
    """Withdraw one's application or appeal before it is decided; once more changes nothing."""
    case = own(session, actor, reference, taking=True)
    if case.kind is CaseKind.NOTICE or case.applicant_id is None:
        raise Conflict("not_yours_to_withdraw", "Only who applied or appealed can withdraw it.")
    if case.status is CaseStatus.CLOSED:
        return case
    if case.status is CaseStatus.PROPOSED:
        raise case_is(case.status)
    records.move(session, case, CaseStatus.CLOSED, Event.WITHDRAWN, by=actor.account_id, now=now)
    return case


def own(session: Session, actor: Actor, reference: str, *, taking: bool = False) -> Case:
    """A case the actor is the party of and may see, or NotFound; `taking` holds it for this transaction."""
    case = records.take(session, reference) if taking else records.find(session, reference)
    party = records.party_of(session, case) if case.party_sees else None
    require_sight(actor, Action.SEE_OWN_CASE, Thing(account_id=party))
    return case


def _with_the_person(given: Application, her: Interpreter | None) -> Application:
    if her is None:
        return given
    return replace(
        given,
        name=her.name,
        kommune=her.kommune,
        phone=her.phone,
        gender=her.gender,
        letterform=her.letterform,
    )


def _faults(given: Application, her: Interpreter | None, today: date) -> Iterator[FieldError]:
    if her is None:
        person = Particulars(name=given.name, kommune=given.kommune, phone=given.phone)
        try:
            registration.columns_of(person)
        except Invalid as refusal:
            yield from refusal.errors
        if given.purpose is not Purpose.LISTING:
            yield FieldError("purpose", "not_registered", "Apply for being listed first.")
    yield from birth_number_errors({"told": given.told})
    yield from length_errors({"told": given.told}, LONG_TEXT)
    if given.purpose is Purpose.LANGUAGE:
        yield from _faults_of_language(given.language)
    elif given.language is not None:
        yield FieldError("language", "not_used", "Only an application for a new language names one.")
    if not given.claims and given.purpose is not Purpose.RELISTING:
        yield FieldError("claims", "missing", "Describe the evidence you have.")
    yield from _faults_of_claims(given.claims, today)


def _faults_of_language(code: str | None) -> Iterator[FieldError]:
    if code is None:
        yield FieldError("language", "missing", "Say which language it is for.")
        return
    try:
        languages.require_bookable(code)
    except Invalid as refusal:
        yield from refusal.errors


def _faults_of_claims(claims: Sequence[NewEvidence], today: date) -> Iterator[FieldError]:
    if len(claims) > MOST_CLAIMS:
        yield FieldError("claims", "too_many", "Describe at most {most} pieces.", {"most": MOST_CLAIMS})
    for number, claim in enumerate(claims[:MOST_CLAIMS]):
        faults = evidence.faults_of(claim, today=today)
        if claim.result is TestResult.FAILED and claim.kind is EvidenceKind.BILINGUAL_TEST:
            faults.append(
                FieldError("result", "failed_gives_nothing", "A failed test is no evidence. Leave it out.")
            )
        for fault in faults:
            yield replace(fault, field=f"claims.{number}.{fault.field}")


def _require_new(session: Session, account_id: int, given: Application) -> None:
    same = select(Case.id).where(
        col(Case.applicant_id) == account_id,
        col(Case.kind) == CaseKind.APPLICATION,
        col(Case.purpose) == given.purpose,
        col(Case.language).is_not_distinct_from(given.language),
        col(Case.status) != CaseStatus.CLOSED,
    )
    if session.exec(same).first() is not None:
        raise Conflict("already_applied", "You have applied for this already, and it is being handled.")


def _require_sense(session: Session, her: Interpreter | None, purpose: Purpose, today: date) -> None:
    known = None if her is None else facts.of_number(session, her.number)
    if known is not None and purpose is not Purpose.LANGUAGE and known.history.listed_on(today):
        raise Conflict("already_listed", "You are listed already. Apply for a new language instead.")


def _entered(
    session: Session, given: Application, her: Interpreter | None, account_id: int, now: datetime
) -> Case:
    case = Case(
        kind=CaseKind.APPLICATION,
        status=CaseStatus.OPEN,
        purpose=given.purpose,
        language=given.language,
        interpreter_id=None if her is None else her.id,
        applicant_id=account_id,
        name=given.name.strip(),
        kommune=given.kommune,
        phone=given.phone,
        gender=given.gender,
        letterform=given.letterform,
        told=given.told.strip(),
        opened_at=now,
        waiting_since=now,
        heard=True,
    )
    return records.enter(session, case, by=account_id, now=now)


def _claim(session: Session, case: Case, claims: Sequence[NewEvidence]) -> None:
    session.add_all(
        Claim(
            case_id=stored_id(case.id),
            kind=claim.kind,
            language=claim.language,
            credits=claim.credits,
            course=claim.course,
            issuer=claim.issuer.strip(),
            issued_on=claim.issued_on,
            valid_until=claim.valid_until,
            reference=claim.reference,
        )
        for claim in claims
    )
    session.flush()
