"""The register looked through for people who stand in it twice.

Reading and comparing take a while in a large register, so they are done in a transaction that only reads;
what is found is written in a short one after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, select

from kit.db import stored_id, take_turn
from kit.secrets import digest
from registry.papers.tables import PersonSecret
from registry.quality import likeness, rules
from registry.quality.likeness import Entry, Reason
from registry.quality.tables import PossibleDuplicate
from registry.search.spelling import typed_words
from registry.tables import Evidence, Interpreter

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person, with what speaks for and against it."""

    low_id: int
    high_id: int
    score: int
    reasons: tuple[Reason, ...]
    facts: str


def look(session: Session) -> list[Pair]:
    """Every pair in the register that is alike enough to be shown, the likeliest first."""
    near = [
        (one, other)
        for one, other in likeness.to_compare(entries(session))
        if _may_be_enough(likeness.score(likeness.reasons(one, other)))
    ]
    languages = _languages(session, sorted({entry.id for pair in near for entry in pair}))
    found = []
    for one, other in near:
        pair = compared(
            replace(one, languages=languages.get(one.id, frozenset())),
            replace(other, languages=languages.get(other.id, frozenset())),
        )
        if pair.score >= likeness.ENOUGH:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.low_id, pair.high_id))


def keep(session: Session, found: Sequence[Pair], *, now: datetime) -> None:
    """Let what was found take the place of what was found before."""
    take_turn(session, "possible duplicates")
    session.execute(delete(PossibleDuplicate))
    rows = [
        {
            "low_id": one.low_id,
            "high_id": one.high_id,
            "score": one.score,
            "reasons": [reason.value for reason in one.reasons],
            "facts": one.facts,
            "found_at": now,
        }
        for one in found
    ]
    if rows:
        session.execute(insert(SQLModel.metadata.tables["possible_duplicate"]), rows)


def compared(one: Entry, other: Entry) -> Pair:
    """Two entries compared, whichever is given first."""
    low, high = sorted((one, other), key=lambda entry: entry.id)
    found = likeness.reasons(low, high)
    return Pair(low.id, high.id, likeness.score(found), found, digest(f"{_facts(low)}|{_facts(high)}"))


def entries(session: Session, ids: Sequence[int] | None = None) -> list[Entry]:
    """Everybody who is not merged or removed, or these, as they are compared; languages for a few alone."""
    columns: tuple[Any, ...] = (
        Interpreter.id, Interpreter.name, Interpreter.kommune, Interpreter.email, Interpreter.phone,
        Interpreter.gender, PersonSecret.birth_date,
    )  # fmt: skip
    statement: Any = (
        select(*columns)
        .outerjoin(PersonSecret, col(PersonSecret.interpreter_id) == col(Interpreter.id))
        .where(~rules.merged())
        .order_by(col(Interpreter.id))
    )
    wanted = col(Interpreter.removed_at).is_(None) if ids is None else col(Interpreter.id).in_(ids)
    statement = statement.where(wanted)
    languages = {} if ids is None else _languages(session, ids)
    return [
        Entry(
            stored_id(row.id),
            tuple(typed_words(row.name)),
            row.kommune,
            (row.email or "").strip().casefold(),
            row.phone or "",
            row.gender,
            row.birth_date,
            languages.get(row.id, frozenset()),
        )
        for row in session.execute(statement)
    ]


def _may_be_enough(found: int) -> bool:
    """Before languages are read: whether the two could still be enough with one in common."""
    return found > 0 and found + likeness.WEIGHTS[Reason.SAME_LANGUAGE] >= likeness.ENOUGH


def _languages(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for first in range(0, len(ids), _AT_A_TIME):
        rows = session.exec(
            select(Evidence.interpreter_id, Evidence.language)
            .where(
                col(Evidence.interpreter_id).in_(ids[first : first + _AT_A_TIME]),
                col(Evidence.language).is_not(None),
                col(Evidence.struck_at).is_(None),
            )
            .distinct()
        )
        for interpreter_id, language in rows:
            found.setdefault(interpreter_id, set()).add(language or "")
    return {one: frozenset(told) for one, told in found.items()}


def _facts(entry: Entry) -> str:
    told = (" ".join(entry.words), entry.kommune, entry.email, entry.digits, entry.gender, entry.born)
    return "/".join(str(one or "") for one in told)
