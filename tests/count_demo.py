"""An independent count of the made-up register: none of the product's own reckoning is used."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from bench.demo.register import Person, Register


def listed(register: Register, day: date) -> list[dict[str, int]]:
    """For each person listed on the day, the category in each language where there is one."""
    people = [person for person in register.people if is_listed(person, day)]
    return [dict(categories(person, day)) for person in people]


def authorised(register: Register, day: date) -> list[tuple[int, str | None]]:
    """Everyone's state authorisations in force on the day, listed or not."""
    return [
        (person.number, proof.language)
        for person in register.people
        for proof in person.proofs
        if proof.kind == "state_authorisation" and proof.issued_on <= day < (proof.revoked_on or date.max)
    ]


def is_listed(person: Person, day: date) -> bool:
    if any(shut.from_on <= day <= (shut.until_on or day) for shut in person.shut):
        return False
    return [False, *(listing.listed for listing in person.listings if listing.on <= day)][-1]


def categories(person: Person, day: date) -> Iterator[tuple[str, int]]:
    for language in {proof.language for proof in person.proofs if proof.language}:
        proofs = [proof for proof in person.proofs if proof.language in {language, None}]
        proofs = [proof for proof in proofs if proof.issued_on <= day <= (proof.valid_until or day)]
        held = {proof.kind.value for proof in proofs if not proof.revoked_on or proof.revoked_on > day}
        educated, tao = bool(held & {"bachelor", "credits"}), "tao" in held
        if "state_authorisation" in held:
            yield language, 1 if educated else 2
        elif educated or (tao and held & {"translator", "bilingual_test"}):
            yield language, 3 if educated else 4 if "translator" in held else 5


def county_of(person: Person) -> str:
    return next(row["fylke"] for row in _kommuner() if row["kommune"] == person.traits.kommune)


@cache
def _kommuner() -> list[dict[str, str]]:
    with Path("registry/kommuner.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
