"""Signing in and out, and choosing a new password when the old one is forgotten."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity import passwords, signing_in
from identity.acting import Acting, SignedIn
from identity.cookies import hand_over, take_back, token_in
from identity.roles import Role
from identity.schemas import ResetAsked, ResetGiven, SignInGiven
from kit.errors import Conflict, Forbidden
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.i18n import mark
from kit.mail import Sender
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, filled, parse, to
from web.pages.site import page
from web.statuses import status_of

router = APIRouter(include_in_schema=False)

_NO_DESK = (
    (
        Role.VERIFIER,
        mark("You may check whether an interpreter is qualified: it takes the number and the language."),
        "/verify",
        mark("Check an interpreter"),
    ),
    (
        Role.COORDINATOR,
        mark("There is no page for intermediaries yet. You may search the register and check interpreters."),
        "/interpreters",
        mark("Find an interpreter"),
    ),
    (
        Role.AUDITOR,
        mark("There is no page for auditors yet. You may see the register in figures."),
        "/statistics",
        mark("Statistics"),
    ),
)
"""Roles without a page of their own: what they may do, and where."""
_FIRST_PAGES = (
    (Role.INTERPRETER, "/my"),
    (Role.BOOKER, "/bookings"),
    (Role.AGENCY_ADMINISTRATOR, "/bookings"),
    (Role.REGISTRY_OFFICER, "/register"),
    (Role.REGISTRY_ADMINISTRATOR, "/register"),
)


@router.get("/sign-in")
def sign_in_form(request: Request, actor: Acting) -> Response:
    """The form; whoever is signed in already goes straight on."""
    going = local(asked(request).get("next"))
    if actor.signed_in:
        return to(going or "/home")
    return _sign_in(request, filled(next=going))


@router.post("/sign-in")
def sign_in(
    request: Request, database: InDatabase, settings: InSettings, address: Address, now: Now, form: Posted
) -> Response:
    """Begin a session and go on to the page that was asked for."""
    try:
        with asking_again(form, lambda refused: _sign_in(request, refused)):
            given = parse(SignInGiven, _exactly(form, "email", "password"))
            token = signing_in.sign_in(
                database,
                email=given.email,
                password=given.password,
                address=address,
                now=now,
                length=settings.session_length,
            )
    except Forbidden as refusal:
        return _sign_in(request, form.refused(refusal), status=status_of(refusal))
    response = to(local(form.get("next")) or "/home")
    hand_over(response, token, settings)
    return response


@router.get("/home")
def home(request: Request, actor: SignedIn) -> Response:
    """The page each role begins its day on."""
    first = next((href for role, href in _FIRST_PAGES if actor.holds(role)), None)
    if first is not None:
        return to(first)
    if not actor.grants:
        return to("/my/cases")
    ways = [way for role, *way in _NO_DESK if actor.holds(role)]
    return page(request, "account/home.html", actor=actor, ways=ways) if ways else to("/account")


@router.post("/sign-out")
def sign_out(request: Request, session: Writing, settings: InSettings) -> Response:
    """End the session."""
    signing_in.sign_out(session, token=token_in(request, settings) or "")
    response = to("/")
    take_back(response, settings)
    return response


@router.get("/forgotten")
def forgotten_form(request: Request, actor: Acting) -> Response:
    """Ask for a link."""
    return page(request, "account/forgotten.html", actor=actor, sent=False)


@router.post("/forgotten")
def forgotten(
    request: Request, session: Writing, settings: InSettings, address: Address, now: Now, form: Posted
) -> Response:
    """Have a link mailed; the page never tells whether there is an account."""

    def show(refused: Form) -> Response:
        return page(request, "account/forgotten.html", form=refused, sent=False)

    try:
        with asking_again(form, show):
            given = parse(ResetAsked, _exactly(form, "email"))
            passwords.ask_reset(
                session,
                email=given.email,
                address=address,
                public_url=settings.public_url,
                sender=Sender(settings.mail_name, settings.mail_from),
                now=now,
            )
    except Forbidden as refusal:
        return page(
            request,
            "account/forgotten.html",
            form=form.refused(refusal),
            sent=False,
            status=status_of(refusal),
        )
    return page(request, "account/forgotten.html", form=form, sent=True)


@router.get("/reset")
def reset_form(request: Request, session: Reading, now: Now) -> Response:
    """Where the mailed link leads. Opening it uses nothing up: mail scanners open links too."""
    token = asked(request).get("token")
    try:
        account = passwords.account_of_link(session, token=token, now=now)
    except Conflict as refusal:
        return _reset(request, EMPTY, ended=True, status=status_of(refusal))
    return _reset(request, filled(token=token), email=account.email)


@router.post("/reset")
def reset(request: Request, database: InDatabase, now: Now, form: Posted) -> Response:
    """Choose the new password, and go on to sign in with it."""

    def show(refused: Form) -> Response:
        ended = any(fault.code == "reset_link_ended" for fault in refused.faults)
        return _reset(request, EMPTY if ended else refused, ended=ended)

    with asking_again(form, show):
        given = parse(ResetGiven, _exactly(form, "token", "new_password"))
        passwords.reset(database, token=given.token, new_password=given.new_password, now=now)
    return to("/sign-in", saved="password_chosen")


def local(address: str) -> str | None:
    """The address if it leads to a page of ours and nowhere else, or None."""
    if not address.startswith("/") or address.startswith("//"):
        return None
    return address if address.isprintable() and "\\" not in address else None


def _sign_in(request: Request, form: Form, *, status: int = 200) -> Response:
    return page(request, "account/sign_in.html", form=form, status=status, here="/sign-in")


def _reset(
    request: Request, form: Form, *, email: str = "", ended: bool = False, status: int = 200
) -> Response:
    response = page(request, "account/reset.html", form=form, email=email, ended=ended, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _exactly(form: Form, *names: str) -> dict[str, str]:
    typed = form.read()
    return {name: typed.get(name) for name in names}
