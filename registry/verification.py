"""Is this interpreter qualified for this language on this day? One graded answer.

`decide` is the whole rule, on the facts whoever read them: a session, the hot
route or the page. Dates are Oslo days.

What the public may infer decides one thing: an exclusion is told when it is in force today; a day
inside any other exclusion reads as not listed, so that asking about many days shows no exclusion's
dates. The listing that counts is the day's own: an agency must be able to show that whoever it used was
in the register then, also when she has left it since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from kit.clock import oslo_date
from kit.errors import Invalid, invalid
from registry import facts, languages
from registry.categories import Level, Span
from registry.words import EvidenceKind


class Answer(StrEnum):
    """The eight answers."""

    VALID = "valid"
    VALID_UNTIL_BEFORE_DATE = "valid_until_before_date"
    VALID_ONLY_AFTER = "valid_only_after"
    LAPSED = "lapsed"
    EXCLUDED = "excluded"
    LANGUAGE_NOT_HELD = "language_not_held"
    NOT_LISTED = "not_listed"
    UNKNOWN_NUMBER = "unknown_number"


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer. The level is the day's, or for one that lapsed or is to come, that one.

    `name`, `number`, `valid_from` and `valid_until` (its last day) are told only of the listed: without
    the name anyone could present another's number. `number` is what she stands in the register with:
    another than was asked about when that one was merged into it.
    """

    answer: Answer
    answered_at: datetime
    level: Level | None = None
    name: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    number: int | None = None

    @property
    def evidence(self) -> tuple[EvidenceKind, ...]:
        """The kinds of evidence the level rests on; never a document."""
        return () if self.level is None else tuple(sorted(self.level.evidence))


def verify(
    session: Session,
    *,
    number: int,
    language: str,
    on: date | None,
    now: datetime,
    known_at: datetime | None = None,
) -> Verified:
    """The answer for one number, language and day (none: today). Invalid when the language is unknown.

    With `known_at`: by what the register knew at that instant. Invalid when that is yet to come.
    """
    languages.require_bookable(language)
    require_past(known_at, now)
    known = facts.of_number(session, number, known_at=known_at)
    return decide(known, language=language, on=on, now=now)


def require_past(known_at: datetime | None, now: datetime) -> None:
    """Invalid `in_the_future` when it is asked what will be known."""
    if known_at is not None and known_at > now:
        raise known_in_the_future("known_at")


def known_in_the_future(field: str) -> Invalid:
    """What is said to one who asks what will be known."""
    return invalid(field, "in_the_future", "What was known can only be asked about the past.")


def decide(known: facts.Facts | None, *, language: str, on: date | None, now: datetime) -> Verified:
    """The answer from what is known of the number. Precedence as the register's rules give it."""
    today = oslo_date(now)
    day = on or today
    if known is None or known.protected:
        return Verified(Answer.UNKNOWN_NUMBER, now)
    history = known.history
    if history.excluded_on(today):
        return Verified(Answer.EXCLUDED, now)
    answer, span = _graded(history.levels(language), day, today)
    if not history.shown_on(day, today=today):
        held = span.held if span is not None and answer is Answer.VALID else None
        return Verified(Answer.NOT_LISTED, now, held)
    if span is None:
        return Verified(answer, now, name=known.name, number=known.number)
    return Verified(answer, now, span.held, known.name, span.starts_on, span.last_day, known.number)


def _graded(spans: Sequence[Span[Level]], day: date, today: date) -> tuple[Answer, Span[Level] | None]:
    """What the days a language is held in say about the day, and the span that says it."""
    held = next((span for span in spans if span.starts_on <= day < span.ends_on), None)
    if held is not None:
        return Answer.VALID, held
    before = [span for span in spans if span.ends_on <= day]
    after = [span for span in spans if span.starts_on > day]
    if before and any(span.starts_on <= today < span.ends_on for span in before):
        return Answer.VALID_UNTIL_BEFORE_DATE, before[-1]
    if after:
        return Answer.VALID_ONLY_AFTER, after[0]
    if before:
        return Answer.LAPSED, before[-1]
    return Answer.LANGUAGE_NOT_HELD, None
