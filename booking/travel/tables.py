"""How far an interpreter goes, as stored."""

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel


class InterpreterReach(SQLModel, table=True):
    """Where she takes assignments on site; no row is no limit. `kommuner` are today's numbers."""

    __tablename__ = "interpreter_reach"
    __table_args__ = (CheckConstraint("km BETWEEN 1 AND 2500", name="km"),)

    interpreter_id: int = Field(primary_key=True, foreign_key="interpreter.id")
    km: int | None = None
    kommuner: list[str] = Field(default_factory=list, sa_type=JSON)
