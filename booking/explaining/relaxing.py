"""The nearest changes that would find somebody, or somebody in a higher category. Nothing is changed here.

Availability is read once for the day; each other way or language is one more reading of its people.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session

from booking.availability import reading, rules
from booking.matching import everyone
from booking.matching.everyone import Question
from booking.matching.rules import LeftOut, Person, first_failed, rank
from booking.travel.neighbours import near
from booking.travel.reach import out_of_reach
from booking.travel.rules import beside, closed
from kit.clock import at_wall
from kit.interval import Interval
from registry.categories import Level
from registry.languages import LANGUAGES
from registry.words import Modality

FIRST_START, LAST_END = time(7), time(20)
"""Another time is sought within these hours of the booking's own Oslo day."""
GRID = timedelta(minutes=15)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ANY_CATEGORY = 5


class Kind(StrEnum):
    """What would be changed."""

    ANOTHER_TIME = "another_time"
    SCREEN = "screen"
    SUBSTITUTE = "substitute"
    LOWER_CATEGORY = "lower_category"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that would help: how many could then be asked, and the best level among them.

    `span` is there for another time, `language` for a substitute, `max_category` for a lower category,
    which needs its ground (tolkeloven § 7).
    """

    kind: Kind
    count: int
    level: Level
    span: Interval | None = None
    language: str | None = None
    max_category: int | None = None


def relaxations(
    session: Session, asked: Question, people: Sequence[Person], *, now: datetime
) -> tuple[Relaxation, ...]:
    """What would find somebody where nobody can be asked; else a higher category on screen, and no more.

    `people` are everyone as they stand towards the booking as it is.
    """
    able = rank(asked.wish, people).items
    on_screen = _on_screen(session, asked, now)
    if able:
        higher = on_screen is not None and on_screen.level.category < able[0].level.category
        return (on_screen,) if on_screen is not None and higher else ()
    found = (
        _another_time(session, asked, people, now),
        on_screen,
        *_in_substitutes(session, asked, now),
        _lower(asked, people),
    )
    return tuple(one for one in found if one is not None)


def _on_screen(session: Session, asked: Question, now: datetime) -> Relaxation | None:
    if asked.modality is not Modality.ON_SITE:
        return None
    return _found(Kind.SCREEN, session, replace(asked, modality=Modality.SCREEN), now)


def _in_substitutes(session: Session, asked: Question, now: datetime) -> Iterator[Relaxation]:
    """Languages often understood in its place, each by itself."""
    known = LANGUAGES.get(asked.languages[0])
    for code in known.substitutes if known else ():
        if code not in asked.languages:
            other = _found(Kind.SUBSTITUTE, session, replace(asked, languages=(*asked.languages, code)), now)
            if other is not None:
                yield replace(other, language=code)


def _lower(asked: Question, people: Sequence[Person]) -> Relaxation | None:
    if asked.wish.max_category >= _ANY_CATEGORY:
        return None
    able = rank(replace(asked.wish, max_category=_ANY_CATEGORY), people).items
    if not able:
        return None
    best = able[0].level
    return Relaxation(Kind.LOWER_CATEGORY, len(able), best, max_category=best.category)


def _found(kind: Kind, session: Session, asked: Question, now: datetime) -> Relaxation | None:
    people = everyone.people(asked, now=now, ask=everyone.asking(session))
    able = rank(asked.wish, people).items
    return Relaxation(kind, len(able), able[0].level) if able else None


def _another_time(
    session: Session, asked: Question, people: Iterable[Person], now: datetime
) -> Relaxation | None:
    """The nearest start that day at which one who suits is free, with time to travel; of two, the later."""
    window = _window(asked, now)
    levels = {
        one.interpreter_id: one.level
        for one in people
        if one.level is not None and first_failed(asked.wish, one) is LeftOut.NOT_AVAILABLE
    }
    if window is None or not levels:
        return None
    free = _free(session, asked, levels.keys(), window)
    start = _nearest(asked.span, free)
    if start is None:
        return None
    span = Interval(start, start + asked.span.length)
    able = [levels[key] for key, spans in free.items() if any(span.covered_by([one]) for one in spans)]
    return Relaxation(Kind.ANOTHER_TIME, len(able), min(able), span=span)


def _free(
    session: Session, asked: Question, ids: Collection[int], window: Interval
) -> dict[int, list[Interval]]:
    """When each who goes there is free within the window, the time to and from what else she has taken out.

    That somebody of a protected identity does not go there is told as not available, so it is asked here.
    """
    ask = everyone.asking(session)
    going = sorted(set(ids) - out_of_reach(ask, ids, asked.place))
    known = reading.facts(session, going, window, apart_from=asked.booking_id)
    has = near(ask, going, beside(asked.place, window, asked.pace), apart_from=asked.booking_id)
    way = rules.way_of(asked.modality, planned=asked.planned)
    free = {}
    for key, facts in known.items():
        elsewhere = tuple(closed(asked.place, has.get(key, ()), asked.pace))
        there = replace(facts, held=(*facts.held, *elsewhere))
        spans = rules.free(there, window, languages=asked.languages)
        free[key] = [one.span for one in spans if way in one.ways]
    return free


def _window(asked: Question, now: datetime) -> Interval | None:
    start = max(at_wall(asked.day, FIRST_START), now)
    end = at_wall(asked.day, LAST_END)
    return Interval(start, end) if start + asked.span.length <= end else None


def _nearest(wanted: Interval, free: Mapping[int, Sequence[Interval]]) -> datetime | None:
    starts = {start for spans in free.values() for one in spans for start in _starts(one, wanted)}
    return min(starts, key=lambda start: (abs(start - wanted.start), wanted.start - start), default=None)


def _starts(free: Interval, wanted: Interval) -> Iterator[datetime]:
    """The starts on the quarter hour, within a free span, nearest before and after the one wanted."""
    first, last = _quarter(free.start + GRID - timedelta(microseconds=1)), _quarter(free.end - wanted.length)
    if first > last:
        return
    before = _quarter(wanted.start)
    for start in (before, before + GRID):
        yield min(max(start, first), last)


def _quarter(instant: datetime) -> datetime:
    """The quarter hour the instant lies in; quarters are the same on Oslo's clock as on any other."""
    return _EPOCH + (instant - _EPOCH) // GRID * GRID
