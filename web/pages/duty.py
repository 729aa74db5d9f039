"""What an agency asks of its own, shown where it books; and the deviation typed where it goes below."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import Request
from sqlmodel import Session

from booking.deviations import grounds, guidelines, reading
from booking.deviations.given import ANY, LOWEST, Departure, Deviating, Terms
from booking.deviations.guidelines import InForce
from booking.deviations.words import GROUNDS, KINDS, DeviationKind
from booking.tables import Booking
from kit.clock import oslo_date
from kit.http import settings_of
from kit.i18n import Tongue, translator
from registry.languages import norwegian_order
from web.labels import labeller
from web.pages.choosing import Pairs
from web.pages.forms import Form, parse

FIELDS = ("deviation_ground", "deviation_text")
"""The deviation's own fields in the form of a booking; the category is the form's."""


def departure(form: Form, *, terms: Terms) -> Departure | None:
    """The deviation typed in the form of a booking, or None when neither field is used."""
    if not any(form.get(name) for name in FIELDS):
        return None
    given = {"ground": form.get("deviation_ground") or None, "text": form.get("deviation_text")}
    said = parse(Deviating, {"kind": DeviationKind.BELOW_DUTY, **given})
    return Departure(said, terms)


def grounds_offered(request: Request, tongue: Tongue, *, on: date) -> Pairs:
    """The grounds to choose from for a meeting that day."""
    t = translator(tongue)
    offered = grounds.offered(on=on, dispensation_until=settings_of(request).dispensation_until)
    return tuple((one.value, t(GROUNDS[one])) for one in offered)


def grounds_below(request: Request, tongue: Tongue, *, on: date) -> Pairs:
    """The grounds for a lower category to choose from for a meeting that day."""
    t = translator(tongue)
    until = settings_of(request).dispensation_until
    allowed = grounds.allowed(DeviationKind.BELOW_DUTY, on=on, dispensation_until=until)
    return tuple((one.value, t(GROUNDS[one])) for one in allowed)


def kinds(tongue: Tongue) -> Pairs:
    """Who may have interpreted, to choose from."""
    t = translator(tongue)
    return tuple((one.value, t(word)) for one, word in KINDS.items())


def laid_down(found: InForce, tongue: Tongue) -> dict[str, Any]:
    """What is in force as a page shows it: the guidelines, and the minimums that say something."""
    label = labeller(translator(tongue))
    general = found.minimums.get(ANY)
    stated = [
        (label("subject_area", area), one.category, one.organisation)
        for area, one in found.minimums.items()
        if area != ANY and one != general and one.category < LOWEST
    ]
    shown = general if general is not None and general.category < LOWEST else None
    return {
        "guidelines": found.guidelines,
        "general": shown and (shown.category, shown.organisation),
        "by_area": sorted(stated, key=lambda one: norwegian_order(one[0])),
        "has_minimum": bool(shown or stated),
    }


def around(session: Session, booking: Booking, tongue: Tongue) -> Mapping[str, Any]:
    """What the page of a booking tells: what its agency asks, and the deviations registered in it."""
    found = guidelines.in_force(session, booking.organisation_id)
    minimum = found.minimum(booking.subject_area)
    deviations = reading.of_booking(session, booking)
    return {
        "duty": laid_down(found, tongue),
        "minimum": minimum,
        "below_minimum": booking.max_category > minimum,
        "deviations": deviations,
    }


def today_of(booking: Booking) -> date:
    """The Oslo day of the booking's meeting."""
    return oslo_date(booking.starts_at)
