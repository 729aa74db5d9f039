"""The dated events of one interpreter, or of many, read in a single statement.

Verification, the public profile and the kept standing all read the same rows, as they are known now or
as they were known at an instant: rows registered later, and what was revoked or struck later, are not
known yet. `shut_out_known_at` is the same for exclusions alone: the public is answered by what is
known of them now, whatever else it asks about the past (docs/decisions/0009).

What is known now of a number is read most, so it has statements of its own, `NOW` for one and `NOW_OF_SOME`,
that begin at the person and compare no instants. tests/usecases/test_registry_known_now.py holds them to
the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, Executable, Integer, String, TextClause, bindparam, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, UTCDateTime

from kit.prepared import prepared
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


Ask = Callable[[Executable, dict[str, object]], Iterable[Any]]
"""Reads the rows of a statement: a session's `execute`, or the kept connection."""

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
    return whoever(session.execute, number, known_at=known_at, shut_out_known_at=shut_out_known_at)


def whoever(
    ask: Ask, number: int, *, known_at: datetime | None = None, shut_out_known_at: datetime | None = None
) -> Facts | None:
    """The same, whoever asks: a number merged into another answers as that one."""
    known = _entry(ask, number, known_at, shut_out_known_at)
    while known is not None and known.stands_as is not None:
        known = _entry(ask, known.stands_as, known_at, shut_out_known_at)
    return known


def of_numbers(ask: Ask, numbers: Sequence[int]) -> dict[int, Facts]:
    """What is registered now under exactly each of these numbers, without those that nobody has."""
    if len(numbers) == 1:
        return {known.number: known for known in _gathered(ask(NOW, {"number": numbers[0]}))}
    found: dict[int, Facts] = {}
    for start in range(0, len(numbers), SOME):
        some = numbers[start : start + SOME]
        asked: dict[str, object] = {f"number_{n}": some[min(n, len(some) - 1)] for n in range(SOME)}
        found |= {known.number: known for known in _gathered(ask(NOW_OF_SOME, asked))}
    return found


def entry_of(
    session: Session,
    number: int,
    *,
    known_at: datetime | None = None,
    shut_out_known_at: datetime | None = None,
) -> Facts | None:
    """What is registered under exactly this number, also when it is merged into another."""
    return _entry(session.execute, number, known_at, shut_out_known_at)


def of_interpreters(session: Session, ids: Sequence[int]) -> Iterator[Facts]:
    """The facts of each of these interpreters, as known now."""
    known = {"known_at": EVERYTHING, "shut_out_known_at": EVERYTHING}
    return _gathered(session.execute(_OF_IDS, {"ids": ids, **known}))


def _entry(
    ask: Ask, number: int, known_at: datetime | None, shut_out_known_at: datetime | None
) -> Facts | None:
    if known_at is None and shut_out_known_at is None:
        return next(_gathered(ask(NOW, {"number": number})), None)
    known = {"known_at": known_at or EVERYTHING, "shut_out_known_at": shut_out_known_at or EVERYTHING}
    return next(_gathered(ask(_OF_NUMBER, {"number": number, **known})), None)


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
                self.stands_as = row.stands_as
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


_COLUMNS: Mapping[str, type[TypeEngine[Any]]] = {
    "what": String, "interpreter_id": Integer, "event_id": Integer, "word": String, "language": String,
    "first_on": Date, "last_on": Date, "ended_on": Date, "amount": Integer, "stands_as": Integer,
}  # fmt: skip

