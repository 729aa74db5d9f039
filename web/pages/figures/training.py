"""Tests, courses, education and authorisation in the year up to a day."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from identity.permissions import Actor
from kit.http import InDatabase, Now, Reading
from registry.languages import norwegian_order
from registry.statistics.funnel import Counts, Funnel, for_everyone, funnel
from registry.statistics.suppression import Shown
from web.labels import language_namer
from web.pages.exporting import copy_noted, csv_file
from web.pages.figures import asking
from web.pages.figures.asking import Asked
from web.pages.forms import asked
from web.pages.site import reader_tongue

router = APIRouter(include_in_schema=False)

_HEADS = ("passed", "failed", "applied", "offered", "graduated", "authorised")
Row = tuple[str, tuple[Shown, ...]]


@router.get("/statistics/training")
def show(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """How many came to each step from a test or an application to the register."""
    named = language_namer(reader_tongue(request, actor))

    def gather(wanted: Asked) -> dict[str, Any]:
        found = funnel(session, on=wanted.on, known_at=wanted.known_at)
        rows = sorted(_rows(actor, found), key=lambda row: norwegian_order(named(row[0])))
        return {"funnel": found, "rows": rows, "csv": wanted.address("/statistics/training.csv")}

    return asking.answer(request, actor, "statistics/training.html", now, gather)


@router.get("/statistics/training.csv")
def as_csv(request: Request, actor: Acting, session: Reading, database: InDatabase, now: Now) -> Response:
    """The same, a row for each language and one with the sums."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_training", now=now)
    found = funnel(session, on=wanted.on, known_at=wanted.known_at)
    named = language_namer(reader_tongue(request, actor))
    sums = (
        found.tests.passed, found.tests.failed,
        found.education.applied, found.education.offered, found.education.passed, sum(found.granted.values()),
    )  # fmt: skip
    rows = [(code, named(code), *map(str, cells)) for code, cells in _rows(actor, found)]
    return csv_file(
        f"training-{wanted.on}", ("language", "name", *_HEADS), [*rows, ("", "", *map(str, sums))]
    )


def _rows(actor: Actor, found: Funnel) -> list[Row]:
    """Every language with its tests, its education and its authorisations, side by side."""
    parts: list[tuple[Counts, int]] = [
        (found.tested_in, 2),
        (found.educated_in, 3),
        ({code: (count,) for code, count in found.granted.items()}, 1),
    ]
    codes = sorted(set().union(*(part for part, _ in parts)))
    every = [{code: part.get(code, (0,) * width) for code in codes} for part, width in parts]
    told = every if asking.sees_every_cell(actor) else [for_everyone(part) for part in every]
    return [(code, tuple(cell for part in told for cell in part[code])) for code in codes]
