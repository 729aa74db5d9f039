"""What the search keeps, made from a person's facts and her standing in the transaction that changes them.

Differences alone are written. Counts are added and never rewritten, so that no two transactions wait
for each other; `settle` folds them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, insert
from sqlmodel import Session, SQLModel, col, select

from kit.db import stored_id, take_turn
from registry.categories import FOREVER, Level, spans
from registry.kommuner import current
from registry.search.spelling import kept_variants, words_of
from registry.search.tables import Findable, FindableWord, NameSpelling, NameWord, Tally
from registry.tables import Interpreter, Standing
from registry.words import Modality

ANY_LANGUAGE = ""
EVERYWHERE = ""
BIT_OF = {Modality.ON_SITE: 1, Modality.SCREEN: 2, Modality.TELEPHONE: 4}
SETTLED = date.min
"""The day that the counts of days long come are kept under."""

followers: list[Callable[[Session, Sequence[int]], None]] = []
"""What else keeps something of these people; packages above add theirs when they are loaded."""

_AT_A_TIME = 1_000


class _Found(NamedTuple):
    """A row of `Findable` without its id."""

    interpreter_id: int
    language: str
    level: int
    starts_on: date
    ends_on: date
    name: str
    number: int
    county: str
    kommune: str
    ways: int
    gender: str


def keep(session: Session, interpreter_ids: Sequence[int]) -> None:
    """Bring what is kept of these interpreters in line with the register; whoever changes them calls it."""
    session.flush()
    counts: Counter[tuple[Any, ...]] = Counter()
    for ids in _some(sorted(interpreter_ids)):
        _keep_words(session, ids)
        counts.update(_keep_findable(session, ids))
        _keep_findable_words(session, ids)
    _count(session, counts)
    for follow in followers:
        follow(session, interpreter_ids)


def rebuild(session: Session) -> None:
    """Make everything kept anew from the register."""
    for table in (NameSpelling, NameWord, Findable, FindableWord, Tally):
        session.execute(delete(table))
    keep(session, [stored_id(one) for one in session.exec(select(Interpreter.id))])


def begin(session: Session) -> None:
    """Keep what a register from before the search kept as much lacks."""
    if any(
        session.scalars(select(one).limit(1)).first() is None for one in (NameWord.word, FindableWord.word)
    ):
        rebuild(session)


def settle(session: Session, *, today: date) -> None:
    """Fold the counts of days that have come, so that reading them stays as quick as it was."""
    come = select(Tally.language).where(col(Tally.day) > SETTLED, col(Tally.day) <= today).distinct()
    for language in session.exec(come).all():
        gone = session.execute(
            delete(Tally)
            .where(col(Tally.language) == language, col(Tally.day) <= today)
            .returning(*(col(getattr(Tally, name)) for name in (*_CELL, "people")))
        )
        counts: Counter[tuple[Any, ...]] = Counter()
        for *cell, people in gone:
            counts[(*cell, SETTLED)] += people
        _count(session, counts)


_CELL = ("language", "place", "level", "ways", "gender")


def _keep_words(session: Session, ids: Sequence[int]) -> None:
    people = session.exec(
        select(Interpreter.id, Interpreter.name).where(
            col(Interpreter.id).in_(ids), col(Interpreter.removed_at).is_(None)
        )
    )
    wanted = {(word, stored_id(one)) for one, name in people for word in words_of(name)}
    theirs = select(NameWord.word, NameWord.interpreter_id).where(col(NameWord.interpreter_id).in_(ids))
    kept = {(word, one) for word, one in session.exec(theirs)}
    if wanted == kept:
        return
    take_turn(session, "name_spelling")  # whoever takes a word away must see who else is called so
    for word, one in kept - wanted:
        session.execute(
            delete(NameWord).where(col(NameWord.word) == word, col(NameWord.interpreter_id) == one)
        )
    _add(session, NameWord, [{"word": word, "interpreter_id": one} for word, one in sorted(wanted - kept)])
    _forget_spellings(session, {word for word, _ in kept - wanted})
    _add_spellings(session, {word for word, _ in wanted - kept})


def _forget_spellings(session: Session, words: set[str]) -> None:
    held = set(session.scalars(select(NameWord.word).where(col(NameWord.word).in_(words))))
    session.execute(delete(NameSpelling).where(col(NameSpelling.word).in_(words - held)))


def _add_spellings(session: Session, words: set[str]) -> None:
    known = select(NameSpelling.word).where(col(NameSpelling.word).in_(words))
    new = words - set(session.scalars(known.distinct()))
    rows = [{"variant": one, "word": word} for word in sorted(new) for one in sorted(kept_variants(word))]
    _add(session, NameSpelling, rows)


def _keep_findable(session: Session, ids: Sequence[int]) -> Counter[tuple[Any, ...]]:
    """Write the differences, and answer what they add to the counts."""
    wanted = set(_findable(session, ids))
    rows = session.execute(
        select(Findable.id, *(getattr(Findable, name) for name in _Found._fields)).where(
            col(Findable.interpreter_id).in_(ids)
        )
    )
    kept = {_Found(*row): id_ for id_, *row in rows}
    gone = [one for one in kept if one not in wanted]
    new = [one for one in wanted if one not in kept]
    if gone:
        session.execute(delete(Findable).where(col(Findable.id).in_([kept[one] for one in gone])))
    _add(session, Findable, [one._asdict() for one in sorted(new)])
    counts: Counter[tuple[Any, ...]] = Counter()
    for sign, rows_of in ((1, new), (-1, gone)):
        for cell in (cell for one in rows_of for cell in _cells(one)):
            counts[(*cell[:-1], cell[-1][0])] += sign * cell[-1][1]
    return counts


def _keep_findable_words(session: Session, ids: Sequence[int]) -> None:
    """Under each word of the names, what is kept of their rows by now."""
    columns = [getattr(Findable, name) for name in _Found._fields]
    wanted = {
        (word, *row)
        for word, *row in session.execute(
            select(NameWord.word, *columns)
            .join(Findable, col(Findable.interpreter_id) == col(NameWord.interpreter_id))
            .where(col(NameWord.interpreter_id).in_(ids))
        )
    }
    names = ("word", *_Found._fields)
    theirs = select(*(getattr(FindableWord, name) for name in names))
    kept = {tuple(row) for row in session.execute(theirs.where(col(FindableWord.interpreter_id).in_(ids)))}
    changed = {row[1] for row in wanted ^ kept}
    session.execute(delete(FindableWord).where(col(FindableWord.interpreter_id).in_(changed)))
    new = [dict(zip(names, row, strict=True)) for row in sorted(wanted) if row[1] in changed]
    _add(session, FindableWord, new)


def _cells(one: _Found) -> Iterator[tuple[Any, ...]]:
    """Where a row counts, from its first day on, and where no longer."""
    for place in (EVERYWHERE, one.county, one.kommune):
        cell = (one.language, place, one.level, one.ways, one.gender)
        yield (*cell, (one.starts_on, 1))
        if one.ends_on != FOREVER:
            yield (*cell, (one.ends_on, -1))


def _findable(session: Session, ids: Sequence[int]) -> Iterator[_Found]:
    stands: dict[int, list[Any]] = {}
    for row in session.execute(_columns(Standing, _STANDS).where(col(Standing.interpreter_id).in_(ids))):
        stands.setdefault(row.interpreter_id, []).append(row)
    shown = _columns(Interpreter, _PERSON).where(
        col(Interpreter.id).in_(stands),
        col(Interpreter.protected).is_(False),
        col(Interpreter.removed_at).is_(None),
    )
    for person in session.execute(shown):
        theirs = stands[stored_id(person.id)]
        spans_of = [(row.language, row.level, row.starts_on, row.ends_on) for row in theirs]
        for language, level, starts_on, ends_on in (*spans_of, *_best(theirs)):
            place = current(person.kommune)
            yield _Found(
                stored_id(person.id),
                language,
                level,
                starts_on,
                ends_on,
                person.search_name,
                person.number,
                place.fylke if place else person.kommune[:2],
                place.number if place else person.kommune,
                sum(bit for way, bit in BIT_OF.items() if getattr(person, way.value)),
                person.gender or "",
            )


_STANDS = ("interpreter_id", "language", "level", "starts_on", "ends_on")
_PERSON = ("id", "number", "search_name", "kommune", "gender", *(way.value for way in BIT_OF))


def _columns(table: type[SQLModel], names: Iterable[str]) -> Any:
    """Columns alone: of many people a model each would cost more than the rest."""
    return select(*(getattr(table, name) for name in names))


def _best(stands: Sequence[Any]) -> Iterator[tuple[str, int, date, date]]:
    """Her best level in any language, day by day."""

    def best_on(day: date) -> Level | None:
        held = (row.level for row in stands if row.starts_on <= day < row.ends_on)
        return next(map(Level, sorted(held)), None)

    turns = {day for row in stands for day in (row.starts_on, row.ends_on)}
    for span in spans(turns, best_on):
        yield ANY_LANGUAGE, span.held.value, span.starts_on, span.ends_on


def _count(session: Session, counts: Counter[tuple[Any, ...]]) -> None:
    names = (*_CELL, "day", "people")
    rows = [dict(zip(names, (*cell, people), strict=True)) for cell, people in counts.items() if people]
    _add(session, Tally, rows)


def _add(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for some in _some(rows):
        session.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), some)


def _some(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[first : first + _AT_A_TIME] for first in range(0, len(rows), _AT_A_TIME))
