"""The made-up register in a database: what the product computes from it equals an independent count."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from bench.demo.load import PASSWORD, load
from bench.demo.organisations import ACCOUNTS, BOOKER
from bench.demo.register import Register, make
from bench.demo.rows import email_of
from booking import duty
from booking.availability.tables import Absence, Extent, WorkingExtent, WorkingHours
from booking.deviations import grounds
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationKind
from booking.needs.tables import Need
from booking.needs.words import NeedStatus
from booking.tables import Bar
from booking.travel.tables import InterpreterReach
from identity import accounts, organisations, signing_in
from identity.acting import as_of_now
from identity.roles import Role
from identity.tables import Account, OrganisationParent, RoleGrant
from kit import installation
from kit.clock import oslo_date
from kit.db import Database, stored_id
from registry import standing
from registry.statistics import counting
from registry.tables import Interpreter, ListingChange, Standing
from tests import count_demo as count
from tests import make as arrange

SEED = 3
END_2011, END_2012 = date(2011, 12, 31), date(2012, 12, 31)
TODAY = oslo_date(arrange.NOW)
pytestmark = pytest.mark.xdist_group("demo register")  # loaded once, not once a worker


def computed(database: Database, day: date) -> counting.RegisterStatistics:
    with database.read() as session:
        return counting.register_on(session, on=day)


def assert_equal_to_the_count(found: counting.RegisterStatistics, register: Register, day: date) -> None:
    listed = count.listed(register, day)
    authorised = count.authorised(register, day)
    assert {category: people for category, people in found.per_category.items() if people} == Counter(
        min(categories.values()) for categories in listed
    )
    assert found.listed == len(listed)
    assert found.languages == len({code for categories in listed for code in categories})
    assert found.authorised_people == len({number for number, _ in authorised})
    assert found.authorised_languages == len({code for _, code in authorised})


@pytest.mark.parametrize(
    "day", [date(2007, 5, 1), END_2011, date(2012, 6, 30), END_2012, date(2023, 6, 30), TODAY]
)
def test_the_statistics_equal_an_independent_count(loaded: Database, register: Register, day: date) -> None:
    assert_equal_to_the_count(computed(loaded, day), register, day)


def test_the_statistics_give_the_figures_of_the_annual_report(loaded: Database) -> None:
    before, after = computed(loaded, END_2011), computed(loaded, END_2012)
    assert (before.listed, before.highest, before.highest_share) == (1186, 688, 58)
    assert (after.listed, after.highest, after.highest_share) == (1284, 770, 60)
    assert (after.languages, before.authorised_people) == (66, 191)
    assert (after.authorised_people, after.authorised_languages) == (208, 23)


@pytest.mark.parametrize("seed", [11, 400, 98_765])
def test_for_any_seed_the_statistics_equal_the_count(
    tmp_path: Path, sqlite_template: Path, seed: int
) -> None:
    path = tmp_path / "tolkebok.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    load(database, now=datetime(2012, 12, 31, 18, tzinfo=UTC), seed=seed, tell=lambda *_told: None)
    for day in (END_2011, END_2012):
        assert_equal_to_the_count(computed(database, day), make(seed, today=END_2012), day)
    database.dispose()


def test_taking_one_listing_away_changes_the_computed_figure(loaded: Database) -> None:
    with loaded.write() as session:
        one = session.exec(select(Standing.interpreter_id).where(col(Standing.ends_on) > TODAY)).first()
        session.execute(delete(ListingChange).where(col(ListingChange.interpreter_id) == one))
        standing.rebuild(session, [one or 0])
        assert counting.register_on(session, on=TODAY).listed == computed(loaded, TODAY).listed - 1
        session.rollback()


def test_everybody_has_an_account_with_the_printed_password(loaded: Database) -> None:
    with loaded.read() as session:
        people = session.exec(select(func.count()).select_from(Interpreter)).one()
        granted = session.exec(select(func.count()).where(RoleGrant.role == Role.INTERPRETER)).one()
        tied = session.exec(
            select(Interpreter.number, Account.email).join(
                Account, col(Account.id) == col(Interpreter.account_id)
            )
        ).all()
        hashes = session.exec(select(Account.password_hash).distinct()).all()
    assert people == granted == len(tied) > 3000
    assert all(email == email_of(number) for number, email in tied)
    assert len(hashes) == 1
    for email in (BOOKER, tied[0][1]):
        assert signing_in.sign_in(
            loaded, email=email, password=PASSWORD, address="127.0.0.1", now=arrange.NOW,
            length=timedelta(hours=1),
        )  # fmt: skip


def test_every_role_has_its_account(loaded: Database) -> None:
    with loaded.read() as session:
        held = set(session.exec(select(RoleGrant.role).distinct()))
        assert all(accounts.by_email(session, email) for email in ACCOUNTS)
    assert held == set(Role)


def test_a_nav_office_lies_under_the_state_and_its_municipality(loaded: Database) -> None:
    with loaded.read() as session:
        for place in ("Grünerløkka", "Bodø", "Narvik", "Alta", "Sarpsborg", "Larvik", "Sandefjord"):
            office = organisations.find(session, f"NAV {place}")
            parents = session.exec(
                select(OrganisationParent.parent_id).where(OrganisationParent.child_id == office.id)
            ).all()
            kinds = {organisations.require(session, parent).kind.value for parent in parents}
            assert kinds == {"state_agency", "municipality"}


def test_nothing_is_registered_later_than_the_load(loaded: Database) -> None:
    with loaded.read() as session:
        assert session.exec(select(func.max(Interpreter.registered_at))).one() <= arrange.NOW
        assert session.exec(select(func.max(ListingChange.registered_at))).one() <= arrange.NOW


def test_hours_and_absences_lie_around_today(loaded: Database) -> None:
    with loaded.read() as session:
        keeping = session.exec(select(func.count(func.distinct(WorkingHours.interpreter_id)))).one()
        people = session.exec(select(func.count()).select_from(Interpreter)).one()
        earliest, latest = session.exec(select(func.min(Absence.starts_at), func.max(Absence.ends_at))).one()
    assert 0.8 < keeping / people < 1
    assert arrange.NOW - timedelta(days=1) <= earliest <= latest <= arrange.NOW + timedelta(days=80)


def test_no_list_of_an_agency_is_empty_and_each_ground_is_one_the_law_knows(loaded: Database) -> None:
    with loaded.read() as session:
        needs = Counter(session.exec(select(Need.status)))
        departures = session.exec(select(Deviation)).all()
        bars = session.exec(select(Bar.case_reference)).all()
    assert needs == {NeedStatus.DRAFT: 4, NeedStatus.LAPSED: 3, NeedStatus.DROPPED: 1}
    assert len(departures) == 42
    assert {one.kind for one in departures} == set(DeviationKind)
    for one in departures:
        until = date(2026, 12, 31)
        assert one.ground in grounds.allowed(one.kind, on=one.happened_on, dispensation_until=until)
    assert sorted(bars, key=str) == ["26/10412-3", None]


@pytest.mark.parametrize("hours", range(0, 168, 5))
def test_somebody_is_on_call_at_any_hour(loaded: Database, hours: int) -> None:
    with loaded.read() as session:
        booker = accounts.by_email(session, BOOKER)
        actor = as_of_now(session, stored_id(booker.id if booker else None))
        at = arrange.NOW + timedelta(hours=hours)
        reachable = duty.reachable(session, actor, duty.Wanted(), now=at)
    assert len(reachable) >= 3
    assert all(one.languages for one in reachable)


def test_some_have_said_how_far_they_go_and_are_away_again_and_again(loaded: Database) -> None:
    with loaded.read() as session:
        people = session.exec(select(func.count()).select_from(Interpreter)).one()
        limited = session.exec(select(func.count()).select_from(InterpreterReach)).one()
        again = session.exec(select(Absence).where(col(Absence.every_weeks).is_not(None))).all()
        extents = set(session.exec(select(WorkingExtent.extent).distinct()))
    assert 0.05 < limited / people < 0.25
    assert all(one.until and one.until > oslo_date(one.ends_at) for one in again)
    assert again
    assert extents == set(Extent)


def test_the_database_is_marked_as_the_demos_and_is_not_filled_twice(loaded: Database) -> None:
    with loaded.read() as session:
        installation.require_demo(session)
        before = session.exec(select(func.count()).select_from(Interpreter)).one()
    with pytest.raises(IntegrityError, match="installation"):
        load(loaded, now=arrange.NOW, seed=SEED, tell=lambda *_told: None)
    with loaded.read() as session:
        assert session.exec(select(func.count()).select_from(Interpreter)).one() == before
