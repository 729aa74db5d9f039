"""Everything the register holds about her, section by section (GDPR art. 15 and 20).

Left out, and why: who asked for a receipt (an agency's cases are its own, docs/decisions/0015), notices
that are not to be known to her yet and what others wrote in them (personopplysningsloven § 16), who the
other of two possible duplicates is, and which officer did something (their role is told).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, SQLModel, col, or_, select

from identity import audit
from identity.audit.tables import AuditEntry
from identity.roles import Role
from identity.tables import Account, BearerToken, RoleGrant, SignInSession
from kit.clock import oslo_date
from kit.db import stored_id
from registry import facts, profiles
from registry.cases.tables import Case, CaseEvent, CaseLetter, Claim, ClaimDocument, Decision
from registry.cases.words import CaseKind, DecisionStatus
from registry.imports.tables import PassListRow
from registry.own.tables import OwnRequest
from registry.papers import birth_numbers
from registry.papers.tables import Document
from registry.quality.tables import ExpiryNotice, PossibleDuplicate, ProfileCheck
from registry.receipts.tables import Receipt
from registry.tables import (
    Evidence,
    Exclusion,
    Interpreter,
    ListingChange,
    ParticularsChange,
    TrainingEvent,
)

Entry = dict[str, Any]
Section = tuple[str, Iterable[Entry]]

_AT_A_TIME = 500
_PERSON = (
    "number", "name", "kommune", "gender", "on_site", "screen", "telephone", "email", "phone",
    "contact_consent", "protected", "letterform", "registered_at",
)  # fmt: skip
_EVIDENCE = (
    "id", "kind", "language", "credits", "course", "result", "issuer", "issued_on", "valid_until",
    "reference", "registered_at", "revoked_on", "revoked_at", "revoked_reason", "struck_at",
    "struck_reason", "replaces",
)  # fmt: skip
_PASS_LIST = ("outcome", "name", "kind", "language", "result", "on", "credits", "course", "reference")
_LISTING = ("listed", "effective_on", "registered_at", "struck_at", "struck_reason")
_EXCLUSION = (
    "kind", "from_on", "until_on", "reason", "registered_at", "lifted_on", "lifted_at", "lifted_reason"
)  # fmt: skip
_CASE = (
    "reference", "kind", "status", "purpose", "language", "opened_at", "due_on", "heard", "closed_at"
)  # fmt: skip
_DECISION = (
    "outcome", "status", "reasons", "exclusion", "ground", "from_on", "until_on", "decided_at",
    "took_effect_on", "appeal_by",
)  # fmt: skip
_CLAIM = ("kind", "language", "credits", "course", "issuer", "issued_on", "valid_until", "reference")
_RECEIPT = ("answered_at", "language", "on", "answer", "category", "letter")
_REQUEST = ("kind", "status", "said", "asked_at", "answered_at", "answer")


def sections(session: Session, person: Interpreter, *, now: datetime) -> Iterator[Section]:
    """Each section's name and its entries, which are read as they are asked for."""
    her = stored_id(person.id)
    entries = profiles.entries_of(session, her)
    yield "person", [_person(session, person)]
    yield "account", _account(session, person)
    yield "sessions", _of(session, SignInSession, person.account_id, ("created_at", "expires_at"))
    yield "tokens", _of(session, BearerToken, person.account_id, ("label", "created_at", "revoked_at"))
    yield "qualifications", _qualifications(session, person, now)
    yield "evidence", _hers(session, Evidence, entries, _EVIDENCE)
    yield (
        "documents",
        _hers(session, Document, entries, ("id", "evidence_id", "media_type", "size", "stored_at")),
    )
    yield "listings", _hers(session, ListingChange, entries, _LISTING)
    yield "exclusions", _hers(session, Exclusion, entries, _EXCLUSION)
    yield "changes", _hers(session, ParticularsChange, entries, ("field", "old", "new", "registered_at"))
    yield "training", _hers(session, TrainingEvent, entries, ("kind", "step", "gathering", "language", "on"))
    yield "pass_lists", _hers(session, PassListRow, entries, _PASS_LIST, order="list_id")
    yield "cases", _cases(session, person)
    yield "letters", _letters(session, person)
    yield "requests", _hers(session, OwnRequest, entries, _REQUEST)
    numbers = select(Interpreter.number).where(col(Interpreter.id).in_(entries))
    yield "receipts", _picked(session, select(Receipt).where(col(Receipt.number).in_(numbers)), _RECEIPT)
    yield "quality", _quality(session, her)
    yield "log", log(session, person)


def cases_of(session: Session, person: Interpreter) -> Sequence[Case]:
    """The cases she may know of: her applications and appeals, and notices that have become known to her."""
    hers = or_(col(Case.interpreter_id) == person.id, col(Case.applicant_id) == person.account_id)
    statement = select(Case).where(hers, col(Case.party_sees).is_(True))
    return session.exec(statement.order_by(col(Case.id).desc())).all()


def decisions_of(session: Session, case: Case) -> Sequence[Decision]:
    """What has been decided in a case; a proposal is not a decision yet."""
    made = (DecisionStatus.IN_FORCE, DecisionStatus.UNDONE)
    statement = select(Decision).where(Decision.case_id == case.id, col(Decision.status).in_(made))
    return session.exec(statement.order_by(col(Decision.id))).all()


