"""A booking asked about, with its proof: shared by the tests of the proof of order."""

from datetime import timedelta

from sqlmodel import Session, select

from booking.proof.reading import Proof, proof_of
from booking.tables import Booking
from registry.words import EvidenceKind
from tests.make_booking import TESTED, World

BEST = (EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR)


def proof(world: World, reference: str) -> Proof:
    with world.database.read() as session:
        return proof_of(session, booking_of(session, reference))


def booking_of(session: Session, reference: str) -> Booking:
    return session.exec(select(Booking).where(Booking.reference == reference)).one()


def story(world: World) -> str:
    """The best says no, the next is silent, the third is asked; one is at no time free."""
    first = world.add(90001, *BEST)
    world.add(90002)
    world.add(90003, *TESTED)
    world.add(90004, *BEST, hours=())
    world.add(90005, listed=False)
    reference: str = world.asked()["reference"]
    first.decline()
    world.wait(timedelta(days=2))
    return reference
