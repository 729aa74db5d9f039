"""How far she goes, as it is told."""

from pydantic import BaseModel

from booking.travel.rules import Reach


class ReachView(BaseModel):
    """How far she goes for an assignment on site; null and no municipalities is no limit."""

    km: int | None
    kommuner: list[str]

    @classmethod
    def of(cls, reach: Reach) -> "ReachView":
        """Her reach as it is told; municipalities by number."""
        return cls(km=reach.km, kommuner=sorted(reach.kommuner))
