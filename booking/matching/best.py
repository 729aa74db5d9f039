"""The first to be asked, best first, read from what is kept: flat however large the register is.

The best are read in order until enough of them are free; when few are, whoever is free is found by the time
instead. The few who stand in a relation to the booking (wanted, refused, barred, asked, known from the case,
booked) are read completely. Where what is kept does not reach, everyone is read. Whichever way is taken,
the list is `rules.rank` over everybody, cut off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import TextClause

from booking.availability import tree
from booking.availability.rules import BITS, way_of
from booking.matching import everyone, facts, finding
from booking.matching.everyone import Ask, Question
from booking.matching.rules import Candidate, Person, Placed, able, in_order, placed
from booking.travel.neighbours import clashing, touching
from booking.travel.reach import out_of_reach
from booking.travel.rules import beside
from kit.clock import oslo_date
from registry import kommuner
from registry.categories import Level
from registry.search.keeping import BIT_OF

FARTHEST = 1_000
"""Nobody is told further down the list than this."""
_FEW = 256
"""So many who are free are read and put in order."""
_LOOKED_AT = 64
"""So many are looked at in order before whoever is free is found by the time."""
_LEVELS = {level.value: level for level in Level}
_LAST = {most: max(level for level in Level if level.category <= most) for most in range(1, 6)}
"""The last level in each category."""

Rows = Sequence[Any]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before anybody is sought.

    What the kept rows stand for, as instants and an Oslo day (availability/kept_tables.py), and whether the
    booking may single out anybody beside those it wants and refuses (`facts.SINGLES_OUT`).
    """

    counted_on: date
    since: datetime
    until: datetime
    singles_out: bool

    def reaches(self, asked: Question, now: datetime) -> bool:
        """Whether the question can be answered from what is kept."""
        span = asked.span
        whole = span.start.microsecond == span.end.microsecond == 0
        held = self.since <= span.start and span.end <= self.until
        together = len(asked.languages) > 1 and not asked.planned  # on call in one language or another
        return whole and held and not together and self.counted_on == oslo_date(now)


@dataclass(frozen=True, slots=True)
class Best:
    """The first who can be asked, and whether there are more."""

    items: tuple[Candidate, ...]
    more: bool


def best(asked: Question, known: Known | None, *, now: datetime, ask: Ask, most: int) -> Best | None:
    """The first `most` who can be asked, in order; None where what is kept cannot tell: `complete` can."""
    if known is None or not known.reaches(asked, now) or not _places_are_known(asked, ask):
        return None
    may_be = known.singles_out or asked.wish.wanted or asked.wish.refused
    found = _first(asked, ask, most + 1, related=_related(asked, now, ask) if may_be else {})
    return Best(found[:most], len(found) > most)


def complete(asked: Question, *, now: datetime, ask: Ask, most: int) -> Best:
    """The same read of everyone: it takes as long as they are many."""
    found = everyone.ranking(asked, now=now, ask=ask).items
    return Best(found[:most], len(found) > most)


def _places_are_known(asked: Question, ask: Ask) -> bool:
    origin = everyone.origin(asked)
    return origin is None or bool(ask(finding.IS_KNOWN, {"origin": origin}))


def _related(asked: Question, now: datetime, ask: Ask) -> Mapping[int, Person]:
    """Whoever the booking singles out, read completely; nobody else is barred, asked, wanted or refused."""
    ids = {row[0] for row in ask(facts.RELATED, everyone.relation_to(asked))}
    among = everyone.people(asked, now=now, ask=ask, among=ids) if ids else ()
    return {one.interpreter_id: one for one in among}


def _values(asked: Question) -> Values:
    """The parameters of `finding`, but for the language and the nodes."""
    return {
        **touching(beside(asked.place, asked.span, asked.pace)),
        "day": asked.day,
        "level": _LAST[asked.wish.max_category],
        "way": BIT_OF[asked.modality],
        "free_for": BITS[way_of(asked.modality, planned=asked.planned)],
        "gender": asked.wish.gender or "",
        "starts_at": int(asked.span.start.timestamp()),
        "ends_at": int(asked.span.end.timestamp()),
    }


