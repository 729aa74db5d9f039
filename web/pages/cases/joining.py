"""Somebody without an account asks for one, to apply with: a mailed link, a password, and on."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity import joining
from identity.acting import Acting
from identity.letters import Newcomer
from kit.errors import Conflict, Forbidden
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.i18n import Tongue
from kit.mail import Sender
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, filled, to
from web.pages.site import page, reader_tongue
from web.statuses import status_of

router = APIRouter(include_in_schema=False)


@router.get("/apply")
def begin(request: Request, actor: Acting) -> Response:
    """What applying takes; whoever is signed in goes straight to the form."""
    if actor.signed_in:
        return to("/my/cases/new")
    return page(request, "cases/join.html", actor=actor, sent=False)


@router.post("/apply")
def ask(
    request: Request, session: Writing, settings: InSettings, address: Address, now: Now, form: Posted
) -> Response:
    """Mail the link; the page never tells whether there is an account."""

    def once_more(refused: Form, status: int = 200) -> Response:
        return page(request, "cases/join.html", form=refused, sent=False, here="/apply", status=status)

    try:
        with asking_again(form, once_more):
            newcomer = Newcomer(form.get("email"), form.get("name"), Tongue(reader_tongue(request)))
            joining.ask(
                session,
                newcomer=newcomer,
                address=address,
                public_url=settings.public_url,
                sender=Sender(settings.mail_name, settings.mail_from),
                now=now,
            )
    except Forbidden as refusal:
        return once_more(form.refused(refusal), status_of(refusal))
    return page(request, "cases/join.html", form=form, sent=True, here="/apply")


@router.get("/join")
def choose(request: Request, session: Reading, now: Now) -> Response:
    """Where the mailed link leads. Opening it uses nothing up: mail scanners open links too."""
    token = asked(request).get("token")
    try:
        link = joining.link(session, token=token, now=now)
    except Conflict as refusal:
        return _choosing(request, EMPTY, ended=True, status=status_of(refusal))
    return _choosing(request, filled(token=token), email=link.email)


@router.post("/join")
def join(request: Request, database: InDatabase, now: Now, form: Posted) -> Response:
    """Open the account, and go on to sign in with it."""

    def once_more(refused: Form) -> Response:
        ended = any(fault.code == "join_link_ended" for fault in refused.faults)
        return _choosing(request, EMPTY if ended else refused, ended=ended)

    with asking_again(form, once_more):
        typed = form.read()
        joining.join(database, token=typed.get("token"), password=typed.get("password"), now=now)
    return to("/sign-in?next=/my/cases/new", saved="account_opened")


def _choosing(
    request: Request, form: Form, *, email: str = "", ended: bool = False, status: int = 200
) -> Response:
    response = page(
        request, "cases/choose.html", form=form, email=email, ended=ended, status=status, here="/join"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
