"""The register in figures, on any day."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import Acting
from kit.clock import oslo_date
from kit.http import Now, Reading
from registry.statistics import counting
from web.pages.exporting import csv_file
from web.pages.forms import asked, asking_again, filled
from web.pages.site import page

router = APIRouter(include_in_schema=False)


@router.get("/statistics")
def show(request: Request, actor: Acting, session: Reading, now: Now) -> Response:
    """How many interpreters the register lists on a day, and how good their categories are."""
    form = asked(request)
    today = oslo_date(now)
    with asking_again(
        form,
        lambda refused: page(
            request, "public/statistics.html", actor=actor, form=refused, figures=None, csv="", ahead=False
        ),
    ):
        typed = form.read()
        on = typed.day("on") if typed.text("on") else today
        typed.settle()
    return page(
        request,
        "public/statistics.html",
        actor=actor,
        form=form if form.get("on") else filled(on=today),
        figures=counting.register_on(session, on=on or today),
        csv=f"/statistics.csv?on={on}",
        ahead=on is not None and on > today,
    )


@router.get("/statistics.csv")
def as_csv(session: Reading, request: Request, now: Now) -> Response:
    """The same figures as rows of name and number."""
    typed = asked(request).read()
    on = (typed.day("on") if typed.text("on") else None) or oslo_date(now)
    typed.settle()
    found = counting.register_on(session, on=on)
    rows = [
        ("on", on),
        ("listed", found.listed),
        ("highest_count", found.highest),
        ("highest_share_percent", found.highest_share),
        ("languages", found.languages),
        *((f"category_{category}", count) for category, count in found.per_category.items()),
        ("state_authorised_people", found.authorised_people),
        ("state_authorised_languages", found.authorised_languages),
    ]
    return csv_file(f"register-{on}", ("figure", "value"), rows)
