"""The whole made-up register from a seed, as known on a day.

Years are made whole and then cut, so two days agree on everything both have seen.
"""

from dataclasses import dataclass, replace
from datetime import date

from bench.demo.lives import Life, Listing, Proof, Shut
from bench.demo.past import until_2012
from bench.demo.people import Traits, traits
from bench.demo.plan import LAST_DAY
from bench.demo.training import Step, steps
from bench.demo.years import add_years

FIRST_NUMBER = 90_001


@dataclass(frozen=True, slots=True)
class Person:
    """An interpreter, listed or not, with everything dated about them in order."""

    number: int
    language: str
    """The one most of the evidence is in."""
    traits: Traits
    proofs: tuple[Proof, ...]
    listings: tuple[Listing, ...]
    shut: tuple[Shut, ...]

    @property
    def known_on(self) -> date:
        """The day the register first heard of the person."""
        return min(proof.known_on for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class Register:
    """Everyone and every training step, in the order of numbers and of years."""

    people: tuple[Person, ...]
    training: tuple[Step, ...]


def make(seed: int, *, today: date) -> Register:
    """The register as known when `today` ends; ValueError for a day before the figures it is made for."""
    if today < LAST_DAY:
        raise ValueError("the made-up register begins at the end of 2012")
    lives = until_2012(seed)
    add_years(seed, lives, until=today.year)
    numbered = dict(enumerate(lives, FIRST_NUMBER))
    whole = Register(
        tuple(_person(seed, number, life) for number, life in numbered.items()),
        tuple(steps(seed, numbered)),
    )
    return known_by(whole, today)


def known_by(register: Register, day: date) -> Register:
    """What of a register was known when `day` ended."""
    people = tuple(_person_known_by(person, day) for person in register.people if person.known_on <= day)
    known = {person.number for person in people}
    training = tuple(
        step if step.number in known else replace(step, number=None)
        for step in register.training
        if step.on <= day
    )
    return Register(people, training)


def _person(seed: int, number: int, life: Life) -> Person:
    return Person(
        number=number,
        language=life.language,
        traits=traits(seed, number, life.language),
        proofs=tuple(life.proofs),
        listings=tuple(life.listings),
        shut=tuple(life.shut),
    )


def _person_known_by(person: Person, day: date) -> Person:
    return replace(
        person,
        proofs=tuple(_proof_known_by(proof, day) for proof in person.proofs if proof.known_on <= day),
        listings=tuple(listing for listing in person.listings if listing.on <= day),
        shut=tuple(shut for shut in person.shut if shut.from_on <= day),
    )


def _proof_known_by(proof: Proof, day: date) -> Proof:
    if proof.revoked_on is None or proof.revoked_on <= day:
        return proof
    return replace(proof, revoked_on=None, revoked_reason=None)
