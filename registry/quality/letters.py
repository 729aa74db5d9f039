"""What interpreters are written about the quality of their entries, in the Norwegian they get letters in."""

from datetime import date

from sqlmodel import Session

from identity.tables import Account
from kit.i18n import Tongue, say_day, translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry import chronicle
from registry.tables import Evidence, Interpreter


def address_of(session: Session, person: Interpreter) -> str:
    """Where she reads her letters: her account's address, else the one the register keeps; or empty."""
    account = session.get(Account, person.account_id) if person.account_id else None
    if account is not None and account.disabled_at is None:
        return account.email
    return person.email or ""


def confirm(person: Interpreter, to: str, *, url: str, last_day: date) -> Letter:
    """The question whether what the register holds about her is right."""
    tongue = Tongue(person.letterform.value)
    t = translator(tongue)
    words = Words(
        heading=t("Is what the register holds about you right?"),
        opening=(
            t("Hello {name},", name=person.name),
            t("Once a year we ask every interpreter in the register whether the facts about them are right."),
        ),
        link=(t("See what is registered, and confirm it"), url),
        closing=(
            t("Opening the link confirms nothing: you do that on the page, or correct how you are reached."),
            t("The link works up to and including {day}.", day=say_day(last_day, tongue)),
        ),
    )
    return _letter(to, words, tongue)


def expiring(person: Interpreter, to: str, proof: Evidence, *, last_day: date, url: str) -> Letter:
    """The word that a proof of hers ends on this day."""
    tongue = Tongue(person.letterform.value)
    t = translator(tongue)
    words = Words(
        heading=t("Your evidence in the register of interpreters ends {day}", day=say_day(last_day, tongue)),
        opening=(
            t("Hello {name},", name=person.name),
            t("This is registered for you, and ends on the day below if nothing new is registered."),
        ),
        facts=(
            (t("Evidence"), chronicle.describe(proof, tongue)),
            (t("Issuer"), proof.issuer),
            (t("Last day"), say_day(last_day, tongue)),
        ),
        link=(t("Send new evidence"), url),
        closing=(t("From the day after, a category that rests on it no longer holds."),),
    )
    return _letter(to, words, tongue)


def _letter(to: str, words: Words, tongue: Tongue) -> Letter:
    return Letter(to, words.heading, as_text(words), as_html(words, tongue))
