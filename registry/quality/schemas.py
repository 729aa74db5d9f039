"""What comes out of the quality rules over REST."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from kit.paging import Page
from registry.quality.rules import Rule


class MeasureOut(BaseModel):
    """How many broke the rule on an Oslo day."""

    on: date
    count: int


class TrendOut(BaseModel):
    """A rule's count now, and what it was about a month ago (null: not measured yet)."""

    rule: Rule
    count: int
    month_ago: int | None


class QualityOut(BaseModel):
    """Every rule."""

    items: list[TrendOut]


class BrokenOut(BaseModel):
    """Somebody who breaks the rule."""

    number: int
    name: str
    kommune: str = Field(description="As stored, which may be a number of the past.")
    listed: bool
    expires_on: date | None = Field(description="The first end of evidence, where the rule is about that.")
    confirmed_at: datetime | None = Field(description="Where the rule is about confirmed profiles.")


class BrokenPage(Page[BrokenOut]):
    """A rule with its measures of the last year, and a page of those who break it, the listed first.

    Of possible duplicates pairs are counted, and the items are the people in them.
    """

    rule: Rule
    count: int
    month_ago: int | None
    measures: list[MeasureOut]
