"""The made-up register as rows of the product's tables; nothing here touches a database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import SQLModel

from bench.demo import hours
from bench.demo.register import Person, Register
from booking.availability.tables import Absence, ExtraHours, WorkingExtent, WorkingHours
from booking.travel.tables import InterpreterReach
from identity.roles import Role
from kit.clock import at_wall, oslo_date, oslo_midnight
from kit.i18n import Tongue
from registry.quality.tables import ProfileCheck
from registry.search.spelling import fold
from registry.tables import Evidence, Exclusion, ListingChange

_NOON = time(12)
_ASKED_AFTER, _SPREAD = 366, 7

Row = dict[str, Any]
Table = type[SQLModel]


@dataclass(frozen=True, slots=True)
class Made:
    """What every row is made from: the register, its seed, when it is made, and the officer who signs."""

    seed: int
    now: datetime
    register: Register
    officer_id: int

    def noon(self, day: date) -> datetime:
        """When something known on a day was registered; never after the register was made."""
        return min(at_wall(day, _NOON), self.now)


def email_of(number: int) -> str:
    """The address an interpreter signs in with."""
    return f"tolk{number}@example.org"


def account(made: Made, person: Person, password_hash: str) -> Row:
    """The account an interpreter signs in to."""
    return {
        "email": email_of(person.number),
        "name": person.traits.name,
        "password_hash": password_hash,
        "tongue": Tongue(person.traits.letterform.value),
        "created_at": made.noon(person.known_on),
    }


def grant(made: Made, account_id: int) -> Row:
    """The one role of that account."""
    return {"account_id": account_id, "role": Role.INTERPRETER, "granted_at": made.now}


def interpreter(made: Made, person: Person, account_id: int) -> Row:
    """The person in the register."""
    traits = person.traits
    return {
        "number": person.number,
        "name": traits.name,
        "search_name": fold(traits.name),
        "kommune": traits.kommune,
        "gender": traits.gender,
        "on_site": traits.on_site,
        "screen": traits.screen,
        "telephone": traits.telephone,
        "email": email_of(person.number),
        "phone": traits.phone,
        "contact_consent": traits.contact_consent,
        "protected": traits.protected,
        "letterform": traits.letterform,
        "account_id": account_id,
        "registered_at": made.noon(person.known_on),
        "registered_by": made.officer_id,
    }


def training(made: Made, ids: Mapping[int, int]) -> Iterator[Row]:
    """Every step of every candidate; `ids` are the interpreters' by number."""
    for step in made.register.training:
        yield {
            "kind": step.kind,
            "step": step.step,
            "gathering": step.gathering,
            "candidate": step.candidate,
            "interpreter_id": None if step.number is None else ids[step.number],
            "language": step.language,
            "on": step.on,
        }


def _evidence(made: Made, person: Person) -> Iterator[Row]:
    for proof in person.proofs:
        revoked = proof.revoked_on is not None
        yield {
            "kind": proof.kind,
            "language": proof.language,
            "credits": proof.credits,
            "course": proof.course,
            "issuer": proof.issuer,
            "issued_on": proof.issued_on,
            "valid_until": proof.valid_until,
            "registered_at": made.noon(proof.known_on),
            "registered_by": made.officer_id,
            "revoked_on": proof.revoked_on,
            "revoked_at": made.noon(proof.revoked_on) if proof.revoked_on else None,
            "revoked_by": made.officer_id if revoked else None,
            "revoked_reason": proof.revoked_reason,
        }


def _listings(made: Made, person: Person) -> Iterator[Row]:
    for listing in person.listings:
        yield {
            "listed": listing.listed,
            "effective_on": listing.on,
            "registered_at": made.noon(listing.on),
            "registered_by": made.officer_id,
        }


def _exclusions(made: Made, person: Person) -> Iterator[Row]:
    for shut in person.shut:
        yield {
            "kind": shut.kind,
            "from_on": shut.from_on,
            "until_on": shut.until_on,
            "reason": shut.reason,
            "registered_at": made.noon(shut.from_on),
            "registered_by": made.officer_id,
        }


def _working_hours(made: Made, person: Person) -> Iterator[Row]:
    for shift in hours.shifts_of(made.seed, person):
        yield {"weekday": shift.weekday, "from_time": shift.begins, "to_time": shift.ends}


def _absences(made: Made, person: Person) -> Iterator[Row]:
    for gone in hours.away(made.seed, person, today=oslo_date(made.now)):
        yield {
            "starts_at": oslo_midnight(gone.first),
            "ends_at": oslo_midnight(gone.after),
            "every_weeks": gone.every_weeks,
            "until": gone.until,
        }


def _extra_hours(made: Made, person: Person) -> Iterator[Row]:
    day = hours.extra_saturday(made.seed, person, today=oslo_date(made.now))
    if day is not None:
        yield {"starts_at": at_wall(day, time(10)), "ends_at": at_wall(day, time(14))}


def _extent(made: Made, person: Person) -> Iterator[Row]:
    extent = hours.extent(made.seed, person)
    if extent is not None:
        yield {"extent": extent}


def _reach(made: Made, person: Person) -> Iterator[Row]:
    km = hours.reach_km(made.seed, person)
    if km is not None:
        yield {"km": km, "kommuner": []}


def _check(made: Made, person: Person) -> Iterator[Row]:
    """Confirmed some day of the last year; for a few it is a year ago, and they are asked again."""
    ago = timedelta(days=person.number * _SPREAD % _ASKED_AFTER)
    yield {"confirmed_at": max(made.now - ago, made.noon(person.known_on))}


OF_A_PERSON: Mapping[Table, Callable[[Made, Person], Iterator[Row]]] = {
    Evidence: _evidence,
    ListingChange: _listings,
    Exclusion: _exclusions,
    WorkingHours: _working_hours,
    Absence: _absences,
    ExtraHours: _extra_hours,
    WorkingExtent: _extent,
    InterpreterReach: _reach,
    ProfileCheck: _check,
}
"""The rows each of these tables gets for one person, still without the person's id."""
