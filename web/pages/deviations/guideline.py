"""What an agency lays down for its use of interpreters: shown to those who book, and set."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import queries
from booking.deviations import guidelines
from booking.deviations.given import ANY, GuidelineGiven
from booking.tables import SubjectArea
from identity import organisations
from identity.acting import SignedIn
from identity.permissions import Action, Actor, Thing, may, require_sight
from identity.roles import Role
from kit.http import Now, Reading, Writing, database_of
from kit.i18n import translator
from web.pages import choosing, duty
from web.pages.forms import Form, Posted, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/guideline")

_HISTORY = 20
_AREAS = (ANY, *(area.value for area in SubjectArea))


@router.get("")
def own(actor: SignedIn) -> Response:
    """On to the organisation the actor books for."""
    return to(f"/guideline/{queries.booking_for(actor)}")


@router.get("/{organisation_id}")
def show(organisation_id: int, request: Request, actor: SignedIn, session: Reading) -> Response:
    """What holds there, what it has laid down itself, and for its administrators the form."""
    require_sight(actor, Action.SEE_DEVIATION, Thing(organisation_id=organisation_id))
    row = guidelines.own(session, organisation_id)
    minimums: Mapping[str, int] = row.minimums if row else {}
    form = filled(
        text=row and row.text,
        url=row and row.url,
        **{f"minimum_{area}": minimums.get(area) for area in _AREAS},
    )
    return _page(request, actor, session, organisation_id, form)


@router.post("/{organisation_id}")
def lay_down(
    organisation_id: int, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Lay it down; what stood before is kept."""

    def once_more(refused: Form) -> Response:
        with database_of(request).read() as apart:
            return _page(request, actor, apart, organisation_id, refused)

    with asking_again(form, once_more):
        typed = form.read()
        stated = {area: typed.whole(f"minimum_{area}") for area in _AREAS}
        typed.settle()
        given = parse(
            GuidelineGiven,
            {
                "text": form.get("text"),
                "url": form.get("url") or None,
                "minimums": {area: category for area, category in stated.items() if category is not None},
            },
        )
        guidelines.set_guideline(session, actor=actor, organisation_id=organisation_id, given=given, now=now)
    return to(f"/guideline/{organisation_id}", saved="guideline_set")


def _page(request: Request, actor: Actor, session: Session, organisation_id: int, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    t = translator(tongue)
    theirs = actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR)
    return page(
        request,
        "deviations/guideline.html",
        actor=actor,
        form=form,
        organisation=organisations.require(session, organisation_id),
        others=[one for one in organisations.all_of(session, theirs) if one.id != organisation_id],
        may_set=may(actor, Action.SET_GUIDELINE, Thing(organisation_id=organisation_id)),
        duty=duty.laid_down(guidelines.in_force(session, organisation_id), tongue),
        history=guidelines.history(session, organisation_id, limit=_HISTORY),
        areas=[("minimum_" + ANY, t("Every subject area not named below")),
               *(("minimum_" + code, word) for code, word in choosing.words("subject_area", tongue))],
        categories=(*choosing.categories(tongue), ("5", choosing.every_category(tongue))),
    )  # fmt: skip
