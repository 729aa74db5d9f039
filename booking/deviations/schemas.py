"""What comes out: deviations, guidelines and counts, each to whom it is for."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from booking.deviations.counting import Counted, Meetings
from booking.deviations.guidelines import InForce, Standing
from booking.deviations.reading import Told
from booking.deviations.words import DeviationGround, DeviationKind


class UnitView(BaseModel):
    """Whose it is."""

    id: int
    name: str


class DeviationView(BaseModel):
    """A deviation as its agency reads it; `people` of the snapshot are for its administrators."""

    reference: str
    edition: int
    organisation: UnitView
    booking: str | None
    kind: DeviationKind
    ground: DeviationGround
    text: str
    planned: bool
    happened_on: date
    language: str | None
    max_category: int | None
    registered_at: datetime
    registered_by: str
    why: str | None
    withdrawn: bool
    snapshot: dict[str, Any] | None

    @classmethod
    def of(cls, told: Told, *, people: bool) -> "DeviationView":
        """The deviation, with each interpreter's number and reason or with the counts alone."""
        seen = told.row.snapshot
        return cls.model_validate(
            {
                **told.row.model_dump(),
                "organisation": UnitView(id=told.row.organisation_id, name=told.organisation),
                "booking": told.booking.reference if told.booking else None,
                "registered_by": told.by,
                "snapshot": seen if people or seen is None else without_people(seen),
            }
        )


class GuidelineView(BaseModel):
    """A guideline, whose it is, when it was set and by whom."""

    organisation: UnitView
    text: str | None
    url: str | None
    minimums: dict[str, int]
    set_at: datetime
    set_by: str

    @classmethod
    def of(cls, one: Standing) -> "GuidelineView":
        """The guideline as it is told."""
        told = {"organisation": UnitView(id=one.row.organisation_id, name=one.organisation)}
        return cls.model_validate({**one.row.model_dump(), **told, "set_by": one.by})


class MinimumView(BaseModel):
    """The lowest category in a subject area, and who laid it down."""

    category: int
    organisation: str


class InForceView(BaseModel):
    """What holds for an organisation: the nearest guidelines, and the nearest minimum by subject area."""

    guidelines: list[GuidelineView]
    minimums: dict[str, MinimumView]

    @classmethod
    def of(cls, found: InForce) -> "InForceView":
        """What is in force as it is told."""
        minimums = {
            area: MinimumView(category=one.category, organisation=one.organisation)
            for area, one in found.minimums.items()
        }
        return cls(guidelines=[GuidelineView.of(one) for one in found.guidelines], minimums=minimums)


class CountView(BaseModel):
    """Counts at planned meetings, at unplanned ones and together; a text where a count is not told."""

    planned: int | str
    unplanned: int | str
    both: int | str

    @classmethod
    def of(cls, counted: Counted) -> "CountView":
        """The counts as they are told."""
        return cls(**{name: _said(getattr(counted, name)) for name in ("planned", "unplanned", "both")})


class DeviationCounts(BaseModel):
    """Deviations and meetings of a period (Oslo days), and what NAV's survey found, in per cent."""

    first: date
    last: date
    deviations: dict[DeviationKind, CountView]
    meetings: dict[str, CountView]
    survey: dict[DeviationKind, dict[str, int]]

    @staticmethod
    def meetings_of(found: Meetings) -> dict[str, CountView]:
        """The meetings by what became of them."""
        names = ("known", "with_interpreter", "nobody_found")
        return {name: CountView.of(getattr(found, name)) for name in names}


def without_people(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot's counts, and who was asked; nobody else by number."""
    return {name: value for name, value in snapshot.items() if name != "people"}


def _said(count: object) -> int | str:
    return count if type(count) is int else str(count)
