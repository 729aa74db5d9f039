"""A notice of breach, from anyone, signed in or not; no party's name is asked for."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity import throttle
from identity.acting import Acting
from identity.permissions import Action, Actor, may
from kit.errors import Forbidden
from kit.http import Address, Now, Writing, database_of
from registry.cases import noticing
from registry.cases.noticing import Notice
from web.pages.forms import Form, Posted, asked, asking_again, filled, to
from web.pages.site import page
from web.statuses import status_of

router = APIRouter(include_in_schema=False, prefix="/notices")


@router.get("/new")
def ask(request: Request, actor: Acting) -> Response:
    """The form; a number in the address is put in."""
    return _form(request, actor, filled(number=asked(request).get("number")))


@router.post("/new")
def tell(
    request: Request, actor: Acting, session: Writing, address: Address, form: Posted, now: Now
) -> Response:
    """Keep the notice; what is answered is the same whoever it is about."""
    officer = may(actor, Action.HANDLE_CASES)
    try:
        with asking_again(form, lambda refused: _form(request, actor, refused)):
            typed = form.read()
            notice = Notice(
                told=form.get("told"),
                number=typed.whole("number") if typed.text("number") else None,
                name=form.get("name"),
                happened_on=typed.day("happened_on") if typed.text("happened_on") else None,
                told_by=typed.text("told_by"),
            )
            typed.settle()
            if not officer:
                with database_of(request).write() as counting:
                    throttle.admit(counting, throttle.Purpose.NOTICE, who=address, address=address, now=now)
            case = noticing.give(session, notice=notice, by=actor.account_id if officer else None, now=now)
    except Forbidden as refusal:
        return _form(request, actor, form.refused(refusal), status=status_of(refusal))
    return to(f"/cases/{case.reference}", saved="notice_kept") if officer else to("/notices/thanks")


@router.get("/thanks")
def thanks(request: Request, actor: Acting) -> Response:
    """What happens with a notice."""
    return page(request, "cases/thanks.html", actor=actor)


def _form(request: Request, actor: Actor, form: Form, *, status: int = 200) -> Response:
    return page(request, "cases/notice.html", actor=actor, here="/notices/new", form=form, status=status)
