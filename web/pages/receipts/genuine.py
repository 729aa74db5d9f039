"""Is this a receipt of ours? A signed text or a reference is pasted, and nothing is stored."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from identity.permissions import Actor
from kit.http import InSettings, Reading
from kit.signing import Keys
from registry.receipts import reading, references
from registry.receipts.reading import Checked
from registry.receipts.schemas import CheckIn
from web.pages.forms import EMPTY, Form, Posted, asking_again, parse, to
from web.pages.site import page

router = APIRouter(include_in_schema=False)


@router.get("/receipts/check")
def ask(request: Request, actor: Acting) -> Response:
    """An empty form."""
    return _page(request, actor, EMPTY, None)


@router.post("/receipts/check")
def check(request: Request, actor: Acting, session: Reading, form: Posted, settings: InSettings) -> Response:
    """A genuine reference leads to its page; of anything else it is said in large words what it is."""
    with asking_again(form, lambda refused: _page(request, actor, refused, None)):
        given = parse(CheckIn, {"text": form.get("text")})
    checked = reading.check(session, text=given.text, keys=Keys(settings.keys_dir))
    if checked.receipt is not None and not checked.claims:
        return to(f"/receipts/{references.written(checked.receipt.reference)}")
    return _page(request, actor, form, checked)


def _page(request: Request, actor: Actor, form: Form, checked: Checked | None) -> Response:
    held = checked.receipt if checked else None
    return page(
        request,
        "receipts/check.html",
        actor=actor,
        form=form,
        checked=checked,
        said=checked.claims if checked else {},
        of_a_file=checked is not None and checked.of_a_file,
        held=references.written(held.reference) if held else "",
    )
