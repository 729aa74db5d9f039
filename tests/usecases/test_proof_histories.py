"""The proof of any history of a booking is whole, and recomputes."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.db import Database
from registry.words import EvidenceKind
from tests.make_booking import TESTED, Her, World
from tests.make_proof import BEST, proof

NUMBERS = count(90001)
ALWAYS = tuple((weekday, time(0), time(0)) for weekday in range(1, 8))
MOVES = st.lists(
    st.sampled_from(("decline", "wait", "accept", "withdraw", "move", "away", "ask", "book")), max_size=14
)
KINDS = st.lists(st.sampled_from((BEST, (EvidenceKind.STATE_AUTHORISATION,), TESTED)), min_size=1, max_size=4)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@dataclass
class History:
    """Bookings that anything happens to, with the interpreters of every history before."""

    world: World
    people: dict[int, Her] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)

    def act(self, move: str) -> None:
        """Let it happen as far as it can; a refusal changes nothing."""
        getattr(self, f"_{move}")()

    def _book(self) -> None:
        start = self.world.now + timedelta(days=5, hours=len(self.references) % 2)
        self.references.append(self.world.book(start=start)["reference"])
        self._ask()

    def _ask(self) -> None:
        self.world.agency.post(f"/api/v1/bookings/{self.references[-1]}/offers", json={})

    def _move(self) -> None:
        stands = self.world.see(self.references[-1])
        moved = {
            name: (datetime.fromisoformat(stands[name]) + timedelta(hours=1)).isoformat()
            for name in ("starts_at", "ends_at")
        }
        self.world.agency.patch(f"/api/v1/bookings/{self.references[-1]}", json=moved)

    def _wait(self) -> None:
        self.world.wait(timedelta(hours=30))

    def _decline(self) -> None:
        if (her := self._asked()) is not None:
            her.decline()

    def _accept(self) -> None:
        if (her := self._asked()) is not None:
            her.accept()

    def _withdraw(self) -> None:
        for her in self.people.values():
            for one in her.assignments():
                her.withdraw(one["id"])

    def _away(self) -> None:
        stands = self.world.see(self.references[-1])
        span = {name: stands[name] for name in ("starts_at", "ends_at")}
        next(iter(self.people.values())).http.post("/api/v1/me/absences", json=span)

    def _asked(self) -> Her | None:
        offer = self.world.see(self.references[-1])["open_offer"]
        return self.people.get(offer["number"]) if offer else None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, kinds=KINDS)
def test_the_proof_of_any_history_recomputes(world: World, moves: list[str], kinds: list[Any]) -> None:
    history = History(world)
    for kind in kinds:
        number = next(NUMBERS)
        history.people[number] = world.add(number, *kind, hours=ALWAYS)
    for move in ("book", *moves):
        history.act(move)
    for reference in history.references:
        told = proof(world, reference)
        assert (told.faults, told.recomputed, told.highest_first) == ((), True, True)
        asked = [line for line in world.events(reference) if line == "asked"]
        assert len(asked) == len(told.asked)
