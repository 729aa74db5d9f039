"""The letter with a link for choosing a new password, in the reader's language."""

from datetime import timedelta
from html import escape

from identity.tables import Account
from kit.i18n import Tongue, translator
from kit.mail import Letter

_NOBODY = ("nobody@tolkebok.example", "", Tongue.BOKMAL)


def reset(account: Account | None, *, url: str, lasts: timedelta) -> Letter:
    """The letter to the account; one to nobody is composed alike and thrown away."""
    to, name, tongue = (account.email, account.name, account.tongue) if account else _NOBODY
    _ = translator(tongue)
    paragraphs = (
        _("Hello {name},", name=name),
        _("Somebody asked for a new password for your account in Tolkebok. Choose one here:"),
        url,
        _("The link works once, for {minutes} minutes.", minutes=lasts // timedelta(minutes=1)),
        _("Was it not you? Then do nothing: your password stays as it is."),
    )
    return Letter(
        to=to,
        subject=_("Choose a new password"),
        text="\n\n".join(paragraphs) + "\n",
        html="".join(f"<p>{_in_html(said, url)}</p>\n" for said in paragraphs),
    )


def _in_html(paragraph: str, url: str) -> str:
    told = escape(paragraph)
    return f'<a href="{told}">{told}</a>' if paragraph == url else told
