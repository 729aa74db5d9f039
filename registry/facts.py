"""The dated events of one interpreter, or of many, read in a single statement.

Verification, the public profile and the kept standing all read the same rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, select, text
from sqlmodel import Session

from registry.categories import Proof, day_after, proof
from registry.history import History, Turn
from registry.words import EvidenceKind


@dataclass(frozen=True, slots=True)
class Facts:
    """An interpreter's events, and what decides whether the public may know of her."""

    interpreter_id: int
    number: int
    name: str
    protected: bool
    history: History


def of_number(session: Session, number: int) -> Facts | None:
    """One interpreter's facts by public number; None when nobody has it."""
    return from_rows(session.execute(OF_NUMBER, {"number": number}).all())


def of_interpreters(session: Session, ids: Sequence[int]) -> Iterator[Facts]:
    """The facts of each of these interpreters."""
    return _gathered(session.execute(_OF_IDS, {"ids": ids}))


def from_rows(rows: Iterable[Any]) -> Facts | None:
    """The facts in the rows of OF_NUMBER, whoever read them."""
    return next(_gathered(rows), None)


@dataclass(slots=True)
class _Gathering:
    number: int = 0
    name: str = ""
    protected: bool = False
    proofs: list[Proof] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    exclusions: list[tuple[date, date]] = field(default_factory=list)

    def add(self, row: Any) -> None:
        match row.what:
            case "person":
                self.number, self.name, self.protected = row.event_id, row.word, row.amount == 1
            case "listing":
                self.turns.append(Turn(row.first_on, row.event_id, row.amount == 1))
            case "exclusion":
                self.exclusions.append((row.first_on, day_after(row.last_on)))
            case "evidence":
                self.proofs.append(_proof(row))


def _gathered(rows: Iterable[Any]) -> Iterator[Facts]:
    people: dict[int, _Gathering] = {}
    for row in rows:
        people.setdefault(row.interpreter_id, _Gathering()).add(row)
    for interpreter_id, gathering in people.items():
        history = History(tuple(gathering.proofs), tuple(gathering.turns), tuple(gathering.exclusions))
        yield Facts(interpreter_id, gathering.number, gathering.name, gathering.protected, history)


def _proof(row: Any) -> Proof:
    return proof(
        EvidenceKind(row.word),
        row.language,
        row.first_on,
        valid_until=row.last_on,
        revoked_on=row.revoked_on,
        credits=row.amount,
    )


_EVENTS = (
    text("""
    SELECT 'person' AS what, id AS interpreter_id, number, number AS event_id, name AS word,
           CAST(NULL AS varchar) AS language, CAST(NULL AS date) AS first_on,
           CAST(NULL AS date) AS last_on, CAST(NULL AS date) AS revoked_on,
           CAST(protected AS integer) AS amount
      FROM interpreter
    UNION ALL
    SELECT 'listing', i.id, i.number, e.id, NULL, NULL, effective_on, NULL, NULL, CAST(listed AS integer)
      FROM listing_change e JOIN interpreter i ON i.id = e.interpreter_id
    UNION ALL
    SELECT 'exclusion', i.id, i.number, e.id, NULL, NULL, from_on, until_on, NULL, NULL
      FROM exclusion e JOIN interpreter i ON i.id = e.interpreter_id
    UNION ALL
    SELECT 'evidence', i.id, i.number, e.id, kind, language, issued_on, valid_until, revoked_on, credits
      FROM evidence e JOIN interpreter i ON i.id = e.interpreter_id
    """)
    .columns(
        what=String, interpreter_id=Integer, number=Integer, event_id=Integer, word=String,
        language=String, first_on=Date, last_on=Date, revoked_on=Date, amount=Integer,
    )
    .subquery("event")
)  # fmt: skip

OF_NUMBER = select(_EVENTS).where(_EVENTS.c.number == bindparam("number"))
"""The rows of one interpreter's facts, by `number`; compiled once, for sessions and the kept connection."""

_OF_IDS = select(_EVENTS).where(_EVENTS.c.interpreter_id.in_(bindparam("ids", expanding=True)))
