"""The four refusals: NotFound, Forbidden, Conflict and Invalid, each with a stable code.

    Refusal
    ├── NotFound    it does not exist, or the asker may not know that it does
    ├── Forbidden   the asker is known and may not
    ├── Conflict    it was possible once, and something has happened since
    └── Invalid     the input is wrong; `errors` names each field and the remedy

`detail` is English source text and also the key of its translations (kit/i18n.py).
HTTP status numbers are not known here; they live in web/errors.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from types import MappingProxyType

_NO_VALUES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong input field: which, a stable code, and what to do about it."""

    field: str
    code: str
    detail: str
    values: Mapping[str, object] = _field(default_factory=lambda: _NO_VALUES)


class Refusal(Exception):
    """A use case says no. `code` is stable; `detail` with `values` is for people.

    `members` is what programs are told beside that, as JSON takes it (RFC 9457 3.2).
    """

    def __init__(self, code: str, detail: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.values: Mapping[str, object] = values
        self.errors: tuple[FieldError, ...] = ()
        self.members: Mapping[str, object] = _NO_VALUES


class NotFound(Refusal):
    """It does not exist, or the asker may not know that it does."""


class Forbidden(Refusal):
    """The asker may not do this. Codes `sign_in_required` and `too_many_attempts` are of this kind."""


class Conflict(Refusal):
    """It cannot be done any more: the state has changed, or somebody was first."""


class Invalid(Refusal):
    """The input is wrong; every wrong field is named."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("invalid_input", "Some of the information is missing or wrong.")
        self.errors = errors


def invalid(name: str, code: str, detail: str, **values: object) -> Invalid:
    """One wrong field, ready to be raised."""
    return Invalid(FieldError(name, code, detail, values))


REASON = 500
"""The most characters of a reason: what a column of one keeps, and the log."""


def length_errors(texts: Mapping[str, str | None], most: int = REASON) -> list[FieldError]:
    """One error for each named text that is longer than what is kept of it: nothing is cut off in silence."""
    return [
        FieldError(name, "too_long", "Use at most {most} characters.", {"most": most})
        for name, text in texts.items()
        if len((text or "").strip()) > most
    ]
