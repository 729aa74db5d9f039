"""An account's feeds: made, renewed and ended by the one whose they are.

The secret is seen once, when it is made. Whoever has it reads what the account may see, so it is no more
than that account's own; a colleague makes her own, and loses it when she may no longer see the bookings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from booking.feeds.tables import Feed
from booking.feeds.words import Detail, Means, Scope
from identity import organisations
from identity.permissions import Action, Actor, Thing, may
from identity.roles import Role
from identity.tables import Account, Organisation
from kit import secrets
from kit.db import lock, stored_id
from kit.errors import Conflict, NotFound, invalid
from kit.logs import log
from kit.personal_data import refuse_birth_numbers

MOST = 20
LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Source:
    """What can be published: one's own assignments, or what an organisation has."""

    scope: Scope
    organisation_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed to be made."""

    scope: Scope
    organisation_id: int | None = None
    detail: Detail = Detail.FULL
    means: Means = Means.ADDRESS
    label: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A feed and whose calendar it shows; `works` unless the account may no longer see it."""

    feed: Feed
    organisation: str
    works: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A feed and its secret, which is seen this once."""

    feed: Feed
    secret: str


def is_allowed(actor: Actor, scope: Scope, organisation_id: int | None) -> bool:
    """Whether the actor may see what such a feed shows."""
    match scope:
        case Scope.ASSIGNMENTS:
            return may(actor, Action.ANSWER_OFFER, Thing(account_id=actor.account_id))
        case Scope.UNIT:
            return may(actor, Action.SEE_BOOKING, Thing(organisation_id=organisation_id))
        case Scope.DUTY:
            return may(actor, Action.KEEP_DUTY_LIST, Thing(organisation_id=organisation_id))


def sources(session: Session, actor: Actor) -> list[Source]:
    """Everything the actor may publish, her own first, then units and duty lists by name."""
    own = [Source(Scope.ASSIGNMENTS)] if is_allowed(actor, Scope.ASSIGNMENTS, None) else []
    units = actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR)
    lists = actor.organisations(Role.COORDINATOR, Role.AGENCY_ADMINISTRATOR)
    return [*own, *_named(session, Scope.UNIT, units), *_named(session, Scope.DUTY, lists)]


def of(session: Session, actor: Actor) -> list[Told]:
    """The actor's feeds, the newest first."""
    statement = (
        select(Feed, Organisation.name)
        .outerjoin(Organisation, col(Organisation.id) == col(Feed.organisation_id))
        .where(Feed.account_id == actor.id)
        .order_by(col(Feed.id).desc())
    )
    return [
        Told(feed, name or "", is_allowed(actor, feed.scope, feed.organisation_id))
        for feed, name in session.exec(statement)
    ]


def make(session: Session, actor: Actor, wanted: Wanted, *, now: datetime) -> Made:
    """A new feed of the actor's. Invalid `not_yours`, `too_long`, `too_many`."""
    if not is_allowed(actor, wanted.scope, wanted.organisation_id):
        raise invalid("source", "not_yours", "Choose a calendar from the list.")
    if len(wanted.label.strip()) > LABEL_LENGTH:
        raise invalid("label", "too_long", "Use at most {most} characters.", most=LABEL_LENGTH)
    refuse_birth_numbers("label", wanted.label)
    session.exec(lock(session, select(Account).where(Account.id == actor.id))).one()
    if len(session.exec(select(Feed.id).where(Feed.account_id == actor.id)).all()) >= MOST:
        raise invalid("source", "too_many", "Keep to {most} subscriptions. End one first.", most=MOST)
    secret = _new_secret(wanted.means)
    made = Feed(
        account_id=actor.id,
        scope=wanted.scope,
        organisation_id=wanted.organisation_id,
        detail=wanted.detail,
        means=wanted.means,
        label=wanted.label.strip(),
        secret_digest=secrets.digest(secret),
        made_at=now,
    )
    session.add(made)
    session.flush()
    log().info("feed_made", feed=made.id, scope=made.scope, account=actor.id)
    return Made(made, secret)


def renew(session: Session, actor: Actor, feed_id: int, *, now: datetime) -> Made:
    """Another secret for the same feed; the one before works no more. Conflict `not_allowed_any_more`."""
    feed = _taken(session, actor, feed_id)
    if not is_allowed(actor, feed.scope, feed.organisation_id):
        raise Conflict("not_allowed_any_more", "You may no longer see this calendar.")
    secret = _new_secret(feed.means)
    feed.secret_digest, feed.made_at, feed.read_on = secrets.digest(secret), now, None
    session.add(feed)
    session.flush()
    log().info("feed_renewed", feed=feed.id, account=actor.id)
    return Made(feed, secret)


def end(session: Session, actor: Actor, feed_id: int) -> None:
    """The feed is no more, and its secret opens nothing. NotFound for anybody else's."""
    feed = _taken(session, actor, feed_id)
    session.delete(feed)
    session.flush()
    log().info("feed_ended", feed=feed_id, account=actor.id)


def as_typed(password: str) -> str:
    """A device's password as we wrote it, however its hyphens, spaces and capitals were typed."""
    signs = "".join(one for one in password.lower() if one.isascii() and one.isalnum())
    return "-".join(signs[first : first + 4] for first in range(0, len(signs), 4))


def _new_secret(means: Means) -> str:
    """An address is tapped, a password is typed: both are beyond guessing."""
    return secrets.new_token() if means is Means.ADDRESS else secrets.new_typed_secret()


def _taken(session: Session, actor: Actor, feed_id: int) -> Feed:
    wanted = select(Feed).where(Feed.id == feed_id, Feed.account_id == actor.id)
    found = session.exec(lock(session, wanted)).one_or_none()
    if found is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return found


def _named(session: Session, scope: Scope, ids: frozenset[int]) -> Sequence[Source]:
    found = organisations.all_of(session, ids)
    return [Source(scope, stored_id(one.id), one.name) for one in sorted(found, key=lambda one: one.name)]
