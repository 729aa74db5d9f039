"""Making accounts, and granting and ending roles."""

import re
from datetime import datetime

from sqlmodel import Session, col, select

from identity import audit, organisations
from identity.hashing import hash_password
from identity.password_rules import require_good
from identity.roles import AT_AN_ORGANISATION, Role
from identity.tables import Account, RoleGrant
from kit.errors import Conflict, invalid
from kit.i18n import Tongue
from kit.personal_data import refuse_birth_numbers

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1
_NAME_LENGTH = 200


def create(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    organisation_id: int | None,
    now: datetime,
    password: str | None = None,
) -> Account:
    """A new account with its first role. Without a password it waits for a reset link."""
    address, called = require_email(email), require_name(name)
    if by_email(session, address) is not None:
        raise Conflict("email_taken", "There is an account with this e-mail address already.")
    if password is not None:
        require_good(password, email=address, field="password")
    made = Account(
        email=address,
        name=called,
        password_hash=None if password is None else hash_password(password),
        created_at=now,
    )
    session.add(made)
    session.flush()
    grant(session, account=made, role=role, organisation_id=organisation_id, now=now)
    return made


def enrol(session: Session, *, email: str, name: str, now: datetime, tongue: Tongue) -> Account:
    """A new account without a role: it can apply to the register, and nothing else.

    Conflict `email_taken`; Invalid for an address or a name that cannot be kept.
    """
    address, called = require_email(email), require_name(name)
    if by_email(session, address) is not None:
        raise Conflict("email_taken", "There is an account with this e-mail address already.")
    made = Account(email=address, name=called, created_at=now, tongue=tongue)
    session.add(made)
    session.flush()
    return made


def by_email(session: Session, email: str) -> Account | None:
    """The account with this e-mail address, whatever the case of its letters."""
    address = normal(email)
    if not address.isprintable():
        return None  # and PostgreSQL could not be asked about a NUL
    return session.exec(select(Account).where(Account.email == address)).one_or_none()


def grant(
    session: Session,
    *,
    account: Account,
    role: Role,
    organisation_id: int | None,
    now: datetime,
    known_as: str | None = None,
) -> RoleGrant:
    """Give the account a role; one it holds already is answered as it stands."""
    if organisation_id is not None:
        organisations.require(session, organisation_id)
    elif role in AT_AN_ORGANISATION:
        raise invalid(
            "organisation", "organisation_missing", "This role is held at an organisation. Say which."
        )
    held = session.exec(
        select(RoleGrant).where(
            RoleGrant.account_id == account.id,
            RoleGrant.role == role,
            RoleGrant.organisation_id == organisation_id,
        )
    ).first()
    if held is not None:
        return held
    given = RoleGrant(
        account_id=account.id or 0,
        role=role,
        organisation_id=organisation_id,
        granted_at=now,
        known_as=known_as,
    )
    session.add(given)
    session.flush()
    return given


def roles_of(session: Session, account: Account) -> list[RoleGrant]:
    """The roles the account holds, in the order they were given."""
    theirs = select(RoleGrant).where(RoleGrant.account_id == account.id)
    return list(session.exec(theirs.order_by(col(RoleGrant.id))))


def record_role(session: Session, act: audit.Act, given: RoleGrant, *, by: int | None, now: datetime) -> None:
    """Keep in the log that a role was given or ended: who could read what, when, and through whom.

    At an organisation it is the organisation's own matter, elsewhere the account's.
    """
    place = given.organisation_id
    subject = audit.about_account(given.account_id) if place is None else audit.about_organisation(place)
    told = {"role": given.role, "account": given.account_id}
    audit.record(session, subject, act, by=by, now=now, content=told)


def end_role(session: Session, *, account_id: int, role: Role) -> None:
    """Let the account hold the role no more, anywhere."""
    theirs = select(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.role == role)
    for held in session.exec(theirs).all():
        session.delete(held)
    session.flush()


def set_tongue(session: Session, *, account_id: int, tongue: Tongue) -> None:
    """Choose the language of the account's pages and letters."""
    session.get_one(Account, account_id).tongue = tongue


def normal(email: str) -> str:
    """An e-mail address as accounts keep it."""
    return email.strip().lower()


def require_name(given: str) -> str:
    """The name without spaces around it; Invalid when it is empty, too long or a birth number."""
    name = given.strip()
    if not 1 <= len(name) <= _NAME_LENGTH:
        raise invalid("name", "wrong_length", "Use 1 to {most} characters.", most=_NAME_LENGTH)
    refuse_birth_numbers("name", name)
    return name


def require_email(given: str) -> str:
    """The address as accounts keep it; Invalid unless mail can be sent to it."""
    address = normal(given)
    if len(address) > _EMAIL_LENGTH or _EMAIL.fullmatch(address) is None:
        raise invalid("email", "invalid_email", "Write the e-mail address as name@example.org.")
    return address
