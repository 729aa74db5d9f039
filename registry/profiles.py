"""What anyone may see of one interpreter, and what an officer may."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity.tables import Account
from kit.db import stored_id
from kit.errors import NotFound
from registry import facts, kommuner
from registry.categories import Level, level_of
from registry.facts import Facts
from registry.history import History
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Merge, ParticularsChange
from registry.words import EvidenceKind, Modality


@dataclass(frozen=True, slots=True)
class Qualification:
    """What the evidence gives for one language, and the days it does; no last day is known if None."""

    language: str
    level: Level
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One interpreter as the public sees her. Of one who is shut out only that, and the number.

    Contact facts stand here by consent only.
    """

    number: int
    excluded: bool = False
    name: str | None = None
    kommune: kommuner.Kommune | None = None
    modalities: tuple[Modality, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Two entries were merged: this one `went` into the other's number, or the other came into this."""

    went: bool
    number: int
    merge: Merge


@dataclass(frozen=True, slots=True)
class File:
    """The directorate's file: the person, the events in the order they took effect, and what they give."""

    interpreter: Interpreter
    facts: Facts
    evidence: tuple[Evidence, ...]
    listings: tuple[ListingChange, ...]
    exclusions: tuple[Exclusion, ...]
    changes: tuple[ParticularsChange, ...]
    merges: tuple[Joined, ...] = ()
    officers: Mapping[int, str] = field(default_factory=dict)
    """The names of those who registered any of it, by account."""

    @property
    def merged_into(self) -> int | None:
        """The number that stands for this one; None when it stands for itself."""
        return next((one.number for one in self.merges if one.went), None)

    def waiting_for_tao(self, day: date) -> tuple[str, ...]:
        """The languages in which a test or translator status gives nothing until a TAO course is passed."""
        history = self.facts.history
        return tuple(one for one in history.languages() if _waits_for_tao(history.kinds_on(one, day)))


def public(session: Session, *, number: int, today: date) -> Profile:
    """The public profile; of a merged number that of the one it was merged into.

    NotFound for whoever the public may not know of: protected or not listed.
    """
    known = _publicly_known(session, number, on=today, today=today)
    if known.history.excluded_on(today):
        return Profile(known.number, excluded=True)
    person = _person(session, known.number)
    return Profile(
        known.number,
        name=person.name,
        kommune=kommuner.current(person.kommune),
        modalities=modalities_of(person),
        qualifications=qualified(known, today),
        email=person.email if person.contact_consent else None,
        phone=person.phone if person.contact_consent else None,
    )


def qualifications(
    session: Session, *, number: int, on: date, today: date, known_at: datetime | None = None
) -> tuple[int, tuple[Qualification, ...]]:
    """Her number, and what she is qualified for on a day as far as the public may know: nothing if shut out.

    The number is that of whoever the one asked about stands for, so that a merged one is used no more.

    As in verification the listing that counts is the day's own, and a day inside an exclusion that is not
    in force today answers as a gap in the listing does: no exclusion's dates can be drawn.
    With `known_at`: by what the register knew at that instant.
    """
    known = _publicly_known(session, number, on=on, today=today, known_at=known_at)
    if known.history.excluded_on(today):
        return known.number, ()
    return known.number, qualified(known, on)


def file(session: Session, *, number: int, known_at: datetime | None = None) -> File:
    """The officer's file; NotFound for an unknown number.

    With `known_at` its `facts` are what was known at that instant; the events are all there are.
    """
    person = _person(session, number)
    known = facts.entry_of(session, number, known_at=known_at, shut_out_known_at=known_at)
    if known is None:  # the register did not know of her yet
        known = Facts(stored_id(person.id), number, person.name, person.protected, History())
    proofs = select(Evidence).where(Evidence.interpreter_id == person.id)
    turns = select(ListingChange).where(ListingChange.interpreter_id == person.id)
    exclusions = select(Exclusion).where(Exclusion.interpreter_id == person.id)
    changes = select(ParticularsChange).where(ParticularsChange.interpreter_id == person.id)
    found = File(
        person,
        known,
        tuple(session.exec(proofs.order_by(col(Evidence.issued_on), col(Evidence.id)))),
        tuple(session.exec(turns.order_by(col(ListingChange.effective_on), col(ListingChange.id)))),
        tuple(session.exec(exclusions.order_by(col(Exclusion.from_on), col(Exclusion.id)))),
        tuple(session.exec(changes.order_by(col(ParticularsChange.id)))),
        _merges(session, stored_id(person.id)),
    )
    return replace(found, officers=_officers(session, found))


def interpreter_of(session: Session, account_id: int) -> Interpreter | None:
    """The interpreter an account belongs to, if any."""
    return session.exec(select(Interpreter).where(Interpreter.account_id == account_id)).one_or_none()


def entries_of(session: Session, interpreter_id: int) -> list[int]:
    """The ids of her entry and of those merged into it: what is held and was done under each is hers."""
    merged = select(Merge.merged_id).where(Merge.standing_id == interpreter_id)
    return sorted({interpreter_id, *session.exec(merged)})


def qualified(known: Facts, day: date) -> tuple[Qualification, ...]:
    """What the evidence gives on the day, best first."""
    found = [
        Qualification(language, span.held, span.starts_on, span.last_day)
        for language in known.history.languages()
        for span in known.history.levels(language)
        if span.starts_on <= day < span.ends_on
    ]
    return tuple(sorted(found, key=lambda one: (one.level, one.language)))


def modalities_of(person: Interpreter) -> tuple[Modality, ...]:
    """How she takes part."""
    return tuple(one for one in Modality if getattr(person, one.value))


def _publicly_known(
    session: Session, number: int, *, on: date, today: date, known_at: datetime | None = None
) -> Facts:
    known = facts.of_number(session, number, known_at=known_at)
    if known is None or known.protected:
        raise _unknown()
    if not known.history.excluded_on(today) and not known.history.shown_on(on, today=today):
        raise _unknown()
    return known


def _person(session: Session, number: int) -> Interpreter:
    found = session.exec(select(Interpreter).where(Interpreter.number == number)).one_or_none()
    if found is None:
        raise _unknown()
    return found


def _merges(session: Session, interpreter_id: int) -> tuple[Joined, ...]:
    came = (
        select(Merge, Interpreter.number)
        .join(Interpreter, col(Interpreter.id) == col(Merge.merged_id))
        .where(Merge.standing_id == interpreter_id)
    )
    went = (
        select(Merge, Interpreter.number)
        .join(Interpreter, col(Interpreter.id) == col(Merge.standing_id))
        .where(Merge.merged_id == interpreter_id)
    )
    return (
        *(Joined(went=False, number=number, merge=merge) for merge, number in session.exec(came)),
        *(Joined(went=True, number=number, merge=merge) for merge, number in session.exec(went)),
    )


def _officers(session: Session, file: File) -> Mapping[int, str]:
    signed: list[Interpreter | Evidence | ListingChange | Exclusion | ParticularsChange] = [
        file.interpreter, *file.evidence, *file.listings, *file.exclusions, *file.changes
    ]  # fmt: skip
    ids = {entry.registered_by for entry in signed} | {proof.revoked_by for proof in file.evidence}
    ids |= {proof.struck_by for proof in file.evidence} | {turn.struck_by for turn in file.listings}
    ids |= {exclusion.lifted_by for exclusion in file.exclusions}
    ids |= {one.merge.merged_by for one in file.merges}
    named = session.exec(select(Account).where(col(Account.id).in_(ids - {None})))
    return {stored_id(account.id): account.name for account in named}


def _unknown() -> NotFound:
    return NotFound("unknown_interpreter", "No interpreter in the register has this number.")


def _waits_for_tao(held: frozenset[EvidenceKind]) -> bool:
    tested = held & {EvidenceKind.BILINGUAL_TEST, EvidenceKind.TRANSLATOR}
    return bool(tested) and EvidenceKind.TAO not in held and level_of(held) is None
