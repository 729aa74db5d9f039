"""What agencies have registered around the demo's own day: needs, departures from the duty, and a guideline.

So nobody meets an empty list. No letters leave, and nothing that the register counts changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from sqlmodel import Session

from bench.demo.organisations import (
    AGENCY_ADMINISTRATOR,
    BOOKER,
    COUNTRY_BOOKER,
    HOSPITAL_BOOKER,
    REGISTRAR,
    account_id,
)
from booking.deviations.tables import Deviation, Guideline
from booking.deviations.words import DeviationGround as Ground
from booking.deviations.words import DeviationKind as Kind
from booking.needs.tables import Need
from booking.needs.tongues import meant
from booking.needs.words import NeedStatus
from identity import organisations
from kit.clock import at_wall, oslo_date
from kit.db import stored_id
from registry.words import Modality

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_MONTHS_BACK = timedelta(days=300)
_GUIDELINE = (
    "Bestill tolk i god tid, og alltid den høyeste kategorien som er ledig. Barn skal ikke tolke. "
    "Bruker dere noen under kategori 3 i samtaler om helse, registrerer dere avvik."
)
_PLACES = (
    ("NAV Grünerløkka", BOOKER),
    ("Oslo universitetssykehus", HOSPITAL_BOOKER),
    ("Andøy kommune", COUNTRY_BOOKER),
    ("Bydel Alna", AGENCY_ADMINISTRATOR),
)
_BUSY = (6, 4, 2, 3)
"""How the departures fall on these places."""
_SPOKEN = ("tir", "som", "ara", "prs", "pus", "ukr", "pol", "kmr")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A need: the language as it was written, how, how many days from today, between which hours."""

    language: str
    modality: Modality
    days: int
    hours: tuple[int, int]
    status: NeedStatus = NeedStatus.DRAFT


_NEEDS = (
    _Asked("tigrinja", Modality.SCREEN, 2, (9, 10)),
    _Asked("somali", Modality.ON_SITE, 6, (8, 16)),
    _Asked("bilen", Modality.TELEPHONE, 9, (8, 16)),
    _Asked("kurdisk", Modality.SCREEN, 12, (12, 13)),
    _Asked("dari", Modality.SCREEN, -8, (10, 11), NeedStatus.LAPSED),
    _Asked("pashto", Modality.TELEPHONE, -15, (13, 14), NeedStatus.LAPSED),
    _Asked("bilen", Modality.TELEPHONE, -31, (9, 10), NeedStatus.LAPSED),
    _Asked("ukrainsk", Modality.SCREEN, -20, (9, 10), NeedStatus.DROPPED),
)


@dataclass(frozen=True, slots=True)
class _Departure:
    """A departure from the duty, as somebody in a hurry writes it; how often it was planned, and not."""

    kind: Kind
    ground: Ground
    text: str
    planned: int
    unplanned: int


_DEPARTURES = (
    _Departure(Kind.ADULT_RELATIVE, Ground.CANNOT_WAIT, "Møtte uten avtale. Ingen svarte på telefon.", 0, 9),
    _Departure(Kind.COLLEAGUE, Ground.CANNOT_WAIT, "Kort avklaring av en frist samme dag.", 2, 6),
    _Departure(Kind.NO_INTERPRETER, Ground.STRONG_REASONS, "Tolken kom ikke, møtet måtte holdes.", 5, 0),
    _Departure(Kind.CHILD, Ground.EMERGENCY, "Besvimte i mottaket før noen var nådd.", 0, 2),
    _Departure(Kind.BELOW_DUTY, Ground.CANNOT_WAIT, "Ingen kvalifisert ledig før fristen gikk ut.", 5, 1),
    _Departure(Kind.ADULT_RELATIVE, Ground.STRONG_REASONS, "Ville ha søsteren med. Kort møte.", 3, 1),
    _Departure(Kind.NO_INTERPRETER, Ground.CANNOT_WAIT, "Linjen falt ut, og resten ble tatt på norsk.", 5, 0),
    _Departure(Kind.COLLEAGUE, Ground.EMERGENCY, "Akutt om natten, til tolken ringte tilbake.", 0, 3),
)


def add(session: Session, *, seed: int, now: datetime) -> None:
    """An office's needs, four agencies' departures in the last months, and a hospital's guideline."""
    rng = Random(f"{seed}/duty")
    office = _place(session, "NAV Grünerløkka")
    registrar = account_id(session, REGISTRAR)
    session.add_all(_need(rng, asked, office, registrar, now) for asked in _NEEDS)
    offices = [(_place(session, name), account_id(session, email)) for name, email in _PLACES]
    made = [row for what in _DEPARTURES for row in _deviations(rng, what, offices, now)]
    made.sort(key=lambda row: row.registered_at)
    session.add_all(made)
    session.add(
        Guideline(
            organisation_id=_place(session, "Oslo universitetssykehus"),
            text=_GUIDELINE,
            minimums={"health": 3, "mental_health": 3},
            set_at=now - _MONTHS_BACK,
            set_by=account_id(session, HOSPITAL_BOOKER),
        )
    )
    session.flush()


def _need(rng: Random, asked: _Asked, place: int, by: int, now: datetime) -> Need:
    day, found = oslo_date(now) + timedelta(days=asked.days), meant(asked.language)
    start, end = (at_wall(day, time(hour)) for hour in asked.hours)
    return Need(
        reference=_reference(rng),
        organisation_id=place,
        created_by=by,
        created_at=min(now, start) - timedelta(days=4),
        status=asked.status,
        asked_language=asked.language,
        language=found.language if found else None,
        variety=found.variety if found else None,
        modality=asked.modality,
        wished_from=start,
        wished_to=end,
        case_reference=f"26/{rng.randint(10000, 99999):05}-{rng.randint(1, 9)}",
        closed_at=None if asked.status is NeedStatus.DRAFT else min(now, end),
        reminded_at=min(now, start) - timedelta(days=2),
    )


def _deviations(
    rng: Random, what: _Departure, offices: Sequence[tuple[int, int]], now: datetime
) -> Iterator[Deviation]:
    for number in range(what.planned + what.unplanned):
        place, by = rng.choices(offices, _BUSY)[0]
        at = now - timedelta(days=rng.randint(1, _MONTHS_BACK.days))
        yield Deviation(
            reference=_reference(rng),
            organisation_id=place,
            kind=what.kind,
            ground=what.ground,
            text=what.text,
            planned=number < what.planned,
            happened_on=oslo_date(at),
            language=rng.choice(_SPOKEN),
            registered_at=at,
            registered_by=by,
        )


def _reference(rng: Random) -> str:
    return "".join(rng.choices(_SIGNS, k=10))


def _place(session: Session, name: str) -> int:
    return stored_id(organisations.find(session, name).id)
