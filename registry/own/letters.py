"""What she is told by mail about her own data, in the language of her letters."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from kit import mail
from kit.i18n import Tongue, mark, translator
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry.cases.house import House
from registry.own.tables import OwnRequest
from registry.own.words import RequestKind
from registry.tables import Interpreter

ASKED: Mapping[RequestKind, str] = {
    RequestKind.NAME: mark("A change of name"),
    RequestKind.EVIDENCE: mark("Evidence to be registered or corrected"),
    RequestKind.OTHER: mark("Something else to be corrected"),
    RequestKind.REMOVAL: mark("To be removed from the register"),
}
"""What each kind of request asks for."""


def address_changed(
    session: Session, person: Interpreter, *, former: str, house: House, now: datetime
) -> None:
    """To the address she had: whoever did not change it herself learns of it there (and not of the new)."""
    t = translator(Tongue(person.letterform.value))
    words = Words(
        heading=t("Your e-mail address in the register is changed"),
        opening=(
            t("The register of interpreters no longer uses this address for interpreter {number}.",
              number=person.number),
            t("Was it not you? Sign in and look at who has done what, or write to {owner}.",
              owner=house.owner),
        ),
        link=(t("What the register holds about you"), house.page("/my/data")),
    )  # fmt: skip
    _send(session, person, former, words, house, now)


def answered(
    session: Session, person: Interpreter, asked: OwnRequest, *, to: str, house: House, now: datetime
) -> None:
    """That an officer has answered; and what."""
    t = translator(Tongue(person.letterform.value))
    words = Words(
        heading=t("Your request has been answered"),
        opening=(t(ASKED[asked.kind]), *([asked.answer] if asked.answer else [])),
        link=(t("What the register holds about you"), house.page("/my/data")),
        closing=(t("Regards, {owner}", owner=house.owner),),
    )
    _send(session, person, to, words, house, now)


def removal(person: Interpreter, *, to: str, house: House) -> Letter | None:
    """The last letter: what was erased, what is kept, and to whom she can complain (GDPR art. 12(4), 77).

    Written before she is removed, in the form she reads; None when there is nowhere to send it.
    """
    t = translator(Tongue(person.letterform.value))
    words = Words(
        heading=t("You are removed from the register of interpreters"),
        opening=(
            t("Your name, contact details, documents, working hours and letters are erased, and your account "
              "is closed."),
            t("The number, the dated evidence, decisions and past assignments are kept without your name, "
              "because the law requires it (section 9 of the Archives Act and article 17 no. 3 of the GDPR). "
              "Nobody gets your number again."),
            t("If you think this is wrong, you can complain to the Norwegian Data Protection Authority."),
        ),
        closing=(t("Regards, {owner}", owner=house.owner),),
    )  # fmt: skip
    return _written(person, to, words) if to else None


def post(session: Session, person: Interpreter, letter: Letter, *, house: House, now: datetime) -> None:
    """Let a letter leave with this transaction."""
    mail.send(session, letter, sender=house.sender, stream=f"own-data-{person.id}", now=now)


def _send(session: Session, person: Interpreter, to: str, words: Words, house: House, now: datetime) -> None:
    if to:
        post(session, person, _written(person, to, words), house=house, now=now)


def _written(person: Interpreter, to: str, words: Words) -> Letter:
    return Letter(to, words.heading, as_text(words), as_html(words, Tongue(person.letterform.value)))
