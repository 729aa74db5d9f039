"""Arranging feeds: made over REST, fetched as a calendar program does."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import vobject
from fastapi.testclient import TestClient
from httpx2 import Response
from icalendar import Calendar

from tests.make_booking import World, told


@dataclass
class Subscription:
    """A calendar program with an address: it remembers the tag of what it last got."""

    client: TestClient
    path: str
    id: int
    tag: str = ""

    def fetch(self) -> Response:
        answer = self.client.get(self.path, headers={"If-None-Match": self.tag} if self.tag else {})
        self.tag = answer.headers.get("etag", self.tag)
        return answer

    def events(self) -> list[Any]:
        """What the program would now show, in order; read anew."""
        self.tag = ""
        answer = self.fetch()
        assert answer.status_code == 200, answer.text
        vobject.readOne(answer.text).validate(raiseException=True)
        return list(Calendar.from_ical(answer.content).walk("VEVENT"))

    def titles(self) -> list[str]:
        return [str(one["SUMMARY"]) for one in self.events()]


def subscribe(world: World, owner: TestClient, **wanted: Any) -> Subscription:
    """The owner makes a feed, and gives its address to a program that is nobody."""
    made = told(owner.post("/api/v1/me/feeds", json={"scope": "assignments", **wanted}))
    return Subscription(world.client(None), urlsplit(made["address"]).path, made["id"])


def unit(world: World, **wanted: Any) -> Subscription:
    """The booker subscribes to the bookings of the unit."""
    sources = told(world.agency.get("/api/v1/me/feeds/sources"))["items"]
    organisation = next(one["organisation_id"] for one in sources if one["scope"] == "unit")
    return subscribe(world, world.agency, scope="unit", organisation_id=organisation, **wanted)
