"""The runs of a booking, looked at again, and whether anything was changed since.

A fault names the run and a code: `run_missing` (the chain tells of it) · `run_unrecorded` (the chain does
not) · `run_changed` (its digest is another) · `answers_changed` (a question stands otherwise than when it
was last told of) · `question_without_run` · `chain_broken` (an entry of the chain itself).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from booking.proof import packing
from booking.proof.judging import Judged, Run, Verdict, judge
from booking.proof.packing import Known, Packed, Unreadable
from booking.proof.recording import answers, told
from booking.proof.tables import OfferingRun
from booking.states import OfferStatus
from booking.tables import Booking, Offer
from identity import audit
from identity.audit import verifying
from identity.audit.tables import AuditEntry
from kit.db import stored_id
from registry.tables import Interpreter


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and in which run (0: in none that is there)."""

    run: int
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands now."""

    number: int
    status: OfferStatus
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Every run, recomputed, with the question each led to, and what does not hold.

    `complete` is False for a booking somebody was asked about before runs were kept, or never.
    """

    runs: tuple[Judged, ...]
    asked: Mapping[int, Asked]
    faults: tuple[Fault, ...]
    complete: bool

    @property
    def intact(self) -> bool:
        """Whether nothing has been changed since."""
        return not self.faults

    @property
    def recomputed(self) -> bool:
        """Whether every order that was seen is the one its facts give."""
        return all(run.same for run in self.runs)

    @property
    def highest_first(self) -> bool | None:
        """Whether every higher category was asked first, or could not be; None when it cannot be said."""
        if not self.runs or any(run.verdict is Verdict.NOT_RECOMPUTED for run in self.runs):
            return None
        return all(run.holds for run in self.runs)


def proof_of(session: Session, booking: Booking) -> Proof:
    """The proof, computed from what is stored and nothing else."""
    booking_id = stored_id(booking.id)
    rows = session.exec(
        select(OfferingRun).where(OfferingRun.booking_id == booking_id).order_by(col(OfferingRun.position))
    ).all()
    runs, packed = _runs(rows)
    asked = _asked(session, booking_id)
    unkept = asked.keys() - {row.offer_id for row in rows}
    before = [key for key in unkept if not rows or asked[key].asked_at < rows[0].at]
    faults = [
        *_chain_faults(session, booking_id, rows, packed),
        *_answer_faults(session, booking_id, runs),
        *(Fault(0, "question_without_run") for _ in unkept - set(before)),
    ]
    return Proof(
        runs=tuple(judge(run) for run in runs),
        asked={row.position: asked[row.offer_id] for row in rows if row.offer_id in asked},
        faults=tuple(dict.fromkeys(faults)),
        complete=bool(rows) and not before,
    )


def _runs(rows: Sequence[OfferingRun]) -> tuple[list[Run], dict[int, Packed]]:
    """The runs with what was known by the end of each; one that cannot be read knows of nobody."""
    runs, packed = [], {}
    known: dict[int, Known] = {}
    for row in rows:
        header: Mapping[str, Any] = {}
        try:
            packed[row.position] = packing.unpack(row.content)
            header = packed[row.position].header
            known = packing.after(known, packed[row.position])
        except Unreadable:
            known = {}
        runs.append(Run(row.position, row.at, row.booking_version, row.rule_version, header, known))
    return runs, packed


def _chain_faults(
    session: Session, booking_id: int, rows: Sequence[OfferingRun], packed: Mapping[int, Packed]
) -> list[Fault]:
    subject = audit.about_booking(booking_id)
    entries = session.exec(
        select(AuditEntry)
        .where(AuditEntry.subject == subject, AuditEntry.act == audit.Act.OFFERING_RUN)
        .order_by(col(AuditEntry.position))
    ).all()
    said = {entry.content["run"]: entry for entry in entries if entry.content}
    kept = {row.position: row for row in rows}
    found = [Fault(0, "chain_broken") for _ in verifying.faults_of(session, subject)]
    found += [Fault(position, "run_missing") for position in sorted(said.keys() - kept.keys())]
    found += [Fault(position, "run_unrecorded") for position in sorted(kept.keys() - said.keys())]
    for position in sorted(said.keys() & kept.keys()):
        row, run, entry = kept[position], packed.get(position), said[position]
        if run is None or entry.content != told(row, run) or entry.at != row.at:
            found.append(Fault(position, "run_changed"))
    return found


def _answer_faults(session: Session, booking_id: int, runs: Sequence[Run]) -> list[Fault]:
    """Each closed question is told of by every run after it: it must stand as it did."""
    now = {one[0]: one for one in answers(session, booking_id)}
    return [
        Fault(run.position, "answers_changed")
        for run in runs
        if any(now.get(one[0]) != one for one in run.header.get("answers", []))
    ]


def _asked(session: Session, booking_id: int) -> dict[int | None, Asked]:
    statement = (
        select(Offer, Interpreter.number)
        .join(Interpreter, col(Interpreter.id) == col(Offer.interpreter_id))
        .where(Offer.booking_id == booking_id)
    )
    return {
        offer.id: Asked(number, offer.status, offer.asked_at, offer.expires_at, offer.answered_at)
        for offer, number in session.exec(statement)
    }
