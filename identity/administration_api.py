"""Who works where, over REST: for agency administrators."""

from typing import Annotated

from fastapi import APIRouter, Path

from identity import administration, organisations
from identity.acting import SignedIn
from identity.administration import Appointment, Held
from identity.roles import AT_AN_ORGANISATION
from identity.schemas import AppointmentGiven, GrantShown, OrganisationShown
from kit.http import Now, Reading, Writing
from kit.paging import Cursor, Limit, Page

router = APIRouter(prefix="/api/v1", tags=["organisations"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/organisations")
def list_organisations(actor: SignedIn, session: Reading) -> Page[OrganisationShown]:
    """Where I work; for an administrator, all below as well."""
    mine = organisations.all_of(session, actor.organisations(*AT_AN_ORGANISATION))
    return Page(items=[OrganisationShown.model_validate(found) for found in mine])


@router.get("/organisations/{organisation_id}/roles")
def list_roles(
    organisation_id: Id, actor: SignedIn, session: Reading, limit: Limit = 50, cursor: Cursor = None
) -> Page[GrantShown]:
    """Who holds which role there, by name."""
    shown, following = administration.people_at(
        session, actor=actor, organisation_id=organisation_id, cursor=cursor, limit=limit
    )
    return Page(items=[_shown(one) for one in shown], next=following)


@router.post("/organisations/{organisation_id}/roles", status_code=201)
def appoint(
    organisation_id: Id, given: AppointmentGiven, actor: SignedIn, session: Writing, now: Now
) -> GrantShown:
    """Give somebody a role there; an address without an account is given one."""
    appointment = Appointment(given.email, given.name, given.role, organisation_id)
    return _shown(administration.appoint(session, actor=actor, appointment=appointment, now=now))


@router.delete("/roles/{grant_id}", status_code=204)
def dismiss(grant_id: Id, actor: SignedIn, session: Writing, now: Now) -> None:
    """End a role held at an organisation I administer."""
    administration.dismiss(session, actor=actor, grant_id=grant_id, now=now)


def _shown(held: Held) -> GrantShown:
    return GrantShown(
        id=held.grant.id or 0,
        email=held.email,
        name=held.name,
        role=held.grant.role,
        granted_at=held.grant.granted_at,
    )
