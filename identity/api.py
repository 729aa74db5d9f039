"""One's own account over REST: signing in, passwords, tokens."""

from typing import Any

from fastapi import APIRouter, Request, Response

from identity import accounts, organisations, passwords, signing_in, tokens
from identity.acting import SignedIn
from identity.cookies import hand_over, take_back, token_in
from identity.permissions import Actor
from identity.schemas import (
    Me,
    MeGiven,
    NewToken,
    OrganisationShown,
    PasswordGiven,
    ResetAsked,
    ResetGiven,
    RoleShown,
    SignInGiven,
    TokenGiven,
    TokenShown,
)
from identity.tables import BearerToken, Organisation
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.mail import Sender
from kit.paging import Page
from kit.secrets import digest

router = APIRouter(prefix="/api/v1", tags=["account"])

_TOO_MANY: dict[int | str, dict[str, Any]] = {429: {"description": "Too many attempts"}}
_WRONG_OR_TOO_MANY = _TOO_MANY | {401: {"description": "Wrong e-mail address or password"}}


@router.post("/session", status_code=204, responses=_WRONG_OR_TOO_MANY)
def sign_in(
    given: SignInGiven,
    response: Response,
    database: InDatabase,
    settings: InSettings,
    address: Address,
    now: Now,
) -> None:
    """Sign in: the session comes as a cookie."""
    token = signing_in.sign_in(
        database,
        email=given.email,
        password=given.password,
        address=address,
        now=now,
        length=settings.session_length,
    )
    hand_over(response, token, settings)


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, session: Writing, settings: InSettings) -> None:
    """Sign out: the session ends, here and in the database."""
    signing_in.sign_out(session, token=token_in(request, settings) or "")
    take_back(response, settings)


@router.get("/me")
def me(actor: SignedIn, session: Reading) -> Me:
    """Who I am, and the roles I hold."""
    return Me(email=actor.email, name=actor.name, tongue=actor.tongue, roles=_roles(actor, session))


@router.patch("/me")
def change_me(given: MeGiven, actor: SignedIn, session: Writing) -> Me:
    """Choose the language of my pages and letters."""
    accounts.set_tongue(session, account_id=actor.id, tongue=given.tongue)
    return Me(email=actor.email, name=actor.name, tongue=given.tongue, roles=_roles(actor, session))


@router.post("/me/password", status_code=204, responses=_TOO_MANY)
def change_password(
    given: PasswordGiven,
    actor: SignedIn,
    request: Request,
    database: InDatabase,
    settings: InSettings,
    address: Address,
    now: Now,
) -> None:
    """Change my password; my other sessions end."""
    passwords.change(
        database,
        account_id=actor.id,
        current=given.current_password,
        new=given.new_password,
        keep=token_in(request, settings),
        address=address,
        now=now,
    )


@router.post("/password-resets", status_code=202, responses=_TOO_MANY)
def ask_reset(
    given: ResetAsked, session: Writing, settings: InSettings, address: Address, now: Now
) -> dict[str, str]:
    """Have a link for choosing a new password mailed. The answer never tells whether there is an account."""
    passwords.ask_reset(
        session,
        email=given.email,
        address=address,
        public_url=settings.public_url,
        sender=Sender(settings.mail_name, settings.mail_from),
        now=now,
    )
    return {"status": "accepted"}


@router.post("/password-resets/use", status_code=204)
def reset(given: ResetGiven, database: InDatabase, now: Now) -> None:
    """Choose a new password by a mailed link; every session ends."""
    passwords.reset(database, token=given.token, new_password=given.new_password, now=now)


@router.get("/me/tokens")
def list_tokens(actor: SignedIn, session: Reading) -> Page[TokenShown]:
    """My tokens in force."""
    return Page(items=[_shown(token) for token in tokens.in_force(session, account_id=actor.id)])


@router.post("/me/tokens", status_code=201)
def issue_token(given: TokenGiven, actor: SignedIn, session: Writing, now: Now) -> NewToken:
    """A new token for a program that acts for me; it is shown this once."""
    token = tokens.issue(session, account_id=actor.id, label=given.label, now=now)
    return NewToken(id=tokens.id_of(digest(token)), label=given.label.strip(), created_at=now, token=token)


@router.delete("/me/tokens/{token_id}", status_code=204)
def revoke_token(token_id: str, actor: SignedIn, session: Writing, now: Now) -> None:
    """End one of my tokens at once."""
    tokens.revoke(session, account_id=actor.id, token_id=token_id, now=now)


def _roles(actor: Actor, session: Reading) -> list[RoleShown]:
    held = [grant.organisation_id for grant in actor.grants if grant.organisation_id is not None]
    known = {found.id: found for found in organisations.all_of(session, held)}
    return [
        RoleShown(role=grant.role, organisation=_organisation(known.get(grant.organisation_id)))
        for grant in actor.grants
    ]


def _organisation(found: Organisation | None) -> OrganisationShown | None:
    return None if found is None else OrganisationShown.model_validate(found)


def _shown(token: BearerToken) -> TokenShown:
    return TokenShown(id=tokens.id_of(token.token_digest), label=token.label, created_at=token.created_at)
