"""Forms: what was typed, what was wrong with it, and the page shown again with both.

    @router.post("/thing/new")
    def create(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
        with asking_again(form, lambda refused: page(request, "thing/new.html", actor=actor, form=refused)):
            typed = form.read()
            name, on = typed.text("name"), typed.day("on")
            typed.settle()
            thing = things.create(session, name=name, on=on, now=now)
        return to(f"/things/{thing.id}")

A refusal inside `asking_again` undoes the transaction and shows the page again: 422, or 409 when
something has happened meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from kit.errors import Conflict, FieldError, Invalid, Refusal
from kit.i18n import Translate, mark
from web.faults import field_errors
from web.pages.typed import Typed

Schema = TypeVar("Schema", bound=BaseModel)

_MOST_FIELDS = 500  # every municipality ticked, every county, and the rest of a form
_MOST_BYTES = 64 * 1024

SHOWN_AGAIN = "shown_again"
"""The field that says: show the page in another language, and do nothing."""
_NOT_SENT_ON = frozenset(
    {"password", "current_password", "new_password", "birth_number", "insert", SHOWN_AGAIN}
)

WANTED: Mapping[str, str] = {
    "number": mark("Write the interpreter number."),
    "language": mark("Choose a language."),
    "name": mark("Write the name."),
    "kommune": mark("Choose a municipality."),
    "modalities": mark("Choose at least one way of taking part."),
    "kind": mark("Choose the type of evidence."),
    "credits": mark("Write how many credits."),
    "issuer": mark("Write who issued it."),
    "issued_on": mark("Choose the day it was issued."),
    "revoked_on": mark("Choose the day it ends."),
    "effective_on": mark("Choose the day it takes effect."),
    "day": mark("Choose the day of the meeting."),
    "start": mark("Choose when the meeting starts."),
    "end": mark("Choose when the meeting ends."),
    "first_day": mark("Choose the first day."),
    "last_day": mark("Choose the last day."),
    "measure": mark("Choose a measure."),
    "year": mark("Write the year."),
    "email": mark("Write the e-mail address."),
    "password": mark("Write the password."),
    "current_password": mark("Write the password you have now."),
    "new_password": mark("Write the new password."),
    "text": mark("Paste the signed receipt, or type its reference."),
}
"""What to do about a field left empty, by its name in the form."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: the field it belongs to (empty: the form as a whole), and the remedy."""

    field: str
    code: str
    detail: str
    values: Mapping[str, object]

    def told(self, t: Translate) -> str:
        """The remedy in the reader's language."""
        return t(self.detail, **self.values)


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, by field name, and what was wrong with it.

    `posted_to` is the address it was posted to; sent there once more with SHOWN_AGAIN the same page is
    shown with the same words in another language, and nothing is done.
    """

    values: Mapping[str, Sequence[str]]
    faults: tuple[Fault, ...] = ()
    posted_to: str = ""
    shown_again: bool = False

    def typed(self) -> list[tuple[str, str]]:
        """Every name and value a page may send on for her: no secrets, and no button that was pressed."""
        return [
            (name, value)
            for name, given in self.values.items()
            for value in given
            if name not in _NOT_SENT_ON
        ]

    def get(self, name: str) -> str:
        """What was typed in the field, without space around it; empty for nothing."""
        given = self.values.get(name)
        return given[0].strip() if given else ""

    def all(self, name: str) -> list[str]:
        """Everything given under the name, without the empty."""
        return [value.strip() for value in self.values.get(name, ()) if value.strip()]

    def has(self, name: str, value: object) -> bool:
        """Whether the value is among those given, so that its choice is taken."""
        return str(value) in self.values.get(name, ())

    def read(self) -> Typed:
        """A reader of what was typed, which gathers what is wrong with it."""
        return Typed(self.values)

    def errors_of(self, name: str) -> list[Fault]:
        """What was wrong with the field."""
        return [fault for fault in self.faults if fault.field == name]

    def refused(self, refusal: Refusal) -> "Form":
        """The same form with what a refusal says about it."""
        told = refusal.errors or (FieldError("", refusal.code, refusal.detail, refusal.values),)
        return replace(self, faults=tuple(self._fault(one) for one in told))

    def _fault(self, error: FieldError) -> Fault:
        """A field left empty is told by its own name, whichever rule missed it first."""
        wanted = None if self.get(error.field) else WANTED.get(error.field)
        if wanted is not None:
            return Fault(error.field, error.code, wanted, {})
        return Fault(error.field, error.code, error.detail, error.values)


EMPTY = Form({})


class AskAgain(Exception):
    """A refused form, with the answer that shows it again. Undoes the transaction it leaves."""

    def __init__(self, response: Response) -> None:
        super().__init__("ask again")
        self.response = response


@contextmanager
def asking_again(form: Form, show: Callable[[Form], Response]) -> Iterator[None]:
    """Turn a refusal of what was typed into the same page with the faults told, and nothing saved.

    A form sent only to be shown in another language is shown at once.
    """
    if form.shown_again:
        raise AskAgain(show(form))
    try:
        yield
    except (Invalid, Conflict) as refusal:
        response = show(form.refused(refusal))
        response.status_code = 422 if isinstance(refusal, Invalid) else 409
        raise AskAgain(response) from refusal


def filled(**values: object) -> Form:
    """A form with these values in it already; None and False are left empty, True is `yes`."""
    return Form({name: _as_typed(value) for name, value in values.items()})


def asked(request: Request) -> Form:
    """The query of a GET as a form: a list's filters."""
    return _form(request.query_params.multi_items())


def parse(schema: type[Schema], facts: Mapping[str, object]) -> Schema:
    """The facts as an API's schema, so that pages and API refuse alike; Invalid names each wrong field."""
    try:
        return schema.model_validate(facts)
    except ValidationError as fault:
        raise Invalid(*field_errors([dict(error) for error in fault.errors()])) from fault


def to(address: str, *, saved: str = "") -> Response:
    """On to another page after a POST that did its work; it says what was `saved` (saving.SAVED)."""
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}saved={saved}" if saved else address, 303)


def install(app: FastAPI) -> None:
    """Teach the application to show refused forms again."""
    app.add_exception_handler(AskAgain, _show_again)


async def posted(request: Request) -> Form:
    """What was typed in the posted form, bounded in size."""
    try:
        data = await request.form(max_files=0, max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)
    except HTTPException as fault:
        raise Refusal("too_large", "This is more text than a form takes. Shorten it.") from fault
    assert isinstance(data, FormData)  # noqa: S101 - what awaiting a form gives
    given = _form([(name, value) for name, value in data.multi_items() if isinstance(value, str)])
    return replace(given, posted_to=request.url.path, shown_again=SHOWN_AGAIN in given.values)


Posted = Annotated[Form, Depends(posted)]


def _form(pairs: Sequence[tuple[str, str]]) -> Form:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.replace("\x00", ""))  # PostgreSQL stores no NUL
    return Form(values)


def _as_typed(value: object) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return ["yes"]
    if isinstance(value, list | tuple | set | frozenset):
        return [str(part) for part in value]
    return [value.isoformat(timespec="minutes") if isinstance(value, time) else str(value)]


async def _show_again(_request: Request, again: Exception) -> Response:
    assert isinstance(again, AskAgain)  # noqa: S101 - registered for nothing else
    return again.response
