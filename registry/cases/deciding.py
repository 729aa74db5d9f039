"""An officer decides; refusals and exclusions wait until another officer has approved them.

One transaction holds the case, its decision, what that does to the register, the letter and the outbox
rows. Whoever decides on what is no longer so is refused (`case_changed`), and has lost nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity.tables import Account
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry.cases import effects, letters, posting, records, states, window
from registry.cases.house import House
from registry.cases.letters import Signed
from registry.cases.records import take
from registry.cases.tables import LONG_TEXT, Appeal, Case, Decision
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Event, Ground, Occasion, Outcome
from registry.words import ExclusionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an officer decides: `accepted` are claims, by id; the rest from `exclusion` on is § 21's.

    `unheard_why` says why somebody is warned or excluded without having been asked for a statement.
    """

    outcome: Outcome
    reasons: str
    accepted: Sequence[int] = ()
    exclusion: ExclusionKind | None = None
    ground: Ground | None = None
    from_on: date | None = None
    until_on: date | None = None
    unheard_why: str | None = None


def decide(
    session: Session,
    *,
    reference: str,
    proposal: Proposal,
    seen: int | None,
    by: int,
    house: House,
    now: datetime,
) -> Decision:
    """Decide a case: at once, or for a second officer to approve when it is refused or excludes somebody.

    Conflict `case_changed`, `case_<status>`, `own_case`; Invalid names every wrong field.
    """
    case = take(session, reference, seen=seen)
    _require_not_own(session, case, by)
    today = oslo_date(now)
    possible = states.outcomes(case.kind, case.status, due_on=case.due_on, today=today)
    if not possible:
        raise states.case_is(case.status)
    faults = [*_faults(session, case, proposal, possible, today)]
    if faults:
        raise Invalid(*faults)
    decision = _kept(session, case, proposal, by, now)
    if proposal.outcome in states.NEEDS_A_SECOND:
        said = proposal.outcome.value
        records.move(session, case, CaseStatus.PROPOSED, Event.PROPOSED, by=by, now=now, said=said)
    else:
        _take_effect(session, case, decision, by=by, house=house, now=now)
    return decision


def approve(
    session: Session, *, reference: str, seen: int | None, by: int, house: House, now: datetime
) -> Decision:
    """A second officer agrees: it takes effect now. Conflict `second_officer` for the one who proposed it."""
    case = take(session, reference, seen=seen)
    decision = _proposed(session, case)
    _require_not_own(session, case, by)
    if decision.decided_by == by:
        raise Conflict("second_officer", "Somebody else than the one who proposed it must approve it.")
    _require_still_grounded(session, case, decision, oslo_date(now))
    decision.approved_by, decision.approved_at = by, now
    _take_effect(session, case, decision, by=by, house=house, now=now)
    return decision


def send_back(
    session: Session, *, reference: str, why: str, seen: int | None, by: int, now: datetime
) -> Decision:
    """The proposal goes back with the reason: to the one who made it, who may also take it back so."""
    case = take(session, reference, seen=seen)
    decision = _proposed(session, case)
    faults = [*birth_number_errors({"why": why}), *length_errors({"why": why})]
    if not why.strip():
        faults.append(FieldError("why", "blank", "Say why."))
    if faults:
        raise Invalid(*faults)
    decision.status = DecisionStatus.SENT_BACK
    decision.sent_back_by, decision.sent_back_why = by, why.strip()
    session.add(decision)
    records.move(session, case, CaseStatus.OPEN, Event.SENT_BACK, by=by, now=now, said=why.strip())
    return decision


def warnings_of(session: Session, interpreter_id: int) -> list[date]:
    """The days an interpreter was warned, oldest first; a warning undone on appeal was never given."""
    given = (
        select(Decision)
        .join(Case, col(Case.id) == col(Decision.case_id))
        .where(col(Case.interpreter_id) == interpreter_id, col(Decision.outcome) == Outcome.WARNED)
        .where(col(Decision.status) == DecisionStatus.IN_FORCE)
        .order_by(col(Decision.took_effect_on))
    )
    return [one.took_effect_on for one in session.exec(given) if one.took_effect_on is not None]


def appealed(session: Session, case: Case) -> tuple[Appeal, Decision, Case]:
    """What an appeal case is about: the appeal, the decision, and the case it was decided in."""
    appeal = session.get_one(Appeal, stored_id(case.id))
    decision = session.get_one(Decision, appeal.decision_id)
    return appeal, decision, session.get_one(Case, decision.case_id)


def _faults(
    session: Session, case: Case, given: Proposal, possible: frozenset[Outcome], today: date
) -> Iterator[FieldError]:
    yield from birth_number_errors({"reasons": given.reasons, "unheard_why": given.unheard_why})
    if given.outcome not in possible:
        yield FieldError("outcome", "not_possible", "A case of this kind cannot end so.")
    if not given.reasons.strip():
        yield FieldError("reasons", "blank", "Give the reasons: the party has a right to them.")
    yield from length_errors({"reasons": given.reasons}, LONG_TEXT)
    yield from length_errors({"unheard_why": given.unheard_why})
    if given.outcome in {Outcome.WARNED, Outcome.EXCLUDED}:
        yield from _faults_of_hearing(case, given, today)
    if given.outcome is Outcome.EXCLUDED:
        yield from _faults_of_exclusion(session, case, given, today)


def _faults_of_hearing(case: Case, given: Proposal, today: date) -> Iterator[FieldError]:
    """Nobody is warned or excluded unheard without a reason (fvl. § 16)."""
    if case.interpreter_id is None:
        yield FieldError("outcome", "nobody_named", "Say first which interpreter the notice is about.")
    waited = case.status is CaseStatus.RETURNED and case.due_on is not None and case.due_on < today
    if not (case.heard or waited or (given.unheard_why or "").strip()):
        yield FieldError(
            "unheard_why",
            "missing",
            "The interpreter has not been heard. Ask for a statement, or say why not.",
        )


