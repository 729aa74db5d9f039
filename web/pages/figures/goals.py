"""Measure, target, result, assessment: the report, its series, and what officers set and write."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from identity.acting import Acting, SignedIn
from identity.permissions import Action, Actor, may, require
from kit.clock import oslo_date
from kit.http import InDatabase, Now, Reading, Writing
from kit.i18n import Tongue
from registry.statistics import targets
from registry.statistics.goals import Goal, Point, goals, series
from registry.statistics.measures import Measure, TargetKind
from web.labels import shortest_date
from web.pages import choosing
from web.pages.exporting import copy_noted, csv_file
from web.pages.figures import asking, charts, wording
from web.pages.figures.asking import Asked
from web.pages.forms import Form, Posted, asked, asking_again, filled, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

MeasureInPath = Annotated[Measure, Path()]
_CHARTED = (Measure.LISTED, Measure.HIGHEST_SHARE)


@router.get("/statistics/goals")
def show(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """Every measure beside its target on a day, and the half-years before."""
    tongue = reader_tongue(request, actor)

    def gather(wanted: Asked) -> dict[str, Any]:
        points = series(session, on=wanted.on, known_at=wanted.known_at)
        found = goals(session, on=wanted.on, known_at=wanted.known_at)
        return {
            "rows": [_told(goal, wanted, tongue) for goal in found],
            "points": points,
            "lines": [(measure, _line(points, measure, tongue)) for measure in _CHARTED],
            "measures": list(Measure),
            "may_write": may(actor, Action.SET_TARGETS) and not wanted.ahead,
            "may_set": may(actor, Action.SET_TARGETS),
            "csv": wanted.address("/statistics/goals.csv"),
            "series_csv": wanted.address("/statistics/series.csv"),
        }

    return asking.answer(request, actor, "statistics/goals.html", now, gather)


@router.get("/statistics/goals.csv")
def as_csv(request: Request, actor: Acting, session: Reading, database: InDatabase, now: Now) -> Response:
    """The report, a row for each measure."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_goals", now=now)
    heads = ("measure", "target_kind", "target", "result", "met", "apart", "moved", "assessment")
    rows = [
        (goal.measure.value, goal.target and goal.target.kind.value, goal.target and goal.target.value,
         goal.result, None if goal.met is None else "yes" if goal.met else "no", goal.apart, goal.moved,
         goal.written and goal.written.text)
        for goal in goals(session, on=wanted.on, known_at=wanted.known_at)
    ]  # fmt: skip
    return csv_file(f"goals-{wanted.on}", heads, rows)


@router.get("/statistics/series.csv")
def series_as_csv(
    request: Request, actor: Acting, session: Reading, database: InDatabase, now: Now
) -> Response:
    """The series, a row for each day."""
    wanted = asking.read(asked(request), now)
    copy_noted(database, actor, "statistics_series", now=now)
    points = series(session, on=wanted.on, known_at=wanted.known_at)
    rows = [(point.on, *(point.results[measure] for measure in Measure)) for point in points]
    return csv_file(f"series-{wanted.on}", ("on", *(measure.value for measure in Measure)), rows)


@router.get("/statistics/targets")
def ask_for_target(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """What the letters of award ask, year by year, and a form for one more."""
    require(actor, Action.SET_TARGETS)
    return _targets(request, actor, session, filled(year=oslo_date(now).year, kind=TargetKind.AT_LEAST))


@router.post("/statistics/targets")
def set_target(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Set a target, or with no value take the year's away."""
    require(actor, Action.SET_TARGETS)
    with asking_again(form, lambda refused: _targets(request, actor, session, refused)):
        typed = form.read()
        measure, kind = typed.word("measure", Measure), typed.word("kind", TargetKind)
        year, value = typed.whole("year"), typed.whole("value")
        if measure is None or kind is None or year is None:
            raise typed.missing({"measure": measure, "kind": kind, "year": year})
        typed.settle()
        targets.set_target(
            session, measure=measure, year=year, kind=kind, value=value, now=now, by=actor.account_id
        )
    return to("/statistics/targets", saved="target_set")


@router.get("/statistics/assessments/{measure}")
def ask_for_assessment(
    request: Request, actor: SignedIn, session: Reading, now: Now, measure: MeasureInPath
) -> Response:
    """What an officer says of a measure on a day, to be written or changed."""
    require(actor, Action.SET_TARGETS)
    wanted = asking.read(asked(request), now)
    written = targets.written(session, on=wanted.on).get(measure)
    form = filled(on=wanted.on, text=written.text if written else "")
    return _assessment(request, actor, session, measure, wanted.on, form)


@router.post("/statistics/assessments/{measure}")
def assess(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, measure: MeasureInPath
) -> Response:
    """Keep what was written; empty takes it back."""
    require(actor, Action.SET_TARGETS)
    today = oslo_date(now)

    def show(refused: Form) -> Response:
        return _assessment(request, actor, session, measure, today, refused)

    with asking_again(form, show):
        typed = form.read()
        on = typed.day("on") or today
        typed.settle()
        targets.assess(session, measure=measure, on=on, text=form.get("text"), now=now, by=actor.account_id)
    return to(f"/statistics/goals?on={on}", saved="assessment_written")


def _told(goal: Goal, wanted: Asked, tongue: Tongue) -> dict[str, Any]:
    kind = {True: "ok", False: "bad", None: "idle"}[goal.met]
    return {
        "goal": goal,
        "kind": kind,
        "target": wording.target(goal, tongue),
        "result": wording.result(goal, tongue),
        "assessed": wording.assessed(goal, wanted, tongue),
        "write": wanted.address(f"/statistics/assessments/{goal.measure}"),
    }


def _line(points: Sequence[Point], measure: Measure, tongue: Tongue) -> charts.Line:
    return charts.line([(shortest_date(point.on, tongue), point.results[measure]) for point in points])


def _targets(request: Request, actor: Actor, session: Reading, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "statistics/targets.html",
        actor=actor,
        form=form,
        rows=targets.history(session),
        measures=choosing.words("measure", tongue),
        kinds=choosing.words("target_kind", tongue),
    )


def _assessment(
    request: Request, actor: Actor, session: Reading, measure: Measure, on: date, form: Form
) -> Response:
    wanted, tongue = Asked(on), reader_tongue(request, actor)
    goal = next(one for one in goals(session, on=on) if one.measure is measure)
    return page(
        request,
        "statistics/assessment.html",
        actor=actor,
        here=wanted.address(f"/statistics/assessments/{measure}"),
        form=form,
        measure=measure,
        on=on,
        row=_told(goal, wanted, tongue),
    )
