import pytest
from sqlmodel import Session

from identity import organisations
from identity.roles import OrganisationKind
from identity.tables import Organisation
from kit.db import Database
from kit.errors import Conflict, Invalid, NotFound
from tests import make
from tests.make_identity import organisation


@pytest.mark.parametrize("number", ["123456785", "974760673", "889640782", "998382726", "974 760 673"])
def test_a_valid_organisation_number_is_kept_as_nine_digits(number: str) -> None:
    assert organisations.require_number(number) == number.replace(" ", "")


@pytest.mark.parametrize("number", ["123456780", "97476067", "9747606733", "", "97476067x", "٩٧٤٧٦٠٦٧٣"])
def test_an_invalid_organisation_number_is_refused_by_its_field(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        organisations.require_number(number)
    assert [(error.field, error.code) for error in refused.value.errors] == [
        ("organisation_number", "invalid_organisation_number")
    ]


def test_no_check_digit_exists_for_a_remainder_of_one() -> None:
    # 3·1+2·8+7·0+6·0+5·0+4·0+3·0+2·2 = 23 = 2·11+1
    for digit in range(10):
        with pytest.raises(Invalid):
            organisations.require_number(f"18000002{digit}")


def test_a_nav_office_lies_under_the_state_and_the_municipality(database: Database) -> None:
    with database.write() as session:
        nav = organisation(session, "NAV", kind=OrganisationKind.STATE_AGENCY)
        oslo = organisation(session, "Oslo kommune", kind=OrganisationKind.MUNICIPALITY)
        office = organisation(session, "NAV Grünerløkka", nav, oslo)
        desk = organisation(session, "Mottak", office, nav)
        assert organisations.above(session, desk.id or 0) == {nav.id, oslo.id, office.id}
        assert organisations.below(session, nav.id or 0) == {office.id, desk.id}
        assert organisations.below(session, oslo.id or 0) == {office.id, desk.id}
        assert organisations.below(session, desk.id or 0) == frozenset()


def test_nothing_can_lie_under_itself(database: Database) -> None:
    with database.write() as session:
        top = organisation(session, "Helse Sør-Øst")
        middle = organisation(session, "Oslo universitetssykehus", top)
        bottom = organisation(session, "Føden", middle)
        for child, parent in ((top, bottom), (top, middle), (top, top)):
            with pytest.raises(Conflict, match="circle"):
                organisations.add_parent(session, child_id=child.id or 0, parent_id=parent.id or 0)
        assert organisations.above(session, top.id or 0) == frozenset()


def test_a_parent_named_twice_is_one_parent(database: Database) -> None:
    with database.write() as session:
        top = organisation(session, "UDI")
        part = organisation(session, "UDI Bodø", top, top)
        organisations.add_parent(session, child_id=part.id or 0, parent_id=top.id or 0)
        assert organisations.below(session, top.id or 0) == {part.id}


def test_an_organisation_is_found_by_id_number_or_name(database: Database) -> None:
    with database.write() as session:
        made = _numbered(session, "974760673")
        for given in (str(made.id), "974760673", " 974 760 673 ".replace(" ", ""), "Andøy kommune"):
            assert organisations.find(session, given).id == made.id
        for unknown in ("999999999", "Andøy", "0", "9" * 40, ""):
            with pytest.raises(NotFound, match="unknown_organisation"):
                organisations.find(session, unknown)


def test_a_name_two_organisations_share_names_neither(database: Database) -> None:
    with database.write() as session:
        organisation(session, "Sentrum skole")
        organisation(session, "Sentrum skole")
        with pytest.raises(Conflict, match="ambiguous_organisation"):
            organisations.find(session, "Sentrum skole")


def test_an_organisation_number_belongs_to_one(database: Database) -> None:
    with database.write() as session:
        _numbered(session, "974760673")
    with pytest.raises(Conflict, match="organisation_number_taken"), database.write() as session:
        _numbered(session, "974760673")


def test_a_parent_must_exist(database: Database) -> None:
    with database.write() as session, pytest.raises(NotFound):
        organisations.create(
            session, name="Alta", kind=OrganisationKind.MUNICIPALITY, parent_ids=[404], now=make.NOW
        )


@pytest.mark.parametrize("kommune", ["301", "03011", "oslo", "٠٣٠١"])
def test_a_municipality_number_is_four_digits(database: Database, kommune: str) -> None:
    with database.write() as session, pytest.raises(Invalid):
        organisations.create(
            session, name="Alta", kind=OrganisationKind.MUNICIPALITY, kommune=kommune, now=make.NOW
        )


def _numbered(session: Session, number: str) -> Organisation:
    return organisations.create(
        session,
        name="Andøy kommune",
        kind=OrganisationKind.MUNICIPALITY,
        organisation_number=number,
        kommune="1871",
        now=make.NOW,
    )