def _first(asked: Question, ask: Ask, most: int, *, related: Mapping[int, Person]) -> tuple[Candidate, ...]:
    """At least the first `most` of those who can be asked, or all: more are read while some of them fall."""
    values, start = _values(asked), everyone.origin(asked)
    read, before = (_in_order, _by_work) if start is None else (_by_nearness, _nearest_first(start))
    known = able(asked.wish, related.values())
    sought = most + len(related)
    while True:
        rows = [read(asked, {**values, "language": one, "most": sought}, ask) for one in asked.languages]
        hers = [one for one in _best_of_each(rows) if one[0].interpreter_id not in related]
        hers.sort(key=lambda one: before(one[0]))
        found = _placed(asked, ask, hers[:sought], start)
        all_read = len(hers) <= sought and all(len(some) < sought for some in rows)
        if len(found) >= most or all_read:
            return in_order([*known, *found])
        sought *= 4


def _in_order(_asked: Question, values: Values, ask: Ask) -> Rows:
    """The first who are free for remote work, found in order as long as enough of them are."""
    looked_at = max(_LOOKED_AT, 2 * values["most"])
    rows = ask(finding.FIRST_IN_ORDER, {**values, "looked_at": looked_at})
    if len(rows) == values["most"] or (rows and rows[0].is_end):
        return rows
    few = _at_the_time(finding.AT_THE_TIME, values, ask)
    return few if len(few) <= _FEW else ask(finding.IN_ORDER, dict(values))


def _at_the_time(statement: TextClause, values: Values, ask: Ask) -> Rows:
    """Whoever is free, in no order; one more than a few when they are many."""
    paths = tree.paths(values["starts_at"], values["ends_at"])
    before = zip(finding.BEFORE, tree.padded(paths.before), strict=True)
    after = zip(finding.AFTER, tree.padded(paths.after), strict=True)
    return ask(statement, {**values, **dict(before), **dict(after), "node": paths.node, "most": _FEW + 1})


def _by_nearness(asked: Question, values: Values, ask: Ask) -> Rows:
    """The first who are free on site: all when they are few, else from where it is, level by level."""
    rows = _at_the_time(finding.WHOEVER, values, ask)
    if len(rows) <= _FEW:
        return rows
    found: list[Any] = []
    most: Any = values["most"]
    for level in Level:
        if len(found) < most and level.category <= asked.wish.max_category:
            there = {"level": level.value, "origin": everyone.origin(asked), "most": most - len(found)}
            found += ask(finding.NEAREST, {**values, **there})
    return found


def _by_work(row: Any) -> tuple[int, ...]:
    """Her place among those in no relation to the booking, as `rules.rank` gives it for remote work."""
    return row.level, row.minutes, row.number


def _nearest_first(start: str) -> Callable[[Any], tuple[int, ...]]:
    """The same on site."""
    places, unknown = kommuner.places_from(start), len(kommuner.KOMMUNER)
    return lambda row: (row.level, places.get(row.kommune, unknown), row.minutes, row.number)


def _best_of_each(rows: Sequence[Rows]) -> Iterator[tuple[Any, bool]]:
    """Each person once, by the language she stands in with the best level; of two as good the first."""
    found: dict[int, tuple[Any, bool]] = {}
    for number, of_language in enumerate(rows):
        for row in of_language:
            known = found.get(row.interpreter_id)
            if known is None or row.level < known[0].level:
                found[row.interpreter_id] = row, number > 0
    yield from found.values()


def _placed(asked: Question, ask: Ask, rows: Sequence[tuple[Any, bool]], start: str | None) -> list[Placed]:
    """Those of them who can be asked.

    They are listed, qualified and free, and stand in no relation to the booking: where she lives, how far
    she goes and what she has before or after is all that can still be in the way.
    """
    ids = [row.interpreter_id for row, _ in rows]
    engaged = [row.interpreter_id for row, _ in rows if row.engaged]
    fallen = out_of_reach(ask, ids, asked.place) | clashing(
        ask, engaged, asked.place, asked.span, pace=asked.pace, apart_from=asked.booking_id
    )
    return [
        placed(
            row,
            _LEVELS[row.level],
            km=everyone.km(start, row.kommune),
            place=everyone.place(start, row.kommune),
            wanted=False,
            same_case=False,
            in_substitute=in_substitute,
        )
        for row, in_substitute in rows
        if row.interpreter_id not in fallen and row.kommune not in asked.not_from
    ]
