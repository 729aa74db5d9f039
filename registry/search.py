"""Finding listed interpreters by name, language, category, place and modality."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, false, func, literal, type_coerce
from sqlmodel import Session, col, select

from kit import paging
from registry import kommuner, languages
from registry.categories import Level
from registry.tables import Interpreter, Standing
from registry.words import Modality

_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ð": "d", "ł": "l",
                          "þ": "th", "ı": "i"})  # fmt: skip
_LONGEST = 200
_TOO_MANY_DIGITS = 10
_SPELT_ALIKE = (("{", "a"), ("|", "o"), ("}", "a"), ("aa", "a"), ("ae", "a"), ("oe", "o"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for; all of it must hold, the category in the language if one is named.

    `q` is the beginnings of names in any order, or a number; `kommune` may be a former one.
    """

    q: str | None = None
    language: str | None = None
    max_category: int | None = None
    kommune: str | None = None
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page, best level first and then by name: each interpreter with her levels by language."""

    interpreters: tuple[tuple[Interpreter, Mapping[str, Level]], ...]
    next: str | None
    total: int


def find(session: Session, wish: Wish, *, on: date, limit: int, cursor: str | None = None) -> Found:
    """One page of those listed on the day; never a protected identity, never one shut out.

    Invalid when the language or the kommune is unknown.
    """
    best = _best_levels(wish, on).subquery()
    matches = select(Interpreter, best.c.level).join(best, best.c.interpreter_id == col(Interpreter.id))
    matches = matches.where(*_about_the_person(wish))
    total = session.exec(select(func.count()).select_from(matches.subquery())).one()
    onward = paging.after(
        matches,
        paging.decode(cursor, Level, paging.words, paging.key),
        best.c.level,
        col(Interpreter.search_name),
        col(Interpreter.number),
        limit=limit,
    )
    shown, following = paging.page(
        session.exec(onward).all(),
        limit=limit,
        key=lambda row: (row[1], row[0].search_name, row[0].number),
    )
    levels = levels_on(session, [one.id for one, _ in shown], on=on)
    return Found(tuple((one, levels[one.id]) for one, _ in shown), following, total)


def anyone(
    session: Session, *, q: str | None, limit: int, cursor: str | None = None
) -> tuple[list[Interpreter], str | None]:
    """One page of everybody in the register by name or number, listed or not: for its officers alone."""
    onward = paging.after(
        select(Interpreter).where(*_called(q)),
        paging.decode(cursor, paging.words, paging.key),
        col(Interpreter.search_name),
        col(Interpreter.number),
        limit=limit,
    )
    rows = session.exec(onward).all()
    return paging.page(rows, limit=limit, key=lambda one: (one.search_name, one.number))


@dataclass(frozen=True, slots=True)
class Choice:
    """How many the search finds in a language, and how many of them in categories 1 to 3."""

    listed: int = 0
    highest: int = 0


def choices_on(session: Session, *, on: date) -> Mapping[str, Choice]:
    """What there is to choose from on the day, by language: those the search finds, and nobody else."""
    highest = case((col(Standing.level) <= Level.L3D, col(Standing.interpreter_id)))
    rows = session.exec(
        select(Standing.language, func.count(), func.count(highest))
        .join(Interpreter, col(Interpreter.id) == col(Standing.interpreter_id))
        .where(*_on(on), col(Interpreter.protected).is_(False))
        .group_by(Standing.language)
    )
    return {language: Choice(listed, best) for language, listed, best in rows}


def levels_on(
    session: Session, ids: Sequence[int | None], *, on: date
) -> Mapping[int | None, dict[str, Level]]:
    """The levels each of these stands listed with on the day, by language, best first."""
    levels: dict[int | None, dict[str, Level]] = {one: {} for one in ids}
    rows = session.exec(
        select(Standing)
        .where(col(Standing.interpreter_id).in_(ids), *_on(on))
        .order_by(col(Standing.level), col(Standing.language))
    )
    for row in rows:
        levels[row.interpreter_id][row.language] = Level(row.level)
    return levels


def fold(name: str) -> str:
    """A name as stored for ordering and searching: small letters without accents, æ ø å after z.

    `{`, `|` and `}` stand for æ, ø and å, so that the order of bytes is the Norwegian alphabet's.
    """
    known = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z)
    letters = [one for one in unicodedata.normalize("NFKD", known) if not unicodedata.combining(one)]
    words = "".join(one if one.isalnum() or one in "{|}" else " " for one in letters if one not in "'’`")
    return " ".join(words.split())[:_LONGEST]


def _best_levels(wish: Wish, on: date) -> Any:
    stands = select(Standing.interpreter_id, func.min(Standing.level).label("level")).where(*_on(on))
    if wish.language is not None:
        stands = stands.where(Standing.language == languages.require_bookable(wish.language).code)
    if wish.max_category is not None:
        lowest = max(level for level in Level if level.category <= wish.max_category)
        stands = stands.where(Standing.level <= lowest)
    return stands.group_by(col(Standing.interpreter_id))


def _on(day: date) -> tuple[ColumnElement[bool], ...]:
    return col(Standing.starts_on) <= day, col(Standing.ends_on) > day


def _about_the_person(wish: Wish) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Interpreter.protected).is_(False)]
    if wish.kommune is not None:
        conditions.append(col(Interpreter.kommune) == kommuner.require(wish.kommune).number)
    if wish.modality is not None:
        conditions.append(col(getattr(Interpreter, wish.modality.value)).is_(True))
    return conditions + _called(wish.q)


def _called(q: str | None) -> list[ColumnElement[bool]]:
    if q is None or not q.strip():
        return []
    return [_named(word) for word in fold(q).split()] or [false()]


def _named(word: str) -> ColumnElement[bool]:
    """A word of the name begins so, in either spelling of æ, ø and å; digits are the public number."""
    if word.isdecimal():
        return col(Interpreter.number) == int(word) if len(word) < _TOO_MANY_DIGITS else false()
    name: ColumnElement[str] = type_coerce(col(Interpreter.search_name), String)
    for letters, plain in _SPELT_ALIKE:
        word = word.replace(letters, plain)
        name = func.replace(name, letters, plain, type_=String)
    return (literal(" ") + name).contains(" " + word, autoescape=True)
