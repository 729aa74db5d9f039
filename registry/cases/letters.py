"""What letters in a case say: a decision tells outcome, reasons, law, and how it can be appealed (fvl. § 27).

English here is the key of the bokmål and nynorsk texts; a letter is written in the form the party uses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from kit.i18n import Tongue, Translate, mark, translator
from registry.cases.house import House
from registry.cases.states import CAN_BE_APPEALED
from registry.cases.tables import Case, Decision
from registry.cases.words import CaseKind, Outcome, Purpose
from registry.languages import name_of
from registry.words import ExclusionKind


@dataclass(frozen=True, slots=True)
class Said:
    """A letter's heading and paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decided, and who approved it if anybody had to."""

    by: str
    approved_by: str = ""


_HEADINGS: Mapping[Outcome, str] = {
    Outcome.LISTED: mark("Decision: your application is granted"),
    Outcome.REFUSED: mark("Decision: your application is refused"),
    Outcome.WARNED: mark("Decision: written warning"),
    Outcome.EXCLUDED: mark("Decision: exclusion from the register of interpreters"),
    Outcome.DISMISSED: mark("The case is closed"),
    Outcome.REVERSED: mark("Decision: your appeal has been given effect"),
    Outcome.UPHELD: mark("Decision in your appeal"),
    Outcome.REJECTED: mark("Decision: your appeal is rejected"),
}
_GRANTED: Mapping[Purpose, str] = {
    Purpose.LISTING: mark("You are listed in the register of interpreters from {day}."),
    Purpose.RELISTING: mark("You are listed in the register of interpreters again from {day}."),
    Purpose.LANGUAGE: mark("You are listed in the register of interpreters with {language} from {day}."),
}
_REFUSED: Mapping[Purpose, str] = {
    Purpose.LISTING: mark("Your application for being listed in the register of interpreters is refused."),
    Purpose.RELISTING: mark(
        "Your application for being listed in the register of interpreters again is refused."
    ),
    Purpose.LANGUAGE: mark(
        "Your application for being listed in the register of interpreters with {language} is refused."
    ),
}
_EXCLUDED: Mapping[ExclusionKind, str] = {
    ExclusionKind.TEMPORARY: mark(
        "You are excluded from the register of interpreters from {day}, until the case is decided."
    ),
    ExclusionKind.DATED: mark(
        "You are excluded from the register of interpreters from {day} up to and including {last}."
    ),
    ExclusionKind.PERMANENT: mark(
        "You are excluded from the register of interpreters from {day}. The exclusion has no end date."
    ),
}
_OTHERS: Mapping[Outcome, str] = {
    Outcome.WARNED: mark("You are given a written warning."),
    Outcome.DISMISSED: mark("The case about you is closed, and has no consequences for you."),
    Outcome.REVERSED: mark("The decision you appealed is changed in your favour."),
    Outcome.UPHELD: mark("{body} has decided your appeal. The decision you appealed stands, and is final."),
    Outcome.REJECTED: mark("Your appeal is rejected, and is not heard."),
}
_LAW: Mapping[Outcome, str] = {
    Outcome.LISTED: mark("The decision rests on section 17 of the Interpreting Act."),
    Outcome.REFUSED: mark("The decision rests on section 17 of the Interpreting Act."),
    Outcome.WARNED: mark("The decision rests on sections 19 and 21 of the Interpreting Act."),
    Outcome.EXCLUDED: mark("The decision rests on section 21 of the Interpreting Act."),
    Outcome.REVERSED: mark("The decision rests on section 33 of the Public Administration Act."),
    Outcome.UPHELD: mark("The decision rests on section 34 of the Public Administration Act."),
    Outcome.REJECTED: mark("The decision rests on sections 31 and 33 of the Public Administration Act."),
}
_WHAT_FOLLOWS = mark(
    "While you are excluded you cannot be booked through the register, and nobody is told you are qualified. "
    "The public sees that you are excluded; not why, since when or for how long."
)
_APPEAL = (
    mark(
        "You can appeal the decision. The deadline is three weeks from when you received this letter, that "
        "is {day} at the latest (section 29 of the Public Administration Act). Send the appeal to {owner}: "
        "on the page of your case in Tolkebok, or in writing. Say which decision you appeal, what you want "
        "changed, and why."
    ),
    mark(
        "If we do not change the decision ourselves, the appeal goes to {body}, which decides it (sections "
        "28, 33 and 34 of the Public Administration Act). You can ask that the decision is not carried out "
        "before the appeal has been decided (section 42)."
    ),
    mark(
        "You have the right to see the documents in the case (sections 18 and 19 of the Public "
        "Administration Act)."
    ),
)


