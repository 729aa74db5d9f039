"""One's own account: roles, language, password, tokens."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity import accounts, organisations, passwords, tokens
from identity.acting import SignedIn
from identity.cookies import token_in
from identity.permissions import Actor
from identity.schemas import MeGiven, PasswordGiven, TokenGiven
from kit.errors import Forbidden
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.i18n import Tongue
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, parse, to
from web.pages.site import page
from web.statuses import status_of

router = APIRouter(include_in_schema=False)

_HERE = "/account"


@router.get("/account")
def account(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Who I am here, and what I can change about it."""
    return _account(request, actor, session, EMPTY)


@router.post("/account/language")
def choose_language(request: Request, actor: SignedIn, session: Writing, form: Posted) -> Response:
    """Choose the language of my pages and letters."""
    with asking_again(form, lambda refused: _account(request, actor, session, refused)):
        given = parse(MeGiven, {"tongue": form.get("tongue")})
        accounts.set_tongue(session, account_id=actor.id, tongue=given.tongue)
    return to(f"{_HERE}?lang={given.tongue}", saved="language_chosen")


@router.get("/account/password")
def password_form(request: Request, actor: SignedIn) -> Response:
    """The form for another password."""
    return _password(request, actor, EMPTY)


@router.post("/account/password")
def change_password(
    request: Request,
    actor: SignedIn,
    database: InDatabase,
    settings: InSettings,
    address: Address,
    now: Now,
    form: Posted,
) -> Response:
    """Change my password; my other sessions end."""
    typed = form.read()
    try:
        with asking_again(form, lambda refused: _password(request, actor, refused)):
            given = parse(
                PasswordGiven, {name: typed.get(name) for name in ("current_password", "new_password")}
            )
            passwords.change(
                database,
                account_id=actor.id,
                current=given.current_password,
                new=given.new_password,
                keep=token_in(request, settings),
                address=address,
                now=now,
            )
    except Forbidden as refusal:
        return _password(request, actor, form.refused(refusal), status=status_of(refusal))
    return to(_HERE, saved="password_changed")


@router.post("/account/tokens")
def issue_token(request: Request, actor: SignedIn, session: Writing, now: Now, form: Posted) -> Response:
    """A new token, shown on the page that answers and never again."""
    with asking_again(form, lambda refused: _account(request, actor, session, refused)):
        given = parse(TokenGiven, {"label": form.get("label")})
        token = tokens.issue(session, account_id=actor.id, label=given.label, now=now)
    return _account(request, actor, session, EMPTY, token=token)


@router.post("/account/tokens/revoke")
def revoke_token(actor: SignedIn, session: Writing, now: Now, form: Posted) -> Response:
    """End one of my tokens at once."""
    tokens.revoke(session, account_id=actor.id, token_id=form.get("token"), now=now)
    return to(_HERE, saved="token_ended")


def _account(
    request: Request, actor: Actor, session: Session, form: Form, *, token: str | None = None
) -> Response:
    places = [grant.organisation_id for grant in actor.grants if grant.organisation_id is not None]
    names = {place.id: place.name for place in organisations.all_of(session, places)}
    return page(
        request,
        "account/account.html",
        actor=actor,
        here=_HERE,
        form=form,
        chosen=filled(tongue=actor.tongue),
        roles=[(grant.role, names.get(grant.organisation_id, "")) for grant in actor.grants],
        tongue_choices=[(tongue.value, tongue.own_name) for tongue in Tongue],
        tokens=[
            (tokens.id_of(held.token_digest), held.label, held.created_at)
            for held in tokens.in_force(session, account_id=actor.id)
        ],
        new_token=token,
    )


def _password(request: Request, actor: Actor, form: Form, *, status: int = 200) -> Response:
    return page(request, "account/password.html", actor=actor, form=form, status=status)
