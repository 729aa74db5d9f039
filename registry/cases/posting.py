"""A letter in a case is kept as written; it leaves by the outbox, or by post where there is no address."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from identity import audit
from identity.tables import Account
from kit import mail, paging
from kit.clock import oslo_date
from kit.db import lock, stored_id
from kit.errors import Conflict
from kit.i18n import Tongue, translator
from kit.logs import log
from kit.mail import Letter
from kit.typesetting import Words, as_html, as_text
from registry.cases import records
from registry.cases.house import House
from registry.cases.letters import Said
from registry.cases.records import party_of
from registry.cases.tables import Case, CaseLetter, Decision
from registry.cases.window import last_day_to_appeal
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


def to_be_posted(
    session: Session, *, limit: int, cursor: str | None
) -> tuple[list[tuple[CaseLetter, Case]], str | None]:
    """The letters that wait to be printed and put in the post, the oldest first, each with its case."""
    statement = select(CaseLetter, Case).join(Case, col(Case.id) == col(CaseLetter.case_id)).where(*_WAITS)
    onward = paging.after(statement, paging.decode(cursor, paging.key), col(CaseLetter.id), limit=limit)
    return paging.page(session.exec(onward).all(), limit=limit, key=lambda row: (row[0].id,))


def waiting(session: Session) -> int:
    """How many they are."""
    return session.exec(select(func.count()).select_from(CaseLetter).where(*_WAITS)).one()


def posted(session: Session, *, letter_id: int, by: int, now: datetime) -> CaseLetter:
    """It is in the post, and the time to appeal the decision in it runs from now (fvl. § 29).

    NotFound; Conflict `posted_already` for the second of two officers.
    """
    wanted = select(CaseLetter).where(col(CaseLetter.id) == letter_id, col(CaseLetter.mailed).is_(False))
    letter = session.exec(lock(session, wanted).execution_options(populate_existing=True)).one_or_none()
    if letter is None:
        raise records.unknown()
    if letter.posted_at is not None:
        raise Conflict("posted_already", "Somebody has put this letter in the post already.")
    letter.posted_at, letter.posted_by = now, by
    session.add(letter)
    if letter.decision_id is not None:
        _allow_for_the_post(session, letter.decision_id, now)
    subject, told = audit.about_register(), {"letter": letter_id, "posted": True}
    audit.record(session, subject, audit.Act.CASE_CHANGED, by=by, now=now, content=told)
    session.flush()
    return letter


def _allow_for_the_post(session: Session, decision_id: int, now: datetime) -> None:
    """Nobody is late for a letter that lay here: the last day is counted from when it left."""
    decision = session.exec(lock(session, select(Decision).where(col(Decision.id) == decision_id))).one()
    if decision.appeal_by is not None:
        decision.appeal_by = max(decision.appeal_by, last_day_to_appeal(oslo_date(now)))
        session.add(decision)


_WAITS = (col(CaseLetter.mailed).is_(False), col(CaseLetter.posted_at).is_(None))


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
