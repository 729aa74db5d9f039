"""The chains, their entries and the daily seals as stored. Entries are added, never changed.

What an entry says (`why`, `content`, `salt`) may be erased; its digest stays, so the chain still holds.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UTCDateTime


class AuditChain(SQLModel, table=True):
    """One chain: what it is about, how many entries it has, and the link of the last."""

    __tablename__ = "audit_chain"

    subject: str = Field(primary_key=True, max_length=60)
    length: int
    head: str = Field(max_length=64)
    sealed_length: int = 0


class AuditEntry(SQLModel, table=True):
    """One act (identity/audit/acts.py); `position` counts from 1 in its chain.

    No account means the service itself, or somebody nobody signed in as.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_account_id_at", "account_id", "at"),
    )

    subject: str = Field(primary_key=True, max_length=60, foreign_key="audit_chain.subject")
    position: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    act: str = Field(max_length=60)
    why: str | None = Field(default=None, max_length=500)
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    salt: str | None = Field(default=None, max_length=32)
    content_digest: str = Field(max_length=64)
    link: str = Field(max_length=64)


class AuditSeal(SQLModel, table=True):
    """The heads that moved since the seal before, signed: what is sealed cannot be rewritten unseen."""

    __tablename__ = "audit_seal"

    id: int | None = Field(default=None, primary_key=True)
    on: date = Field(unique=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    digest: str = Field(max_length=64)
    signed: str


class AuditSealedHead(SQLModel, table=True):
    """One head under a seal."""

    __tablename__ = "audit_sealed_head"

    seal_id: int = Field(primary_key=True, foreign_key="audit_seal.id")
    subject: str = Field(primary_key=True, max_length=60)
    length: int
    head: str = Field(max_length=64)
