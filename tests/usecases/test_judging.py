"""Every kind of calendar object, as a library that is not ours reads it (`make judge` asks two more)."""

import pytest

from kit.db import Database
from tests import judging, make_objects
from tests.make_objects import Sent


def judged(sent: list[Sent]) -> list[str]:
    return judging.faults(sent, [judging.read_with_vobject(one.text) for one in sent])


@pytest.fixture
def everything(database: Database) -> list[Sent]:
    with database.write() as session:
        return make_objects.every_kind(session)


def test_every_object_is_read_as_the_database_has_it_and_every_broken_one_is_found(
    everything: list[Sent],
) -> None:
    assert {(one.method, one.status) for one in everything} == {
        ("REQUEST", "CONFIRMED"), ("REQUEST", "TENTATIVE"), ("CANCEL", "CANCELLED"), ("DECLINECOUNTER", "")
    }  # fmt: skip
    assert judged(everything) == []
    unseen = [name for name, stream in judging.broken(everything).items() if not judged(stream)]
    assert unseen == []
