"""What comes once or again and again, said in words."""

from datetime import datetime, timedelta

from babel.dates import format_interval
from markupsafe import Markup

from booking.availability.reading import stretch_of
from booking.availability.tables import Absence, ExtraHours, OnCall
from kit.clock import days_between, oslo_midnight
from kit.i18n import Tongue, say_span, translator
from kit.interval import Interval
from web import labels


def told(row: Absence | ExtraHours | OnCall, tongue: Tongue) -> str:
    """The first time, and how it comes again: `7–9 Dec 2026, every 2 weeks until 1 Mar 2027`."""
    t = translator(tongue)
    first = _span(row.starts_at, row.ends_at, tongue)
    if row.every_weeks is None:
        return first
    stretch = stretch_of(row)
    often = t("every week") if row.every_weeks == 1 else t("every {number} weeks", number=row.every_weeks)
    if stretch.until is None:
        return Markup("{}, {}").format(first, often)  # what is put in is escaped
    until = t("until {day}", day=labels.short_date(stretch.until, tongue))
    return Markup("{}, {} {}").format(first, often, until)


def _span(starts_at: datetime, ends_at: datetime, tongue: Tongue) -> str:
    """Whole days as days, anything else with its times."""
    days = days_between(starts_at, ends_at)
    whole = Interval(oslo_midnight(days[0]), oslo_midnight(days[-1] + timedelta(days=1)))
    if Interval(starts_at, ends_at) != whole:
        return labels.unbroken(say_span(starts_at, ends_at, tongue))
    return format_interval(days[0], days[-1], "yMMMd", locale="en_GB" if tongue is Tongue.ENGLISH else tongue)
