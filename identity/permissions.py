"""The one table of what each role may do; pure, and no by default.

Lists are filtered by the actor in the query. What an actor may not know about answers NotFound,
so a use case asks `see` before it asks anything else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from identity.roles import STAFF, Role
from kit.errors import Forbidden, NotFound
from kit.i18n import Tongue


class Action(StrEnum):
    """What somebody may want to do."""

    BOOK = "book"
    SEE_BOOKING = "see_booking"
    CHANGE_BOOKING = "change_booking"
    BAR_IN_CASE = "bar_in_case"
    BAR_EVERYWHERE = "bar_everywhere"
    SEE_WHO_IS_FREE = "see_who_is_free"
    ANSWER_OFFER = "answer_offer"
    KEEP_OWN_HOURS = "keep_own_hours"
    KEEP_DUTY_LIST = "keep_duty_list"
    SEE_OWN_DATA = "see_own_data"
    SEE_REGISTER_FILE = "see_register_file"
    CHANGE_REGISTER = "change_register"
    SEE_EVERY_FIGURE = "see_every_figure"
    SET_TARGETS = "set_targets"
    HANDLE_CASES = "handle_cases"
    SEE_OWN_CASE = "see_own_case"
    ADMINISTER_ACCOUNTS = "administer_accounts"
    SEE_OPERATIONS = "see_operations"
    SEE_LOGS = "see_logs"
    CHECK_IN_BULK = "check_in_bulk"
    SEE_BATCH = "see_batch"
    REGISTER_DEVIATION = "register_deviation"
    SEE_DEVIATION = "see_deviation"
    SEE_SNAPSHOT = "see_snapshot"
    COUNT_DEVIATIONS = "count_deviations"
    SET_GUIDELINE = "set_guideline"
    REGISTER_NEED = "register_need"
    SEE_NEED = "see_need"
    COMPLETE_NEED = "complete_need"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as held, where, and the organisations it reaches: itself, and for some roles those below."""

    role: Role
    organisation_id: int | None = None
    reach: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting. Nobody signed in has no account and no grants."""

    account_id: int | None = None
    name: str = ""
    email: str = ""
    tongue: Tongue = Tongue.BOKMAL
    grants: tuple[Grant, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Whether there is an account behind the request."""
        return self.account_id is not None

    @property
    def id(self) -> int:
        """The account's id; nobody is refused with `sign_in_required`."""
        if self.account_id is None:
            raise sign_in_required()
        return self.account_id

    def holds(self, role: Role) -> bool:
        """Whether the actor holds the role anywhere."""
        return any(grant.role is role for grant in self.grants)

    def organisations(self, *roles: Role) -> frozenset[int]:
        """Every organisation the actor reaches through one of the roles."""
        return frozenset().union(*(grant.reach for grant in self.grants if grant.role in roles))


NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class Thing:
    """What the action is about, as far as permission depends on it.

    `account_id` is the account it belongs to; `viewers`, when not None, are the only accounts that
    may know of it (a sensitive booking's named viewers).
    """

    organisation_id: int | None = None
    account_id: int | None = None
    viewers: frozenset[int] | None = None


_CHECKERS = (*STAFF, Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR)
"""Those whose work it is to check interpreters."""

_COUNTERS = (Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR)
"""Those who see how often something happens: an agency its own, the directorate without small cells."""

Rule = Callable[[Actor, Thing], bool]


def sign_in_required() -> Forbidden:
    """What nobody is told who asks for anything that needs an account."""
    return Forbidden("sign_in_required", "Sign in first.")


def may(actor: Actor, action: Action, thing: Thing = Thing()) -> bool:
    """Whether the actor may; an action without a rule is refused to everyone."""
    rule = _RULES.get(action)
    return rule is not None and actor.signed_in and rule(actor, thing)


def require(actor: Actor, action: Action, thing: Thing = Thing()) -> None:
    """Forbidden unless the actor may: `sign_in_required` for nobody, `not_allowed` for the rest."""
    if not actor.signed_in:
        raise sign_in_required()
    if not may(actor, action, thing):
        raise Forbidden("not_allowed", "Your account does not have the role this needs.")


