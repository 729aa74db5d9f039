"""The listed by language and by county; whoever is no officer of the register sees no small cell."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from identity.permissions import Actor
from kit.http import InDatabase, Now, Reading
from kit.i18n import Tongue, translator
from registry.languages import norwegian_order
from registry.statistics import spread
from registry.statistics.counting import CATEGORIES
from registry.statistics.levels import AsOf
from registry.statistics.spread import Spread
from web.labels import language_namer
from web.pages.exporting import copy_noted, csv_file
from web.pages.figures import asking, charts
from web.pages.figures.asking import Asked
from web.pages.forms import asked
from web.pages.site import reader_tongue

router = APIRouter(include_in_schema=False)

_MOST_BARS = 12


@router.get("/statistics/languages")
def languages(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """How many are listed in each language, by the category they hold in it."""
    tongue = reader_tongue(request, actor)
    named = language_namer(tongue)

    def gather(wanted: Asked) -> dict[str, Any]:
        rows = _languages(actor, spread.by_language(session, _as_of(wanted)))
        rows.sort(key=lambda row: norwegian_order(named(row.code)))
        largest = sorted(rows, key=lambda row: -row.total if isinstance(row.total, int) else 0)
        return _shown(rows, largest[:_MOST_BARS], named) | {
            "csv": wanted.address("/statistics/languages.csv")
        }

    return asking.answer(request, actor, "statistics/languages.html", now, gather)


@router.get("/statistics/languages.csv")
def languages_as_csv(
    request: Request, actor: Acting, session: Reading, database: InDatabase, now: Now
) -> Response:
    """The same, a row for each language."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_languages", now=now)
    rows = _languages(actor, spread.by_language(session, _as_of(wanted)))
    return _csv("languages", "language", wanted, rows, language_namer(reader_tongue(request, actor)))


@router.get("/statistics/counties")
def counties(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """How many are listed in each county, each once in the best category."""
    named = _county_namer(reader_tongue(request, actor))

    def gather(wanted: Asked) -> dict[str, Any]:
        rows = _counties(actor, spread.by_county(session, _as_of(wanted)))
        return _shown(rows, rows, named) | {"csv": wanted.address("/statistics/counties.csv")}

    return asking.answer(request, actor, "statistics/counties.html", now, gather)


@router.get("/statistics/counties.csv")
def counties_as_csv(
    request: Request, actor: Acting, session: Reading, database: InDatabase, now: Now
) -> Response:
    """The same, a row for each county."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_counties", now=now)
    rows = _counties(actor, spread.by_county(session, _as_of(wanted)))
    return _csv("counties", "county", wanted, rows, _county_namer(reader_tongue(request, actor)))


def _as_of(wanted: Asked) -> AsOf:
    return AsOf(wanted.on, wanted.known_at)


def _languages(actor: Actor, rows: list[Spread]) -> list[Spread]:
    return rows if asking.sees_every_cell(actor) else spread.languages_for_everyone(rows)


def _counties(actor: Actor, rows: list[Spread]) -> list[Spread]:
    shown = rows if asking.sees_every_cell(actor) else spread.counties_for_everyone(rows)
    return [one for one, counted in zip(shown, rows, strict=True) if one.code or counted.total]


def _county_namer(tongue: Tongue) -> Callable[[str], str]:
    t = translator(tongue)
    return lambda code: spread.county_name(code) if code else t("In no county")


def _shown(rows: Sequence[Spread], charted: Sequence[Spread], named: Callable[[str], str]) -> dict[str, Any]:
    return {
        "rows": [(named(row.code), row) for row in rows],
        "bars": charts.bars([(named(row.code), row.total) for row in charted]),
        "categories": list(CATEGORIES),
    }


def _csv(
    name: str, head: str, wanted: Asked, rows: Sequence[Spread], named: Callable[[str], str]
) -> Response:
    heads = (head, "name", *(f"category_{category}" for category in CATEGORIES), "listed")
    told = [(row.code, named(row.code), *map(str, row.cells), str(row.total)) for row in rows]
    return csv_file(f"{name}-{wanted.on}", heads, told)
