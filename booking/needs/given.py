"""What goes in: a need, the language it is taken to be in, and why it is not needed after all."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic import StringConstraints as Limits

from booking.orders import CaseReference, Code, Reason
from kit.errors import FieldError, Invalid
from kit.inputs import Instant, Text
from kit.personal_data import birth_number_errors
from registry.words import Modality

LONGEST_WINDOW = timedelta(days=366)
_MOST_ID = 2**31 - 1

AskedLanguage = Annotated[Text, Limits(strip_whitespace=True, min_length=1), Field(max_length=100)]
Unit = Annotated[Text, Limits(strip_whitespace=True, min_length=1), Field(max_length=200)]


class Given(BaseModel):
    """Input: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NeedGiven(Given):
    """A need. `language` is a code or a name: one nobody knows is kept and counted, never refused.

    `from` and `to` are the window within which the meeting is wished for; `unit` an organisation's id,
    number or exact name, by default the one the account works for.
    """

    language: AskedLanguage
    modality: Modality
    wished_from: Annotated[Instant, Field(alias="from")]
    wished_to: Annotated[Instant, Field(alias="to")]
    case_reference: CaseReference | None = None
    unit: Unit | Annotated[int, Field(ge=1, le=_MOST_ID)] | None = None

    def require(self, *, now: datetime) -> None:
        """Invalid with everything that cannot be as given."""
        errors = birth_number_errors({"language": self.language, "case_reference": self.case_reference})
        if self.wished_to <= self.wished_from:
            errors.append(FieldError("to", "ends_before_start", "Choose an end after the start."))
        elif self.wished_to - self.wished_from > LONGEST_WINDOW:
            errors.append(FieldError("to", "longer_than_a_year", "Choose a window of at most a year."))
        elif self.wished_to <= now:
            errors.append(FieldError("to", "end_passed", "Choose an end that has not passed."))
        if errors:
            raise Invalid(*errors)


class LanguageGiven(Given):
    """Which language the need is in, and a variety of it."""

    language: Code
    variety: Code | None = None


class DroppingGiven(Given):
    """Why nobody is needed after all, if anybody likes to say."""

    why: Reason | None = None
