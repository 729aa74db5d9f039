"""Who most tests over HTTP are about: an agency's world, and an interpreter who reads English."""

import pytest

from kit.db import Database
from tests.make_booking import Her, World


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def her(world: World) -> Her:
    made = world.add(90001, name="Selam Tesfai")
    made.http.cookies.set("tongue", "en")
    return made
