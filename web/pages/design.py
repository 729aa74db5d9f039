"""The house's building blocks, shown together."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from kit.errors import FieldError, Invalid
from web.pages.forms import Form, filled
from web.pages.site import page

router = APIRouter(include_in_schema=False)

_TYPED = {
    "name": "Åse Østby",
    "language": "tir",
    "modality": "screen",
    "way": ["on_site", "telephone"],
    "day": date(2026, 11, 26),
    "clock": "09:30",
    "note": "",
    "agree": True,
}


@router.get("/design")
def show(request: Request, actor: Acting) -> Response:
    """Every macro, once."""
    return page(request, "design/blocks.html", actor=actor, form=filled(**_TYPED), wrong=_wrong())


def _wrong() -> Form:
    return filled(email="åse@", start="25:00").refused(
        Invalid(
            FieldError("email", "unknown_value", "Choose one of the answers shown."),
            FieldError("start", "not_a_time", "Write the time like this: 09:30."),
        )
    )
