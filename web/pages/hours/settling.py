"""A change would leave something she has said yes to outside her hours: shown first, decided, then done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from booking import conflicts, own
from booking import office as offices
from booking.conflicts import AssignmentsInTheWay, Settled
from booking.schemas import OwnAssignmentView
from identity.permissions import Action, Actor
from kit.db import stored_id
from kit.http import settings_of
from web.pages.forms import AskAgain, Form
from web.pages.site import page

_DECISIONS = frozenset({"shown", "withdraw"})


def settle(
    request: Request,
    actor: Actor,
    session: Session,
    form: Form,
    change: Callable[[int], object],
    *,
    now: datetime,
) -> None:
    """Do the change, given her id, or show what she has said yes to in its way (`conflicts.settle`)."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    with _shown_first(request, actor, form):
        conflicts.settle(
            session,
            lambda: change(stored_id(her.id)),
            her=her,
            settled=_settled(form),
            now=now,
            office=offices.of(settings_of(request)),
        )


def _settled(form: Form) -> Settled:
    """What she decided of those she was shown: withdrawn from when ticked, kept when not."""
    shown, withdraw = (
        frozenset(map(int, filter(str.isdecimal, form.all(name)))) for name in ("shown", "withdraw")
    )
    return Settled(withdraw=withdraw & shown, keep=shown - withdraw)


@contextmanager
def _shown_first(request: Request, actor: Actor, form: Form) -> Iterator[None]:
    """Turn assignments in the way into the page that shows them; what was typed goes along."""
    try:
        yield
    except AssignmentsInTheWay as conflict:
        typed = [
            (name, one) for name, given in form.values.items() if name not in _DECISIONS for one in given
        ]
        response = page(
            request,
            "my/in_the_way.html",
            actor=actor,
            status=409,
            here="/my/hours",
            action=request.url.path,
            typed=typed,
            assignments=[OwnAssignmentView.of(one) for one in conflict.assignments],
        )
        raise AskAgain(response) from conflict
