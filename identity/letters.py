"""The letter with a link for choosing a new password, in the reader's language."""

from dataclasses import dataclass
from datetime import timedelta

from identity.tables import Account
from kit.i18n import Tongue, translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who asks for an account: what she is called, where she reads her mail, and in which tongue."""

    email: str
    name: str
    tongue: Tongue


def join(newcomer: Newcomer, *, url: str, lasts: timedelta) -> Letter:
    """The letter with the link that opens an account."""
    _ = translator(newcomer.tongue)
    words = Words(
        heading=_("Open your account in Tolkebok"),
        opening=(
            _("Hello {name},", name=newcomer.name),
            _("With an account you can apply for being listed in the register of interpreters."),
        ),
        link=(_("Choose a password"), url),
        closing=(
            _("The link works once, for {hours} hours.", hours=lasts // timedelta(hours=1)),
            _("Was it not you? Then do nothing: no account is opened."),
        ),
    )
    return Letter(newcomer.email, words.heading, as_text(words), as_html(words, newcomer.tongue))


def already_joined(account: Account, *, url: str) -> Letter:
    """The letter to whoever asked for an account and has one."""
    _ = translator(account.tongue)
    words = Words(
        heading=_("You have an account in Tolkebok already"),
        opening=(
            _("Hello {name},", name=account.name),
            _("Somebody asked for an account for this address. You have one: sign in with it, and apply."),
        ),
        link=(_("Sign in"), url),
        closing=(_("Was it not you? Then do nothing."),),
    )
    return Letter(account.email, words.heading, as_text(words), as_html(words, account.tongue))


def reset(account: Account, *, url: str, lasts: timedelta) -> Letter:
    """The letter to the account's holder."""
    _ = translator(account.tongue)
    words = Words(
        heading=_("Choose a new password"),
        opening=(
            _("Hello {name},", name=account.name),
            _("Somebody asked for a new password for your account in Tolkebok."),
        ),
        link=(_("Choose a new password"), url),
        closing=(
            _("The link works once, for {minutes} minutes.", minutes=lasts // timedelta(minutes=1)),
            _("Was it not you? Then do nothing: your password stays as it is."),
        ),
    )
    return Letter(
        to=account.email,
        subject=words.heading,
        text=as_text(words),
        html=as_html(words, account.tongue),
    )
