"""Batches over REST: a CSV file in, and later one out; for one's own organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from identity.acting import SignedIn
from kit.http import Now, Reading, Writing
from kit.paging import Cursor, Limit, Page
from registry.batches import results, uploading
from registry.batches.schemas import BatchOut
from registry.batches.tables import Batch
from registry.receipts import references

router = APIRouter(prefix="/api/v1/verify/batches", tags=["receipts"])

_A_CSV_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
}

Reference = Annotated[str, Path(max_length=40)]


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post("", status_code=202, openapi_extra=_A_CSV_FILE)
def send_batch(
    actor: SignedIn,
    session: Writing,
    given: Annotated[bytes, Depends(_body)],
    now: Now,
    response: Response,
    *,
    receipt: Annotated[bool, Query(description="Sign the results when they are all there.")] = False,
) -> BatchOut:
    """Send up to 10,000 rows of number, language and perhaps a date; the first line names the columns."""
    batch = uploading.upload(session, given=given, with_receipt=receipt, actor=actor, now=now)
    response.headers["Location"] = _address(batch)
    return _told(batch)


@router.get("")
def list_batches(
    actor: SignedIn, session: Reading, limit: Limit = 50, cursor: Cursor = None
) -> Page[BatchOut]:
    """The batches of one's organisations and one's own, newest first."""
    found, following = results.own(session, actor, limit=limit, cursor=cursor)
    return Page(items=[_told(batch) for batch in found], next=following)


@router.get("/{reference}")
def show_batch(reference: Reference, actor: SignedIn, session: Reading) -> BatchOut:
    """How far it has come."""
    return _told(results.find(session, actor, reference))


@router.get(
    "/{reference}/results.csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {}}, "description": "A row for each row of the file, in its order"},
        409: {"description": "Not finished, or removed"},
    },
)
def show_results(reference: Reference, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The answers. Conflict `not_finished` until they are all there, `results_removed` after a while."""
    written = results.taken_out(session, actor, reference, now=now)
    return Response(written, media_type="text/csv; charset=utf-8", headers={"Cache-Control": "no-store"})


def _address(batch: Batch) -> str:
    return f"/api/v1/verify/batches/{references.written(batch.reference)}"


def _told(batch: Batch) -> BatchOut:
    there = batch.finished_at is not None and batch.removed_at is None
    return BatchOut(
        reference=references.written(batch.reference),
        created_at=batch.created_at,
        total=batch.total,
        wrong=batch.wrong,
        done=batch.done,
        finished_at=batch.finished_at,
        removed_at=batch.removed_at,
        results=f"{_address(batch)}/results.csv" if there else None,
        signed=batch.signed,
    )
