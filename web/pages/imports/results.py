"""The results of one test or course, typed: they go the way of a file."""

import csv
import io

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.errors import invalid
from kit.http import InSettings, Now, Reading, Writing
from registry.imports import receiving
from registry.imports.api import folder_of
from registry.papers import issuers
from registry.words import EvidenceKind
from web.pages import choosing
from web.pages.forms import EMPTY, Form, Posted, asking_again, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

CANDIDATES = range(1, 13)
"""Lines of the form for a session's results; a longer list is sent as a file."""

_TYPED = ("number", "name", "birth_date", "result")


@router.get("/imports/new-session")
def ask_for_results(request: Request, actor: SignedIn, session: Reading) -> Response:
    """A form for one test's or course's results."""
    require(actor, Action.CHANGE_REGISTER)
    return _results(request, actor, session, EMPTY)


@router.post("/imports/new-session")
def type_results(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, settings: InSettings
) -> Response:
    """What was typed becomes a pass list like any other: looked at first, run, and undone."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _results(request, actor, session, refused)):
        fixed = {name: form.get(name) for name in ("kind", "date", "language", "gathering") if form.get(name)}
        if "kind" not in fixed or "date" not in fixed:
            raise invalid(
                "kind" if "kind" not in fixed else "date", "missing", "Choose the type and the day first."
            )
        made = receiving.receive(
            session,
            folder=folder_of(settings),
            body=form.get("body"),
            content=_as_file(form),
            now=now,
            by=actor.account_id,
            fixed=fixed,
        )
    return to(f"/imports/{made.id}")


def _results(request: Request, actor: Actor, session: Session, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    taught = (EvidenceKind.BILINGUAL_TEST, EvidenceKind.TAO)
    return page(
        request,
        "imports/results.html",
        actor=actor,
        here="/imports/new-session",
        form=form,
        issuers=[(body.name, body.name) for body in issuers.every(session)],
        kinds=[pair for pair in choosing.words("evidence", tongue) if pair[0] in taught],
        languages=choosing.languages(tongue),
        results=choosing.words("result", tongue),
        candidates=CANDIDATES,
    )


def _as_file(form: Form) -> bytes:
    """What was typed as the CSV file a body would have sent, so that both go one way."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(("Tolkenummer", "Navn", "Fødselsdato", "Resultat"))
    for line in CANDIDATES:
        cells = [form.get(f"{name}_{line}") for name in _TYPED]
        if any(cells[:3]):
            writer.writerow(cells)
    return written.getvalue().encode()