def log(session: Session, person: Interpreter) -> Iterator[Entry]:
    """Who did what with what is held about her, oldest first; officers by their roles."""
    subjects = map(audit.about_interpreter, profiles.entries_of(session, stored_id(person.id)))
    statement = select(AuditEntry).where(col(AuditEntry.subject).in_(list(subjects)))
    roles: dict[int, list[str]] = {}
    hidden = hidden_cases(session, person)
    ordered = statement.order_by(col(AuditEntry.at), col(AuditEntry.position)).execution_options(
        yield_per=_AT_A_TIME
    )
    for entry in session.exec(ordered):
        if concerns(entry, hidden):
            continue
        by = by_whom(session, person, entry.account_id, roles)
        yield {"at": entry.at.isoformat(), "act": entry.act, "by": by, "why": entry.why}


def hidden_cases(session: Session, person: Interpreter) -> frozenset[str]:
    """The references of the notices she may not know of yet."""
    statement = select(Case.reference).where(
        Case.interpreter_id == person.id, col(Case.party_sees).is_(False)
    )
    return frozenset(session.exec(statement))


def concerns(entry: AuditEntry, cases: frozenset[str]) -> bool:
    """Whether an entry of the log tells of one of these cases."""
    return entry.content is not None and entry.content.get("case") in cases


def by_whom(
    session: Session, person: Interpreter, account_id: int | None, known: dict[int, list[str]]
) -> list[str]:
    """`you`, the roles of whoever it was, or nothing for the service itself; `known` keeps what was read."""
    if account_id is None:
        return []
    if account_id == person.account_id:
        return ["you"]
    if account_id not in known:
        held = session.exec(select(RoleGrant.role).where(RoleGrant.account_id == account_id))
        known[account_id] = sorted({Role(role).value for role in held})
    return known[account_id]


def _person(session: Session, person: Interpreter) -> Entry:
    registered = birth_numbers.is_registered(session, stored_id(person.id))
    return _pick(person, _PERSON) | {"birth_number_registered": registered}


def _account(session: Session, person: Interpreter) -> Iterator[Entry]:
    account = session.get(Account, person.account_id) if person.account_id is not None else None
    if account is None:
        return
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.account_id == account.id))
    held = sorted(Role(role).value for role in roles)
    yield _pick(account, ("email", "name", "tongue", "created_at")) | {"roles": held}


def _qualifications(session: Session, person: Interpreter, now: datetime) -> Iterator[Entry]:
    known = facts.of_number(session, person.number)
    for one in profiles.qualified(known, oslo_date(now)) if known is not None else ():
        yield {
            "language": one.language,
            "category": one.level.category,
            "letter": one.level.letter,
            "valid_from": one.valid_from.isoformat(),
            "valid_until": None if one.valid_until is None else one.valid_until.isoformat(),
        }


def _cases(session: Session, person: Interpreter) -> Iterator[Entry]:
    for case in cases_of(session, person):
        claims = session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.id)))
        said = session.exec(
            select(CaseEvent)
            .where(CaseEvent.case_id == case.id, col(CaseEvent.account_id) == person.account_id)
            .order_by(col(CaseEvent.id))
        )
        yield _pick(case, _CASE) | {
            "told": None if case.kind is CaseKind.NOTICE else case.told,
            "claims": [_claim(session, claim) for claim in claims],
            "decisions": [_pick(one, _DECISION) for one in decisions_of(session, case)],
            "written_by_you": [_pick(event, ("at", "event", "said")) for event in said],
        }


def _claim(session: Session, claim: Claim) -> Entry:
    shown = select(ClaimDocument).where(ClaimDocument.claim_id == claim.id).order_by(col(ClaimDocument.id))
    told = [_pick(one, ("media_type", "size", "stored_at")) for one in session.exec(shown)]
    return _pick(claim, _CLAIM) | {"documents": told}


def _letters(session: Session, person: Interpreter) -> Iterator[Entry]:
    for case in cases_of(session, person):
        letters = select(CaseLetter).where(CaseLetter.case_id == case.id).order_by(col(CaseLetter.id))
        for letter in session.exec(letters):
            told = _pick(letter, ("occasion", "heading", "paragraphs", "written_at", "mailed"))
            yield {"case": case.reference} | told


def _quality(session: Session, her: int) -> Iterator[Entry]:
    check = session.get(ProfileCheck, her)
    if check is not None:
        yield {"question": "profile_check"} | _pick(check, ("asked_at", "confirmed_at"))
    notices = select(ExpiryNotice).join(Evidence, col(Evidence.id) == col(ExpiryNotice.evidence_id))
    for notice in session.exec(notices.where(Evidence.interpreter_id == her)):
        yield {"question": "evidence_expiring"} | _pick(notice, ("evidence_id", "days", "told_at"))
    pairs = select(PossibleDuplicate).where(
        or_(col(PossibleDuplicate.low_id) == her, col(PossibleDuplicate.high_id) == her)
    )
    for pair in session.exec(pairs):
        yield {"question": "possible_duplicate"} | _pick(pair, ("found_at",))


def _hers(
    session: Session, table: Any, entries: Sequence[int], columns: Sequence[str], *, order: str = "id"
) -> Iterator[Entry]:
    statement = select(table).where(table.interpreter_id.in_(entries)).order_by(getattr(table, order))
    return _picked(session, statement, columns)


def _of(session: Session, table: Any, account_id: int | None, columns: Sequence[str]) -> Iterator[Entry]:
    if account_id is None:
        return iter(())
    statement = select(table).where(table.account_id == account_id).order_by(table.created_at)
    return _picked(session, statement, columns)


def _picked(session: Session, statement: Any, columns: Sequence[str]) -> Iterator[Entry]:
    for row in session.exec(statement.execution_options(yield_per=_AT_A_TIME)):
        yield _pick(row, columns)


def _pick(row: SQLModel, columns: Sequence[str]) -> Entry:
    told: Mapping[str, Any] = row.model_dump(mode="json", include=set(columns))
    return {name: told[name] for name in columns}