_EVENTS = (
    text("""
    SELECT 'person' AS what, id AS interpreter_id, number, number AS event_id, name AS word,
           CAST(NULL AS varchar) AS language, CAST(NULL AS date) AS first_on,
           CAST(NULL AS date) AS last_on, CAST(NULL AS date) AS ended_on,
           CASE WHEN protected OR removed_at IS NOT NULL THEN 1 ELSE 0 END AS amount,
           (SELECT s.number FROM interpreter_merge e JOIN interpreter s ON s.id = e.standing_id
             WHERE e.merged_id = interpreter.id AND e.merged_at <= :known_at) AS stands_as
      FROM interpreter
     WHERE registered_at <= :known_at
    UNION ALL
    SELECT 'listing', i.id, i.number, e.id, NULL, NULL, effective_on, NULL, NULL,
           CAST(listed AS integer), NULL
      FROM listing_change e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :known_at AND (struck_at IS NULL OR struck_at > :known_at)
    UNION ALL
    SELECT 'exclusion', i.id, i.number, e.id, NULL, NULL, from_on, until_on,
           CASE WHEN lifted_at <= :shut_out_known_at THEN lifted_on END, NULL, NULL
      FROM exclusion e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :shut_out_known_at
    UNION ALL
    SELECT 'evidence', i.id, i.number, e.id, kind, language, issued_on, valid_until,
           CASE WHEN revoked_at <= :known_at THEN revoked_on END, credits, NULL
      FROM evidence e JOIN interpreter i ON i.id = e.interpreter_id
     WHERE e.registered_at <= :known_at AND (struck_at IS NULL OR struck_at > :known_at)
       AND (result IS NULL OR result <> 'failed')
    """)
    .bindparams(bindparam("known_at", type_=UTCDateTime), bindparam("shut_out_known_at", type_=UTCDateTime))
    .columns(number=Integer, **_COLUMNS)
    .subquery("event")
)
_READ = [_EVENTS.c[name] for name in _COLUMNS]
_OF_NUMBER = select(*_READ).where(_EVENTS.c.number == bindparam("number"))
_OF_IDS = select(*_READ).where(_EVENTS.c.interpreter_id.in_(bindparam("ids", expanding=True)))

SOME = 8
"""Numbers in one statement: fewer are filled up with the last."""


def _now(numbers: Sequence[str]) -> TextClause:
    asked = ", ".join(f":{name}" for name in numbers)
    return text(f"""
    WITH who AS (
        SELECT id, number, name, CASE WHEN protected OR removed_at IS NOT NULL THEN 1 ELSE 0 END AS hidden,
               (SELECT s.number FROM interpreter_merge e JOIN interpreter s ON s.id = e.standing_id
                 WHERE e.merged_id = interpreter.id) AS stands_as
          FROM interpreter
         WHERE number IN ({asked}))
    SELECT 'person' AS what, id AS interpreter_id, number AS event_id, name AS word,
           CAST(NULL AS varchar) AS language, CAST(NULL AS date) AS first_on,
           CAST(NULL AS date) AS last_on, CAST(NULL AS date) AS ended_on, hidden AS amount, stands_as
      FROM who
    UNION ALL
    SELECT 'listing', who.id, e.id, NULL, NULL, effective_on, NULL, NULL, CAST(listed AS integer), NULL
      FROM who CROSS JOIN listing_change e
     WHERE e.interpreter_id = who.id AND struck_at IS NULL
    UNION ALL
    SELECT 'exclusion', who.id, e.id, NULL, NULL, from_on, until_on,
           CASE WHEN lifted_at IS NOT NULL THEN lifted_on END, NULL, NULL
      FROM who CROSS JOIN exclusion e
     WHERE e.interpreter_id = who.id
    UNION ALL
    SELECT 'evidence', who.id, e.id, kind, language, issued_on, valid_until,
           CASE WHEN revoked_at IS NOT NULL THEN revoked_on END, credits, NULL
      FROM who CROSS JOIN evidence e
     WHERE e.interpreter_id = who.id AND struck_at IS NULL
       AND (result IS NULL OR result <> 'failed')
    """).bindparams(*(bindparam(name, type_=Integer) for name in numbers))  # noqa: S608 - names of parameters


NOW = prepared(_now(["number"]).columns(**_COLUMNS))
"""What is known now of whoever has one number, in rows as the others': for a session or kept connection."""

NOW_OF_SOME = prepared(_now([f"number_{n}" for n in range(SOME)]).columns(**_COLUMNS))
"""The same of so many numbers: for the kept connection of a database that is a journey away."""
