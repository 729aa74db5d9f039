"""Free time as it is kept for matching: worked out when something changes, not when somebody asks.

Times are whole seconds since 1970: half as large as instants, and there is a row for every free
span of everybody. No foreign key, for the same reason; interpreters are never deleted.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel, UTCDateTime


class FreeSpan(SQLModel, table=True):
    """A span without a break in which she can be asked for `ways` of taking part, in a language she holds.

    As long as it is: longer ones contain it for none of its ways. `node` is its place in the tree (tree.py).
    """

    __tablename__ = "free_span"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_free_span_ends_at", "language", "node", "ends_at", "starts_at", "interpreter_id", "ways"),
        Index("ix_free_span_interpreter_id", "interpreter_id", "language", "ends_at", "starts_at", "ways"),
        {"sqlite_with_rowid": False},
    )

    language: str = Field(primary_key=True, max_length=8)
    node: int = Field(primary_key=True)
    starts_at: int = Field(primary_key=True, sa_type=BigInteger)
    ends_at: int = Field(primary_key=True, sa_type=BigInteger)
    interpreter_id: int = Field(primary_key=True)
    ways: int = Field(primary_key=True)


class KeptTime(SQLModel, table=True):
    """What the kept rows stand for: one row, or none before they are first made.

    Work is counted as of the Oslo day `counted_on`. Spans begin at `since`; everybody's are there up
    to `until`, and whoever is worked out anew gets hers up to `towards`.
    """

    __tablename__ = "kept_time"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    counted_on: date
    since: datetime = Field(sa_type=UTCDateTime)
    until: datetime = Field(sa_type=UTCDateTime)
    towards: datetime = Field(sa_type=UTCDateTime)
