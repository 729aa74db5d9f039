"""What each row of a pass list would do, looked up in the register; nothing is written.

The same examination is shown before a list is run, and made again when it is: what differs is refused.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from kit.errors import FieldError
from registry import evidence
from registry.evidence import NewEvidence
from registry.imports import people
from registry.imports.cells import cell_name
from registry.imports.people import Match
from registry.imports.sheets import opened
from registry.imports.tables import PassList, PassListRow
from registry.imports.telling import CellFault, RowTold, digest, read
from registry.imports.values import BASIC_EDUCATION
from registry.imports.words import Choice, Column, ListState, Outcome
from registry.papers.tables import IssuingBody
from registry.tables import Evidence, Interpreter, Merge, TrainingEvent
from registry.words import EvidenceKind, TestResult, TrainingKind, TrainingStep

AT_A_TIME = 1_000
_COLUMN_OF = {"issued_on": Column.DATE}
"""What registering evidence calls a field, where a pass list calls it something else."""
_TRAINED_IN: Mapping[TrainingKind, str] = {
    TrainingKind.BILINGUAL_TEST: "Tospråktesten",
    TrainingKind.TAO_COURSE: "TAO",
    TrainingKind.BASIC_EDUCATION: "Tolking i offentlig sektor",
}
_EvidenceKey = tuple[int, EvidenceKind, str | None, date, int | None]
_TrainingKey = tuple[TrainingKind, str, str, str | None, bool]


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer said about one person in the list."""

    choice: Choice
    interpreter_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A row with what it would do: `told` as it would be registered, and whom it is about, if known.

    `candidate` is who it is among the results of its gathering, when they are not there yet.
    """

    told: RowTold
    outcome: Outcome
    interpreter_id: int | None = None
    reason: str | None = None
    candidate: str | None = None


def examine(session: Session, listed: PassList, content: bytes, *, today: date) -> Iterator[list[Examined]]:
    """Every row of the file in its order, a thousand at a time. Invalid when the file itself is wrong."""
    body = session.get_one(IssuingBody, listed.body_id)
    rules = _Rules(session, body, _decisions(session, listed), today)
    lines = iter(opened(content).rows)
    while some := list(islice(lines, AT_A_TIME)):
        yield rules.examine([read(line, listed.columns, listed.fixed) for line in some], listed.columns)


def training_kind(told: RowTold | PassListRow) -> TrainingKind | None:
    """What a row's candidate took part in, as training is counted; None for what is not training."""
    match told.kind:
        case EvidenceKind.BILINGUAL_TEST:
            return TrainingKind.BILINGUAL_TEST
        case EvidenceKind.TAO:
            return TrainingKind.TAO_COURSE
        case EvidenceKind.CREDITS if told.course == BASIC_EDUCATION:
            return TrainingKind.BASIC_EDUCATION
        case _:
            return None


def spelled(body: IssuingBody) -> str:
    """How evidence names the body."""
    return body.short_name or body.name


