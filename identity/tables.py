"""Organisations, accounts, grants, sessions, tokens, reset links and sign-in attempts as stored."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UTCDateTime

from identity.roles import OrganisationKind, Role
from kit.db import code_column, guards
from kit.errors import Conflict
from kit.i18n import Tongue


class Organisation(SQLModel, table=True):
    """A public body, a part of one, an intermediary or the directorate."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    kind: OrganisationKind = Field(sa_type=code_column(OrganisationKind))
    organisation_number: str | None = Field(default=None, max_length=9, unique=True)
    kommune: str | None = Field(default=None, max_length=4)
    created_at: datetime = Field(sa_type=UTCDateTime)


class OrganisationParent(SQLModel, table=True):
    """One parent of an organisation; a NAV office has two."""

    __tablename__ = "organisation_parent"

    child_id: int = Field(primary_key=True, foreign_key="organisation.id")
    parent_id: int = Field(primary_key=True, foreign_key="organisation.id", index=True)


class Account(SQLModel, table=True):
    """Somebody who can sign in; `email` is lower-case."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=200)
    password_hash: str | None = Field(default=None, max_length=200)
    tongue: Tongue = Field(default=Tongue.BOKMAL, sa_type=code_column(Tongue))
    created_at: datetime = Field(sa_type=UTCDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class RoleGrant(SQLModel, table=True):
    """A role an account holds, at an organisation where the role asks for one.

    `known_as` is the name the organisation gave, if it appointed an account that was there before.
    """

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_account_id", "account_id"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    role: Role = Field(sa_type=code_column(Role))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    granted_at: datetime = Field(sa_type=UTCDateTime)
    known_as: str | None = Field(default=None, max_length=200)


class SignInSession(SQLModel, table=True):
    """A browser's session; the cookie's token is stored as its digest only."""

    __tablename__ = "sign_in_session"

    token_digest: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class BearerToken(SQLModel, table=True):
    """A program's token, stored as its digest only."""

    __tablename__ = "bearer_token"

    token_digest: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    label: str = Field(default="", max_length=60)
    created_at: datetime = Field(sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ResetLink(SQLModel, table=True):
    """A mailed link for choosing a new password: once, and not for long.

    Without an account it opens nothing: an unknown address costs the same as a known one.
    """

    __tablename__ = "reset_link"

    token_digest: str = Field(primary_key=True, max_length=64)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class JoinLink(SQLModel, table=True):
    """A mailed link for opening an account: once, and not for long. Until then nobody has one."""

    __tablename__ = "join_link"

    token_digest: str = Field(primary_key=True, max_length=64)
    email: str = Field(max_length=254)
    name: str = Field(max_length=200)
    tongue: Tongue = Field(default=Tongue.BOKMAL, sa_type=code_column(Tongue))
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in or a reset request, counted per account and per address under a digest."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key_at", "key", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64)
    at: datetime = Field(sa_type=UTCDateTime)


_EMAIL_TAKEN = Conflict("email_taken", "There is an account with this e-mail address already.")
_NUMBER_TAKEN = Conflict("organisation_number_taken", "There is an organisation with this number already.")
guards.update(
    {
        "uq_account_email": _EMAIL_TAKEN,
        "account.email": _EMAIL_TAKEN,
        "uq_organisation_organisation_number": _NUMBER_TAKEN,
        "organisation.organisation_number": _NUMBER_TAKEN,
    }
)
