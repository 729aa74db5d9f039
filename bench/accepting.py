"""Acceptances a second, as a share of the very same SQL run by one raw client.

Our use case is recorded once, statement by statement with its parameters. A database made the same way
then takes the same statements from the bare driver. Nothing is left out of the floor but our own code.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, bindparam, event, insert
from sqlmodel import Session, col, select

from bench import bulk, large, work
from booking import answering
from booking.answering import Declared
from booking.office import Office
from booking.states import BookingStatus, OfferStatus
from booking.tables import Booking, Offer
from booking.travel.rules import PACE
from identity import accounts
from kit.db import Database
from registry.categories import Level
from registry.tables import Evidence, Interpreter
from registry.words import Modality

_NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
_OFFICE = Office(
    public_url="https://tolkebok.example",
    sender_name="Tolkebok",
    mail_from="booking@tolkebok.example",
    default_answer_time=timedelta(hours=2),
    pace=PACE,
)

_SETTING_UP = ("PRAGMA", ";")
_ASKED = (
    select(Interpreter)
    .join(Offer, col(Offer.interpreter_id) == col(Interpreter.id))
    .where(col(Offer.id) == bindparam("offer_id"))
)
_DECLARED = Declared(impartial=True, confidential=True)


@dataclass(frozen=True, slots=True)
class Compared:
    """Acceptances a second: ours, and the same SQL raw."""

    ours: float
    raw: float

    @property
    def share(self) -> float:
        """Ours as a share of raw."""
        return self.ours / self.raw


@dataclass(slots=True)
class Tape:
    """Every statement of every transaction, as the driver's own cursors got it, whoever asked them.

    With its parameters, and whether they are many rows of them.
    """

    transactions: list[list[tuple[str, Any, bool]]] = field(default_factory=lambda: [[]])

    def record(self, database: Database) -> None:
        """From now on, all of this database's."""
        database.engine.dispose()  # connections made from here on have cursors that tell
        event.listen(database.engine, "do_connect", self._connect)
        event.listen(database.engine, "commit", self._turn)

    def tell(self, statement: str, parameters: Any, *, many: bool) -> None:
        """One statement; what a connection is set up and pinged with is not the acceptance's."""
        if not statement.startswith(_SETTING_UP):
            self.transactions[-1].append((statement, parameters, many))

    def _connect(self, dialect: Dialect, _record: Any, _given: Any, options: dict[str, Any]) -> None:
        if dialect.name == "sqlite":
            options["factory"] = _handing_out(_telling(sqlite3.Cursor, self))
        else:
            options["cursor_factory"] = _telling(psycopg.Cursor, self)

    def _turn(self, _connection: Connection) -> None:
        self.transactions.append([])


def compare(timed: str, recorded: str, replayed: str, *, count: int) -> Compared:
    """Time `count` acceptances of ours, and of their own SQL raw, on three equal databases."""
    databases = [Database(url) for url in (timed, recorded, replayed)]
    for database in databases:
        arrange(database, count)
    ours = count / _accept_all(databases[0], count)
    tape = Tape()
    tape.record(databases[1])
    _accept_all(databases[1], count)
    raw = count / _replay(databases[2], tape.transactions)
    for database in databases:
        database.dispose()
    return Compared(ours, raw)


def say_yes(database: Database, offer_id: int) -> None:
    """The interpreter who is asked says yes, in a transaction of its own."""
    with database.write() as session:
        her = session.scalars(_ASKED, {"offer_id": offer_id}).one()
        answering.accept(session, offer_id=offer_id, by=her, declared=_DECLARED, now=_NOW, office=_OFFICE)


def arrange(database: Database, people: int, *, each: int = 1) -> None:
    """So many interpreters, each asked by so many bookings for one and the same hour."""
    large.fill(database, people=people)
    numbers = range(1, people * each + 1)
    with database.write() as session:
        booker = accounts.by_email(session, large.BOOKER)
        assert booker is not None  # noqa: S101 - made a line above
        languages = _languages(session)
        asked = {number: (number - 1) // each + 1 for number in numbers}
        rows = [_booking(number, languages[her], booker.id) for number, her in asked.items()]
        session.execute(insert(Booking), rows)
        session.execute(insert(Offer), [_offer(number, her) for number, her in asked.items()])
        bulk.count_on(session, work.TABLES)


def _accept_all(database: Database, count: int) -> float:
    began = time.perf_counter()
    for number in range(1, count + 1):
        say_yes(database, number)
    return time.perf_counter() - began


def _telling(kind: Any, tape: Tape) -> Any:
    """The driver's cursor, which tells the tape what it is asked."""

    class Telling(kind):  # type: ignore[misc]
        def execute(self, statement: str, parameters: Any = (), **options: Any) -> Any:
            tape.tell(statement, parameters, many=False)
            return super().execute(statement, parameters, **options)

        def executemany(self, statement: str, parameters: Any) -> Any:
            tape.tell(statement, parameters, many=True)
            return super().executemany(statement, parameters)

    return Telling


def _handing_out(cursors: Any) -> Any:
    """SQLite's connection, whose cursors are of this kind."""

    class Handing(sqlite3.Connection):
        def cursor(self, *_kind: Any) -> Any:
            return cursors(self)

    return Handing


def _replay(database: Database, transactions: Sequence[Sequence[tuple[str, Any, bool]]]) -> float:
    driver: Any = database.engine.raw_connection()
    cursor = driver.cursor()
    began = time.perf_counter()
    for statements in transactions:
        for statement, parameters, many in statements:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            if cursor.description:
                cursor.fetchall()
        if statements:
            driver.commit()
    took = time.perf_counter() - began
    driver.close()
    return took


def _languages(session: Session) -> dict[int, str]:
    rows = session.exec(select(Evidence.interpreter_id, Evidence.language))
    return {interpreter: language for interpreter, language in rows if language}


def _booking(number: int, language: str, booker: int | None) -> dict[str, Any]:
    starts_at = _NOW + timedelta(days=3)
    return {
        "id": number, "reference": f"B{number}", "organisation_id": 1, "created_by": booker,
        "created_at": _NOW, "status": BookingStatus.ASKING, "version": 1, "language": language,
        "substitutes": [], "modality": Modality.SCREEN,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1),
        "planned": True, "sensitive": False, "wanted": [], "refused": [], "max_category": 5,
    }  # fmt: skip


def _offer(number: int, her: int) -> dict[str, Any]:
    return {
        "id": number, "booking_id": number, "interpreter_id": her, "status": OfferStatus.OPEN,
        "booking_version": 1, "level": Level.L5E, "reasons": [], "asked_at": _NOW,
        "expires_at": _NOW + timedelta(hours=2),
    }  # fmt: skip
