"""Who works where: an agency administrator gives and ends roles in their own unit and below."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from identity import accounts, audit
from identity.permissions import Action, Actor, Thing, require_sight
from identity.roles import AT_AN_ORGANISATION, Role
from identity.tables import Account, RoleGrant
from kit import paging
from kit.errors import Conflict, NotFound, invalid
from kit.logs import log


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who is to hold which role where. `name` is what the organisation knows them by."""

    email: str
    name: str
    role: Role
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds at an organisation, as its administrator may see it."""

    grant: RoleGrant
    email: str
    name: str


def people_at(
    session: Session, *, actor: Actor, organisation_id: int, cursor: str | None, limit: int
) -> tuple[list[Held], str | None]:
    """One page of the roles held at the organisation itself, by name and grant."""
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=organisation_id))
    name = func.coalesce(col(RoleGrant.known_as), col(Account.name))
    statement = paging.after(
        select(RoleGrant, Account.email, name)
        .join(Account, col(Account.id) == RoleGrant.account_id)
        .where(RoleGrant.organisation_id == organisation_id),
        paging.decode(cursor, paging.words, paging.key),
        name,
        col(RoleGrant.id),
        limit=limit,
    )
    rows = [Held(*row) for row in session.exec(statement)]
    return paging.page(rows, limit=limit, key=lambda row: (row.name, row.grant.id))


def appoint(session: Session, *, actor: Actor, appointment: Appointment, now: datetime) -> Held:
    """Give somebody a role at an organisation, with a new account if the address has none.

    What is answered, and listed afterwards, is the name given here: whether the address had an account,
    and in which name, is not the organisation's to know. Conflict `cannot_appoint` for whoever is closed
    or works for the register: an interpreter's address leads to nobody's name.
    """
    place, role = appointment.organisation_id, appointment.role
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=place))
    if role not in AT_AN_ORGANISATION:
        raise invalid("role", "role_not_of_organisations", "This role is not given by an organisation.")
    email, name = accounts.require_email(appointment.email), accounts.require_name(appointment.name)
    account = accounts.by_email(session, email)
    before = {one.id for one in accounts.roles_of(session, account)} if account else set()
    if account is None:
        account = accounts.create(session, email=email, name=name, role=role, organisation_id=place, now=now)
    elif not _appointable(session, account):
        raise Conflict("cannot_appoint", "This account cannot be given a role here.")
    given = accounts.grant(session, account=account, role=role, organisation_id=place, now=now, known_as=name)
    if given.id not in before:
        accounts.record_role(session, audit.Act.ROLE_GIVEN, given, by=actor.account_id, now=now)
    log().info("role_given", role=role, account=account.id, organisation=place, by=actor.account_id)
    return Held(given, account.email, given.known_as or account.name)


def dismiss(session: Session, *, actor: Actor, grant_id: int, now: datetime) -> None:
    """End a role; nobody ends their own administration, so that somebody is left with it."""
    held = session.get(RoleGrant, grant_id)
    if held is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=held.organisation_id))
    if held.account_id == actor.account_id and held.role is Role.AGENCY_ADMINISTRATOR:
        raise Conflict("own_administration", "You cannot end your own administration. Ask another to do it.")
    session.delete(held)
    accounts.record_role(session, audit.Act.ROLE_ENDED, held, by=actor.account_id, now=now)
    log().info(
        "role_ended",
        role=held.role,
        account=held.account_id,
        organisation=held.organisation_id,
        by=actor.account_id,
    )


def _appointable(session: Session, account: Account) -> bool:
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.account_id == account.id))
    return account.disabled_at is None and AT_AN_ORGANISATION.issuperset(roles)
