"""Those the search finds who bear the names typed: a few read whole, many level by level."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, union_all
from sqlmodel import Session, col

from registry.search.calling import Called, Likeness, Word
from registry.search.tables import FindableWord, NameSpelling, NameWord

MANY = 2_000
"""From so many bearers of the rarest word on, the others are no longer looked up one by one."""
_MOST_STREAMS = 100
"""So many words are each read in their order; where more begin so, one level is read after the other."""
_SHOWN = ("interpreter_id", "level", "name", "number", "county", "kommune", "ways", "gender")


def anyhow(session: Session, so_called: Called, *where: ColumnElement[bool]) -> Select[Any]:
    """Everybody so called among the rows where this holds, with her likeness; once for each fitting word."""
    rarest, others, few = _rarest_first(session, so_called.words)
    kept = col(FindableWord.word)
    columns = [*_columns(), rarest.likeness(kept).label("likeness")]
    beside = [*where, *so_called.has_number(col(FindableWord.number))]
    if few:
        beside += [_one_by_one(word) for word in others]
        ways = [[one] for one in rarest.ways(kept)]
    else:
        bearers = (_all_at_once(one, others) for one in rarest.ways(col(NameWord.word)))
        ways = [list(one) for one in zip(rarest.ways(kept), bearers, strict=True)]
    every: Any = union_all(*(select(*columns).where(*one, *beside) for one in ways)).subquery()
    worst: Any = every.c.likeness
    for word in others:
        hers = _likeness(word, every.c.interpreter_id)
        worst = case((hers > worst, hers), else_=worst)
    return select(*(every.c[name] for name in _SHOWN), worst.label("likeness"))


def wholly(session: Session, so_called: Called, *where: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """What holds of the rows of those with each word whole: the table has them by level and name."""
    rarest, others, _ = _rarest_first(session, so_called.words)
    person, kept = col(NameWord.interpreter_id), col(NameWord.word)
    beside = [
        select(kept).where(kept == word.typed, person == col(FindableWord.interpreter_id)).exists()
        for word in others
    ]
    is_number = so_called.has_number(col(FindableWord.number))
    return [*where, col(FindableWord.word) == rarest.typed, *beside, *is_number]


def streams(
    session: Session, so_called: Called, likeness: Likeness, *where: ColumnElement[bool]
) -> list[list[ColumnElement[bool]]] | None:
    """What holds of the rows of those with no better likeness, word by word: each has them by level and name.

    None when several words were typed, or too many begin so.
    """
    if len(so_called.words) > 1:
        return None
    (word,) = so_called.words
    fitting = word.near if likeness is Likeness.NEARLY else _begun_so(session, word)
    if len(fitting) > _MOST_STREAMS:
        return None
    hers, kept = col(NameWord.interpreter_id) == col(FindableWord.interpreter_id), col(NameWord.word) + ""
    is_whole = kept == word.typed
    better = is_whole if likeness is Likeness.BEGINNING else word.begins(kept)
    beside = [*where, *so_called.has_number(col(FindableWord.number))]
    bears_better = select(col(NameWord.word)).where(hers, better).exists()
    return [[*beside, col(FindableWord.word) == one, ~bears_better] for one in fitting]


def _begun_so(session: Session, word: Word) -> Sequence[str]:
    """The words of names that go on after what was typed, too many of them cut short."""
    kept = col(NameSpelling.word)
    statement = select(kept).where(word.begins(kept), kept != word.typed).distinct()
    return session.scalars(statement.limit(_MOST_STREAMS + 1)).all()


def once(everybody: Select[Any]) -> Any:
    """The same people, each once, with the best of her words."""
    every = everybody.subquery()
    columns = [every.c[name] for name in _SHOWN]
    return select(*columns, func.min(every.c.likeness).label("likeness")).group_by(*columns).subquery()


def _columns() -> list[Any]:
    return [getattr(FindableWord, name) for name in _SHOWN]


def _rarest_first(session: Session, words: Sequence[Word]) -> tuple[Word, list[Word], bool]:
    """The word with the fewest holders, the others, and whether so few are looked up one by one."""
    if len(words) == 1:
        return words[0], [], True
    held = {word: _holders(session, word) for word in words}
    first, *others = sorted(words, key=held.__getitem__)
    return first, others, held[first] < MANY


def _holders(session: Session, word: Word) -> int:
    """How many bear it, beyond `MANY` no longer counted."""
    some = _all_holders(word).limit(MANY).subquery()
    return int(session.execute(select(func.count()).select_from(some)).scalar_one())


def _one_by_one(word: Word) -> ColumnElement[bool]:
    person = col(NameWord.interpreter_id)
    hers = select(col(NameWord.word)).where(person == col(FindableWord.interpreter_id), _not_by_word(word))
    return hers.exists()


def _all_at_once(way: ColumnElement[bool], others: Sequence[Word]) -> ColumnElement[bool]:
    """Whether she bears a word that fits so and every other: by the narrow list of words, in its own order.

    The rows of those called so stand in another order: each would be looked for all over a long list.
    """
    person = col(NameWord.interpreter_id)
    beside = [(person + 0).in_(_all_holders(word)) for word in others]  # looked for in that list, by no index
    found: ColumnElement[bool] = col(FindableWord.interpreter_id).in_(select(person).where(way, *beside))
    return found


def _all_holders(word: Word) -> Any:
    ways = word.ways(col(NameWord.word))
    return union_all(*(select(col(NameWord.interpreter_id)).where(one) for one in ways))


def _not_by_word(word: Word) -> ColumnElement[bool]:
    """Whether her word fits, in a way no index of words serves: hers are few, and theirs are many."""
    return word.fits(col(NameWord.word) + "")


def _likeness(word: Word, person: Any) -> Any:
    kept = col(NameWord.word)
    hers = select(func.min(word.likeness(kept))).where(
        and_(col(NameWord.interpreter_id) == person, _not_by_word(word))
    )
    return hers.scalar_subquery()