def _faults_of_exclusion(session: Session, case: Case, given: Proposal, today: date) -> Iterator[FieldError]:
    if given.exclusion is None:
        yield FieldError("exclusion", "missing", "Say how long: while the case runs, to a day, or for good.")
    if given.from_on is None:
        yield FieldError("from_on", "missing", "Choose the first day.")
    elif given.from_on < today:
        yield FieldError("from_on", "in_the_past", "It cannot count from before it is decided.")
    if given.exclusion is ExclusionKind.DATED and given.until_on is None:
        yield FieldError("until_on", "missing", "Give the last day of a dated exclusion.")
    if given.exclusion is ExclusionKind.PERMANENT and given.until_on is not None:
        yield FieldError("until_on", "not_used", "A permanent exclusion has no last day.")
    if given.from_on and given.until_on and given.until_on < given.from_on:
        yield FieldError("until_on", "before_from_on", "It cannot end before it begins.")
    yield from _faults_of_ground(session, case, given, today)


def _faults_of_ground(session: Session, case: Case, given: Proposal, today: date) -> Iterator[FieldError]:
    running = given.exclusion is ExclusionKind.TEMPORARY
    if given.ground is None:
        yield FieldError("ground", "missing", "Say what it rests on.")
    elif running is not (given.ground is Ground.CASE_RUNNING):
        yield FieldError(
            "ground", "not_this_kind", "Only an exclusion while the case runs rests on the case running."
        )
    elif given.ground is Ground.THREE_WARNINGS and case.interpreter_id is not None:
        given_on = warnings_of(session, case.interpreter_id)
        if not window.enough_for_exclusion(given_on, on=today):
            yield FieldError(
                "ground",
                "too_few_warnings",
                "Only {count} warnings count in the last five years.",
                {"count": window.counted(given_on, on=today)},
            )


def _require_still_grounded(session: Session, case: Case, decision: Decision, today: date) -> None:
    """What the proposal rested on must hold when it takes effect: a warning may have gone since.

    It is five years old by now, or undone on appeal; a dated exclusion may have run out.
    """
    if decision.until_on is not None and decision.until_on < today:
        raise Conflict("proposal_too_old", "The last day of the exclusion has passed. Send it back.")
    if decision.ground is not Ground.THREE_WARNINGS or case.interpreter_id is None:
        return
    given_on = warnings_of(session, case.interpreter_id)
    if not window.enough_for_exclusion(given_on, on=today):
        raise Conflict(
            "too_few_warnings",
            "Only {count} warnings count in the last five years. Send it back.",
            count=window.counted(given_on, on=today),
        )


def _kept(session: Session, case: Case, given: Proposal, by: int, now: datetime) -> Decision:
    known = {claim.id for claim in effects.claims_of(session, case)}
    excludes = given.outcome is Outcome.EXCLUDED
    decision = Decision(
        case_id=stored_id(case.id),
        outcome=given.outcome,
        status=DecisionStatus.PROPOSED,
        reasons=given.reasons.strip(),
        accepted=[one for one in given.accepted if one in known or case.kind is CaseKind.APPEAL],
        exclusion=given.exclusion if excludes else None,
        ground=given.ground if excludes else None,
        from_on=given.from_on if excludes else None,
        until_on=given.until_on if excludes else None,
        unheard_why=(given.unheard_why or "").strip() or None,
        decided_by=by,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def _take_effect(
    session: Session, case: Case, decision: Decision, *, by: int, house: House, now: datetime
) -> None:
    today = oslo_date(now)
    known_before = case.party_sees
    decision.status = DecisionStatus.IN_FORCE
    decision.took_effect_on = effects.first_day(decision, today) or today
    if decision.outcome in states.CAN_BE_APPEALED:
        decision.appeal_by = window.last_day_to_appeal(today)
    session.add(decision)
    session.flush()
    effects.take(session, case, decision, by=by, now=now)
    if decision.outcome is Outcome.REVERSED:
        _, first, before = appealed(session, case)
        effects.undo(session, before, first, list(decision.accepted), by=by, now=now)
        case.interpreter_id = before.interpreter_id
    case.party_sees = known_before or decision.outcome not in states.TELLS_NOBODY
    to = CaseStatus.OPEN if decision.exclusion is ExclusionKind.TEMPORARY else CaseStatus.CLOSED
    records.move(session, case, to, Event.DECIDED, by=by, now=now, said=decision.outcome.value)
    if case.party_sees:
        said = letters.decided(case, decision, _signed(session, decision), house)
        posting.write(session, case, Occasion.DECIDED, said, house=house, now=now, decision=decision)


def _signed(session: Session, decision: Decision) -> Signed:
    def named(account_id: int | None) -> str:
        return "" if account_id is None else session.get_one(Account, account_id).name

    return Signed(named(decision.decided_by), named(decision.approved_by))


def _proposed(session: Session, case: Case) -> Decision:
    found = session.exec(
        select(Decision)
        .where(col(Decision.case_id) == case.id, col(Decision.status) == DecisionStatus.PROPOSED)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise Conflict("nothing_proposed", "Nothing waits to be approved in this case.")
    return found


def _require_not_own(session: Session, case: Case, by: int) -> None:
    """Nobody decides in a case about themselves (fvl. § 6)."""
    if records.party_of(session, case) == by:
        raise Conflict("own_case", "You are a party in this case. Somebody else must decide it.")
