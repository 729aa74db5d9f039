"""A booker who may no longer see the booking is told nothing more of it, on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col
from structlog.testing import capture_logs

from identity import accounts, organisations
from identity.roles import OrganisationKind, Role
from identity.tables import Account, RoleGrant
from kit.db import Database
from tests import make_identity, make_letters
from tests.make import NOW
from tests.make_letters import TELL

AGENCY = "kari@nav.example.org"


def _closed(_session: Session, booker: Account) -> None:
    booker.disabled_at = NOW


def _moved(session: Session, booker: Account) -> None:
    session.execute(delete(RoleGrant).where(col(RoleGrant.account_id) == booker.id))
    elsewhere = make_identity.organisation(session, "UDI", kind=OrganisationKind.STATE_AGENCY)
    accounts.grant(session, account=booker, role=Role.BOOKER, organisation_id=elsewhere.id, now=NOW)


@pytest.mark.parametrize("leaves", [_closed, _moved])
@pytest.mark.parametrize("occasion", ["unfilled", "booked", "changed", "withdrew", "cancelled"])
def test_a_booker_who_has_left_gets_no_letter(
    database: Database, occasion: str, leaves: Callable[[Session, Account], None]
) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        TELL["booked"](session, world)
        assert len(make_letters.letters(session, AGENCY)) == 1
        leaves(session, session.get_one(Account, world.booking.created_by))
        session.flush()
        with capture_logs() as logged:
            TELL[occasion](session, world)
        assert len(make_letters.letters(session, AGENCY)) == 1
    left_out = {"event": "letter_left_out", "booking": world.booking.id, "side": "agency"}
    assert [line for line in logged if left_out.items() <= line.items()]


def test_one_who_administers_from_above_still_gets_hers(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        booker = session.get_one(Account, world.booking.created_by)
        session.execute(delete(RoleGrant).where(col(RoleGrant.account_id) == booker.id))
        above = make_identity.organisation(session, "NAV Oslo")
        office = world.booking.organisation_id
        organisations.add_parent(session, child_id=office, parent_id=above.id or 0)
        accounts.grant(
            session, account=booker, role=Role.AGENCY_ADMINISTRATOR, organisation_id=above.id, now=NOW
        )
        TELL["booked"](session, world)
        assert len(make_letters.letters(session, AGENCY)) == 1
