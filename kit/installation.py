"""What this database is: one row, written once, that says whether it holds the demo or real people."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, UTCDateTime, select

from kit.errors import Conflict


class Installation(SQLModel, table=True):
    """The single row (id 1); `demo_seed` is null in a real installation."""

    id: int = Field(default=1, primary_key=True)
    demo_seed: int | None = None
    created_at: datetime = Field(sa_type=UTCDateTime)


def mark(session: Session, *, demo_seed: int | None, now: datetime) -> None:
    """Say what this database is, once."""
    session.add(Installation(demo_seed=demo_seed, created_at=now))
    session.flush()


def is_demo(session: Session) -> bool:
    """Whether this database was made as a demo."""
    row = session.exec(select(Installation)).one_or_none()
    return row is not None and row.demo_seed is not None


def require_demo(session: Session) -> None:
    """Refuse demo conveniences on any other database."""
    if not is_demo(session):
        raise not_the_demos()


def not_the_demos() -> Conflict:
    """The refusal of any other database."""
    return Conflict(
        "not_the_demo_database",
        "This database was not made by the demo. Point TOLKEBOK_DATA_DIR or "
        "TOLKEBOK_DATABASE_URL at an empty place, or leave TOLKEBOK_DEMO out.",
    )
