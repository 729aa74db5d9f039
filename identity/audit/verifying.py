"""Every chain computed anew from its first entry: what was changed, removed or put in shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from identity.audit import links
from identity.audit.acts import Act
from identity.audit.recording import link_of
from identity.audit.tables import AuditChain, AuditEntry

_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: its subject, the entry's position, and a code.

    `missing_entry` · `changed_entry` (its link) · `changed_content` (its digest) · `unexplained_erasure`
    · `cut_short` (the chain's own head is another) · `chain_without_head` · `seal_broken` (a
    signed head is not the chain's at that length) · `seal_not_genuine` (a signature or digest).
    """

    subject: str
    position: int
    code: str


@dataclass(slots=True)
class _Chain:
    """One chain as it is walked."""

    subject: str
    length: int = 0
    head: str = links.START
    erased: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)

    def follow(self, entry: AuditEntry) -> Iterator[Fault]:
        """The faults of the next entry."""
        if entry.position != self.length + 1:
            yield Fault(self.subject, self.length + 1, "missing_entry")
        if entry.link != link_of(entry, self.head):
            yield Fault(self.subject, entry.position, "changed_entry")
        if entry.salt is None:
            self.erased.add(entry.position)
        elif entry.content_digest != links.content_digest(entry.salt, entry.why, entry.content):
            yield Fault(self.subject, entry.position, "changed_content")
        if entry.act == Act.CONTENT_ERASED and entry.content is not None:
            self.explained |= set(entry.content["positions"])
        self.length, self.head = entry.position, entry.link

    def end(self, kept: AuditChain | None) -> Iterator[Fault]:
        """The faults that show when the last entry is passed."""
        for position in sorted(self.erased - self.explained):
            yield Fault(self.subject, position, "unexplained_erasure")
        if kept is None:
            yield Fault(self.subject, 0, "chain_without_head")
        elif (kept.length, kept.head) != (self.length, self.head):
            yield Fault(self.subject, max(kept.length, self.length), "cut_short")


def faults(session: Session) -> Iterator[Fault]:
    """Every fault of every chain, in the order of subjects; nothing when all hold."""
    heads = {chain.subject: chain for chain in session.exec(select(AuditChain))}
    walked: _Chain | None = None
    for entry in _entries(session):
        if walked is None or walked.subject != entry.subject:
            if walked is not None:
                yield from walked.end(heads.pop(walked.subject, None))
            walked = _Chain(entry.subject)
        yield from walked.follow(entry)
    if walked is not None:
        yield from walked.end(heads.pop(walked.subject, None))
    for subject, head in sorted(heads.items()):
        yield from _Chain(subject).end(head)


def faults_of(session: Session, subject: str) -> Iterator[Fault]:
    """Every fault of one chain; nothing when it holds, or was never begun."""
    kept = session.get(AuditChain, subject)
    walked = _Chain(subject)
    of_it = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.position))
    for entry in session.exec(of_it):
        yield from walked.follow(entry)
    if walked.length or kept is not None:
        yield from walked.end(kept)


def _entries(session: Session) -> Iterable[AuditEntry]:
    statement = select(AuditEntry).order_by(col(AuditEntry.subject), col(AuditEntry.position))
    return session.exec(statement.execution_options(yield_per=_AT_A_TIME))
