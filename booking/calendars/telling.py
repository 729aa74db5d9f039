"""An interpreter is told by letter that a calendar is silent, once, and that we have stopped asking."""

from datetime import datetime

from sqlmodel import Session

from booking.calendars import sources
from booking.calendars.explaining import remedy
from booking.calendars.tables import CalendarSource
from booking.office import Office
from kit import mail
from kit.i18n import Tongue, say_instant, translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry.quality.letters import address_of
from registry.tables import Interpreter


def tell(session: Session, source: CalendarSource, *, office: Office, now: datetime) -> None:
    """Write to her if there is something new to tell about a calendar that has just failed.

    After a day and a night without an answer, and when we stop asking; each once, until it answers again.
    """
    parked_now = source.parked_at == now
    silent_now = source.silence_told_at is None and sources.is_silent(source, now=now)
    if not parked_now and not silent_now:
        return
    source.silence_told_at = now
    session.add(source)
    person = session.get_one(Interpreter, source.interpreter_id)
    to = address_of(session, person)
    if to:
        stream = f"calendar-{source.id}-{now:%Y%m%d%H%M%S}"  # its own: a parked one holds back no later one
        told = letter(person, to, source, office=office)
        mail.send(session, told, sender=office.sender, stream=stream, now=now)


def letter(person: Interpreter, to: str, source: CalendarSource, *, office: Office) -> Letter:
    """What she reads: which calendar, since when, why and what to do."""
    tongue = Tongue(person.letterform.value)
    t = translator(tongue)
    heard = source.last_success_at or source.added_at
    stopped = t("We have stopped asking. Open the page when it is put right, and ask us to read it again.")
    goes_on = t("We go on trying.")
    words = Words(
        heading=t("We cannot read your calendar {label}", label=source.label),
        opening=(
            t("Hello {name},", name=person.name),
            t("We have not been able to read this calendar since {time}.", time=say_instant(heard, tongue)),
            t(remedy(source.failure or "")),
        ),
        link=(t("See your calendars"), office.page("/my/calendars")),
        closing=(
            stopped if source.parked_at else goes_on,
            t("Until then we go by what we read last. What is new in the calendar we do not know."),
        ),
    )
    return Letter(to, words.heading, as_text(words), as_html(words, tongue))