@dataclass(slots=True)
class _Rules:
    session: Session
    body: IssuingBody
    decided: Mapping[str, Decided]
    today: date
    seen: set[object] = field(default_factory=set)

    def examine(self, told: Sequence[RowTold], columns: Mapping[str, int]) -> list[Examined]:
        full = [self._completed(_used(one), columns) for one in told]
        matches = people.match(self.session, full)
        ids = {self._about(one, match)[0] for one, match in zip(full, matches, strict=True)} - {None}
        proofs = self._proofs(ids)
        trained = self._trained({one.gathering for one in full if one.gathering is not None})
        return [self._examined(one, match, proofs, trained) for one, match in zip(full, matches, strict=True)]

    def _completed(self, told: RowTold, columns: Mapping[str, int]) -> RowTold:
        """The row with its faults as evidence gathered, and with the gathering it belongs to."""
        faults = list(told.faults)
        wrong = {one.error.field for one in faults}
        for error in self._faults(told):
            column = _COLUMN_OF.get(error.field, error.field)
            if column not in wrong:
                place = columns.get(column)
                cell = "" if place is None else cell_name(told.row, place)
                faults.append(CellFault(cell, replace(error, field=column)))
        kind = training_kind(told)
        gathering = told.gathering
        if kind is not None and gathering is None and told.on is not None:
            gathering = f"{spelled(self.body)[:20]} {_TRAINED_IN[kind]} {told.on.isoformat()}"
        return replace(told, faults=tuple(faults), gathering=gathering if kind is not None else None)

    def _faults(self, told: RowTold) -> Iterable[FieldError]:
        if told.number is None and told.name is None and told.birth_number is None:
            yield FieldError("name", "nobody_named", "Say who it is: a number, or a name and a birth date.")
        if told.kind is None:
            yield FieldError("kind", "missing", "Choose the type of evidence.")
        if told.on is None:
            yield FieldError("date", "missing", "Choose the day it was issued.")
        if told.kind is None or told.on is None:
            return
        yield from evidence.faults_of(_proof(told, self.body), today=self.today)
        if told.result is TestResult.FAILED and training_kind(told) is None:
            yield FieldError("result", "failed_gives_nothing", "Only tests and courses are kept when failed.")

    def _about(self, told: RowTold, match: Match) -> tuple[int | None, str | None, Choice | None]:
        """Whom the row is about, why that is in doubt, and what was decided."""
        decided = self.decided.get(told.person_key or f"row {told.row}")
        if match.doubt is None or decided is None:
            return match.interpreter_id, match.doubt, None
        return decided.interpreter_id, None, decided.choice

    def _examined(
        self,
        told: RowTold,
        match: Match,
        proofs: Mapping[_EvidenceKey, list[Evidence]],
        trained: set[_TrainingKey],
    ) -> Examined:
        about, doubt, choice = self._about(told, match)
        if told.faults:
            first = told.faults[0].error.code
            return Examined(told=told, outcome=Outcome.CANNOT, reason=first)
        if choice is Choice.LEAVE_OUT:
            return Examined(told=told, outcome=Outcome.LEFT_OUT)
        candidate = _candidate(told)
        trains = self._new_training(told, candidate, trained)
        candidate = candidate if trains else None
        if told.result is TestResult.FAILED:
            sure = about if doubt is None else None
            outcome = Outcome.TRAINING_ONLY if trains else Outcome.ALREADY_THERE
            return Examined(told=told, outcome=outcome, interpreter_id=sure, candidate=candidate)
        if doubt is not None:
            return Examined(
                told=told, outcome=Outcome.TO_DECIDE, interpreter_id=about, reason=doubt, candidate=candidate
            )
        return self._passed(told, about, candidate, proofs, trains=trains)

    def _passed(
        self,
        told: RowTold,
        about: int | None,
        candidate: str | None,
        proofs: Mapping[_EvidenceKey, list[Evidence]],
        *,
        trains: bool,
    ) -> Examined:
        who = about if about is not None else told.person_key or told.row
        mark = (who, told.kind, told.language, told.on, told.credits, told.reference)
        outcome, reason = Outcome.NEW_EVIDENCE, None
        if mark in self.seen:
            outcome, reason = Outcome.ALREADY_THERE, "earlier_in_the_file"
        elif about is not None:
            outcome, reason = _against(proofs.get(_key(about, told), ()), told)
        self.seen.add(mark)
        if outcome is Outcome.ALREADY_THERE and trains:
            outcome = Outcome.TRAINING_ONLY
        return Examined(told=told, outcome=outcome, interpreter_id=about, reason=reason, candidate=candidate)

    def _new_training(self, told: RowTold, candidate: str | None, trained: set[_TrainingKey]) -> bool:
        """Whether this candidate's result is not among those of the gathering; from now on it is."""
        kind = training_kind(told)
        if kind is None or told.gathering is None or candidate is None:
            return False
        key = (kind, told.gathering, candidate, told.language, told.result is TestResult.PASSED)
        if key in trained or ("trained", *key) in self.seen:
            return False
        self.seen.add(("trained", *key))
        return True

    def _proofs(self, ids: Iterable[int | None]) -> dict[_EvidenceKey, list[Evidence]]:
        """Evidence of these people from this body, standing or ended, but not what an undone list gave."""
        undone = (
            select(PassListRow.evidence_id)
            .join(PassList, col(PassList.id) == col(PassListRow.list_id))
            .join(Evidence, col(Evidence.id) == col(PassListRow.evidence_id))
            .where(PassList.state == ListState.UNDONE, Evidence.struck_at == PassList.undone_at)
        )
        names = {self.body.name, self.body.short_name} - {None}
        statement = select(Evidence).where(
            col(Evidence.interpreter_id).in_(list(ids)),
            col(Evidence.issuer).in_(names),
            col(Evidence.id).not_in(undone),
        )
        found: dict[_EvidenceKey, list[Evidence]] = {}
        for one in self.session.exec(statement):
            if one.result is not TestResult.FAILED:
                key = (one.interpreter_id, one.kind, one.language, one.issued_on, one.credits)
                found.setdefault(key, []).append(one)
        return found

    def _trained(self, gatherings: set[str]) -> set[_TrainingKey]:
        rows = self.session.exec(
            select(TrainingEvent).where(
                col(TrainingEvent.gathering).in_(gatherings),
                col(TrainingEvent.step).in_(["passed", "failed"]),
                col(TrainingEvent.struck_at).is_(None),
            )
        )
        return {
            (one.kind, one.gathering, one.candidate, one.language, one.step is TrainingStep.PASSED)
            for one in rows
        }


