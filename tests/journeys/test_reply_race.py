"""The button and the calendar say yes to one question at the same time: one assignment.

Two guards hold: the locks, and the database's own rules. The control takes both away, and must give two,
which shows that the race is real.
"""

import re
import threading
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlmodel import func, select

from booking.replies import handling
from booking.tables import Assignment
from kit.db import Database
from tests import make_replies
from tests.make_booking import YES, Her, World
from tests.make_replies import letters, organizer, receiving, reply
from tests.racing import at_once

SHE = "tolk90001@"
RULES = ("uq_assignment_one_held", "uq_assignment_offer_id", "assignment_one_place")


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def both_say_yes(world: World) -> tuple[list[str], int]:
    """What the button and the calendar met, begun at once; and how many assignments there are."""
    her = world.add(90001)
    make_replies.by_calendar(world, her)
    world.asked()
    letter = letters(world, SHE)[-1]
    with receiving(world) as post:
        post.bring(reply(letter, "ACCEPTED", now=world.now), to=organizer(letter))
    offer_id = her.offers()[0]["id"]
    met: list[str] = []
    at_once(lambda: met.append(_button(her, offer_id)), lambda: met.append(_calendar(world)))
    return sorted(met), _assignments(world)


def _button(her: Her, offer_id: int) -> str:
    answer = her.http.post(f"/api/v1/offers/{offer_id}/accept", json=YES)
    return f"button {answer.status_code}"


def _calendar(world: World) -> str:
    handling.handle_next(world.database, world.office, now=world.now)
    with receiving(world) as post:
        return f"calendar {post.last().state.value}"


def _assignments(world: World) -> int:
    with world.database.read() as session:
        return session.exec(select(func.count()).select_from(Assignment)).one()


def test_the_button_and_the_calendar_at_once_give_one_assignment(world: World) -> None:
    met, assignments = both_say_yes(world)
    assert assignments == 1
    assert met[0] == "button 200"
    assert met[1] in {"calendar accepted", "calendar unchanged"}


def test_the_locks_alone_are_enough(world: World) -> None:
    _drop_the_databases_rules(world)
    _, assignments = both_say_yes(world)
    assert assignments == 1


def test_control_without_either_guard_there_are_two(world: World) -> None:
    if world.database.is_sqlite:
        pytest.skip("its writers queue: there is no second one to race with")
    _drop_the_databases_rules(world)
    _take_away_the_locks(world)
    _, assignments = both_say_yes(world)
    assert assignments == 2


def _drop_the_databases_rules(world: World) -> None:
    if world.database.is_sqlite:
        rules = ["DROP INDEX uq_assignment_one_held"]
        rules += [f"DROP TRIGGER assignment_one_place_{when}" for when in ("insert", "update")]
    else:
        rules = ["DROP INDEX uq_assignment_one_held"]
        rules += [f"ALTER TABLE assignment DROP CONSTRAINT {name}" for name in RULES[1:]]
    with world.writing() as session:
        for rule in rules:
            session.connection().execute(text(rule))


def _take_away_the_locks(world: World) -> None:
    """Rows are read without being taken, and neither writes its answer before both have looked."""
    both = threading.Barrier(2)

    class Unlocked(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            if query.startswith("INSERT INTO assignment"):
                with suppress(threading.BrokenBarrierError):
                    both.wait(timeout=5)
            return super().execute(
                re.sub(r" FOR NO KEY UPDATE( SKIP LOCKED)?$", "", query), params, **options
            )

    def connect(_dialect: object, _record: object, _given: object, options: dict[str, Any]) -> None:
        options["cursor_factory"] = Unlocked

    world.database.engine.dispose()  # connections made from here on read so
    event.listen(world.database.engine, "do_connect", connect)
