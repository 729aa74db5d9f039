"""Who could take a booking: the facts, read in a few set-based statements whatever the number of rows.

The statements are built once and read narrow columns, only of people with evidence in the
language. The same code serves a transaction (`find`) and the kept connection of a hot read.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam
from sqlmodel import Session, col, select

from booking.availability import reading
from booking.availability.rules import is_free_in, way_of
from booking.matching import facts
from booking.matching.rules import Person, Ranking, Wish, lately, rank
from booking.tables import Booking
from booking.travel.neighbours import clashing
from booking.travel.reach import out_of_reach
from booking.travel.rules import Pace, Spot, place_of
from kit.asking import asked
from kit.clock import oslo_date
from kit.interval import Interval
from kit.prepared import prepared
from registry import kommuner
from registry.categories import Level, Proof, kinds_on, level_of, proof
from registry.words import Modality

Ask = Callable[[Executable, dict[str, object]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """A booking as matching sees it; `languages` are its own first, then those accepted in its place.

    `viewer` is the only account that reads of it, or None when its whole organisation does.
    """

    booking_id: int
    version: int
    organisation_id: int
    case_reference: str | None
    viewer: int | None
    languages: tuple[str, ...]
    span: Interval
    modality: Modality
    planned: bool
    kommune: str | None
    place: Spot | None
    not_from: frozenset[str]
    wish: Wish
    pace: Pace

    @property
    def day(self) -> date:
        """The Oslo day that qualifications must hold on."""
        return oslo_date(self.span.start)


READ = (
    "version", "organisation_id", "case_reference", "created_by", "sensitive", "language", "substitutes",
    "starts_at", "ends_at", "modality", "planned", "kommune", "address", "latitude", "longitude",
    "not_from", "max_category", "gender", "wanted", "refused",
)  # fmt: skip
"""What a question is read from, beside the booking's id."""
_HER: BindParameter[int] = bindparam("interpreter_id")
_STILL_QUALIFIED = prepared(select(facts.qualified(_HER)).where(col(Booking.id) == bindparam("booking_id")))


def question(booking: Any, pace: Pace) -> Question:
    """The question a booking puts: a Booking, or a row with its columns; journeys are reckoned at `pace`."""
    return Question(
        booking_id=booking.id,
        version=booking.version,
        organisation_id=booking.organisation_id,
        case_reference=booking.case_reference,
        viewer=booking.created_by if booking.sensitive else None,
        languages=(booking.language, *booking.substitutes),
        span=Interval(booking.starts_at, booking.ends_at),
        modality=booking.modality,
        planned=booking.planned,
        kommune=booking.kommune,
        place=place_of(booking),
        not_from=frozenset(booking.not_from or ()),
        wish=Wish(
            booking.max_category, booking.gender, frozenset(booking.wanted), frozenset(booking.refused)
        ),
        pace=pace,
    )


def find(session: Session, booking: Booking, *, now: datetime, pace: Pace) -> Ranking:
    """Everyone who can be asked, best first, and how many cannot under each rule."""
    return ranking(question(booking, pace), now=now, ask=asking(session))


def ranking(asked: Question, *, now: datetime, ask: Ask) -> Ranking:
    """The same on any connection: `ask` runs a statement with its values."""
    return rank(asked.wish, people(asked, now=now, ask=ask))


