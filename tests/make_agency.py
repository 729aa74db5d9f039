"""An agency at its pages: an order filled in and sent."""

from tests.browsing import Page, visit
from tests.make_booking import World

NEED = {
    "language": "tir",
    "planned": "yes",
    "day": "2026-11-26",
    "start": "10:00",
    "end": "11:00",
    "modality": "on_site",
    "kommune": "0301",
    "address": "Markveien 1",
}


def ordered(world: World, **changes: str) -> Page:
    """The page that answers a filled-in order."""
    return visit(world.agency, "/bookings/new").send("/bookings/new", **{**NEED, **changes})
