"""The letter with a link for choosing a new password, in the reader's language."""

from datetime import timedelta

from identity.tables import Account
from kit.i18n import translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text


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
