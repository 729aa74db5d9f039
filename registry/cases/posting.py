"""A letter in a case is kept as written, and leaves by the outbox when there is somewhere to send it."""

from datetime import datetime

from sqlmodel import Session

from identity.tables import Account
from kit import mail
from kit.db import stored_id
from kit.i18n import Tongue, translator
from kit.logs import log
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry.cases.house import House
from registry.cases.letters import Said
from registry.cases.records import party_of
from registry.cases.tables import Case, CaseLetter, Decision
from registry.cases.words import Occasion
from registry.tables import Interpreter


def write(
    session: Session,
    case: Case,
    occasion: Occasion,
    said: Said,
    *,
    house: House,
    now: datetime,
    decision: Decision | None = None,
) -> CaseLetter:
    """Keep the letter, and let it leave with this transaction.

    To her account's address, else the one the register keeps; without either an officer prints it.
    """
    address = _address(session, case)
    if address:
        _mail(session, case, said, address, house, now)
    else:
        log().warning("case_letter_to_be_posted", case=case.id)
    kept = CaseLetter(
        case_id=stored_id(case.id),
        decision_id=None if decision is None else decision.id,
        occasion=occasion,
        letterform=case.letterform,
        heading=said.heading,
        paragraphs=list(said.paragraphs),
        written_at=now,
        mailed=bool(address),
    )
    session.add(kept)
    session.flush()
    return kept


def _mail(session: Session, case: Case, said: Said, to: str, house: House, now: datetime) -> None:
    tongue = Tongue(case.letterform.value)
    page = house.page(f"/my/cases/{case.reference}")
    t = translator(tongue)
    words = Words(said.heading, said.paragraphs, link=(t("See your case"), page))
    letter = Letter(to, said.heading, as_text(words), as_html(words, tongue))
    mail.send(session, letter, sender=house.sender, stream=f"case-{case.id}", now=now)


def _address(session: Session, case: Case) -> str:
    account_id = party_of(session, case)
    account = session.get_one(Account, account_id) if account_id is not None else None
    if account is not None and account.disabled_at is None:
        return account.email
    if case.interpreter_id is None:
        return ""
    return session.get_one(Interpreter, case.interpreter_id).email or ""
