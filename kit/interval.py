"""Half-open spans of time, and overlap written once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """[start, end) in aware instants: 09-10 and 10-11 do not overlap. ValueError unless start < end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval's ends must carry their offsets")
        if self.start >= self.end:
            raise ValueError("an interval must end after it starts")

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: "Interval") -> bool:
        """Whether some instant lies in both."""
        return self.start < other.end and other.start < self.end

    def covered_by(self, spans: Iterable["Interval"]) -> bool:
        """Whether every instant of this span lies in one of `spans`, which may adjoin or overlap."""
        reached = self.start
        for span in sorted(spans):
            if span.start > reached:
                return False
            reached = max(reached, span.end)
            if reached >= self.end:
                return True
        return False
