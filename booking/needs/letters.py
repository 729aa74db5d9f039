"""The reminder of a need: which language, how, when, and where to book; never the case reference."""

from booking.needs.tables import Need
from booking.wording import MODALITIES
from identity.tables import Account
from kit.i18n import Tongue, say_instant, translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry.languages import name_of


def reminder(need: Need, account: Account, *, unit: str, page: str) -> Letter:
    """The letter to somebody who books at the unit, in her own language."""
    tongue = account.tongue
    t = translator(tongue)
    words = Words(
        heading=t("An interpreter is needed, and not booked yet"),
        opening=(
            t("This need is registered at {unit}, and nobody has booked an interpreter for it.", unit=unit),
        ),
        facts=(
            (t("Language"), language_of(need, tongue)),
            (t("How"), t(MODALITIES[need.modality])),
            (t("From"), say_instant(need.wished_from, tongue)),
            (t("To"), say_instant(need.wished_to, tongue)),
            (t("Reference"), need.reference),
        ),
        link=(t("Book an interpreter"), page),
        closing=(t("If nobody is needed after all, say so on the page. You are reminded once."),),
    )
    return Letter(account.email, words.heading, as_text(words), as_html(words, tongue))


def language_of(need: Need, tongue: Tongue) -> str:
    """What the language is called; as it was written while nobody has settled which it is."""
    if need.language is None:
        return need.asked_language
    return name_of(need.variety or need.language, tongue)