def received(case: Case, house: House) -> Said:
    """That an application or an appeal has come, and is being handled."""
    t = _in(case)
    heading = (
        t("We have received your appeal")
        if case.kind is CaseKind.APPEAL
        else t("We have received your application")
    )
    told = t("An officer will handle it. You can follow the case in Tolkebok, and you hear from us there.")
    return Said(heading, (_to(case, t), told, _from(house, t)))


def more_needed(case: Case, what: str, house: House) -> Said:
    """What is missing before the application can be decided, and by when."""
    t = _in(case)
    last = t(
        "Send it on the page of the case by {day}. After that we decide the application as it stands.",
        day=_day(case.due_on, case),
    )
    asked = t("We need more before we can decide your application:")
    return Said(t("We need more from you"), (_to(case, t), asked, *_parts(what), last, _from(house, t)))


def statement_asked(case: Case, what: str, house: House) -> Said:
    """Advance notice, fvl. § 16: what the case is about, and by when she may make her statement."""
    t = _in(case)
    opening = t(
        "The directorate is looking into whether you have broken your duties as an interpreter (sections 19"
        " and 21 of the Interpreting Act). The case may end with a written warning or exclusion from the "
        "register, or without consequences for you."
    )
    last = t(
        "You can make a statement before we decide (section 16 of the Public Administration Act). Write it "
        "on the page of the case by {day}. You also have the right to see the documents in the case "
        "(section 18).",
        day=_day(case.due_on, case),
    )
    return Said(
        t("Advance notice: a case about you"), (_to(case, t), opening, *_parts(what), last, _from(house, t))
    )


def forwarded(case: Case, why: str, house: House) -> Said:
    """That we have not changed the decision, and the appeal has gone to the appeal body (fvl. § 33)."""
    t = _in(case)
    told = t(
        "We have assessed your appeal, and have not found reason to change the decision. The appeal has "
        "been sent to {body}, which decides it. You can send further remarks there.",
        body=house.appeal_body,
    )
    return Said(t("Your appeal has been sent on"), (_to(case, t), told, *_parts(why), _from(house, t)))


def lifted(case: Case, why: str, house: House) -> Said:
    """That an exclusion has ended before its time."""
    t = _in(case)
    told = t("You are no longer excluded from the register of interpreters.")
    return Said(t("The exclusion is lifted"), (_to(case, t), told, *_parts(why), _from(house, t)))


def decided(case: Case, decision: Decision, signed: Signed, house: House) -> Said:
    """The decision itself."""
    t = _in(case)
    paragraphs = (
        _to(case, t),
        _what(case, decision, house, t),
        *([t(_WHAT_FOLLOWS)] if decision.outcome is Outcome.EXCLUDED else []),
        t("Reasons:"),
        *_parts(decision.reasons),
        *([t(_LAW[decision.outcome])] if decision.outcome in _LAW else []),
        *_how_to_appeal(case, decision, house, t),
        _signature(signed, t),
        _from(house, t),
    )
    return Said(t(_HEADINGS[decision.outcome]), paragraphs)


def _what(case: Case, decision: Decision, house: House, t: Translate) -> str:
    facts = {
        "day": _day(decision.took_effect_on, case),
        "last": _day(decision.until_on, case),
        "language": name_of(case.language, Tongue(case.letterform.value)) if case.language else "",
        "body": house.appeal_body,
    }
    match decision.outcome:
        case Outcome.LISTED:
            return t(_GRANTED[case.purpose or Purpose.LISTING], **facts)
        case Outcome.REFUSED:
            return t(_REFUSED[case.purpose or Purpose.LISTING], **facts)
        case Outcome.EXCLUDED:
            return t(_EXCLUDED[decision.exclusion or ExclusionKind.TEMPORARY], **facts)
        case outcome:
            return t(_OTHERS[outcome], **facts)


def _how_to_appeal(case: Case, decision: Decision, house: House, t: Translate) -> Iterator[str]:
    if decision.outcome not in CAN_BE_APPEALED:
        return
    facts = {"day": _day(decision.appeal_by, case), "owner": house.owner, "body": house.appeal_body}
    for text in _APPEAL:
        yield t(text, **facts)


def _signature(signed: Signed, t: Translate) -> str:
    if not signed.approved_by:
        return t("Decided by {name}.", name=signed.by)
    return t("Decided by {name}, approved by {second}.", name=signed.by, second=signed.approved_by)


def _to(case: Case, t: Translate) -> str:
    return t("To {name}. Case {reference}.", name=case.name, reference=case.reference)


def _from(house: House, t: Translate) -> str:
    return t("Regards, {owner}", owner=house.owner)


def _parts(text: str) -> list[str]:
    return [part for part in (line.strip() for line in text.splitlines()) if part]


def _day(day: date | None, case: Case) -> str:
    return "" if day is None else format_date(day, format="d. MMMM y", locale=case.letterform.value)


def _in(case: Case) -> Translate:
    return translator(Tongue(case.letterform.value))
