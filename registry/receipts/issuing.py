"""A question is answered, and the answer is stored and signed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from identity import throttle
from identity.permissions import Actor
from identity.throttle import Purpose
from kit.clock import oslo_date
from kit.signing import Keys
from registry import languages, verification
from registry.receipts import claims, references
from registry.receipts.tables import Receipt
from registry.verification import Verified


@dataclass(frozen=True, slots=True)
class Question:
    """Is number N qualified for the language on the Oslo day? None: today."""

    number: int
    language: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """What a receipt is signed with, and the address it is issued at."""

    keys: Keys
    issuer: str


def issue(
    session: Session, *, question: Question, seal: Seal, asker: Actor, address: str, now: datetime
) -> Receipt:
    """Answer as verification does, and keep the answer. Invalid for an unknown language.

    Forbidden `too_many_attempts` after 200 in a quarter of an hour: by account, or by network address
    for whoever has not signed in.
    """
    languages.require_bookable(question.language)
    who = f"account {asker.account_id}" if asker.signed_in else address
    throttle.admit(session, Purpose.RECEIPT, who=who, address=who, now=now)
    now = now.replace(microsecond=0)
    told = verification.verify(
        session, number=question.number, language=question.language, on=question.on, now=now
    )
    receipt = _receipt(question, told, asker)
    receipt.signed = seal.keys.sign({"iss": seal.issuer, **claims.of(receipt)}, typ=claims.TYP)
    session.add(receipt)
    session.flush()
    return receipt


def organisation_of(actor: Actor) -> int | None:
    """Whom somebody asks for: the only organisation they hold a role at; none when there are several."""
    places = {grant.organisation_id for grant in actor.grants if grant.organisation_id is not None}
    return places.pop() if len(places) == 1 else None


def _receipt(question: Question, told: Verified, asker: Actor) -> Receipt:
    return Receipt(
        reference=references.draw(),
        number=question.number,
        language=question.language,
        on=question.on or oslo_date(told.answered_at),
        answered_at=told.answered_at,
        answer=told.answer,
        name=told.name,
        category=None if told.level is None else told.level.category,
        letter=None if told.level is None else told.level.letter,
        evidence=[kind.value for kind in told.evidence],
        valid_from=told.valid_from,
        valid_until=told.valid_until,
        signed="",
        account_id=asker.account_id,
        organisation_id=organisation_of(asker),
    )
