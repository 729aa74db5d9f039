"""The statistics of a random register, made apart from the demo's, equal a count written apart from them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import SQLModel

from kit.clock import OSLO
from kit.db import Database
from registry import standing
from registry.statistics import spread
from registry.statistics.counting import register_on
from registry.statistics.funnel import funnel
from registry.statistics.levels import AsOf
from registry.tables import Evidence, Interpreter, ListingChange, TrainingEvent

Row = dict[str, Any]
FIRST, LANGUAGES = date(2021, 1, 1), ("tir", "som", "pol", "nsl")
KINDS = ("state_authorisation", "bachelor", "credits", "bilingual_test", "tao", "translator")
STEPS = {
    "bilingual_test": ("attended", "passed", "failed"),
    "tao_course": ("attended", "passed"),
    "basic_education": ("applied", "offered", "passed", "failed"),
}
COUNTIES = {"0301": "03", "4601": "46", "5601": "56"}


def a_day(chance: Random) -> date:
    return FIRST + timedelta(days=chance.randrange(1_000))


def at_noon(on: date) -> datetime:
    return datetime.combine(on, time(12), OSLO)


def random_register(seed: int) -> dict[type[SQLModel], list[Row]]:
    chance, people = Random(seed), range(1, 121)  # noqa: S311 - a made-up register, no secret
    made: dict[type[SQLModel], list[Row]] = {table: [] for table in (Interpreter, Evidence, ListingChange,
                                                                     TrainingEvent)}  # fmt: skip
    for number in people:
        made[Interpreter].append({
            "id": number, "number": number, "name": "Tolk", "search_name": "tolk", "letterform": "nb",
            "kommune": chance.choice(list(COUNTIES)), "protected": chance.random() < 0.05,
            "on_site": True, "screen": True, "telephone": True, "contact_consent": False,
            "registered_at": at_noon(FIRST),
        })  # fmt: skip
        for kind in chance.choices(KINDS, k=chance.randint(0, 7)):
            issued_on = a_day(chance)
            made[Evidence].append({
                "interpreter_id": number, "kind": kind, "issuer": "OsloMet", "issued_on": issued_on,
                "language": None if kind == "tao" else chance.choice(LANGUAGES[:3]),
                "credits": chance.choice([10, 20, 30]) if kind == "credits" else None,
                "valid_until": chance.choice([None, issued_on + timedelta(days=chance.randrange(400))]),
                "registered_at": at_noon(issued_on + timedelta(days=chance.randrange(60))),
            })  # fmt: skip
        for listed in (True, chance.random() < 0.7):
            on = a_day(chance)
            made[ListingChange].append({"interpreter_id": number, "listed": listed, "effective_on": on,
                                        "registered_at": at_noon(on)})  # fmt: skip
    for candidate in range(400):
        kind = chance.choice(list(STEPS))
        made[TrainingEvent].append({
            "kind": kind, "step": chance.choice(STEPS[kind]), "gathering": f"{kind} {chance.randrange(9)}",
            "candidate": f"C{candidate}", "interpreter_id": chance.choice([None, chance.choice(people)]),
            "language": None if kind == "tao_course" else chance.choice(LANGUAGES), "on": a_day(chance),
        })  # fmt: skip
    return made


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_register_is_counted_alike(database: Database, seed: int) -> None:
    made = random_register(seed)
    with database.write() as session:
        for table, rows in made.items():
            session.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), rows)
        standing.rebuild(session, None)
        for on, known_at in [(date(2022, 6, 30), None), (date(2023, 8, 1), None),
                             (date(2022, 12, 31), at_noon(date(2022, 10, 1)))]:  # fmt: skip
            best, levels = counted(made, on, known_at)
            told = register_on(session, on=on, known_at=known_at)
            assert {one: people for one, people in told.per_category.items() if people} == Counter(
                best.values()
            )
            assert told.languages == len({language for _, language in levels})
            open_ = {one["id"]: COUNTIES[one["kommune"]] for one in made[Interpreter] if not one["protected"]}
            languages = Counter(language for person, language in levels if person in open_)
            counties = Counter(open_.get(person, "") for person in best)
            as_of = AsOf(on, known_at)
            assert {row.code: row.total for row in spread.by_language(session, as_of)} == languages
            assert Counter({row.code: row.total for row in spread.by_county(session, as_of)}) == counties
            assert best


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_years_training_is_counted_alike(database: Database, seed: int) -> None:
    made = random_register(seed)
    with database.write() as session:
        for table, rows in made.items():
            session.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), rows)
        standing.rebuild(session, None)
        told = funnel(session, on=date(2022, 9, 30))
    year = [row for row in made[TrainingEvent] if date(2022, 1, 1) <= row["on"] <= date(2022, 9, 30)]
    steps = Counter((row["kind"], row["step"]) for row in year)
    assert (told.tests.tested, told.tests.passed) == tuple(
        steps["bilingual_test", step] for step in ("attended", "passed")
    )
    courses = {row["gathering"] for row in year if row["kind"] == "tao_course" and row["step"] == "attended"}
    assert (told.courses.courses, told.courses.people) == (len(courses), steps["tao_course", "attended"])
    passed = [row for row in year if (row["kind"], row["step"]) == ("basic_education", "passed")]
    best, _ = counted(made, date(2022, 9, 30), None)
    assert told.education.passed == len(passed)
    assert told.education.languages == len({row["language"] for row in passed})
    assert told.education.listed == len({row["interpreter_id"] for row in passed} & best.keys())
    since = [row for row in made[TrainingEvent] if row["on"] <= date(2022, 9, 30)]
    ever = [row for row in since if (row["kind"], row["step"]) == ("basic_education", "passed")]
    assert told.graduates.people == len(ever)


def counted(
    made: dict[type[SQLModel], list[Row]], on: date, known_at: datetime | None
) -> tuple[dict[int, int], set[tuple[int, str]]]:
    """Each listed person's best category, and every (person, language) with one."""
    best: dict[int, int] = {}
    pairs: set[tuple[int, str]] = set()
    proofs, turns = (
        [row for row in made[table] if known_at is None or row["registered_at"] <= known_at]
        for table in (Evidence, ListingChange)
    )
    for person in range(1, 121):
        mine = [row["listed"] for row in sorted(turns, key=lambda row: row["effective_on"])
                if row["interpreter_id"] == person and row["effective_on"] <= on]  # fmt: skip
        if not mine or not mine[-1]:
            continue
        held = [row for row in proofs if row["interpreter_id"] == person
                and row["issued_on"] <= on <= (row["valid_until"] or on)]  # fmt: skip
        for language in LANGUAGES:
            kinds = {row["kind"] for row in held if row["language"] in {language, None}}
            points = sum(row["credits"] or 0 for row in held if row["language"] == language)
            educated = "bachelor" in kinds or points >= 30
            waits = {"translator": 4, "bilingual_test": 5} if "tao" in kinds else {}
            reached = [1 if educated else 2] if "state_authorisation" in kinds else [3] if educated else []
            reached += [category for kind, category in waits.items() if kind in kinds]
            if reached:
                pairs.add((person, language))
                best[person] = min(best.get(person, 9), *reached)
    return best, pairs
