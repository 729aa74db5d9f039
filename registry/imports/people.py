"""Whom a row of a pass list is about: by birth number, by number, or by name and birth date.

A certain match is made; every doubt is for an officer to decide. Nobody is matched by name alone, and a
number that belongs to somebody with quite another name, or another birth date, is a doubt. Bodies go on
using a number long after it was merged into another: it means whoever stands for it now. One removed from
the register is nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from kit.db import stored_id
from registry.imports.telling import RowTold
from registry.papers.tables import PersonSecret
from registry.search.spelling import is_near, typed_words
from registry.tables import Interpreter, Merge


class Doubt(StrEnum):
    """Why an officer must say whom a row is about."""

    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_NUMBER = "unknown_number"
    SEVERAL_PEOPLE = "several_people"
    ANOTHER_NAME = "another_name"
    ANOTHER_BIRTH_DATE = "another_birth_date"
    NAME_ALONE = "name_alone"


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row is about. With a doubt, it is at best who it may be."""

    interpreter_id: int | None = None
    doubt: Doubt | None = None


def match(session: Session, told: Sequence[RowTold]) -> list[Match]:
    """Whom each row is about, in the order of the rows; a handful of statements for all of them."""
    known = _Known.of(session, told)
    return [known.match(one) for one in told]


@dataclass(frozen=True, slots=True)
class _Person:
    id: int
    name: str
    born: date | None


@dataclass(frozen=True, slots=True)
class _Known:
    by_number: Mapping[int, _Person]
    by_birth_number: Mapping[str, _Person]
    by_birth_date: Mapping[date, Mapping[int, _Person]]

    @classmethod
    def of(cls, session: Session, told: Sequence[RowTold]) -> "_Known":
        numbers = {one.number for one in told if one.number is not None}
        secrets = {one.birth_number for one in told if one.birth_number is not None}
        days = {one.birth_date for one in told if one.number is None and one.birth_date is not None}
        by_number: dict[int, _Person] = {}
        by_birth_number: dict[str, _Person] = {}
        by_birth_date: dict[date, dict[int, _Person]] = {}
        if numbers:
            found = _standing(session, col(Interpreter.number).in_(numbers))
            by_number = {number: person for person, number, _, _ in found}
        if secrets:
            found = _standing(session, col(PersonSecret.birth_number).in_(secrets))
            by_birth_number = {secret or "": person for person, _, _, secret in found}
        if days:
            for person, _, born, _ in _standing(session, col(PersonSecret.birth_date).in_(days)):
                by_birth_date.setdefault(born, {})[person.id] = person
        return cls(by_number, by_birth_number, by_birth_date)

    def match(self, told: RowTold) -> Match:
        if told.birth_number is not None and told.birth_number in self.by_birth_number:
            return self._by_birth_number(told, self.by_birth_number[told.birth_number])
        if told.number is not None:
            return self._by_number(told)
        if told.name is None:
            return Match(doubt=Doubt.UNKNOWN_PERSON)
        if told.birth_date is None:
            return Match(doubt=Doubt.NAME_ALONE)
        born = self.by_birth_date.get(told.birth_date, {}).values()
        alike = [one for one in born if same_name(one.name, told.name)]
        if len(alike) == 1:
            return Match(alike[0].id)
        return Match(doubt=Doubt.SEVERAL_PEOPLE if alike else Doubt.UNKNOWN_PERSON)

    def _by_birth_number(self, told: RowTold, person: _Person) -> Match:
        holder = self.by_number.get(told.number or 0)
        if told.number is None or (holder is not None and holder.id == person.id):
            return Match(person.id)
        return Match(person.id, Doubt.UNKNOWN_NUMBER if holder is None else Doubt.SEVERAL_PEOPLE)

    def _by_number(self, told: RowTold) -> Match:
        holder = self.by_number.get(told.number or 0)
        if holder is None:
            return Match(doubt=Doubt.UNKNOWN_NUMBER)
        if told.birth_date is not None and holder.born is not None and told.birth_date != holder.born:
            return Match(holder.id, Doubt.ANOTHER_BIRTH_DATE)
        if told.name is not None and not shares_a_word(holder.name, told.name):
            return Match(holder.id, Doubt.ANOTHER_NAME)
        return Match(holder.id)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's: the same words in any order, or one without a middle name."""
    first, second = set(typed_words(one)), set(typed_words(other))
    fewer = min(first, second, key=len)
    return (len(fewer) >= 2 and (first <= second or second <= first)) or first == second != set()  # noqa: PLR2004


def shares_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common, slips of the hand forgiven."""
    return any(is_near(typed, meant) for typed in typed_words(other) for meant in typed_words(one))


def _standing(
    session: Session, wanted: ColumnElement[bool]
) -> Iterator[tuple[_Person, int, date, str | None]]:
    """Who stands for each entry, with the entry's own number, birth date and birth number."""
    stands, hers = aliased(Interpreter), aliased(PersonSecret)
    statement = (
        sqlalchemy.select(col(stands.id), col(stands.name), col(hers.birth_date), col(Interpreter.number),
                          col(PersonSecret.birth_date), col(PersonSecret.birth_number))
        .select_from(Interpreter)
        .outerjoin(Merge, col(Merge.merged_id) == col(Interpreter.id))
        .join(stands, col(stands.id) == func.coalesce(Merge.standing_id, Interpreter.id))
        .outerjoin(PersonSecret, col(PersonSecret.interpreter_id) == col(Interpreter.id))
        .outerjoin(hers, col(hers.interpreter_id) == col(stands.id))
        .where(col(stands.removed_at).is_(None), wanted)
    )  # fmt: skip
    for id_, name, known_born, number, born, secret in session.execute(statement):
        yield _Person(stored_id(id_), name, known_born), number, born, secret


def named(session: Session, ids: Iterable[int]) -> dict[int, Interpreter]:
    """The people with these ids."""
    found = session.exec(select(Interpreter).where(col(Interpreter.id).in_(set(ids))))
    return {stored_id(one.id): one for one in found}