def _against(kept: Sequence[Evidence], told: RowTold) -> tuple[Outcome, str | None]:
    """What is left to do beside the same proof registered before; an ended one is not given anew."""
    same = [one for one in kept if None in (one.reference, told.reference) or one.reference == told.reference]
    if not same:
        return Outcome.NEW_EVIDENCE, None
    if any(one.struck_at is None and one.revoked_on is None for one in same):
        return Outcome.ALREADY_THERE, None
    revoked = any(one.struck_at is None for one in same)
    return Outcome.CANNOT, "revoked_before" if revoked else "corrected_before"


def _decisions(session: Session, listed: PassList) -> dict[str, Decided]:
    """What was decided; one chosen who is merged by now means whoever stands for her, one removed nobody."""
    chosen = (
        select(PassListRow.person_key, PassListRow.row, PassListRow.choice, col(Interpreter.id))
        .outerjoin(Merge, col(Merge.merged_id) == col(PassListRow.chosen_id))
        .outerjoin(
            Interpreter, col(Interpreter.id) == func.coalesce(Merge.standing_id, PassListRow.chosen_id)
        )
        .where(PassListRow.list_id == listed.id, col(PassListRow.choice).is_not(None))
        .where(or_(col(PassListRow.chosen_id).is_(None), col(Interpreter.removed_at).is_(None)))
    )
    rows = session.exec(chosen)
    return {
        key or f"row {row}": Decided(Choice(choice), chosen) for key, row, choice, chosen in rows if choice
    }


def _used(told: RowTold) -> RowTold:
    """The row without what its kind of evidence has no use for, which the others in the list may need."""
    return replace(
        told,
        language=None if told.kind is EvidenceKind.TAO else told.language,
        credits=told.credits if told.kind is EvidenceKind.CREDITS else None,
    )


def _proof(told: RowTold, body: IssuingBody) -> NewEvidence:
    facts: dict[str, Any] = {
        "kind": told.kind,
        "language": told.language,
        "credits": told.credits,
        "course": told.course,
        "issuer": spelled(body),
        "issued_on": told.on,
        "reference": told.reference,
    }
    return NewEvidence(**facts)


def _key(interpreter_id: int, told: RowTold) -> _EvidenceKey:
    assert told.kind is not None and told.on is not None  # noqa: S101, PT018 - a row without has faults
    return interpreter_id, told.kind, told.language, told.on, told.credits


def _candidate(told: RowTold) -> str | None:
    """What a candidate is called within a gathering: by the file, so that the same again is the same."""
    if told.number is not None:
        return str(told.number)
    return None if told.person_key is None else digest(told.gathering, told.person_key)
