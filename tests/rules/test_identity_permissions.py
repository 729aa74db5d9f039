"""Who may do what: the whole table, written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.permissions import NOBODY, Action, Actor, Thing, may, require, require_sight
from identity.roles import Role
from kit.errors import Forbidden, NotFound
from tests import make_identity

OWN, BELOW, OTHER = 1, 2, 9
ME, ANOTHER = 7, 8

ORGANISATIONS_THINGS = [
    # role, their own organisation's, one below's, another's, nobody's
    (Role.BOOKER, True, False, False, False),
    (Role.AGENCY_ADMINISTRATOR, True, True, False, False),
    (Role.VERIFIER, False, False, False, False),
    (Role.COORDINATOR, False, False, False, False),
    (Role.INTERPRETER, False, False, False, False),
    (Role.REGISTRY_OFFICER, False, False, False, False),
    (Role.REGISTRY_ADMINISTRATOR, False, False, False, False),
    (Role.AUDITOR, False, False, False, False),
    (Role.NEED_REGISTRAR, False, False, False, False),
]
ADMINISTRATION = [
    (Role.BOOKER, False, False, False, False),
    (Role.AGENCY_ADMINISTRATOR, True, True, False, False),
    (Role.VERIFIER, False, False, False, False),
    (Role.COORDINATOR, False, False, False, False),
    (Role.INTERPRETER, False, False, False, False),
    (Role.REGISTRY_OFFICER, False, False, False, False),
    (Role.REGISTRY_ADMINISTRATOR, False, False, False, True),
    (Role.AUDITOR, False, False, False, False),
    (Role.NEED_REGISTRAR, False, False, False, False),
]
HELD_ANYWHERE = {
    Action.SEE_REGISTER_FILE: {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR},
    Action.CHANGE_REGISTER: {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR},
    Action.SEE_EVERY_FIGURE: {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR},
    Action.SET_TARGETS: {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR},
    Action.SEE_WHO_IS_FREE: {Role.BOOKER, Role.AGENCY_ADMINISTRATOR},
    Action.HANDLE_CASES: {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR},
    Action.SEE_OPERATIONS: {Role.REGISTRY_ADMINISTRATOR},
    Action.SEE_LOGS: {Role.AUDITOR},
    Action.COUNT_DEVIATIONS: {
        Role.BOOKER,
        Role.AGENCY_ADMINISTRATOR,
        Role.REGISTRY_OFFICER,
        Role.REGISTRY_ADMINISTRATOR,
    },
    Action.CHECK_IN_BULK: {
        Role.BOOKER,
        Role.AGENCY_ADMINISTRATOR,
        Role.VERIFIER,
        Role.COORDINATOR,
        Role.REGISTRY_OFFICER,
        Role.REGISTRY_ADMINISTRATOR,
    },
}
AT_THE_ORGANISATION = (
    Action.BAR_IN_CASE,
    Action.BOOK,
    Action.SEE_BOOKING,
    Action.CHANGE_BOOKING,
    Action.REGISTER_DEVIATION,
    Action.SEE_DEVIATION,
    Action.COMPLETE_NEED,
)
PLACES = (OWN, BELOW, OTHER, None)


@pytest.mark.parametrize("action", AT_THE_ORGANISATION)
@pytest.mark.parametrize("row", ORGANISATIONS_THINGS, ids=lambda row: str(row[0]))
def test_bookings_belong_to_the_bookers_organisation(action: Action, row: tuple[Role, bool]) -> None:
    role, *expected = row
    assert [may(_holder(role), action, Thing(organisation_id=place)) for place in PLACES] == expected


@pytest.mark.parametrize("row", ADMINISTRATION, ids=lambda row: str(row[0]))
def test_agencies_administer_their_own_and_the_directorate_only_the_registers_roles(
    row: tuple[Role, bool],
) -> None:
    role, *expected = row
    told = [may(_holder(role), Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=place)) for place in PLACES]
    assert told == expected


@pytest.mark.parametrize("role", Role)
def test_a_need_is_its_units_and_the_program_that_registered_it_sees_no_other(role: Role) -> None:
    reach = {Role.BOOKER: {OWN}, Role.AGENCY_ADMINISTRATOR: {OWN, BELOW}, Role.NEED_REGISTRAR: {OWN, BELOW}}
    told = [may(_holder(role), Action.REGISTER_NEED, Thing(organisation_id=place)) for place in PLACES]
    assert told == [place in reach.get(role, set()) for place in PLACES]
    things = (Thing(OWN, ANOTHER), Thing(BELOW, ME), Thing(OTHER, ANOTHER))
    seen = [may(_holder(role), Action.SEE_NEED, thing) for thing in things]
    people = role in {Role.BOOKER, Role.AGENCY_ADMINISTRATOR}
    program = role is Role.NEED_REGISTRAR
    assert seen == [people, program or role is Role.AGENCY_ADMINISTRATOR, False]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", [Action.SET_GUIDELINE, Action.SEE_SNAPSHOT])
def test_guidelines_and_who_was_considered_are_for_the_units_own_administrators(
    action: Action, role: Role
) -> None:
    told = [may(_holder(role), action, Thing(organisation_id=place)) for place in PLACES]
    administers = role is Role.AGENCY_ADMINISTRATOR
    assert told == [administers, administers, False, False]


@pytest.mark.parametrize("role", Role)
def test_only_an_agencys_administrator_bars_from_everything_of_it(role: Role) -> None:
    told = [may(_holder(role), Action.BAR_EVERYWHERE, Thing(organisation_id=place)) for place in PLACES]
    assert told == [role is Role.AGENCY_ADMINISTRATOR] * 2 + [False] * 2


@pytest.mark.parametrize("role", Role)
def test_a_duty_list_is_kept_by_the_organisations_coordinators_and_administrators(role: Role) -> None:
    told = [may(_holder(role), Action.KEEP_DUTY_LIST, Thing(organisation_id=place)) for place in PLACES]
    administers = role is Role.AGENCY_ADMINISTRATOR
    assert told == [administers or role is Role.COORDINATOR, administers, False, False]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", [Action.ANSWER_OFFER, Action.KEEP_OWN_HOURS, Action.SEE_OWN_DATA])
def test_only_the_interpreter_herself_answers_and_keeps_her_hours(action: Action, role: Role) -> None:
    owners = (ME, ANOTHER, None)
    told = [may(_holder(role), action, Thing(account_id=owner)) for owner in owners]
    assert told == [role is Role.INTERPRETER, False, False]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", HELD_ANYWHERE)
def test_the_registers_work_is_for_those_who_hold_its_roles(action: Action, role: Role) -> None:
    assert may(_holder(role), action) is (role in HELD_ANYWHERE[action])


def test_every_action_stands_in_a_table_here() -> None:
    told = {
        *AT_THE_ORGANISATION,
        Action.ADMINISTER_ACCOUNTS,
        Action.BAR_EVERYWHERE,
        Action.KEEP_DUTY_LIST,
        Action.SEE_BATCH,
        Action.SET_GUIDELINE,
        Action.SEE_SNAPSHOT,
        Action.REGISTER_NEED,
        Action.SEE_NEED,
    }
    own = {Action.ANSWER_OFFER, Action.KEEP_OWN_HOURS, Action.SEE_OWN_DATA, Action.SEE_OWN_CASE}
    assert told | own | set(HELD_ANYWHERE) == set(Action)


@pytest.mark.parametrize("role", Role)
def test_a_case_is_its_partys_own_whatever_she_holds(role: Role) -> None:
    told = [may(_holder(role), Action.SEE_OWN_CASE, Thing(account_id=party)) for party in (ME, ANOTHER, None)]
    assert told == [True, False, False]


@pytest.mark.parametrize("role", Role)
def test_a_batch_is_for_the_organisation_that_sent_it_or_for_the_checker_who_did_for_none(role: Role) -> None:
    at_an_organisation = role in {Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.VERIFIER, Role.COORDINATOR}
    checks = at_an_organisation or role in {Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR}
    things = (Thing(OWN, ANOTHER), Thing(OTHER, ME), Thing(None, ME), Thing(None, ANOTHER))
    told = [may(_holder(role), Action.SEE_BATCH, thing) for thing in things]
    assert told == [at_an_organisation, False, checks, False]


@pytest.mark.parametrize(
    ("viewers", "seen"), [(None, True), ({ME}, True), ({ANOTHER}, False), (set(), False)]
)
def test_a_sensitive_booking_is_for_its_named_viewers(viewers: set[int] | None, *, seen: bool) -> None:
    thing = Thing(organisation_id=OWN, viewers=None if viewers is None else frozenset(viewers))
    assert may(_holder(Role.BOOKER), Action.SEE_BOOKING, thing) is seen


things = st.builds(
    Thing,
    organisation_id=st.none() | st.integers(1, 3),
    account_id=st.none() | st.integers(1, 3),
    viewers=st.none() | st.frozensets(st.integers(1, 3)),
)


@given(action=st.sampled_from(Action), thing=things)
def test_nobody_may_do_anything(action: Action, thing: Thing) -> None:
    assert not may(NOBODY, action, thing)


@given(action=st.sampled_from(Action), thing=things)
def test_an_account_without_a_role_may_see_its_own_case_and_nothing_else(
    action: Action, thing: Thing
) -> None:
    own_case = action is Action.SEE_OWN_CASE and thing.account_id == 1
    assert may(Actor(account_id=1), action, thing) is own_case


def test_refusals_tell_nobody_to_sign_in_and_hide_what_is_not_theirs() -> None:
    thing = Thing(organisation_id=OTHER)
    with pytest.raises(Forbidden, match="sign_in_required"):
        require_sight(NOBODY, Action.SEE_BOOKING, thing)
    with pytest.raises(NotFound):
        require_sight(_holder(Role.BOOKER), Action.SEE_BOOKING, thing)
    with pytest.raises(Forbidden, match="not_allowed"):
        require(_holder(Role.BOOKER), Action.CHANGE_REGISTER)
    with pytest.raises(Forbidden, match="sign_in_required"):
        _ = NOBODY.id


def _holder(role: Role) -> Actor:
    below = (BELOW,) if role in {Role.AGENCY_ADMINISTRATOR, Role.NEED_REGISTRAR} else ()
    return make_identity.actor(role, OWN, *below, account_id=ME)
