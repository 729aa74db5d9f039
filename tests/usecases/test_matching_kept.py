"""The hot list equals the complete one, whatever has happened; and what is kept is what a rebuild gives."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, col, select

from booking.availability import changing
from booking.availability.kept_tables import FreeSpan, KeptTime
from booking.availability.rules import Hours
from booking.explaining import today
from booking.explaining.relaxing import Kind
from booking.matching import best as finding_best
from booking.matching import everyone, rolling
from booking.matching.best import Known, best
from booking.matching.facts import SINGLES_OUT
from booking.matching.tables import Nearness, Seat
from booking.tables import Bar, Booking
from booking.travel.rules import PACE
from kit.db import Database
from registry import standing
from registry.tables import Exclusion, ListingChange
from registry.words import EvidenceKind, ExclusionKind, Modality
from tests import make
from tests.make_booking import AUTHORISED, TESTED, THURSDAY, Her, World, add_evidence
from tests.naive_matching import Register

_LANGUAGES = (
    "tir", "som", "ara", "pus", "urd", "pol", "tam", "tur", "vie", "rus",
    "amh", "prs", "ckb", "swa", "sqi", "tha", "hun", "ron", "bul", "ukr",
)  # fmt: skip
_HOURS = st.tuples(st.integers(3, 5), st.integers(6, 12), st.integers(13, 23))
_LONG_DAYS = tuple((weekday, time(7), time(20)) for weekday in range(1, 6))
_PLACES = ("0301", "3201", "4601", "5501")
_WISHES: list[dict[str, Any]] = [
    {}, {}, {"gender": "man"}, {"wanted": None}, {"refused": None}, {"max_category": 3},
    {"not_from": ["3201"]},
]  # fmt: skip
"""What a booking asks besides; None is one of them."""
Meeting = tuple[int, int, str | None]
_MEETING = st.tuples(
    st.integers(0, 1), st.sampled_from((6, 8, 9, 10, 12, 19)), st.sampled_from((None, *_PLACES))
)
"""Days after Thursday, the hour, and where; None by screen."""


class Life(RuleBasedStateMachine):
    """A handful of interpreters in a language of their own, one accepted in its place, and what happens."""

    world: World
    languages: Iterator[str]
    first_number = 1

    def __init__(self) -> None:
        super().__init__()
        self.language, self.substitute = next(Life.languages), next(Life.languages)
        self.references: list[str] = []
        first = Life.first_number
        Life.first_number += 8
        self.hers = [
            self.world.add(
                first + n,
                *(TESTED if n % 3 == 2 else ()),
                language=self.language,
                kommune=_PLACES[n % 4],
                hours=_LONG_DAYS,
            )
            for n in range(6)
        ] + [
            self.world.add(
                first + n, *kinds, language=self.substitute, kommune=_PLACES[n % 4], hours=_LONG_DAYS
            )
            for n, kinds in ((6, ()), (7, TESTED))
        ]

    @initialize(taken=st.lists(_MEETING, min_size=2, max_size=4))
    def some_work_is_taken(self, taken: list[Meeting]) -> None:
        for meeting in taken:
            self.take(meeting)

    @rule(meeting=_MEETING)
    def take(self, meeting: Meeting) -> None:
        """Booked, asked, and the best says yes."""
        self._book(meeting, {"substitutes": [self.substitute]} if len(self.references) % 2 else {})
        asked = self.world.agency.post(f"/api/v1/bookings/{self.references[-1]}/offers", json={})
        if asked.is_success and (offer := asked.json()["open_offer"]):
            [her] = [one for one in self.hers if one.row.number == offer["number"]]
            assert her.accept(her.offers()[-1]["id"]).status_code < 500

    @rule(data=st.data(), meeting=_MEETING, wish=st.sampled_from(_WISHES), in_place=st.booleans())
    def book(self, data: st.DataObject, meeting: Meeting, wish: dict[str, Any], *, in_place: bool) -> None:
        somebody = [self._one(data).row.number]
        asked = {name: value or somebody for name, value in wish.items()}
        self._book(meeting, asked | ({"substitutes": [self.substitute]} if in_place else {}))

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        if self.references:
            chosen = data.draw(st.sampled_from(self.references))
            self.world.agency.post(f"/api/v1/bookings/{chosen}/offers", json={})

    @rule(data=st.data(), yes=st.booleans())
    def answer(self, *, data: st.DataObject, yes: bool) -> None:
        her = self._one(data)
        for offer in her.offers()[:1]:
            assert (her.accept(offer["id"]) if yes else her.decline(offer["id"])).status_code < 500

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        her = self._one(data)
        for one in her.assignments()[:1]:
            her.withdraw(one["id"])

    @rule(data=st.data(), later=st.integers(1, 5))
    def move(self, data: st.DataObject, later: int) -> None:
        if self.references:
            start = THURSDAY + timedelta(hours=later)
            change = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}
            chosen = data.draw(st.sampled_from(self.references))
            self.world.agency.patch(f"/api/v1/bookings/{chosen}", json=change)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        if self.references:
            chosen = data.draw(st.sampled_from(self.references))
            self.world.agency.post(f"/api/v1/bookings/{chosen}/cancel", json={})

    @rule(data=st.data(), hour=st.integers(5, 16), hours=st.integers(1, 40))
    def be_absent(self, data: st.DataObject, hour: int, hours: int) -> None:
        start = THURSDAY.replace(hour=hour)
        span = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}
        self._one(data).http.post("/api/v1/me/absences", json=span)

    @rule(data=st.data(), hours=st.lists(_HOURS, max_size=3, unique_by=lambda one: one[0]))
    def work(self, data: st.DataObject, hours: list[tuple[int, int, int]]) -> None:
        her = self._one(data)
        with self.world.writing() as session:
            changing.keep_hours(
                session,
                interpreter_id=her.row.id or 0,
                hours=[Hours(day, time(start), time(end)) for day, start, end in hours],
                now=self.world.now,
            )

    @rule(data=st.data(), hour=st.integers(5, 20), hours=st.integers(1, 9))
    def give_extra(self, data: st.DataObject, hour: int, hours: int) -> None:
        start = THURSDAY.replace(hour=hour)
        span = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}
        self._one(data).http.post("/api/v1/me/extra-hours", json=span)

    @rule(data=st.data(), km=st.sampled_from([None, 5, 120, 500]), kommune=st.sampled_from([[], ["4601"]]))
    def reach(self, data: st.DataObject, km: int | None, kommune: list[str]) -> None:
        assert self._one(data).http.put("/api/v1/me/reach", json={"km": km, "kommuner": kommune}).is_success

    @rule(data=st.data(), everywhere=st.booleans())
    def be_barred(self, *, data: st.DataObject, everywhere: bool) -> None:
        her = self._one(data)
        with self.world.writing() as session:
            session.add(_bar(her, None if everywhere else "17/1"))

    @rule(data=st.data())
    def be_shut_out(self, data: st.DataObject) -> None:
        her = self._one(data)
        with self.world.writing() as session:
            session.add(_exclusion(her))
            standing.rebuild(session, [her.row.id or 0])

    @rule(data=st.data(), kinds=st.sampled_from([AUTHORISED, TESTED, (EvidenceKind.CREDITS,)]))
    def learn(self, data: st.DataObject, kinds: tuple[EvidenceKind, ...]) -> None:
        """She is qualified in the other language too, for better or worse than in her own."""
        her = self._one(data)
        with self.world.writing() as session:
            add_evidence(session, her.row, *kinds, language=self.substitute)
            standing.rebuild(session, [her.row.id or 0])

    @rule(data=st.data(), listed=st.booleans())
    def be_listed(self, *, data: st.DataObject, listed: bool) -> None:
        her = self._one(data)
        with self.world.writing() as session:
            session.add(_listing(her, listed=listed))
            standing.rebuild(session, [her.row.id or 0])

    @rule()
    def hours_pass(self) -> None:
        if self.world.now < THURSDAY - timedelta(days=1):
            self.world.wait(timedelta(hours=5))

    @invariant()
    def the_hot_list_is_the_complete_one(self) -> None:
        with self.world.database.read() as session:
            register = Register(session, self.world.now)
            for reference in self.references[-4:]:
                _compare(session, reference, self.world, register)

    def _book(self, meeting: Meeting, wish: dict[str, Any]) -> None:
        day, hour, place = meeting
        start = THURSDAY.replace(hour=hour) + timedelta(days=day)
        where = {"modality": "screen", "kommune": None, "address": None}
        if place:
            where = {"modality": "on_site", "kommune": place}
        booked = self.world.book(
            language=self.language, start=start, case_reference=f"17/{hour % 3}", **where, **wish
        )
        self.references.append(booked["reference"])

    def _one(self, data: st.DataObject) -> Her:
        return data.draw(st.sampled_from(self.hers))


@pytest.mark.parametrize("ways", ["the first", "in order", "by the time"])
def test_the_hot_list_is_the_complete_one(
    database: Database, ways: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, looked_at = {"the first": (256, 256), "in order": (0, 1), "by the time": (256, 1)}[ways]
    monkeypatch.setattr(finding_best, "_FEW", few)
    monkeypatch.setattr(finding_best, "_LOOKED_AT", looked_at)
    Life.world = World(database)
    Life.languages = iter(_LANGUAGES)
    Life.first_number = 1
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=4, stateful_step_count=14, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    before = _kept(database)
    assert any(before)
    rolling.rebuild(database, now=make.NOW)
    rolling.roll(database, now=Life.world.now)
    assert _kept(database) == before


def _compare(session: Session, reference: str, world: World, register: Register) -> None:
    booking = session.exec(select(Booking).where(col(Booking.reference) == reference)).one()
    stored = session.get_one(KeptTime, 1)
    singles_out = bool(session.scalar(select(SINGLES_OUT).where(col(Booking.id) == booking.id)))
    known = Known(stored.counted_on, stored.since, stored.until, singles_out)
    asked, ask = everyone.question(booking, PACE), everyone.asking(session)
    assert known.reaches(asked, world.now)
    complete = everyone.ranking(asked, now=world.now, ask=ask)
    assert [one.number for one in complete.items] == register.can_be_asked(register.about(reference))
    if not complete.items:
        _compare_relaxations(session, booking, world, register)
    for most in (1, 2, 20):
        hot = best(asked, known, now=world.now, ask=ask, most=most)
        assert hot is not None
        assert hot.items == complete.items[:most]
        assert hot.more == (len(complete.items) > most)


def _compare_relaxations(session: Session, booking: Booking, world: World, register: Register) -> None:
    told = {one.kind: one for one in today.stands(session, booking, now=world.now, pace=PACE).relaxations}
    wanted: dict[Kind, dict[str, object]] = {
        Kind.SCREEN: {"modality": Modality.SCREEN},
        Kind.LOWER_CATEGORY: {"max_category": 5},
    }
    for kind, changed in wanted.items():
        able = register.can_be_asked(register.about(booking.reference, **changed))
        if kind is Kind.SCREEN and booking.modality is Modality.SCREEN:
            able = []
        assert (told[kind].count if kind in told else 0) == len(able)
    moved = told.get(Kind.ANOTHER_TIME)
    nearest = register.nearest_time(register.about(booking.reference))
    assert nearest == (moved and moved.span and (moved.span.start, moved.count))


def _kept(database: Database) -> list[list[tuple[object, ...]]]:
    tables = [SQLModel.metadata.tables[str(one.__tablename__)] for one in (FreeSpan, Seat, Nearness)]
    with database.read() as session:
        return [sorted(tuple(row) for row in session.execute(columns_of(table))) for table in tables]


def _bar(her: Her, case_reference: str | None) -> Bar:
    return Bar(
        organisation_id=1, interpreter_id=her.row.id or 0, case_reference=case_reference, reason="A quarrel",
        registered_at=make.NOW,
    )  # fmt: skip


def _exclusion(her: Her) -> Exclusion:
    return Exclusion(
        interpreter_id=her.row.id or 0, kind=ExclusionKind.DATED, from_on=date(2026, 11, 1),
        until_on=date(2026, 11, 26), reason="A substantial breach", registered_at=make.NOW,
    )  # fmt: skip


def _listing(her: Her, *, listed: bool) -> ListingChange:
    return ListingChange(
        interpreter_id=her.row.id or 0, listed=listed, effective_on=date(2026, 11, 24), registered_at=make.NOW
    )
