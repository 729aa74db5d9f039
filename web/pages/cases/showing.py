"""One case as a page shows it: to an officer whole, to its party as far as it is hers."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import database_of
from kit.i18n import Tongue
from registry.cases import handling, reading, records, states, window
from registry.cases.reading import Story
from registry.cases.tables import Claim
from registry.chronicle import describe
from registry.tables import Evidence
from web.pages.forms import Form, filled
from web.pages.site import page, reader_tongue

ReferenceInPath = Annotated[str, Path(max_length=12)]
_LONGEST_VERSION = 9


def seen(form: Form) -> int | None:
    """The version of the case the page was made from."""
    given = form.get("seen")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _LONGEST_VERSION else None


def case_page(
    request: Request,
    actor: Actor,
    reference: str,
    now: datetime,
    refused: Form | None = None,
    *,
    begun: date | None = None,
) -> Response:
    """The case as it is now, read apart from the transaction of whatever was refused.

    Not refused, its forms begin with the officer who has it and the usual deadline, `begun`.
    """
    require(actor, Action.HANDLE_CASES)
    values = officers_view(request, actor, reference, now)
    form = refused or filled(to=values["case"].assigned_to, due_on=begun)
    here = f"/cases/{values['case'].reference}"
    return page(request, "cases/case.html", actor=actor, here=here, form=form, **values)


def officers_view(request: Request, actor: Actor, reference: str, now: datetime) -> dict[str, Any]:
    """What every page of one case tells an officer."""
    tongue, today = reader_tongue(request, actor), oslo_date(now)
    with database_of(request).read() as session:
        story = reading.of(session, records.find(session, reference))
        warned = reading.warnings(session, story.case)
        officers = [(str(one.id), one.name) for one in handling.officers(session)]
        party = records.party_of(session, story.case)
    case = story.case
    return {
        "story": story,
        "case": case,
        "claims": [(one, described(one, tongue)) for one in story.claims],
        "officers": officers,
        "outcomes": sorted(states.outcomes(case.kind, case.status, due_on=case.due_on, today=today)),
        "is_mine": case.assigned_to == actor.account_id,
        "may_approve": _may_approve(story, actor),
        "is_party": party is not None and party == actor.account_id,
        "warned": warned,
        "counted": window.counted(warned, on=today),
        "needed": window.WARNINGS_BEFORE_EXCLUSION,
        "today": today,
        "now": now,
        "age": (today - oslo_date(case.opened_at)).days,
        "overdue": case.due_on is not None and case.due_on < today,
    }


def described(claim: Claim, tongue: Tongue) -> str:
    """A claim as a phrase, as evidence is told in the register."""
    return describe(
        Evidence.model_construct(**claim.model_dump(include={"kind", "language", "credits", "course"})),
        tongue,
    )


def _may_approve(story: Story, actor: Actor) -> bool:
    return story.proposed is not None and story.proposed.decided_by != actor.account_id
