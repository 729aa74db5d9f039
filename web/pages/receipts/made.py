"""A receipt is made from an answer, shown beside today's status, printed and downloaded."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from identity.acting import Acting
from kit.errors import Invalid, NotFound
from kit.http import Address, InSettings, Now, Reading, Writing
from kit.signing import Keys
from registry.receipts import issuing, reading, references
from registry.receipts.api import address_of, seal_of
from registry.receipts.issuing import Question
from registry.receipts.schemas import QuestionIn
from web.pages.forms import Posted, parse, to
from web.pages.receipts import qr
from web.pages.site import page

router = APIRouter(include_in_schema=False)

Reference = Annotated[str, Path(max_length=40)]

_NOT_FOR_SEARCH_ENGINES = {"X-Robots-Tag": "noindex"}


@router.post("/receipts")
def make(
    actor: Acting, session: Writing, form: Posted, settings: InSettings, now: Now, address: Address
) -> Response:
    """Ask once more, and keep that answer."""
    typed = form.read()
    told = {"number": typed.whole("number"), "language": form.get("language")}
    on = typed.day("on") if typed.text("on") else None
    typed.settle()
    asked = parse(QuestionIn, told)
    receipt = issuing.issue(
        session,
        question=Question(asked.number, asked.language, on),
        seal=seal_of(settings),
        asker=actor,
        address=address,
        now=now,
    )
    return to(f"/receipts/{references.written(receipt.reference)}", saved="receipt_made")


@router.get("/receipts/{reference}")
def show(
    request: Request, actor: Acting, session: Reading, settings: InSettings, now: Now, reference: Reference
) -> Response:
    """What was answered then and what is answered today, the signature's check and a code that leads here."""
    try:
        seen = reading.show(session, reference=reference, keys=Keys(settings.keys_dir), now=now)
    except (Invalid, NotFound) as refusal:
        mistyped = isinstance(refusal, Invalid)
        return page(request, "receipts/none.html", actor=actor, status=404, mistyped=mistyped)
    address = address_of(settings, seen.receipt)
    answer = page(
        request,
        "receipts/receipt.html",
        actor=actor,
        seen=seen,
        one=seen.receipt,
        reference=references.written(seen.receipt.reference),
        address=address,
        code=qr.code(address),
        now=now,
    )
    answer.headers.update(_NOT_FOR_SEARCH_ENGINES)
    return answer


@router.get("/receipts/{reference}/signed")
def signed(session: Reading, settings: InSettings, now: Now, reference: Reference) -> Response:
    """The signed text as a file, for the case file; NotFound when it names somebody who is named no more."""
    seen = reading.show(session, reference=reference, keys=Keys(settings.keys_dir), now=now)
    if seen.signed is None:
        raise NotFound("signed_copy_withheld", "The signed copy is not given out any more.")
    name = f"tolkebok-{references.written(seen.receipt.reference)}.jws"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(seen.signed, media_type="application/jose", headers=headers | _NOT_FOR_SEARCH_ENGINES)
