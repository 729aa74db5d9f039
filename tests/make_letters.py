"""Arranging a booking with an interpreter and a booker, for everything that is written to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from booking import invitation, notices
from booking.invitation import Entry, EventStatus
from booking.office import Office
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Assignment, Booking, Offer, Side
from booking.travel.rules import PACE
from identity import accounts
from identity.roles import OrganisationKind, Role
from identity.tables import Account, Organisation
from kit import mail
from kit.db import stored_id
from kit.i18n import Tongue
from kit.outbox import Outbox
from registry import evidence, listing
from registry.evidence import NewEvidence
from registry.tables import Interpreter
from registry.words import EvidenceKind, Modality
from tests.make import NOW

Row = TypeVar("Row")
OFFICE = Office("https://tolk.example", "Tolkebok", "booking@tolk.example", timedelta(hours=2), PACE)
_LONG_AGO = date(2015, 3, 2)
THURSDAY = datetime.fromisoformat("2026-11-26T10:00+01:00")


@dataclass
class World:
    """One booking of one agency, and one interpreter who has accepted it."""

    booking: Booking
    interpreter: Interpreter
    offer: Offer
    assignment: Assignment


def world(session: Session, *, her: dict[str, Any] | None = None, **booking: Any) -> World:
    """Åse Østby interprets Tigrinya for NAV Grünerløkka on Thursday 10 to 11, unless told otherwise."""
    agency_id, booker_id = _agency(session)
    facts: dict[str, Any] = {
        "number": 90001,
        "name": "Åse Østby",
        "search_name": "aase oestby",
        "kommune": "0301",
        "email": "aase@tolk.example.org",
        "phone": "+47 400 00 001",
        "registered_at": NOW,
    }
    interpreter = _stored(session, Interpreter(**(facts | (her or {}))))
    _qualify(session, interpreter)
    made = _stored(session, Booking(**(_thursday(agency_id, booker_id) | booking)))
    offer = _stored(session, _yes(made, interpreter))
    assignment = _stored(
        session,
        Assignment(
            booking_id=stored_id(made.id),
            offer_id=stored_id(offer.id),
            interpreter_id=stored_id(interpreter.id),
            status=AssignmentStatus.HELD,
            booking_version=1,
            starts_at=made.starts_at,
            ends_at=made.ends_at,
            accepted_at=NOW,
        ),
    )
    return World(made, interpreter, offer, assignment)


def past(session: Session, world: World) -> None:
    """The booking and its assignment lie a year back."""
    for row in (world.booking, world.assignment):
        row.starts_at, row.ends_at = row.starts_at.replace(year=2025), row.ends_at.replace(year=2025)
    session.flush()


def due(session: Session) -> None:
    """Whatever has not left may leave now, on any clock; the claims of the dead have run out."""
    for row in session.exec(select(Outbox).where(col(Outbox.delivered_at).is_(None))):
        row.claimed_until, row.due_at = None, NOW.replace(year=2020)
    session.flush()


def letters(session: Session, to: str = "") -> list[dict[str, Any]]:
    """The letters in the outbox in order, perhaps those to one address."""
    rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    told = [row.payload["letter"] for row in rows if row.kind == mail.KIND]
    return [letter for letter in told if to in letter["to"]]


def _qualify(session: Session, interpreter: Interpreter) -> None:
    """Authorised in Tigrinya and listed, so that she may be used and nobody replaces her."""
    proof = NewEvidence(
        kind=EvidenceKind.STATE_AUTHORISATION, language="tir", issuer="IMDi", issued_on=_LONG_AGO
    )
    evidence.register(session, number=interpreter.number, proof=proof, now=NOW)
    listing.change(
        session, interpreter_id=stored_id(interpreter.id), listed=True, effective_on=_LONG_AGO, now=NOW
    )


def _agency(session: Session) -> tuple[int | None, int | None]:
    known = session.exec(select(Account).where(col(Account.email) == "kari@nav.example.org")).first()
    if known is not None:
        return session.exec(select(Organisation.id)).one(), known.id
    agency = Organisation(name="NAV Grünerløkka", kind=OrganisationKind.NAV_OFFICE, created_at=NOW)
    booker = Account(email="kari@nav.example.org", name="Kari", tongue=Tongue.BOKMAL, created_at=NOW)
    ids = _stored(session, agency).id, _stored(session, booker).id
    accounts.grant(session, account=booker, role=Role.BOOKER, organisation_id=agency.id, now=NOW)
    return ids


def _thursday(agency_id: int | None, booker_id: int | None) -> dict[str, Any]:
    return {
        "reference": "B7K2M9",
        "organisation_id": agency_id,
        "created_by": booker_id,
        "created_at": NOW,
        "status": BookingStatus.BOOKED,
        "language": "tir",
        "starts_at": THURSDAY,
        "ends_at": THURSDAY + timedelta(hours=1),
        "modality": Modality.ON_SITE,
        "kommune": "0301",
        "address": "Markveien 57",
        "case_reference": "17/02331-8",
        "participants": 3,
        "planned": True,
    }


def _yes(booking: Booking, interpreter: Interpreter) -> Offer:
    return Offer(
        booking_id=stored_id(booking.id),
        interpreter_id=stored_id(interpreter.id),
        status=OfferStatus.ACCEPTED,
        booking_version=1,
        level=0,
        asked_at=NOW,
        expires_at=NOW + timedelta(hours=2),
    )


def _stored(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def give_account(session: Session, interpreter: Interpreter, tongue: Tongue) -> None:
    """An account of her own, in a language of her choice, with the same address."""
    email = interpreter.email or ""
    account = _stored(session, Account(email=email, name=interpreter.name, tongue=tongue, created_at=NOW))
    interpreter.account_id = account.id
    session.flush()


def object_from(starts_at: datetime, ends_at: datetime, place: str = "Oslo") -> str:
    """The calendar object of an event at this time, straight from the rules, without a database."""
    entry = Entry(
        EventStatus.CONFIRMED,
        starts_at,
        ends_at,
        title="Tolking",
        description="Hei",
        place=place,
        meeting="",
        page="https://x.example",
        private=False,
    )
    row = invitation.Held(
        id=None, booking_id=1, side=Side.AGENCY, interpreter_id=None,
        uid="a@x.example", reply_token="t", attendee="kari@nav.example.org",
        sequence=0, method="REQUEST", object_text="", sent_at=NOW,
    )  # fmt: skip
    return invitation.object_text(row, entry, organizer=OFFICE.organizer("t"))


Tell = Callable[[Session, World], None]
TELL: Mapping[str, Tell] = {
    "offer": lambda s, w: notices.offer_asked(s, booking=w.booking, offer=w.offer, now=NOW, office=OFFICE),
    "ended": lambda s, w: notices.offer_ended(s, booking=w.booking, offer=w.offer, now=NOW, office=OFFICE),
    "unfilled": lambda s, w: notices.unfilled(s, booking=w.booking, now=NOW, office=OFFICE),
    "booked": lambda s, w: notices.booked(
        s, booking=w.booking, assignment=w.assignment, now=NOW, office=OFFICE
    ),
    "changed": lambda s, w: notices.changed(
        s, booking=w.booking, assignment=w.assignment, now=NOW, office=OFFICE
    ),
    "withdrew": lambda s, w: notices.interpreter_withdrew(
        s, booking=w.booking, assignment=w.assignment, now=NOW, office=OFFICE
    ),
    "cancelled": lambda s, w: notices.cancelled(
        s, booking=w.booking, assignment=w.assignment, now=NOW, office=OFFICE
    ),
}
