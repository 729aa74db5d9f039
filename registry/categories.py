"""Evidence in, category out: pure, per language, for a day or for every day at once.

A level is the register's order of preference, 1A first. Nobody types a category.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from itertools import pairwise
from typing import Generic, TypeVar

from registry.words import EvidenceKind

FOREVER = date.max
ENOUGH_CREDITS = 30

T = TypeVar("T")


class Level(IntEnum):
    """The seven levels in order of preference; the name is the category and the register's letter."""

    L1A = 0
    L1B = 1
    L2C = 2
    L3B = 3
    L3D = 4
    L4E = 5
    L5E = 6

    @property
    def category(self) -> int:
        """1 to 5, the customer's scheme."""
        return _CATEGORY[self]

    @property
    def letter(self) -> str:
        """A to E, today's register; it never ranks alone."""
        return _LETTER[self]

    @property
    def evidence(self) -> frozenset[EvidenceKind]:
        """The kinds of evidence it rests on."""
        return _RESTS_ON[self]


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence in force on [starts_on, ends_on). Only TAO has no language."""

    kind: EvidenceKind
    language: str | None
    starts_on: date
    ends_on: date = FOREVER
    credits: int = 0

    def on(self, day: date) -> bool:
        """Whether it is in force that day."""
        return self.starts_on <= day < self.ends_on


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """Something that holds on the half-open days [starts_on, ends_on)."""

    starts_on: date
    ends_on: date
    held: T

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as the public reads it; None when no end is known."""
        return None if self.ends_on == FOREVER else self.ends_on - timedelta(days=1)


def proof(
    kind: EvidenceKind,
    language: str | None,
    issued_on: date,
    *,
    valid_until: date | None = None,
    revoked_on: date | None = None,
    credits: int | None = None,  # noqa: A002 - the domain's own word
) -> Proof:
    """Evidence as registered: `valid_until` is its last day, a revocation counts from its own day."""
    ends_on = min(day_after(valid_until), revoked_on or FOREVER)
    return Proof(kind, language, issued_on, ends_on, credits or 0)


def day_after(last_day: date | None) -> date:
    """The exclusive end of a span whose last day, if any, is given."""
    return FOREVER if last_day is None or last_day == FOREVER else last_day + timedelta(days=1)


def level_of(held: frozenset[EvidenceKind]) -> Level | None:
    """The best level the kinds give; `credits` among them means at least 30."""
    return next((level for level in Level if held >= level.evidence), None)


def kinds_on(proofs: Iterable[Proof], language: str, day: date) -> frozenset[EvidenceKind]:
    """The kinds in force for the language that day; credits of several courses add up."""
    held = [proof for proof in proofs if proof.on(day) and proof.language in {language, None}]
    enough = sum(proof.credits for proof in held) >= ENOUGH_CREDITS
    return frozenset(proof.kind for proof in held if proof.kind is not EvidenceKind.CREDITS or enough)


def level_spans(proofs: Iterable[Proof], language: str) -> tuple[Span[Level], ...]:
    """The days each level holds in the language; days without a level are left out."""
    of_use = tuple(proof for proof in proofs if proof.language in {language, None})
    turns = {day for proof in of_use for day in (proof.starts_on, proof.ends_on)}
    return spans(turns, lambda day: level_of(kinds_on(of_use, language, day)))


def spans(turns: Iterable[date], on: Callable[[date], T | None]) -> tuple[Span[T], ...]:
    """What `on` answers, as spans, given every day the answer may change; days answered None are left out."""
    return tuple(_joined(pairwise(sorted({*turns, FOREVER})), on))


def _joined(stretches: Iterable[tuple[date, date]], on: Callable[[date], T | None]) -> Iterator[Span[T]]:
    open_span: Span[T] | None = None
    for starts_on, ends_on in stretches:
        held = on(starts_on)
        if open_span is not None and open_span.held == held:
            open_span = Span(open_span.starts_on, ends_on, open_span.held)
            continue
        if open_span is not None:
            yield open_span
        open_span = None if held is None else Span(starts_on, ends_on, held)
    if open_span is not None:
        yield open_span


_CATEGORY = [int(level.name[1]) for level in Level]
_LETTER = [level.name[2] for level in Level]
_RESTS_ON = {
    Level.L1A: frozenset({EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR}),
    Level.L1B: frozenset({EvidenceKind.STATE_AUTHORISATION, EvidenceKind.CREDITS}),
    Level.L2C: frozenset({EvidenceKind.STATE_AUTHORISATION}),
    Level.L3B: frozenset({EvidenceKind.BACHELOR}),
    Level.L3D: frozenset({EvidenceKind.CREDITS}),
    Level.L4E: frozenset({EvidenceKind.TRANSLATOR, EvidenceKind.TAO}),
    Level.L5E: frozenset({EvidenceKind.BILINGUAL_TEST, EvidenceKind.TAO}),
}