def require_sight(actor: Actor, action: Action, thing: Thing) -> None:
    """NotFound unless the actor may: whoever may not know of it learns nothing."""
    if not actor.signed_in:
        raise sign_in_required()
    if not may(actor, action, thing):
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")


def _at_its_organisation(actor: Actor, thing: Thing) -> bool:
    reached = actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR)
    named = thing.viewers is None or actor.account_id in thing.viewers
    return thing.organisation_id in reached and named


def _administers(actor: Actor, thing: Thing) -> bool:
    if thing.organisation_id is None:
        return actor.holds(Role.REGISTRY_ADMINISTRATOR)
    return thing.organisation_id in actor.organisations(Role.AGENCY_ADMINISTRATOR)


def _administers_unit(actor: Actor, thing: Thing) -> bool:
    return thing.organisation_id in actor.organisations(Role.AGENCY_ADMINISTRATOR)


def _registers_needs(actor: Actor, thing: Thing) -> bool:
    reached = actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.NEED_REGISTRAR)
    return thing.organisation_id in reached


def _knows_of_need(actor: Actor, thing: Thing) -> bool:
    """Its unit; and the program that registered it, which sees no other."""
    registered = thing.account_id == actor.account_id and actor.holds(Role.NEED_REGISTRAR)
    return _at_its_organisation(actor, thing) or registered


def _keeps_its_list(actor: Actor, thing: Thing) -> bool:
    return thing.organisation_id in actor.organisations(Role.COORDINATOR, Role.AGENCY_ADMINISTRATOR)


def _own(actor: Actor, thing: Thing) -> bool:
    return actor.holds(Role.INTERPRETER) and thing.account_id == actor.account_id


def _is_the_party(actor: Actor, thing: Thing) -> bool:
    return thing.account_id is not None and thing.account_id == actor.account_id


def _asked_for(actor: Actor, thing: Thing) -> bool:
    """Their organisation asked; or they did themselves, for no organisation."""
    if thing.organisation_id is None:
        return thing.account_id == actor.account_id and any(map(actor.holds, _CHECKERS))
    return thing.organisation_id in actor.organisations(*STAFF)


def _holder_of(*roles: Role) -> Rule:
    return lambda actor, _thing: any(actor.holds(role) for role in roles)


_RULES: Mapping[Action, Rule] = {
    Action.BOOK: _at_its_organisation,
    Action.SEE_BOOKING: _at_its_organisation,
    Action.CHANGE_BOOKING: _at_its_organisation,
    Action.BAR_IN_CASE: _at_its_organisation,
    Action.BAR_EVERYWHERE: _administers_unit,
    Action.SEE_WHO_IS_FREE: _holder_of(Role.BOOKER, Role.AGENCY_ADMINISTRATOR),
    Action.ANSWER_OFFER: _own,
    Action.KEEP_OWN_HOURS: _own,
    Action.KEEP_DUTY_LIST: _keeps_its_list,
    Action.SEE_OWN_DATA: _own,
    Action.SEE_REGISTER_FILE: _holder_of(Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR),
    Action.CHANGE_REGISTER: _holder_of(Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR),
    Action.SEE_EVERY_FIGURE: _holder_of(Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR),
    Action.SET_TARGETS: _holder_of(Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR),
    Action.HANDLE_CASES: _holder_of(Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR),
    Action.SEE_OWN_CASE: _is_the_party,
    Action.ADMINISTER_ACCOUNTS: _administers,
    Action.SEE_OPERATIONS: _holder_of(Role.REGISTRY_ADMINISTRATOR),
    Action.SEE_LOGS: _holder_of(Role.AUDITOR),
    Action.CHECK_IN_BULK: _holder_of(*_CHECKERS),
    Action.SEE_BATCH: _asked_for,
    Action.REGISTER_DEVIATION: _at_its_organisation,
    Action.SEE_DEVIATION: _at_its_organisation,
    Action.SEE_SNAPSHOT: _administers_unit,
    Action.COUNT_DEVIATIONS: _holder_of(*_COUNTERS),
    Action.SET_GUIDELINE: _administers_unit,
    Action.REGISTER_NEED: _registers_needs,
    Action.SEE_NEED: _knows_of_need,
    Action.COMPLETE_NEED: _at_its_organisation,
}
