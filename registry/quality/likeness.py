"""How alike two entries are, and which entries are worth comparing. Pure.

Comparing everybody with everybody grows with the square of the register. Entries are therefore put in
blocks by keys that two entries of one person almost always share (a name spelt alike in any order, what
is left of it when one letter is taken out, an address, a telephone, a birth date with a name), and only
those in one block are compared. A block of very many says nothing: it is divided by municipality, or left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from registry.search.spelling import slips
from registry.words import Gender

ENOUGH = 40
"""The score from which two entries are shown to an officer."""
_MOST_IN_A_BLOCK = 25
_PARTS = 4
"""Keys are taken a part at a time, so that a large register's are never all held at once."""
_FEWEST_LETTERS = 5
_PHONE_DIGITS = 8
_MOST_WORDS = 5


class Reason(StrEnum):
    """What speaks for two entries being one person, or against it."""

    SAME_NAME = "same_name"
    NAME_REORDERED = "name_reordered"
    NAME_ONE_SLIP = "name_one_slip"
    NAME_WITHIN = "name_within"
    NAME_SHARED = "name_shared"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_BIRTH_DATE = "same_birth_date"
    SAME_KOMMUNE = "same_kommune"
    SAME_LANGUAGE = "same_language"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_GENDER = "other_gender"


WEIGHTS: Mapping[Reason, int] = {
    Reason.SAME_NAME: 40,
    Reason.NAME_REORDERED: 35,
    Reason.NAME_ONE_SLIP: 25,
    Reason.NAME_WITHIN: 20,
    Reason.NAME_SHARED: 10,
    Reason.SAME_EMAIL: 40,
    Reason.SAME_PHONE: 30,
    Reason.SAME_BIRTH_DATE: 35,
    Reason.SAME_KOMMUNE: 10,
    Reason.SAME_LANGUAGE: 10,
    Reason.OTHER_BIRTH_DATE: -60,
    Reason.OTHER_GENDER: -30,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry is compared by: `words` are the name's as the search spells them, in their order."""

    id: int
    words: tuple[str, ...]
    kommune: str = ""
    email: str = ""
    phone: str = ""
    gender: Gender | None = None
    born: date | None = None
    languages: frozenset[str] = frozenset()

    @property
    def digits(self) -> str:
        """The telephone's last eight digits: a Norwegian number whatever is written before it."""
        told = "".join(sign for sign in self.phone if sign.isdigit())[-_PHONE_DIGITS:]
        return told if len(told) == _PHONE_DIGITS else ""


def reasons(one: Entry, other: Entry) -> tuple[Reason, ...]:
    """Everything that speaks for or against the two being one person, the name first."""
    found = list(_of_name(one.words, other.words))
    if one.email and one.email == other.email:
        found.append(Reason.SAME_EMAIL)
    if one.digits and one.digits == other.digits:
        found.append(Reason.SAME_PHONE)
    if one.born and other.born:
        found.append(Reason.SAME_BIRTH_DATE if one.born == other.born else Reason.OTHER_BIRTH_DATE)
    if one.kommune == other.kommune:
        found.append(Reason.SAME_KOMMUNE)
    if one.languages & other.languages:
        found.append(Reason.SAME_LANGUAGE)
    if one.gender and other.gender and one.gender is not other.gender:
        found.append(Reason.OTHER_GENDER)
    return tuple(found)


def score(found: Iterable[Reason]) -> int:
    """The weights together; without a likeness of name, address or telephone there is nothing to weigh."""
    told = tuple(found)
    return sum(WEIGHTS[one] for one in told) if _IDENTIFYING.intersection(told) else 0


def to_compare(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Every pair that shares a block, once, the smaller id first."""
    seen: set[tuple[int, int]] = set()
    for part in range(_PARTS):
        blocks: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            for key in {hash(key) for key in _keys(entry)}:
                if key % _PARTS == part:
                    blocks[key].append(entry)
        for block in blocks.values():
            for one, other in _within(block):
                pair = (min(one.id, other.id), max(one.id, other.id))
                if pair not in seen:
                    seen.add(pair)
                    yield (one, other) if one.id < other.id else (other, one)


def _within(block: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    if len(block) <= _MOST_IN_A_BLOCK:
        yield from combinations(block, 2)
        return
    near: dict[str, list[Entry]] = defaultdict(list)
    for entry in block:
        near[entry.kommune].append(entry)
    for neighbours in near.values():
        if len(neighbours) <= _MOST_IN_A_BLOCK:
            yield from combinations(neighbours, 2)


def _keys(entry: Entry) -> Iterator[tuple[str, ...]]:
    written = " ".join(entry.words)
    yield ("name", *sorted(entry.words))
    if len(written) >= _FEWEST_LETTERS:
        yield "slip", written
        for place in range(len(written)):
            yield "slip", written[:place] + written[place + 1 :]
    if len(entry.words) <= _MOST_WORDS:
        for two in combinations(sorted(set(entry.words)), 2):
            yield ("within", *two)
    if entry.email:
        yield "email", entry.email
    if entry.digits:
        yield "phone", entry.digits
    if entry.born:
        for word in entry.words:
            yield "born", entry.born.isoformat(), word


def _of_name(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Reason]:
    written, there = " ".join(one), " ".join(other)
    if written == there:
        yield Reason.SAME_NAME
    elif sorted(one) == sorted(other):
        yield Reason.NAME_REORDERED
    elif min(len(written), len(there)) >= _FEWEST_LETTERS and slips(written, there, most=1) <= 1:
        yield Reason.NAME_ONE_SLIP
    elif min(len(one), len(other)) > 1 and (set(one) <= set(other) or set(other) <= set(one)):
        yield Reason.NAME_WITHIN
    elif set(one) & set(other):
        yield Reason.NAME_SHARED


_IDENTIFYING = frozenset(
    {
        Reason.SAME_NAME,
        Reason.NAME_REORDERED,
        Reason.NAME_ONE_SLIP,
        Reason.NAME_WITHIN,
        Reason.NAME_SHARED,
        Reason.SAME_EMAIL,
        Reason.SAME_PHONE,
    }
)
