"""The dated events of one interpreter, or of many, read in a single statement.

Verification, the public profile and the kept standing all read the same rows, as they are known now or
as they were known at an instant: rows registered later, and what was revoked or struck later, are not
known yet. `shut_out_known_at` is the same for exclusions alone: the public is answered by what is
known of them now, whatever else it asks about the past (docs/decisions/0009).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, select, text
from sqlmodel import Session, UTCDateTime

from registry.categories import FOREVER, Proof, day_after, proof
from registry.history import History, Turn
from registry.words import EvidenceKind


@dataclass(frozen=True, slots=True)
class Facts:
    """An interpreter's events, and what decides whether the public may know of her."""

    interpreter_id: int
    number: int
    name: str
    protected: bool
    """Nothing is told of her: a protected identity, or somebody removed from the register."""
    history: History
    stands_as: int | None = None
    """The number this one was merged into: whatever is asked of it is answered by that one."""


EVERYTHING = datetime(9999, 12, 31, tzinfo=UTC)
"""The instant by which everything registered is known."""


def of_number(
    session: Session,
    number: int,
    *,
    known_at: datetime | None = None,
    shut_out_known_at: datetime | None = None,
) -> Facts | None:
    """The facts of whoever a public number stands for, as known at an instant; None when nobody has it."""

    def read(asked: dict[str, object]) -> Sequence[Any]:
        return session.execute(OF_NUMBER, asked).all()

    return whoever(read, number, known_at=known_at, shut_out_known_at=shut_out_known_at)


def whoever(
    read: Callable[[dict[str, object]], Iterable[Any]],
    number: int,
    *,
    known_at: datetime | None = None,
    shut_out_known_at: datetime | None = None,
) -> Facts | None:
    """The same, whoever reads the rows of OF_NUMBER: a number merged into another answers as that one."""
    known = from_rows(read(asked_for(number, known_at=known_at, shut_out_known_at=shut_out_known_at)))
    while known is not None and known.stands_as is not None:
        asked = asked_for(known.stands_as, known_at=known_at, shut_out_known_at=shut_out_known_at)
        known = from_rows(read(asked))
    return known


def entry_of(
    session: Session,
    number: int,
    *,
    known_at: datetime | None = None,
    shut_out_known_at: datetime | None = None,
) -> Facts | None:
    """What is registered under exactly this number, also when it is merged into another."""
    asked = asked_for(number, known_at=known_at, shut_out_known_at=shut_out_known_at)
    return from_rows(session.execute(OF_NUMBER, asked).all())


def of_interpreters(session: Session, ids: Sequence[int]) -> Iterator[Facts]:
    """The facts of each of these interpreters, as known now."""
    known = {"known_at": EVERYTHING, "shut_out_known_at": EVERYTHING}
    return _gathered(session.execute(_OF_IDS, {"ids": ids, **known}))


def asked_for(
    number: int, *, known_at: datetime | None = None, shut_out_known_at: datetime | None = None
) -> dict[str, object]:
    """What OF_NUMBER is given; instants left out mean everything known."""
    return {
        "number": number,
        "known_at": known_at or EVERYTHING,
        "shut_out_known_at": shut_out_known_at or EVERYTHING,
    }


def from_rows(rows: Iterable[Any]) -> Facts | None:
    """The facts in the rows of OF_NUMBER, whoever read them."""
    return next(_gathered(rows), None)


@dataclass(slots=True)
class _Gathering:
    number: int = 0
    name: str = ""
    protected: bool = False
    stands_as: int | None = None
    proofs: list[Proof] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    exclusions: list[tuple[date, date]] = field(default_factory=list)

    def add(self, row: Any) -> None:
        match row.what:
            case "person":
                self.number, self.name, self.protected = row.event_id, row.word, row.amount == 1
            case "merged":
                self.stands_as = row.event_id
            case "listing":
                self.turns.append(Turn(row.first_on, row.event_id, row.amount == 1))
            case "exclusion":
                ends_on = min(day_after(row.last_on), row.ended_on or FOREVER)
                self.exclusions.append((row.first_on, ends_on))
            case "evidence":
                self.proofs.append(_proof(row))


def _gathered(rows: Iterable[Any]) -> Iterator[Facts]:
    people: dict[int, _Gathering] = {}
    for row in rows:
        people.setdefault(row.interpreter_id, _Gathering()).add(row)
    for interpreter_id, gathering in people.items():
        history = History(tuple(gathering.proofs), tuple(gathering.turns), tuple(gathering.exclusions))
        yield Facts(
            interpreter_id,
            gathering.number,
            gathering.name,
            gathering.protected,
            history,
            gathering.stands_as,
        )


def _proof(row: Any) -> Proof:
    return proof(
        EvidenceKind(row.word),
        row.language,
        row.first_on,
        valid_until=row.last_on,
        revoked_on=row.ended_on,
        credits=row.amount,
    )


_EVENTS = (
    text("""
    SELECT 'person' AS what, id AS interpreter_id, number, number AS event_id, name AS word,
           CAST(NULL AS varchar) AS language, CAST(NULL AS date) AS first_on,
           CAST(NULL AS date) AS last_on, CAST(NULL AS date) AS ended_on,
           CASE WHEN protected OR removed_at IS NOT NULL THEN 1 ELSE 0 END AS amount
      FROM interpreter
     WHERE registered_at <= :known_at
    UNION ALL
    SELECT 'merged', i.id, i.number, s.number, NULL, NULL, NULL, NULL, NULL, NULL
      FROM interpreter_merge e JOIN interpreter i ON i.id = e.merged_id
      JOIN interpreter s ON s.id = e.standing_id
     WHERE e.merged_at <= :known_at
    UNION ALL
    SELECT 'listing', i.id, i.number, e.id, NULL, NULL, effective_on, NULL, NULL, CAST(listed AS integer)
      FROM listing_change e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :known_at AND (struck_at IS NULL OR struck_at > :known_at)
    UNION ALL
    SELECT 'exclusion', i.id, i.number, e.id, NULL, NULL, from_on, until_on,
           CASE WHEN lifted_at <= :shut_out_known_at THEN lifted_on END, NULL
      FROM exclusion e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :shut_out_known_at
    UNION ALL
    SELECT 'evidence', i.id, i.number, e.id, kind, language, issued_on, valid_until,
           CASE WHEN revoked_at <= :known_at THEN revoked_on END, credits
      FROM evidence e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :known_at AND (struck_at IS NULL OR struck_at > :known_at)
       AND (result IS NULL OR result <> 'failed')
    """)
    .bindparams(bindparam("known_at", type_=UTCDateTime), bindparam("shut_out_known_at", type_=UTCDateTime))
    .columns(
        what=String, interpreter_id=Integer, number=Integer, event_id=Integer, word=String,
        language=String, first_on=Date, last_on=Date, ended_on=Date, amount=Integer,
    )
    .subquery("event")
)  # fmt: skip

OF_NUMBER = select(_EVENTS).where(_EVENTS.c.number == bindparam("number"))
"""The rows of one interpreter's facts, given `asked_for`; compiled once, for sessions and kept connection."""

_OF_IDS = select(_EVENTS).where(_EVENTS.c.interpreter_id.in_(bindparam("ids", expanding=True)))
