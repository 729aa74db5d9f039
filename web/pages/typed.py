"""What a person typed: read field by field, in the ways people write, and every fault told at once."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from kit.clock import OSLO, AmbiguousWallTime, WallTimeFault, exact_wall
from kit.errors import FieldError, Invalid
from kit.inputs import YEARS

Word = TypeVar("Word", bound=StrEnum)

_DAY = re.compile(r"(\d{1,2})[./ ]+(\d{1,2})[./ ]+(\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?(?::\d{2})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_SECOND = "second"


class Typed:
    """A submitted form. Each reader answers the value, or None when it is empty or wrong.

    What is wrong is gathered in `errors` under the field's own name; `settle` raises them together.
    """

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self.values = {name: tuple(given) for name, given in values.items()}
        self.errors: list[FieldError] = []

    def get(self, name: str) -> str:
        """Exactly what was typed, so that it can be shown again."""
        return self.values.get(name, ("",))[0]

    def text(self, name: str) -> str | None:
        """What was typed without the space around it."""
        return self.get(name).strip() or None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.get(name))

    def chosen(self, name: str) -> list[str]:
        """Every choice made of several."""
        return [given for given in self.values.get(name, ()) if given]

    def word(self, name: str, kind: type[Word]) -> Word | None:
        """One of a closed list."""
        given = self.text(name)
        if given is None or given in {member.value for member in kind}:
            return kind(given) if given else None
        self._wrong(FieldError(name, "unknown_value", "Choose one of the answers shown."))
        return None

    def whole(self, name: str) -> int | None:
        """A whole number."""
        given = self.text(name)
        return None if given is None else self._whole(name, given)

    def numbers(self, name: str) -> list[int]:
        """Several whole numbers, with commas or spaces between them."""
        parts = re.split(r"[,;\s]+", self.text(name) or "")
        found = [self._whole(name, part) for part in parts if part]
        return [number for number in found if number is not None]

    def day(self, name: str) -> date | None:
        """A day, required: 2026-11-26 as browsers send it, or 26.11.2026 as people write it."""
        given = self.text(name)
        if given is None:
            self._wrong(FieldError(name, "missing", "Choose a day."))
            return None
        written = _DAY.fullmatch(given)
        try:
            day = (
                date(int(written[3]), int(written[2]), int(written[1]))
                if written
                else date.fromisoformat(given)
            )
        except ValueError:
            day = date.min
        if day.year in YEARS:
            return day
        self._wrong(FieldError(name, "not_a_day", "Write the day like this: 26.11.2026."))
        return None

    def clock(self, name: str) -> time | None:
        """A time of day, required: 09:30, 9.30, 0930 or 9. 24:00 is midnight."""
        given = self.text(name)
        if given is None:
            self._wrong(FieldError(name, "missing", "Choose a time."))
            return None
        written = _TIME.fullmatch(given)
        hour, minute = (int(written[1]), int(written[2] or 0)) if written else (-1, 0)
        if (hour, minute) == (24, 0):
            return time(0)
        try:
            return time(hour, minute)
        except ValueError:
            self._wrong(FieldError(name, "not_a_time", "Write the time like this: 09:30."))
            return None

    def moment(self, day: str, clock: str, *, days_later: int = 0) -> datetime | None:
        """The instant that Oslo's clock shows a typed day and time, both required.

        A time the spring change skips is wrong. One that the autumn change repeats is asked about:
        the field `<clock>_which` answers `first` or `second`.
        """
        on, at = self.day(day), self.clock(clock)
        if on is None or at is None:
            return None
        answer = self.text(f"{clock}_which")
        second = None if answer is None else answer == _SECOND
        try:
            return exact_wall(on + timedelta(days=days_later), at, second=second)
        except AmbiguousWallTime as fault:
            self._wrong(_clock_change(clock, at, fault))
            return None

    def missing(self, required: Mapping[str, object]) -> Invalid:
        """Everything found wrong so far, and `missing` for each of these fields that has no value."""
        for name, value in required.items():
            if value is None and all(error.field != name for error in self.errors):
                self._wrong(FieldError(name, "missing", "This is missing."))
        return Invalid(*self.errors)

    def settle(self) -> None:
        """Invalid with everything that was wrong, if anything was."""
        if self.errors:
            raise Invalid(*self.errors)

    def _whole(self, name: str, given: str) -> int | None:
        if _NUMBER.fullmatch(given):
            return int(given)
        self._wrong(FieldError(name, "not_a_number", "Write numbers with digits only."))
        return None

    def _wrong(self, error: FieldError) -> None:
        if error not in self.errors:
            self.errors.append(error)


def wall(instant: datetime) -> dict[str, str]:
    """An instant as the fields `day`, `clock` and `which` of a form show it; the inverse of `moment`."""
    shown = instant.astimezone(OSLO)
    twice = shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    return {
        "day": shown.date().isoformat(),
        "clock": f"{shown:%H:%M}",
        "which": ("second" if shown.fold else "first") if twice else "",
    }


def _clock_change(name: str, at: time, fault: AmbiguousWallTime) -> FieldError:
    values = {"time": f"{at:%H:%M}"}
    if fault.fault is WallTimeFault.MISSING:
        return FieldError(
            name,
            fault.fault.value,
            "The clocks go forward that night, so {time} does not exist. Choose an earlier or a later time.",
            values,
        )
    return FieldError(
        name,
        fault.fault.value,
        "The clocks go back that night, so {time} happens twice. Choose which of the two you mean.",
        values,
    )
