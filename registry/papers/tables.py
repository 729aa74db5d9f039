"""Issuing bodies, documents, and what identifies a person, as stored."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UTCDateTime

from kit.db import code_column, guards
from kit.errors import Conflict
from registry.words import MediaType

LONGEST_NAME, LONGEST_SHORT_NAME = 200, 40
"""Characters of a body's names."""


class IssuingBody(SQLModel, table=True):
    """A body that issues evidence; found by its folded name `key`, or by `short_key`.

    Evidence keeps the name as it was when it was issued: a body that changes its name is another row.
    """

    __tablename__ = "issuing_body"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=LONGEST_NAME)
    short_name: str | None = Field(default=None, max_length=LONGEST_SHORT_NAME)
    key: str = Field(max_length=LONGEST_NAME, unique=True)
    short_key: str | None = Field(default=None, max_length=LONGEST_SHORT_NAME, unique=True)
    registered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")


class Document(SQLModel, table=True):
    """What was shown for a piece of evidence; the file lies in the documents folder."""

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id", index=True)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", index=True)
    sha256: str = Field(max_length=64, index=True)
    media_type: MediaType = Field(sa_type=code_column(MediaType))
    size: int
    stored_at: datetime = Field(sa_type=UTCDateTime)
    stored_by: int | None = Field(default=None, foreign_key="account.id")


class PersonSecret(SQLModel, table=True):
    """What identifies a person: never a key anywhere else, never public, never in logs or addresses."""

    __tablename__ = "person_secret"

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    birth_date: date
    birth_number: str | None = Field(default=None, max_length=11, unique=True)
    registered_at: datetime = Field(sa_type=UTCDateTime)
    registered_by: int | None = Field(default=None, foreign_key="account.id")


_BODY_KNOWN = Conflict("issuer_exists", "This body is in the register of issuing bodies already.")
_NUMBER_TAKEN = Conflict(
    "birth_number_taken", "Another interpreter is registered with this birth number: they may be the same."
)
for _name in ("uq_issuing_body_key", "uq_issuing_body_short_key"):
    guards[_name] = _BODY_KNOWN
guards["issuing_body.key"] = guards["issuing_body.short_key"] = _BODY_KNOWN
guards["uq_person_secret_birth_number"] = guards["person_secret.birth_number"] = _NUMBER_TAKEN
