"""Feeds as stored."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel, UTCDateTime

from booking.feeds.words import Detail, Means, Scope
from kit.db import code_column


class Feed(SQLModel, table=True):
    """One account's way to fetch one calendar: its secret is stored as a digest and is its only key.

    What it shows is what the account may see when it is fetched. `read_on` is the last Oslo day it was.
    """

    __table_args__ = (CheckConstraint("(scope = 'assignments') = (organisation_id IS NULL)", name="place"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    scope: Scope = Field(sa_type=code_column(Scope))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    detail: Detail = Field(sa_type=code_column(Detail))
    means: Means = Field(sa_type=code_column(Means))
    label: str = Field(default="", max_length=60)
    secret_digest: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    read_on: date | None = None
