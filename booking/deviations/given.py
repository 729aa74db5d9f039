"""What goes in: a deviation of three fields, a correction, a guideline. Pages and API read alike."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic import StringConstraints as Limits

from booking.deviations.words import DeviationGround, DeviationKind
from booking.office import pace_of
from booking.orders import Code, MeetingUrl, Order, Reason
from booking.tables import SubjectArea
from booking.travel.rules import Pace
from kit.config import Settings
from kit.errors import FieldError
from kit.inputs import Day, Text, Whole
from kit.personal_data import birth_number_errors

TEXT_LENGTH = 2000
GUIDELINE_LENGTH = 4000
ANY = "any"
"""The minimum for every subject area that has none of its own."""
LOWEST = 5
"""The lowest category there is: below it nothing is asked."""

Story = Annotated[Text, Limits(strip_whitespace=True), Field(max_length=TEXT_LENGTH)]
Category = Annotated[Whole, Field(ge=1, le=LOWEST)]


def _subject(given: str) -> str:
    return given if given == ANY else SubjectArea(given).value


class Given(BaseModel):
    """Input: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Deviating(Given):
    """The three fields. What is missing is told by the rule, with the remedy."""

    kind: DeviationKind | None = None
    ground: DeviationGround | None = None
    text: Story = ""

    def personal(self) -> list[FieldError]:
        """What may not stand in the text."""
        return birth_number_errors({"text": self.text})


class Lowering(Deviating):
    """The three fields for a booking; with `max_category` it is asked about down to that category."""

    planned: StrictBool | None = None
    max_category: Category | None = None


class Unbooked(Deviating):
    """The three fields for a meeting that was never booked: in which language, when, and whether planned."""

    language: Code | None = None
    on: Day | None = None
    planned: StrictBool | None = None


class Correcting(Given):
    """What was registered wrongly, as it should have been; what is left out stays. `edition` was seen."""

    kind: DeviationKind | None = None
    ground: DeviationGround | None = None
    text: Story | None = None
    planned: StrictBool | None = None
    on: Day | None = None
    language: Code | None = None
    withdrawn: StrictBool = False
    edition: Annotated[Whole, Field(ge=1)]
    why: Reason


class GuidelineGiven(Given):
    """An agency's guideline as text or a link, and its lowest category by subject area (`any`: the rest)."""

    text: Annotated[Text, Limits(strip_whitespace=True), Field(max_length=GUIDELINE_LENGTH)] = ""
    url: MeetingUrl | None = None
    minimums: dict[Annotated[str, AfterValidator(_subject)], Category] = {}


class OrderGiven(Order):
    """An order, and the deviation it rests on when it goes below the agency's lowest category."""

    deviation: Deviating | None = None

    def departure(self, terms: "Terms") -> "Departure | None":
        """The deviation put forward, if any: of this kind it can only be."""
        if self.deviation is None:
            return None
        said = self.deviation.model_copy(update={"kind": DeviationKind.BELOW_DUTY})
        return Departure(said, terms)


@dataclass(frozen=True, slots=True)
class Departure:
    """A deviation put forward while something else is done."""

    said: Deviating
    terms: "Terms"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the installation lays down: the last day of the dispensation, and how journeys are reckoned."""

    dispensation_until: date
    pace: Pace


def terms_of(settings: Settings) -> Terms:
    """The terms of this installation."""
    return Terms(settings.dispensation_until, pace_of(settings))
