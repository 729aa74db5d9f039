"""Who is called what was typed: each word the whole of one of hers, its beginning, or nearly so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, false, literal, or_, select, union_all
from sqlmodel import Session, col, func

from registry.search.spelling import is_near, slips, slips_allowed, typed_words, variants
from registry.search.tables import NameSpelling, NameWord
from registry.tables import Interpreter

_TOO_MANY_DIGITS = 10
_TOO_SHORT = 2
_LAST = "\U0010ffff"


class Likeness(IntEnum):
    """How well a name fits what was typed: as its worst word does."""

    WHOLE = 0
    BEGINNING = 1
    NEARLY = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word, and the words of names that it may be a slip of the hand for."""

    typed: str
    near: tuple[str, ...] = ()

    def ways(self, kept: SQLColumnExpression[str]) -> list[ColumnElement[bool]]:
        """The ways a kept word may fit, each one read by itself: begun so or the same, and nearly so."""
        begins = self.begins(kept)
        return [begins, kept.in_(self.near)] if self.near else [begins]

    def begins(self, kept: SQLColumnExpression[str]) -> ColumnElement[bool]:
        """Whether a kept word begins so, or is the same."""
        return and_(kept >= self.typed, kept < self.typed + _LAST)

    def fits(self, kept: SQLColumnExpression[str]) -> ColumnElement[bool]:
        """Whether a kept word is the same, begins so, or is nearly so."""
        return or_(*self.ways(kept))

    def likeness(self, kept: SQLColumnExpression[str]) -> Any:
        """How well a kept word that fits does so."""
        ladder: list[Any] = [(kept == self.typed, Likeness.WHOLE.value)]
        if self.near:
            ladder.append((kept.in_(self.near), Likeness.NEARLY.value))
        return case(*ladder, else_=Likeness.BEGINNING.value)


@dataclass(frozen=True, slots=True)
class Called:
    """What was typed, understood: `people` reads (interpreter_id, likeness); None for a number alone."""

    numbers: tuple[int, ...]
    people: Any | None
    nobody: bool = False
    words: tuple[Word, ...] = ()

    def has_number(self, number: SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
        """What the number must be, besides."""
        return [false()] if self.nobody else [number == one for one in self.numbers]

    def is_number(self, person: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """The same of an interpreter's id."""
        return person.in_(select(col(Interpreter.id)).where(*self.has_number(col(Interpreter.number))))


def called(session: Session, q: str | None) -> Called | None:
    """What to look for; None when nothing was typed. Digits are the public number."""
    if q is None or not q.strip():
        return None
    words = typed_words(q)
    digits = [word for word in words if word.isdecimal()]
    if not words or any(len(word) >= _TOO_MANY_DIGITS for word in digits):
        return Called((), None, nobody=True)
    names = list(dict.fromkeys(word for word in words if not word.isdecimal()))
    near = nearly(session, names)
    meant = tuple(Word(name, tuple(near.get(name, ()))) for name in names)
    return Called(tuple(int(word) for word in digits), _people(names, near), words=meant)


def nearly(session: Session, words: Sequence[str]) -> dict[str, list[str]]:
    """The words of names that each typed word may be a slip of the hand for, itself left out."""
    left = {word: variants(word, slips_allowed(word)) for word in words if slips_allowed(word)}
    every = frozenset().union(*left.values())
    rows = session.execute(
        select(col(NameSpelling.variant), col(NameSpelling.word)).where(col(NameSpelling.variant).in_(every))
    )
    found: dict[str, set[str]] = {}
    for variant, word in rows:
        found.setdefault(variant, set()).add(word)
    return {
        typed: sorted(
            meant
            for meant in set().union(*(found.get(one, set()) for one in left[typed]))
            if not meant.startswith(typed) and is_near(typed, meant)
        )
        for typed in left
    }


def closest(session: Session, words: Sequence[str]) -> list[str]:
    """The nearest names to what was typed, a slip more than a search forgives.

    One word at a time is put right. At the most three, nearest first.
    """
    found: list[tuple[int, str]] = []
    for place, word in enumerate(words):
        most = slips_allowed(word) + 1
        near = session.scalars(
            select(col(NameSpelling.word))
            .where(col(NameSpelling.variant).in_(variants(word, most)))
            .distinct()
        )
        told = [(slips(word, one, most=most), one) for one in near] if len(word) > _TOO_SHORT else []
        found += [
            (far, " ".join((*words[:place], one, *words[place + 1 :])))
            for far, one in told
            if 0 < far <= most
        ]
    return [spelt for _, spelt in sorted(found)[:3]]


def _people(words: Sequence[str], near: dict[str, list[str]]) -> Any | None:
    """(interpreter_id, likeness) of everybody called all of the words; None for no words."""
    parts = [_so_called(word, near.get(word, [])).subquery() for word in words]
    if not parts:
        return None
    first, *others = parts
    worst: Any = first.c.likeness
    joined: Any = first
    for one in others:
        joined = joined.join(one, one.c.interpreter_id == first.c.interpreter_id)
        worst = case((one.c.likeness > worst, one.c.likeness), else_=worst)
    return select(first.c.interpreter_id, worst.label("likeness")).select_from(joined).subquery()


def _so_called(word: str, near: Sequence[str]) -> Any:
    kept, person = col(NameWord.word), col(NameWord.interpreter_id)
    fits = case((kept == word, Likeness.WHOLE.value), else_=Likeness.BEGINNING.value)
    begins = select(person, fits.label("likeness")).where(kept >= word, kept < word + _LAST)
    if near:
        slipped = select(person, literal(Likeness.NEARLY.value).label("likeness")).where(kept.in_(near))
        both = union_all(begins, slipped).subquery()
        best = func.min(both.c.likeness).label("likeness")
        return select(both.c.interpreter_id, best).group_by(both.c.interpreter_id)
    best = func.min(fits).label("likeness")
    return select(person, best).where(kept >= word, kept < word + _LAST).group_by(person)
