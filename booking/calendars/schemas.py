"""What goes in and comes out over REST about an interpreter's own calendars. Addresses go in only."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from booking.calendars.adding import Given
from booking.calendars.sources import Told
from booking.calendars.words import SourceKind
from booking.inputs import Given as Input
from kit.inputs import Text


class NewCalendar(Input):
    """A calendar to read: the secret address of an iCalendar file, or a collection on a CalDAV server."""

    address: SecretStr = Field(max_length=2000, description="https:// or webcal://, never shown again.")
    kind: SourceKind = SourceKind.ICS
    label: Annotated[Text, Field(max_length=60, description="What you call it.")] = ""
    user: SecretStr = Field(default=SecretStr(""), max_length=200)
    password: SecretStr = Field(default=SecretStr(""), max_length=500)

    @property
    def given(self) -> Given:
        """The same as the use case takes it."""
        secrets = (self.user, self.password)
        user, password = (one.get_secret_value() for one in secrets)
        return Given(self.address.get_secret_value(), self.kind, self.label, user, password)


class CalendarView(BaseModel):
    """A calendar and how reading it goes. Times when you are busy are counted, never told."""

    id: int
    kind: SourceKind
    label: str
    host: str
    added_at: datetime
    last_success_at: datetime | None
    last_attempt_at: datetime | None
    next_attempt_at: Annotated[datetime | None, Field(description="null when we have stopped asking.")]
    failure: Annotated[str | None, Field(description="Why the last reading failed.")]
    failures: Annotated[int, Field(description="In a row.")]
    silent: Annotated[bool, Field(description="Nothing has been read for 24 hours.")]
    busy_next_two_weeks: Annotated[int, Field(description="Busy spans; those that touch are one.")]

    @classmethod
    def of(cls, told: Told) -> "CalendarView":
        """The calendar as its owner reads it."""
        source = told.source
        more = {
            "next_attempt_at": None if source.parked_at else source.due_at,
            "silent": told.silent,
            "busy_next_two_weeks": told.ahead,
        }
        return cls.model_validate(source.model_dump(exclude={"secret", "secret_digest"}) | more)
