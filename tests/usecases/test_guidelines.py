"""What an agency lays down is inherited, and the nearest counts, on both databases."""

import pytest
from sqlmodel import Session

from booking.deviations import guidelines
from booking.deviations.given import GuidelineGiven
from booking.tables import SubjectArea
from identity.audit import verifying
from identity.permissions import Actor
from identity.roles import Role
from identity.tables import Organisation
from kit.db import Database
from kit.errors import Invalid, NotFound
from tests import make, make_identity

HEALTH, COURT = SubjectArea.HEALTH, SubjectArea.COURT


@pytest.fixture
def places(database: Database) -> dict[str, Organisation]:
    """A NAV office under the state and a municipality, and the ward of a hospital under a trust."""
    with database.write() as session:
        state = make_identity.organisation(session, "State")
        town = make_identity.organisation(session, "Town")
        office = make_identity.organisation(session, "Office", state, town)
        desk = make_identity.organisation(session, "Desk", office)
        make_identity.account(session, "anne@nav.example.org", Role.AGENCY_ADMINISTRATOR, state)
        return {"state": state, "town": town, "office": office, "desk": desk}


def _set(session: Session, place: Organisation, text: str = "", **minimums: int) -> None:
    actor: Actor = make_identity.actor(Role.AGENCY_ADMINISTRATOR, place.id, account_id=1)
    given = GuidelineGiven(text=text, minimums=minimums)
    guidelines.set_guideline(session, actor=actor, organisation_id=place.id or 0, given=given, now=make.NOW)


def _minimum(session: Session, place: Organisation, area: SubjectArea | None) -> int:
    return guidelines.in_force(session, place.id or 0).minimum(area)


def test_without_anything_laid_down_every_category_is_taken(
    database: Database, places: dict[str, Organisation]
) -> None:
    with database.read() as session:
        assert _minimum(session, places["desk"], HEALTH) == 5
        assert guidelines.in_force(session, places["desk"].id or 0).guidelines == ()


def test_the_nearest_minimum_counts_and_of_two_parents_the_stricter(
    database: Database, places: dict[str, Organisation]
) -> None:
    with database.write() as session:
        _set(session, places["state"], any=3)
        _set(session, places["town"], any=4, health=2)
        assert _minimum(session, places["desk"], COURT) == 3
        assert _minimum(session, places["desk"], HEALTH) == 2
        assert _minimum(session, places["desk"], None) == 3
        _set(session, places["office"], health=4)
        assert _minimum(session, places["desk"], HEALTH) == 4
        assert _minimum(session, places["desk"], COURT) == 3
        assert _minimum(session, places["town"], COURT) == 4
        told = guidelines.in_force(session, places["desk"].id or 0).minimums["health"]
        assert (told.category, told.organisation) == (4, "Office")


def test_the_nearest_guideline_is_shown_and_both_parents_when_they_are_as_near(
    database: Database, places: dict[str, Organisation]
) -> None:
    with database.write() as session:
        _set(session, places["state"], "The state's")
        _set(session, places["town"], "The town's")
        shown = guidelines.in_force(session, places["desk"].id or 0).guidelines
        assert [(one.row.text, one.organisation) for one in shown] == [
            ("The state's", "State"),
            ("The town's", "Town"),
        ]
        _set(session, places["desk"], "Our own", any=1)
        _set(session, places["desk"], "Our own, anew")
        [one] = guidelines.in_force(session, places["desk"].id or 0).guidelines
        assert (one.row.text, one.by, one.row.set_at) == ("Our own, anew", "Anne", make.NOW)
        assert _minimum(session, places["desk"], None) == 5
        history = guidelines.history(session, places["desk"].id or 0, limit=10)
        assert [one.row.text for one in history] == ["Our own, anew", "Our own"]
        assert list(verifying.faults(session)) == []


def test_only_its_administrator_lays_it_down_and_birth_numbers_are_refused(
    database: Database, places: dict[str, Organisation]
) -> None:
    booker = make_identity.actor(Role.BOOKER, places["office"].id, account_id=1)
    above = make_identity.actor(Role.AGENCY_ADMINISTRATOR, places["office"].id, account_id=1)
    given = GuidelineGiven(text="Ask 01010750160")
    with database.write() as session:
        for actor in (booker, make_identity.actor(Role.REGISTRY_ADMINISTRATOR, account_id=1)):
            with pytest.raises(NotFound):
                guidelines.set_guideline(
                    session, actor=actor, organisation_id=places["office"].id or 0, given=given, now=make.NOW
                )
        with pytest.raises(Invalid, match="invalid_input"):
            guidelines.set_guideline(
                session, actor=above, organisation_id=places["office"].id or 0, given=given, now=make.NOW
            )