def people(asked: Question, *, now: datetime, ask: Ask, among: Collection[int] | None = None) -> list[Person]:
    """Everybody with evidence in one of the languages, or those of these ids, as each stands towards it."""
    values = values_of(asked, now)
    if among is None:
        rows, when = ask(facts.PEOPLE, values), facts.AVAILABILITY
    else:
        values["ids"] = list(among)
        rows, when = ask(facts.SOME_PEOPLE, values), facts.SOME_AVAILABILITY
    others = ask(facts.WITHOUT_STANDING, values) if any(row.held is None for row in rows) else ()
    unlisted = {row.interpreter_id: row for row in others}
    levels = _levels(others, asked)
    way = asked.modality.value
    standing = [row for row in rows if row.held is not None and getattr(row, way)]
    too_far = out_of_reach(ask, [row.id for row in standing], asked.place)
    free = _free(asked, when, ask, values)
    start = origin(asked)
    too_near = _too_near(asked, ask, [row.id for row in standing if row.id in free])
    return [
        Person(
            interpreter_id=row.id,
            number=row.number,
            name=None if row.protected else row.name,
            level=levels.get(row.id) if row.held is None else Level(row.held // 2),
            listed=row.held is not None or bool(unlisted[row.id].listed),
            eligible=(
                not row.barred
                and (row.held is not None or not unlisted[row.id].shut_out)
                and not (row.protected and row.kommune in asked.not_from)  # where she lives is protected too
            ),
            gender=row.gender,
            takes_modality=getattr(row, way),
            available=row.id in free and not (row.protected and row.id in too_far),
            asked=row.asked,
            same_case=row.same_case,
            in_substitute=row.held is not None and row.held % 2 == 1,
            km=km(start, row.kommune),
            place=place(start, row.kommune),
            minutes=int(row.seconds or 0) // 60,
            lives_near=not row.protected and row.kommune in asked.not_from,
            in_reach=row.protected or row.id not in too_far,
            travel_fits=row.id not in too_near,
        )
        for row in rows
        if row.held is not None or row.id in unlisted  # else gone, or standing, since the first statement
    ]


def _free(asked: Question, when: reading.Statements, ask: Ask, values: dict[str, object]) -> set[int]:
    """Those who can be asked in the booking's way throughout its time."""
    way = way_of(asked.modality, planned=asked.planned)
    known = reading.read(ask, when, values)
    return {
        one for one, hers in known.items() if is_free_in(hers, asked.span, way, languages=asked.languages)
    }


def _too_near(asked: Question, ask: Ask, ids: Sequence[int]) -> set[int]:
    """Those who have something else so near that they could not get from one to the other."""
    return clashing(ask, ids, asked.place, asked.span, pace=asked.pace, apart_from=asked.booking_id)


def asking(session: Session) -> Ask:
    """How to ask within a transaction."""
    return partial(asked, session)


def still_qualified(session: Session, booking: Booking, *, interpreter_id: int) -> bool:
    """Whether she is listed, not shut out, not barred and in a category the booking takes, on its day."""
    values = {"booking_id": booking.id, "interpreter_id": interpreter_id}
    return bool(asked(session, _STILL_QUALIFIED, values)[0][0])


def values_of(asked: Question, now: datetime) -> dict[str, object]:
    """The parameters of the statements in `facts`."""
    return {
        **reading.values_of(asked.span, apart_from=asked.booking_id),
        **relation_to(asked),
        "languages": list(asked.languages),
        "language": asked.languages[0],
        "day": asked.day,
        "since": lately(oslo_date(now)),
    }


def relation_to(asked: Question) -> dict[str, object]:
    """Those of `facts.RELATED`."""
    return {
        "booking_id": asked.booking_id,
        "version": asked.version,
        "organisation_id": asked.organisation_id,
        "case_reference": asked.case_reference,
        "viewer": asked.viewer,
        "numbers": [*asked.wish.wanted, *asked.wish.refused],
    }


def _levels(rows: Iterable[Any], asked: Question) -> dict[int, Level]:
    """The levels of those whose evidence stands for nothing: unlisted, shut out, or not enough."""
    proofs: dict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        proofs[row.interpreter_id].append(
            proof(
                row.kind,
                row.language,
                row.issued_on,
                valid_until=row.valid_until,
                revoked_on=row.revoked_on,
                credits=row.credits,
            )
        )
    best = {
        interpreter_id: [
            level
            for language in asked.languages
            if (level := level_of(kinds_on(held, language, asked.day))) is not None
        ]
        for interpreter_id, held in proofs.items()
    }
    return {interpreter_id: min(levels) for interpreter_id, levels in best.items() if levels}


def origin(asked: Question) -> str | None:
    """Today's number of the municipality travel is counted from; None for remote work."""
    if asked.modality is not Modality.ON_SITE or asked.kommune is None:
        return None
    return kommuner.require(asked.kommune).number


def km(start: str | None, home: str) -> int | None:
    """Whole kilometres from home to the origin; None for remote work, and from where nobody knows."""
    if start is None or kommuner.current(home) is None:
        return None
    return round(kommuner.distance_km(start, home))


def place(start: str | None, home: str) -> int:
    """The place of her municipality seen from the origin, last where it is not known; 0 for remote work."""
    if start is None:
        return 0
    lives = kommuner.current(home)
    return kommuner.places_from(start)[lives.number] if lives else len(kommuner.KOMMUNER)
