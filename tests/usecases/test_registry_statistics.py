"""The register counted: each person once, in the best category; holders listed or not."""

from datetime import date, timedelta

import pytest

from kit.db import Database
from registry.statistics.counting import RegisterStatistics, register_on
from registry.words import EvidenceKind
from tests.make_registry import LONG_AGO, TODAY, interpreter, proof, shut_out, turn

AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind


def test_each_person_counts_once_in_the_best_category(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "A", ("tir", AUTHORISATION), ("som", BACHELOR), ("amh", TEST), ("amh", TAO))
        interpreter(session, "B", ("tir", TEST), ("tir", TAO))
        interpreter(session, "C", ("ara", CREDITS))
        interpreter(session, "D", ("tir", TRANSLATOR), ("tir", TAO))
        told = register_on(session, on=TODAY)
    assert told.per_category == {1: 0, 2: 1, 3: 1, 4: 1, 5: 1}
    assert (told.listed, told.highest, told.highest_share, told.languages) == (4, 2, 50, 4)
    assert (told.authorised_people, told.authorised_languages) == (1, 1)


def test_authorised_people_count_listed_or_not_while_it_is_in_force(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Unlisted", listed=False)
        interpreter(session, "Two", ("tir", AUTHORISATION), ("som", AUTHORISATION))
        ended = interpreter(session, "Ended", ("amh", BACHELOR))
        proof(session, ended, AUTHORISATION, "amh", valid_until=TODAY)
        today, tomorrow = (register_on(session, on=day) for day in (TODAY, TODAY + timedelta(days=1)))
    assert (today.authorised_people, today.authorised_languages) == (3, 3)
    assert (tomorrow.authorised_people, tomorrow.authorised_languages) == (2, 2)


def test_the_figures_are_those_of_the_day(database: Database) -> None:
    with database.write() as session:
        left = interpreter(session, "Left")
        turn(session, left, listed=False, on=date(2020, 1, 1))
        out = interpreter(session, "Out", ("som", BACHELOR))
        shut_out(session, out, date(2021, 1, 1), date(2021, 6, 30))
        days = [LONG_AGO - timedelta(days=1), LONG_AGO, date(2019, 12, 31), date(2020, 1, 1),
                date(2021, 1, 1), date(2021, 6, 30), date(2021, 7, 1)]  # fmt: skip
        assert [register_on(session, on=day).listed for day in days] == [0, 2, 2, 1, 0, 0, 1]


def test_an_empty_register_has_a_share_of_nothing(database: Database) -> None:
    with database.read() as session:
        told = register_on(session, on=TODAY)
    assert told == RegisterStatistics(TODAY, dict.fromkeys(range(1, 6), 0), 0, 0, 0)
    assert told.highest_share == 0


@pytest.mark.parametrize(
    ("highest", "rest", "share"),
    [(1, 1, 50), (1, 2, 33), (2, 1, 67), (1, 199, 1), (1, 201, 0), (201, 1, 100), (5, 3, 63), (3, 5, 38)],
)
def test_the_share_is_whole_and_halves_go_up(highest: int, rest: int, share: int) -> None:
    counts = {1: highest, 2: 0, 3: 0, 4: rest, 5: 0}
    assert RegisterStatistics(TODAY, counts, 1, 0, 0).highest_share == share


def test_one_more_or_one_less_event_changes_the_figures(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "A", ("tir", TEST))
        assert register_on(session, on=TODAY).listed == 0
        proof(session, person, TAO)
        assert register_on(session, on=TODAY).per_category[5] == 1
        proof(session, person, AUTHORISATION)
        assert register_on(session, on=TODAY).per_category[2] == 1
        turn(session, person, listed=False)
        assert register_on(session, on=TODAY).listed == 0
