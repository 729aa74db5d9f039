"""The made-up register into an empty database, in one transaction: all of it, or nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import insert, text, update
from sqlmodel import Session, SQLModel, select

from bench.demo import cases, duty, organisations, plan, rows, standby
from bench.demo.register import make
from bench.demo.rows import Made, Row, Table
from identity import accounts
from identity.hashing import hash_password
from identity.tables import Account, RoleGrant
from kit import installation
from kit.clock import oslo_date
from kit.db import Database
from registry import standing
from registry.statistics import targets
from registry.statistics.measures import Measure, TargetKind
from registry.tables import Interpreter, TrainingEvent

SEED = 2012
PASSWORD = "eventyrlig-demo"  # noqa: S105 - printed for everyone: these accounts hold nobody's data
_AT_A_TIME = 1_000

Tell = Callable[[str, int, int], None]
"""Told which table is being written, how many of its rows are, and how many there will be."""


def load(database: Database, *, now: datetime, tell: Tell, seed: int = SEED) -> None:
    """Fill an empty, migrated database with the register as known at `now`, and mark it as the demo's."""
    register = make(seed, today=oslo_date(now))
    hashed = hash_password(PASSWORD)
    with database.write() as session:
        installation.mark(session, demo_seed=seed, now=now)
        organisations.add(session, now=now)
        session.execute(update(Account).values(password_hash=hashed))
        officer = accounts.by_email(session, organisations.OFFICER)
        made = Made(seed, now, register, officer_id=(officer and officer.id) or 0)
        _people(session, made, hashed, tell)
        _events(session, made, tell)
        _targets(session, made)
        second = accounts.by_email(session, organisations.ADMINISTRATOR)
        cases.add(session, first=made.officer_id, second=(second and second.id) or 0, now=now)
        tell("standing", 0, 1)
        standing.rebuild(session, None)
        duty.add(session, seed=seed, now=now)
        standby.add(session, now=now)
        session.execute(text("ANALYZE"))
        tell("standing", 1, 1)


def _people(session: Session, made: Made, hashed: str, tell: Tell) -> None:
    people = made.register.people
    _write(session, Account, (rows.account(made, person, hashed) for person in people), tell)
    ids = dict(session.exec(select(Account.email, Account.id)).all())
    theirs = [(person, ids[rows.email_of(person.number)] or 0) for person in people]
    _write(session, RoleGrant, (rows.grant(made, account_id) for _, account_id in theirs), tell)
    _write(session, Interpreter, (rows.interpreter(made, *pair) for pair in theirs), tell)


def _events(session: Session, made: Made, tell: Tell) -> None:
    ids = {number: id_ or 0 for number, id_ in session.exec(select(Interpreter.number, Interpreter.id))}
    for table, rows_of in rows.OF_A_PERSON.items():
        theirs = (
            {"interpreter_id": ids[person.number], **row}
            for person in made.register.people
            for row in rows_of(made, person)
        )
        _write(session, table, theirs, tell)
    _write(session, TrainingEvent, rows.training(made, ids), tell)


def _targets(session: Session, made: Made) -> None:
    """What the letters of award ask, each known when its year began."""
    for year in range(plan.LAST_DAY.year, oslo_date(made.now).year + 1):
        for measure, value in (
            (Measure.LISTED, plan.target_listed(year)),
            (Measure.HIGHEST_SHARE, plan.TARGET_HIGHEST_SHARE_2012),
        ):
            targets.set_target(
                session,
                measure=measure,
                year=year,
                kind=TargetKind.AT_LEAST,
                value=value,
                now=made.noon(date(year, 1, 2)),
                by=made.officer_id,
            )


def _write(session: Session, table: Table, made: Iterable[Row], tell: Tell) -> None:
    name, every = str(table.__tablename__), list(made)
    core = insert(SQLModel.metadata.tables[name])  # the mapped class would cost twice the time
    for first in range(0, len(every), _AT_A_TIME):
        tell(name, first, len(every))
        session.execute(core, every[first : first + _AT_A_TIME])
    tell(name, len(every), len(every))
