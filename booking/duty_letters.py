"""What somebody on an organisation's duty list is told: that she is put down, and that she is struck."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from booking.availability.tables import OnCall
from booking.correspondence import address_of
from booking.office import Office
from identity.tables import Organisation
from kit import mail
from kit.i18n import Tongue, Translate, say_span, translator
from kit.logs import log
from kit.mail import Letter
from kit.typesetting import Fact, Words, as_html, as_text
from registry.tables import Interpreter


def put_down(session: Session, duty: OnCall, *, office: Office, now: datetime) -> None:
    """She is asked to confirm: until she does, it does not count."""

    def words(t: Translate, facts: tuple[Fact, ...]) -> Words:
        return Words(
            heading=t("Can you be on call?"),
            opening=(t("You are put down on a duty list. It counts when you have confirmed it."),),
            facts=facts,
            link=(t("Confirm, or remove it"), office.page("/my/hours/times?which=on_call")),
        )

    _write(session, duty, words, office, now)


def struck(session: Session, duty: OnCall, *, office: Office, now: datetime) -> None:
    """She need not be on call after all."""

    def words(t: Translate, facts: tuple[Fact, ...]) -> Words:
        return Words(
            heading=t("You are not on call after all"),
            opening=(t("You are struck from a duty list, and need not be reached then."),),
            facts=facts,
        )

    _write(session, duty, words, office, now)


def _write(
    session: Session,
    duty: OnCall,
    words: Callable[[Translate, tuple[Fact, ...]], Words],
    office: Office,
    now: datetime,
) -> None:
    to, tongue = address_of(session, session.get_one(Interpreter, duty.interpreter_id))
    if not to:
        log().warning("letter_left_out", duty=duty.id)
        return
    said = words(translator(tongue), _facts(session, duty, tongue))
    letter = Letter(to, said.heading, as_text(said), as_html(said, tongue))
    mail.send(session, letter, sender=office.sender, stream=f"duty-{duty.id}", now=now)


def _facts(session: Session, duty: OnCall, tongue: Tongue) -> tuple[Fact, ...]:
    """Whose list, the first time, and how often it comes."""
    t = translator(tongue)
    weeks = duty.every_weeks
    often = (
        "" if weeks is None else t("Every week") if weeks == 1 else t("Every {number} weeks", number=weeks)
    )
    return (
        (t("Duty list"), session.get_one(Organisation, duty.organisation_id).name),
        (t("Time"), say_span(duty.starts_at, duty.ends_at, tongue)),
        *(((t("It comes again"), often),) if often else ()),
    )
