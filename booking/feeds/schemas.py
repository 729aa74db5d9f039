"""What goes in and comes out over REST about one's own feeds. The secret comes out once."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from booking.feeds.publishing import LABEL_LENGTH, Source, Told, Wanted
from booking.feeds.words import Detail, Means, Scope
from booking.inputs import Given as Input
from kit.inputs import Text


class NewFeed(Input):
    """A calendar to publish to oneself: one's own assignments, a unit's bookings or a duty list."""

    scope: Scope
    organisation_id: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    detail: Detail = Detail.FULL
    means: Means = Means.ADDRESS
    label: Annotated[Text, Field(max_length=LABEL_LENGTH, description="What will fetch it.")] = ""

    @property
    def wanted(self) -> Wanted:
        """The same as the use case takes it."""
        return Wanted(self.scope, self.organisation_id, self.detail, self.means, self.label)


class SourceView(BaseModel):
    """Something that can be published."""

    scope: Scope
    organisation_id: int | None
    name: str

    @classmethod
    def of(cls, source: Source) -> "SourceView":
        """As it is named in NewFeed."""
        return cls(scope=source.scope, organisation_id=source.organisation_id, name=source.name)


class FeedView(BaseModel):
    """A feed as its owner reads it. `works` is false when you may no longer see what it shows."""

    id: int
    scope: Scope
    organisation_id: int | None
    organisation: str
    detail: Detail
    means: Means
    label: str
    made_at: datetime
    read_on: Annotated[date | None, Field(description="The last Oslo day it was fetched.")]
    works: bool

    @classmethod
    def of(cls, told: Told) -> "FeedView":
        """Without its secret, which nobody has."""
        more = {"organisation": told.organisation, "works": told.works}
        return cls.model_validate(told.feed.model_dump(exclude={"secret_digest", "account_id"}) | more)


class NewFeedView(BaseModel):
    """The feed's address, or the server, user name and password for CalDAV: shown this once."""

    id: int
    address: str
    user: str | None
    password: str | None
