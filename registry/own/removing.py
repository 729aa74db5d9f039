"""What the register erases when somebody is removed, and what it keeps because the law requires it.

Erased: everything that tells who she was. Kept without her name: the number, dated evidence, listings,
decisions and exclusions (arkivlova § 9, tolkeloven § 21, GDPR art. 17 no. 3), so that decisions stand
and the past is counted the same. Table by table in docs/decisions/0025; a test holds that none is forgotten.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, or_, select

from identity import audit, closing
from identity.audit import erasing
from kit import outbox, sms
from kit.clock import oslo_date
from kit.db import stored_id
from registry import facts, listing
from registry.batches.tables import BatchRow
from registry.cases import window
from registry.cases.tables import Case, CaseEvent, CaseLetter, Claim, ClaimDocument, Decision
from registry.cases.words import CaseStatus, DecisionStatus, Outcome
from registry.imports.tables import PassListRow
from registry.own import files
from registry.own.tables import OwnRequest
from registry.own.words import Block
from registry.papers.tables import Document, PersonSecret
from registry.quality.tables import NotDuplicate, PossibleDuplicate, ProfileCheck
from registry.search import keeping
from registry.tables import Evidence, Interpreter, ListingChange, Merge, ParticularsChange
from registry.words import Letterform

REMOVED = "Sletta person"
"""What stands in place of the name: right in both forms of Norwegian."""
ELIDED = "[…]"
"""What stands in place of free text that a row cannot be without."""
_WHY = "GDPR art. 17"
_STILL_TOLD = "kommune"
"""The one particular whose changes are kept: the past is counted by county."""


def blocks(session: Session, person: Interpreter, *, now: datetime) -> list[Block]:
    """What in the register must be settled first.

    A case that is open; and for somebody § 21 still counts against, that no birth number is registered:
    without it she could enter again under another number, and nobody would know.
    """
    found = []
    open_case = select(Case.id).where(_about(person, None), col(Case.status) != CaseStatus.CLOSED)
    if session.exec(open_case.limit(1)).first() is not None:
        found.append(Block.OPEN_CASES)
    secret = session.get(PersonSecret, stored_id(person.id))
    if counts_against(session, person, now=now) and (secret is None or secret.birth_number is None):
        found.append(Block.UNIDENTIFIED)
    return found


def counts_against(session: Session, person: Interpreter, *, now: datetime) -> bool:
    """Whether she is shut out, or a warning of hers still counts (tolkeloven § 21)."""
    today = oslo_date(now)
    known = facts.of_number(session, person.number)
    if known is not None and known.history.excluded_on(today):
        return True
    warned = (
        select(Decision)
        .join(Case, col(Case.id) == col(Decision.case_id))
        .where(
            Case.interpreter_id == person.id,
            Decision.outcome == Outcome.WARNED,
            Decision.status == DecisionStatus.IN_FORCE,
        )
    )
    return window.counted(_days(session.exec(warned)), on=today) > 0


def erase(session: Session, *, person: Interpreter, by: int, now: datetime) -> None:
    """Erase what the register holds about her; whoever calls has taken her row and asked `blocks`."""
    name, account_id = person.name, person.account_id
    ids = _entries(session, person)
    if account_id is not None:
        _close(session, account_id, by=by, now=now)
    _end_listing(session, person, by=by, now=now)
    for told in (person.email, sms.mobile(person.phone)):
        if told:
            outbox.erase(session, mentioning=told)
    _erase_case_texts(session, person, account_id, name)
    _erase_papers(session, person, ids, now=now)
    _erase_texts(session, ids)
    for one in session.exec(select(Interpreter).where(col(Interpreter.id).in_(ids))).all():
        _empty(one, now)
        session.add(one)
    session.flush()
    keeping.keep(session, ids)
    for entry in ids:
        erasing.erase(session, audit.about_interpreter(entry), None, by=by, now=now, why=_WHY)
    subject = audit.about_interpreter(stored_id(person.id))
    audit.record(session, subject, audit.Act.PERSON_REMOVED, by=by, now=now)


def forget_secrets(session: Session, *, now: datetime) -> None:
    """Erase the birth numbers of the removed that § 21 needs no more."""
    kept = select(PersonSecret, Interpreter).join(
        Interpreter, col(Interpreter.id) == col(PersonSecret.interpreter_id)
    )
    for secret, person in session.exec(kept.where(col(Interpreter.removed_at).is_not(None))).all():
        if not counts_against(session, person, now=now):
            session.delete(secret)
    session.flush()


def _days(decisions: Iterable[Decision]) -> Iterator[date]:
    return (one.took_effect_on for one in decisions if one.took_effect_on is not None)


def _entries(session: Session, person: Interpreter) -> list[int]:
    """Her own entry, and those merged into it."""
    merged = select(Merge.merged_id).where(Merge.standing_id == person.id)
    return sorted({stored_id(person.id), *session.exec(merged)})


def _end_listing(session: Session, person: Interpreter, *, by: int, now: datetime) -> None:
    known = facts.of_number(session, person.number)
    if known is None:
        return
    today = oslo_date(now)
    to_come = {turn.effective_on for turn in known.history.turns if turn.effective_on > today}
    for day in sorted({today} | to_come):
        if known.history.listed_on(day):
            listing.change(
                session, interpreter_id=known.interpreter_id, listed=False, effective_on=day, now=now, by=by
            )


def _close(session: Session, account_id: int, *, by: int, now: datetime) -> None:
    if closing.close(session, account_id=account_id, name=REMOVED, now=now):
        erasing.erase(session, audit.about_account(account_id), None, by=by, now=now, why=_WHY)


def _about(person: Interpreter, account_id: int | None) -> ColumnElement[bool]:
    hers = col(Case.interpreter_id) == person.id
    return hers if account_id is None else or_(hers, col(Case.applicant_id) == account_id)


def _erase_case_texts(session: Session, person: Interpreter, account_id: int | None, name: str) -> None:
    """What was written in her cases goes; what was decided, why and by whom stays, without her name."""
    cases = session.exec(select(Case).where(_about(person, account_id))).all()
    for case in cases:
        case.name, case.search_name, case.told = REMOVED, "", ""
        case.told_by = case.kommune = case.phone = case.gender = None
        session.add(case)
    ids = [stored_id(case.id) for case in cases]
    session.execute(update(CaseEvent).where(col(CaseEvent.case_id).in_(ids)).values(said=None))
    session.execute(update(CaseLetter).where(col(CaseLetter.case_id).in_(ids)).values(paragraphs=[]))
    session.execute(update(Claim).where(col(Claim.case_id).in_(ids)).values(reference=None))
    for decision in session.exec(select(Decision).where(col(Decision.case_id).in_(ids))).all():
        decision.reasons = decision.reasons.replace(name, REMOVED)
        decision.sent_back_why = None
        session.add(decision)
    session.flush()


def _erase_papers(session: Session, person: Interpreter, ids: Sequence[int], *, now: datetime) -> None:
    documents: list[Document | ClaimDocument] = [
        *session.exec(select(Document).where(col(Document.interpreter_id).in_(ids))),
        *session.exec(select(ClaimDocument).where(col(ClaimDocument.claim_id).in_(_claims(session, person)))),
    ]
    files.post(
        session, interpreter_id=stored_id(person.id), digests=[one.sha256 for one in documents], now=now
    )
    for document in documents:
        session.delete(document)
    if not counts_against(session, person, now=now):
        session.execute(delete(PersonSecret).where(col(PersonSecret.interpreter_id).in_(ids)))
    session.flush()


def _claims(session: Session, person: Interpreter) -> list[int]:
    cases = select(Case.id).where(_about(person, person.account_id))
    return [stored_id(one) for one in session.exec(select(Claim.id).where(col(Claim.case_id).in_(cases)))]


def _erase_texts(session: Session, ids: Sequence[int]) -> None:
    hers = col(Evidence.interpreter_id).in_(ids)
    session.execute(update(Evidence).where(hers).values(reference=None))
    for table, column in (
        (Evidence, "revoked_reason"), (Evidence, "struck_reason"), (ListingChange, "struck_reason")
    ):  # fmt: skip
        told = col(table.interpreter_id).in_(ids), getattr(table, column).is_not(None)
        session.execute(update(table).where(*told).values({column: ELIDED}))
    session.execute(
        delete(ParticularsChange).where(
            col(ParticularsChange.interpreter_id).in_(ids), col(ParticularsChange.field) != _STILL_TOLD
        )
    )
    session.execute(
        update(OwnRequest).where(col(OwnRequest.interpreter_id).in_(ids)).values(said="", answer="")
    )
    session.execute(update(Merge).where(col(Merge.merged_id).in_(ids)).values(why=ELIDED))
    numbers = select(Interpreter.number).where(col(Interpreter.id).in_(ids))
    session.execute(update(BatchRow).where(col(BatchRow.number).in_(numbers)).values(name=None))
    for hers in (col(PassListRow.interpreter_id).in_(ids), col(PassListRow.chosen_id).in_(ids)):
        erased = dict.fromkeys(("name", "number", "reference", "candidate"))
        session.execute(update(PassListRow).where(hers).values(erased))
    session.execute(delete(ProfileCheck).where(col(ProfileCheck.interpreter_id).in_(ids)))
    for pairs in (PossibleDuplicate, NotDuplicate):
        paired = or_(col(pairs.low_id).in_(ids), col(pairs.high_id).in_(ids))
        session.execute(delete(pairs).where(paired))


def _empty(person: Interpreter, now: datetime) -> None:
    """The row keeps its number, its kommune and whether it is protected: the past is counted by them."""
    person.name, person.search_name = REMOVED, ""
    person.gender = person.email = person.phone = person.account_id = None
    person.contact_consent = False
    person.letterform = Letterform.BOKMAL
    person.removed_at = now
