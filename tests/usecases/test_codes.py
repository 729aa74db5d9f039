"""Codes a statement names stand in its text, so that partial indexes serve it."""

import pytest
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from booking.states import AssignmentStatus
from booking.tables import Assignment, Offer
from kit.db import Database

_HELD = AssignmentStatus.HELD
_SEVERAL = frozenset({AssignmentStatus.HELD, AssignmentStatus.COMPLETED, AssignmentStatus.CANCELLED})


def _written(asked: ColumnElement[bool]) -> str:
    return str(select(col(Assignment.id)).where(asked)).split("WHERE ")[1].replace("\n", "")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (col(Assignment.status) == _HELD, "assignment.status = 'held'"),
        (col(Assignment.status) != _HELD, "assignment.status != 'held'"),
        (col(Assignment.status).is_distinct_from(_HELD), "assignment.status IS DISTINCT FROM 'held'"),
        (col(Assignment.status).in_((_HELD,)), "assignment.status IN ('held')"),
        (col(Assignment.status).in_(_SEVERAL), "assignment.status IN ('cancelled', 'completed', 'held')"),
        (col(Assignment.status).not_in([_HELD]), "(assignment.status NOT IN ('held'))"),
    ],
)
def test_a_code_stands_in_the_statement(asked: ColumnElement[bool], written: str) -> None:
    assert _written(asked) == written


def test_a_value_that_is_no_code_remains_a_parameter(database: Database) -> None:
    hostile = "held' OR 1=1 --"
    asked = select(col(Assignment.id)).where(col(Assignment.status) == hostile)
    assert hostile not in str(asked)
    with database.read() as session:
        assert session.scalars(asked).all() == []


def test_nothing_is_among_no_codes(database: Database) -> None:
    with database.read() as session:
        assert session.scalars(select(col(Offer.id)).where(col(Offer.status).in_(()))).all() == []
