"""A large made-up register in a database, in bulk: people, evidence, listings, hours, and one agency."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

from sqlalchemy import Date, String, cast, delete, func, insert, literal, update
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, UTCDateTime, col, select

from bench import bulk, names, work
from booking.availability.kept_tables import FreeSpan
from booking.availability.tables import Absence, WorkingHours
from booking.matching import rolling
from identity import accounts, organisations, tokens
from identity.roles import OrganisationKind, Role
from kit.clock import now, oslo_midnight
from kit.db import Database, stored_id
from registry import standing
from registry.kommuner import KOMMUNER
from registry.languages import LANGUAGES
from registry.search import keeping
from registry.search.spelling import fold
from registry.search.tables import Tally
from registry.statistics import levels
from registry.tables import Evidence, Interpreter, ListingChange, Standing
from registry.words import EvidenceKind, Gender

BOOKER = "booker@example.org"
_HORIZON = timedelta(days=35)
"""So that, with the week more that is kept, everybody has thirty free spans."""
_SINCE = datetime(2015, 1, 1, tzinfo=UTC)
_DAY = date(2015, 1, 1)
_MOST_ONE_BY_ONE = 20_000
_AT_ONCE = 25_000
"""The work of so many is made in one transaction, so that SQLite need not hold all of it twice."""
_OF_PEOPLE = (
    "interpreter", "evidence", "listing_change", "working_hours", "standing", "name_word", "findable",
    "findable_word", "seat", "free_span", *work.TABLES,
)  # fmt: skip
_KINDS = EvidenceKind
_MIXES: tuple[tuple[EvidenceKind, ...], ...] = (
    (_KINDS.STATE_AUTHORISATION, _KINDS.BACHELOR),
    (_KINDS.STATE_AUTHORISATION, _KINDS.CREDITS),
    (_KINDS.STATE_AUTHORISATION,),
    (_KINDS.CREDITS,),
    (_KINDS.CREDITS, _KINDS.BILINGUAL_TEST),
    (_KINDS.TRANSLATOR, _KINDS.TAO),
    (_KINDS.BILINGUAL_TEST, _KINDS.TAO),
    (_KINDS.BILINGUAL_TEST, _KINDS.TAO),
)


def fill(database: Database, *, people: int, bookings: int = 0, seed: int = 1) -> str:
    """Make `people` interpreters, all listed and working weekdays 08–16; answers a booker's token.

    Each has had so many `bookings`, of which the last few are still to come.

    A large register is a smaller one doubled until it is as large, by the database itself: a million takes
    minutes. `people` must then be a power of two times a whole number.
    """
    times = doublings(people)
    with bulk.trusted(database):
        token, booker = _fill(database, people=people >> times, seed=seed)
        if bookings:
            with database.write() as session:
                work.ahead(session, booker=booker, now=now())
        rolling.roll(database, now=now(), horizon=_HORIZON)
        with bulk.unindexed(database, _OF_PEOPLE):
            for n in range(times):
                with database.write() as session:
                    _double(session, people >> (times - n))
            _do_work(database, people=people, each=max(bookings - work.AHEAD, 0), booker=booker)
        with database.write() as session:
            bulk.count_on(session, work.TABLES)
    _analyse(database)
    return token


def doublings(people: int) -> int:
    """How often a register made one by one is doubled, so that no more than some 20,000 are."""
    times = 0
    while people >> times > _MOST_ONE_BY_ONE:
        times += 1
    if people % (1 << times):
        message = f"{people} cannot be halved {times} times: choose another size"
        raise ValueError(message)
    return times


def _fill(database: Database, *, people: int, seed: int) -> tuple[str, int]:
    chance = random.Random(seed)
    languages, called = sorted(LANGUAGES), names.spread(chance)
    with database.write() as session:
        _bulk(session, Interpreter, (_person(n, called(), chance) for n in range(1, people + 1)))
        proofs = (_proofs(n, _language(languages, chance), chance) for n in range(1, people + 1))
        _bulk(session, Evidence, chain.from_iterable(proofs))
        _bulk(session, ListingChange, (_listing(n) for n in range(1, people + 1)))
        hours = (_hours(n, day) for n in range(1, people + 1) for day in range(1, 6))
        _bulk(session, WorkingHours, hours)
        standing.rebuild(session, None)
        keeping.settle(session, today=_DAY)
        return _booker(session)


def _do_work(database: Database, *, people: int, each: int, booker: int) -> None:
    for first in range(1, people + 1, _AT_ONCE):
        with database.write() as session:
            some = range(first, first + _AT_ONCE)
            work.done(session, of=some, people=people, each=each, booker=booker, now=now())


def _double(session: Session, people: int) -> None:
    """Everybody once more, under numbers of their own; what is kept for speed is doubled with them."""
    held = people * work.AHEAD
    further = {
        "interpreter_id": people, "number": people, "booking_id": held, "offer_id": held,
    }  # fmt: skip
    for name in _OF_PEOPLE:
        table = SQLModel.metadata.tables[name]
        ids = {"interpreter": people, **dict.fromkeys(work.TABLES, held)}.get(name)
        moved = further if ids is None else {**further, "id": ids}
        given = {
            column.name: column + moved[column.name] if column.name in moved else column
            for column in table.columns
            if ids is not None or column.name != "id"
        }
        if name == "booking":
            given["reference"] = literal("W") + cast(given["id"], String)
        session.execute(insert(table).from_select(list(given), columns_of(*given.values())))
    session.execute(update(Tally).values(people=col(Tally.people) * 2))


def fill_register(database: Database, *, evidence: int, seed: int = 1) -> None:
    """Make people with about so many rows of evidence, all listed; the standing is what the statement gives.

    Neither hours nor an agency, and what is kept is put in by the database: a million rows in minutes.
    """
    chance = random.Random(seed)
    languages = sorted(LANGUAGES)
    people = range(1, evidence * len(_MIXES) // sum(map(len, _MIXES)) + 1)
    with database.write() as session:
        _bulk(session, Interpreter, (_person(n, f"Prøve {n:07d}", chance) for n in people))
        proofs = (_proofs(n, _language(languages, chance), chance) for n in people)
        _bulk(session, Evidence, chain.from_iterable(proofs))
        _bulk(session, ListingChange, (_listing(n) for n in people))
        held = levels.held(levels.AsOf(_DAY, _SINCE))
        rows = columns_of(
            held.c.interpreter_id, held.c.language, held.c.level, literal(_DAY, Date), literal(date.max, Date)
        )
        columns = ["interpreter_id", "language", "level", "starts_on", "ends_on"]
        session.execute(insert(Standing).from_select(columns, rows))
    _analyse(database)


def keep_three_free(database: Database, *, language: str, day: date) -> None:
    """Everybody with the language but three is absent that day, by the database, though all have hours."""
    starts_at, ends_at = oslo_midnight(day), oslo_midnight(day + timedelta(days=1))
    holders = columns_of(col(Standing.interpreter_id)).where(col(Standing.language) == language)
    with database.write() as session:
        three = session.scalars(holders.order_by(col(Standing.interpreter_id)).limit(3)).all()
        gone = holders.where(col(Standing.interpreter_id).not_in(three))
        given = gone.add_columns(literal(starts_at, UTCDateTime), literal(ends_at, UTCDateTime))
        session.execute(insert(Absence).from_select(["interpreter_id", "starts_at", "ends_at"], given))
        session.execute(
            delete(FreeSpan).where(
                col(FreeSpan.language) == language,
                col(FreeSpan.interpreter_id).not_in(three),
                col(FreeSpan.starts_at) >= int(starts_at.timestamp()),
                col(FreeSpan.ends_at) <= int(ends_at.timestamp()),
            )
        )


def commonest_first(database: Database) -> list[str]:
    """The languages somebody holds, most holders first."""
    held = select(Evidence.language).where(col(Evidence.language).is_not(None)).group_by(Evidence.language)
    with database.read() as session:
        codes = session.exec(held.order_by(func.count().desc(), col(Evidence.language))).all()
    return [code for code in codes if code]


def _person(number: int, name: str, chance: random.Random) -> dict[str, Any]:
    kommune = chance.choice(list(KOMMUNER))
    return {
        "id": number, "number": number, "name": name, "search_name": fold(name), "kommune": kommune,
        "on_site": bool(chance.randrange(10)), "screen": True, "telephone": bool(chance.randrange(5)),
        "gender": chance.choice(list(Gender)), "contact_consent": False, "protected": False,
        "letterform": "nb", "registered_at": _SINCE, "phone": "+4799999999",
        "email": f"t{number}@example.org",
    }  # fmt: skip


def _language(languages: list[str], chance: random.Random) -> str:
    """Few languages are common and most are rare, as in life: the n-th is held by 1/n as many."""
    return chance.choices(languages, [1 / rank for rank in range(1, len(languages) + 1)])[0]


def _proofs(number: int, language: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    for kind in chance.choice(_MIXES):
        yield {
            "interpreter_id": number, "kind": kind, "issuer": "Prøveinstans", "issued_on": _DAY,
            "language": None if kind is _KINDS.TAO else language,
            "credits": 30 if kind is _KINDS.CREDITS else None, "registered_at": _SINCE,
        }  # fmt: skip


def _listing(number: int) -> dict[str, Any]:
    return {"interpreter_id": number, "listed": True, "effective_on": _DAY, "registered_at": _SINCE}


def _hours(number: int, weekday: int) -> dict[str, Any]:
    return {"interpreter_id": number, "weekday": weekday, "from_time": time(8), "to_time": time(16)}


def _booker(session: Session) -> tuple[str, int]:
    """Her token and her account's id."""
    unit = organisations.create(session, name="Prøvevirksomhet", kind=OrganisationKind.NAV_OFFICE, now=_SINCE)
    account = accounts.create(
        session, email=BOOKER, name="Booker", role=Role.BOOKER, organisation_id=unit.id, now=_SINCE
    )
    account_id = stored_id(account.id)
    return tokens.issue(session, account_id=account_id, now=_SINCE), account_id


def _analyse(database: Database) -> None:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _bulk(session: Session, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, 5000)):
        session.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), some)
