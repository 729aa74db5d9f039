"""Who was asked, in which order, and whether that was right: a page to print for an appeal."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import queries
from booking.deviations import reading as deviations
from booking.proof import reading
from booking.proof.judging import Considered, Judged
from booking.proof.reading import Proof
from booking.queries import Told
from identity import audit
from identity.acting import SignedIn
from identity.permissions import Actor
from kit import paging
from kit.errors import NotFound
from kit.http import Now, Writing, database_of
from kit.i18n import translator
from web.pages.explaining import proving
from web.pages.exporting import csv_file
from web.pages.forms import asked
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/bookings/{reference}/proof")

_AT_A_TIME = 50


@router.get("")
def show(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """Every question, recomputed, in plain sentences."""
    told, proof = _seen(request, actor, reference, now)
    tongue = reader_tongue(request, actor)
    t = translator(tongue)
    with database_of(request).read() as session:
        registered = deviations.of_booking(session, told.booking)
    return page(
        request,
        "agency/proof.html",
        actor=actor,
        told=told,
        booking=told.booking,
        proof=proof,
        headline=proving.headline(proof, t),
        faults=proving.faults(proof, t),
        runs=[
            (
                judged,
                put := proof.asked.get(judged.run.position),
                proving.answer(put, tongue) if put else "",
                proving.verdict(judged, t),
                list(proving.above(judged, t)),
                [proving.stopped(code, count, t)
                 for code, count in judged.run.header.get("left_out", {}).items()],
            )
            for judged in proof.runs
        ],
        deviations=registered,
        made_at=now,
    )  # fmt: skip


@router.get("/{run}.csv")
def run_as_csv(
    reference: str, run: int, request: Request, actor: SignedIn, session: Writing, now: Now
) -> Response:
    """The same as a file; the copy taken is recorded."""
    told, proof = _seen(request, actor, reference, now)
    judged = _run(proof, run)
    subject, content = audit.about_account(actor.id), {"what": "proof", "run": run}
    audit.record(session, subject, audit.Act.BOOKINGS_EXPORTED, by=actor.id, now=now, content=content)
    heads = ("interpreter_number", "category", "letter", "place", "reasons", "why_not")
    return csv_file(f"proof-{told.booking.reference}-{run}", heads, _rows(judged))


@router.get("/{run}")
def show_run(reference: str, run: int, request: Request, actor: SignedIn, now: Now) -> Response:
    """Everyone one question considered, by number."""
    told, proof = _seen(request, actor, reference, now)
    judged = _run(proof, run)
    t = translator(reader_tongue(request, actor))
    form = asked(request)
    place = paging.decode(form.get("cursor") or None, paging.key)
    rows = list(enumerate(_listed(judged), start=1))[place[0] if place else 0 :]
    shown, onward = paging.page(rows[: _AT_A_TIME + 1], limit=_AT_A_TIME, key=lambda pair: (pair[0],))
    address = f"/bookings/{told.booking.reference}/proof/{run}"
    return page(
        request,
        "agency/considered.html",
        actor=actor,
        booking=told.booking,
        judged=judged,
        rows=[(one, proving.why_not(one.why_not, t) if one.why_not else "") for _, one in shown],
        total=len(_listed(judged)),
        turns=turns(address, {}, form, onward),
        csv=f"{address}.csv",
    )


def _seen(request: Request, actor: Actor, reference: str, now: datetime) -> tuple[Told, Proof]:
    """The booking and its proof; the view of a sensitive one is written down first."""
    database = database_of(request)
    with database.read() as session:
        told = queries.told(session, queries.find(session, actor, reference))
    queries.log_views(database, [told.booking], actor=actor, now=now)
    with database.read() as session:
        return told, reading.proof_of(session, told.booking)


def _run(proof: Proof, run: int) -> Judged:
    for judged in proof.runs:
        if judged.run.position == run:
            return judged
    raise NotFound("not_found", "There is nothing here, or it is not yours to see.")


def _listed(judged: Judged) -> list[Considered]:
    return [one for one in judged.considered if one.listed]


def _rows(judged: Judged) -> Iterator[tuple[object, ...]]:
    for one in _listed(judged):
        level = one.level
        yield (
            one.number,
            "" if level is None else level.category,
            "" if level is None else level.letter,
            one.place or "",
            " ".join(one.reasons),
            one.why_not or "",
        )
