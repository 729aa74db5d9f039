"""Who works where: an agency administrator gives and ends roles in their own unit and below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from identity import accounts
from identity.permissions import Action, Actor, Thing, require_sight
from identity.roles import AT_AN_ORGANISATION, Role
from identity.tables import Account, RoleGrant
from kit.errors import Conflict, NotFound, invalid
from kit.logs import log


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who is to hold which role where. `name` is used when the address has no account yet."""

    email: str
    name: str
    role: Role
    organisation_id: int


def people_at(
    session: Session, *, actor: Actor, organisation_id: int, after: tuple[str, int] | None, limit: int
) -> Sequence[tuple[RoleGrant, Account]]:
    """Roles held at the organisation itself, by name and grant, one more than `limit`."""
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=organisation_id))
    place = (col(Account.name), col(RoleGrant.id))
    statement = (
        select(RoleGrant, Account)
        .join(Account, col(Account.id) == RoleGrant.account_id)
        .where(RoleGrant.organisation_id == organisation_id)
        .order_by(*place)
        .limit(limit + 1)
    )
    return session.exec(
        statement if after is None else statement.where(tuple_(*place) > tuple_(*after))
    ).all()


def appoint(
    session: Session, *, actor: Actor, appointment: Appointment, now: datetime
) -> tuple[RoleGrant, Account]:
    """Give somebody a role at an organisation, with a new account if the address has none."""
    place = appointment.organisation_id
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=place))
    if appointment.role not in AT_AN_ORGANISATION:
        raise invalid("role", "role_not_of_organisations", "This role is not given by an organisation.")
    account = accounts.by_email(session, appointment.email)
    if account is None:
        account = accounts.create(
            session,
            email=appointment.email,
            name=appointment.name,
            role=appointment.role,
            organisation_id=place,
            now=now,
        )
    given = accounts.grant(session, account=account, role=appointment.role, organisation_id=place, now=now)
    log().info("role_given", role=given.role, account=account.id, organisation=place, by=actor.account_id)
    return given, account


def dismiss(session: Session, *, actor: Actor, grant_id: int) -> None:
    """End a role; nobody ends their own administration, so that somebody is left with it."""
    held = session.get(RoleGrant, grant_id)
    if held is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    require_sight(actor, Action.ADMINISTER_ACCOUNTS, Thing(organisation_id=held.organisation_id))
    if held.account_id == actor.account_id and held.role is Role.AGENCY_ADMINISTRATOR:
        raise Conflict("own_administration", "You cannot end your own administration. Ask another to do it.")
    session.delete(held)
    log().info(
        "role_ended",
        role=held.role,
        account=held.account_id,
        organisation=held.organisation_id,
        by=actor.account_id,
    )
