"""Many checked at once: a file is sent, its progress shown without script, the answers fetched as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.errors import NotFound, invalid
from kit.http import Now, Reading, Writing
from registry.batches import reading_rows, results, uploading
from registry.receipts import references
from web.pages.exporting import csv_bytes
from web.pages.forms import EMPTY, Form, asked, asking_again, filled, to
from web.pages.site import page
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/verify/batches")

Reference = Annotated[str, Path(max_length=40)]

_TOO_LARGE = 413
_AT_A_TIME = 25
_MOST_FAULTS_SHOWN = 50
_SECONDS_BETWEEN_LOOKS = "3"


async def _sent(request: Request) -> tuple[bytes | None, bool]:
    """The file of the form, if there is one, and whether a receipt is wanted."""
    try:
        data = await request.form(max_files=1, max_fields=10)
    except HTTPException as fault:
        if fault.status_code == _TOO_LARGE:
            raise
        raise invalid("file", "unreadable_form", "The file did not arrive whole. Try again.") from fault
    given = data.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        return None, "receipt" in data
    return await given.read(), "receipt" in data


Sent = Annotated[tuple[bytes | None, bool], Depends(_sent)]


@router.get("")
def batches(request: Request, actor: SignedIn, session: Reading) -> Response:
    """A form for a new file, and the files sent before."""
    require(actor, Action.CHECK_IN_BULK)
    return _page(request, actor, session, EMPTY)


@router.post("")
def send(request: Request, actor: SignedIn, session: Writing, now: Now, sent: Sent) -> Response:
    """Take the file; the worker answers it."""
    require(actor, Action.CHECK_IN_BULK)
    given, with_receipt = sent
    form = filled(receipt=with_receipt)
    with asking_again(form, lambda refused: _page(request, actor, session, refused)):
        if given is None:
            raise invalid("file", "missing", "Choose a file.")
        batch = uploading.upload(session, given=given, with_receipt=with_receipt, actor=actor, now=now)
    return to(f"/verify/batches/{references.written(batch.reference)}")


@router.get("/{reference}")
def show(request: Request, actor: SignedIn, session: Reading, reference: Reference) -> Response:
    """How far it has come; the browser looks again by itself until it is done."""
    batch = results.find(session, actor, reference)
    answer = page(
        request,
        "receipts/batch.html",
        actor=actor,
        batch=batch,
        reference=references.written(batch.reference),
        wrong=results.faults(session, batch, limit=_MOST_FAULTS_SHOWN),
        remedies=reading_rows.FAULTS,
        limit=_MOST_FAULTS_SHOWN,
    )
    if batch.finished_at is None:
        answer.headers["Refresh"] = _SECONDS_BETWEEN_LOOKS
    return answer


@router.get("/{reference}/results.csv")
def download(actor: SignedIn, session: Writing, now: Now, reference: Reference) -> Response:
    """The answers as a file."""
    written = results.taken_out(session, actor, reference, now=now)
    return csv_bytes(f"tolkebok-{references.written(references.read(reference))}", written)


@router.get("/{reference}/signed")
def signed(actor: SignedIn, session: Reading, reference: Reference) -> Response:
    """The signed receipt of the whole batch."""
    batch = results.find(session, actor, reference)
    if batch.signed is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    name = f"tolkebok-{references.written(batch.reference)}.jws"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(batch.signed, media_type="application/jose", headers=headers)


def _page(request: Request, actor: Actor, session: Session, form: Form) -> Response:
    cursor = request.query_params.get("cursor")
    found, following = results.own(session, actor, limit=_AT_A_TIME, cursor=cursor)
    return page(
        request,
        "receipts/batches.html",
        actor=actor,
        form=form,
        rows=[(references.written(one.reference), one) for one in found],
        turns=turns("/verify/batches", {}, asked(request), following),
        most=reading_rows.MOST_ROWS,
    )
