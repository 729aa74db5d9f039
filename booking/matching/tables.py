"""What matching keeps of the register: everybody who may be asked in a language, in the order they are."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Seat(SQLModel, table=True):
    """Who is listed, not shut out and holds a level in a language, from `starts_on` on and before `ends_on`.

    `kommune` is today's number, empty where a divided one leaves it unknown. `ways` are bits
    (registry/search/keeping.py), `gender` is empty when not known. `minutes` is her work lately.
    """

    __table_args__ = (
        Index(
            "ix_seat_minutes", "language", "level", "minutes", "number",
            "starts_on", "ends_on", "ways", "gender", "interpreter_id",
        ),
        Index(
            "ix_seat_kommune", "language", "level", "kommune", "minutes", "number",
            "starts_on", "ends_on", "ways", "gender", "interpreter_id",
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    language: str = Field(primary_key=True, max_length=8)
    starts_on: date = Field(primary_key=True)
    ends_on: date
    level: int
    number: int
    kommune: str = Field(max_length=4)
    ways: int
    gender: str = Field(max_length=5)
    minutes: int


class Nearness(SQLModel, table=True):
    """The place of a municipality among all by its distance from `origin`, which itself is place 0.

    The municipality that is not known comes last. Kept for each origin from its first on-site booking on.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    origin: str = Field(primary_key=True, max_length=4)
    place: int = Field(primary_key=True)
    kommune: str = Field(max_length=4)
