"""What the search keeps, so that it need not read everybody; all of it is rebuilt from the register.

`registry/search/keeping.py` maintains it in the transaction that changes a person or her standing,
and a test compares what is kept with what a rebuild of everybody gives.
"""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from kit.db import ordered_text


class NameWord(SQLModel, table=True):
    """One word of one person's name, in the form of registry/search/spelling.py."""

    __tablename__ = "name_word"
    __table_args__ = (Index("ix_name_word_interpreter_id", "interpreter_id"),)

    word: str = Field(primary_key=True, sa_type=ordered_text(40))
    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")


class NameSpelling(SQLModel, table=True):
    """What is left of a word of somebody's name when letters are taken out: how slips find it."""

    __tablename__ = "name_spelling"
    __table_args__ = (Index("ix_name_spelling_word", "word"),)

    variant: str = Field(primary_key=True, sa_type=ordered_text(40))
    word: str = Field(primary_key=True, sa_type=ordered_text(40))


class Findable(SQLModel, table=True):
    """The days somebody can be found with a level in a language; `language` empty: her best in any.

    Half-open days [starts_on, ends_on). Protected identities have no row. `ways` is the sum of 1 on
    site, 2 screen and 4 telephone; `gender` is empty when it is not known.
    """

    __table_args__ = (
        Index("ix_findable_best", "language", "level", "name", "number"),
        Index("ix_findable_county", "language", "county", "level", "name", "number"),
        Index("ix_findable_kommune", "language", "kommune", "level", "name", "number"),
        Index("ix_findable_interpreter_id", "interpreter_id", "language"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interpreter_id: int = Field(foreign_key="interpreter.id")
    language: str = Field(max_length=8)
    level: int
    starts_on: date
    ends_on: date
    name: str = Field(max_length=200, sa_type=ordered_text(200))
    number: int
    county: str = Field(max_length=2)
    kommune: str = Field(max_length=4)
    ways: int
    gender: str = Field(max_length=5)


class FindableWord(SQLModel, table=True):
    """A row of `Findable` under each word of her name: those called so stand together, best first."""

    __tablename__ = "findable_word"
    __table_args__ = (
        Index("ix_findable_word_level", "language", "level", "word"),
        Index("ix_findable_word_interpreter_id", "interpreter_id"),
        {"sqlite_with_rowid": False},  # the key alone is the table: read in its order
    )

    language: str = Field(primary_key=True, max_length=8)
    word: str = Field(primary_key=True, sa_type=ordered_text(40))
    level: int = Field(primary_key=True)
    name: str = Field(primary_key=True, max_length=200, sa_type=ordered_text(200))
    number: int = Field(primary_key=True)
    starts_on: date = Field(primary_key=True)
    ends_on: date
    interpreter_id: int = Field(foreign_key="interpreter.id")
    county: str = Field(max_length=2)
    kommune: str = Field(max_length=4)
    ways: int
    gender: str = Field(max_length=5)


class Tally(SQLModel, table=True):
    """How many more, or fewer, can be found from a day on, of those alike in everything that is counted.

    `place` is a kommune, a county, or empty for all of Norway. Rows are added and never rewritten, so
    that no two officers wait for each other; `keeping.settle` folds the days that have come into one.
    """

    __table_args__ = (
        Index("ix_tally_place", "language", "place", "level", "ways", "gender", "day", "people"),
        Index("ix_tally_day", "day", "language"),
    )

    id: int | None = Field(default=None, primary_key=True)
    language: str = Field(max_length=8)
    place: str = Field(max_length=4)
    level: int
    ways: int
    gender: str = Field(max_length=5)
    day: date
    people: int
