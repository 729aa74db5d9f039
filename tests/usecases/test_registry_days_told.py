"""Verification and the list of qualifications tell the public the same of every day."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from kit.db import Database
from kit.errors import NotFound
from registry import profiles, verification
from registry.tables import Interpreter
from registry.verification import Answer
from tests import make
from tests.make_registry import AUTHORISATION, TODAY, interpreter, proof, shut_out, turn

DAYS = [TODAY + timedelta(days=number) for number in range(-6, 4)]
day = st.sampled_from(DAYS)
span = st.tuples(day, st.integers(0, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(day, max_size=4, unique=True),
    exclusions=st.lists(span, max_size=2),
    held=st.tuples(st.sampled_from([one for one in DAYS if one <= TODAY]), st.integers(0, 3)),
)
def test_verification_and_qualifications_agree_on_every_day(
    database: Database,
    turns: list[date],
    exclusions: list[tuple[date, int]],
    held: tuple[date, int],
) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai", ("som", AUTHORISATION), listed=False)
        proof(session, person, issued_on=held[0], valid_until=held[0] + timedelta(days=held[1]))
        for number, since in enumerate(sorted(turns)):
            turn(session, person, listed=number % 2 == 0, on=since)
        for first, length in exclusions:
            shut_out(session, person, first, first + timedelta(days=length))
        session.flush()
        for on in DAYS:
            assert _verified(session, person, on) == _qualified(session, person, on), on


def _verified(session: Session, person: Interpreter, on: date) -> object:
    told = verification.verify(session, number=person.number, language="tir", on=on, now=make.NOW)
    match told.answer:
        case Answer.EXCLUDED | Answer.NOT_LISTED:
            return told.answer
        case Answer.VALID:
            return told.level
        case _:
            return None


def _qualified(session: Session, person: Interpreter, on: date) -> object:
    try:
        _number, told = profiles.qualifications(session, number=person.number, on=on, today=TODAY)
    except NotFound:
        return Answer.NOT_LISTED
    if not told:
        return Answer.EXCLUDED
    return next((one.level for one in told if one.language == "tir"), None)
