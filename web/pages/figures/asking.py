"""The day a page of figures is asked about, whose knowledge counts, and what all these pages share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from identity.permissions import Action, Actor, may
from kit.clock import oslo_date, oslo_midnight
from kit.i18n import mark
from registry import verification
from web.pages.forms import Form, asked, asking_again, filled
from web.pages.site import page

TABS = (
    ("/statistics", mark("Key figures")),
    ("/statistics/goals", mark("Targets and results")),
    ("/statistics/languages", mark("Languages")),
    ("/statistics/counties", mark("Counties")),
    ("/statistics/training", mark("Training and authorisation")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An Oslo day, and the day by whose end it was known; None: as known now. `ahead` if it has not come."""

    on: date
    known_on: date | None = None
    ahead: bool = False

    @property
    def known_at(self) -> datetime | None:
        """The instant whose knowledge counts; None for now."""
        return None if self.known_on is None else oslo_midnight(self.known_on + timedelta(days=1))

    def address(self, path: str, **more: object) -> str:
        """The same question put to another page or file."""
        known = {} if self.known_on is None else {"known_on": self.known_on}
        return f"{path}?{urlencode({'on': self.on, **known, **more})}"


def read(form: Form, now: datetime) -> Asked:
    """What is asked; today where no day is typed. Invalid when a day is none, or what is known lies ahead."""
    today, typed = oslo_date(now), form.read()
    on = typed.day("on") if typed.text("on") else today
    known_on = typed.day("known_on") if typed.text("known_on") else None
    typed.settle()
    if known_on is not None and known_on > today:
        raise verification.known_in_the_future("known_on")
    on = on or today
    return Asked(on, None if known_on == today else known_on, ahead=on > today)


def answer(
    request: Request,
    actor: Actor,
    template: str,
    now: datetime,
    gather: Callable[[Asked], Mapping[str, Any]],
) -> Response:
    """The page with what `gather` finds for the day in the address; with the form again if that is no day."""
    form = asked(request)
    with asking_again(form, lambda refused: _page(request, actor, template, refused, None, {})):
        wanted = read(form, now)
    typed = filled(on=wanted.on, known_on=wanted.known_on)
    return _page(request, actor, template, typed, wanted, gather(wanted))


def sees_every_cell(actor: Actor) -> bool:
    """Whether small cells are shown to this reader."""
    return may(actor, Action.SEE_EVERY_FIGURE)


def _page(
    request: Request,
    actor: Actor,
    template: str,
    form: Form,
    wanted: Asked | None,
    found: Mapping[str, Any],
) -> Response:
    here = request.url.path
    return page(
        request,
        template,
        actor=actor,
        form=form,
        action=here,
        asked=wanted,
        every_cell=sees_every_cell(actor),
        tabs=[(wanted.address(path) if wanted else path, text, path == here) for path, text in TABS],
        **found,
    )
