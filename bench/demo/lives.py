"""One made-up person's dated events, as they are being made up.

Every event says when the register knew of it, so that the register as known on any day is a cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from registry.words import EvidenceKind, ExclusionKind

BASIC_EDUCATION = "basic_education"
EARLIER_COURSE = "Tolkeutdanning ved universitet"
SIGN_LANGUAGE_COURSE = "Tegnspråktolkutdanning"
_SCHOOLS = (
    (date(2018, 1, 12), "OsloMet – storbyuniversitetet"),
    (date(2011, 8, 1), "Høgskolen i Oslo og Akershus"),
    (date(1994, 8, 1), "Høgskolen i Oslo"),
    (date.min, "Universitetet i Oslo"),
)
"""Who taught interpreting, since when; the latest first."""
_CREDITS: Mapping[str, int] = {BASIC_EDUCATION: 30, EARLIER_COURSE: 60, SIGN_LANGUAGE_COURSE: 120}
_MOST_LAG = 14  # days from a proof's date until the register has it


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence, and when the register had it; a revocation is known on its day."""

    kind: EvidenceKind
    language: str | None
    issued_on: date
    known_on: date
    issuer: str
    course: str | None = None
    credits: int | None = None
    valid_until: date | None = None
    revoked_on: date | None = None
    revoked_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Listed, or not, from a day; registered that day."""

    listed: bool
    on: date


@dataclass(frozen=True, slots=True)
class Shut:
    """Excluded from a day up to and including another, or with no end; registered the first day."""

    kind: ExclusionKind
    from_on: date
    until_on: date | None
    reason: str


@dataclass(slots=True)
class Life:
    """A person in the making. An anchor is never delisted: some language rests on it."""

    language: str
    anchor: bool = False
    proofs: list[Proof] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    shut: list[Shut] = field(default_factory=list)

    @property
    def listed(self) -> bool:
        """Whether the latest listing event put this person in."""
        return bool(self.listings) and self.listings[-1].listed

    @property
    def latest(self) -> date:
        """The last day the register heard anything; ValueError before the first."""
        return max([*(proof.known_on for proof in self.proofs), *(listing.on for listing in self.listings)])

    def holds(self, kind: EvidenceKind) -> bool:
        """Whether some proof of the kind has not been revoked."""
        return any(proof.kind is kind and proof.revoked_on is None for proof in self.proofs)

    def prove(
        self,
        rng: Random,
        kind: EvidenceKind,
        issued_on: date,
        *,
        language: str | None = None,
        course: str | None = None,
        valid_until: date | None = None,
    ) -> None:
        """Evidence issued on a day, in the person's own language unless said; known the same year."""
        known_on = min(issued_on + timedelta(days=rng.randint(0, _MOST_LAG)), date(issued_on.year, 12, 31))
        self.proofs.append(
            Proof(
                kind=kind,
                language=None if kind is EvidenceKind.TAO else language or self.language,
                issued_on=issued_on,
                known_on=known_on,
                issuer=_issuer(kind, issued_on),
                course=course,
                credits=_CREDITS[course] if course else None,
                valid_until=valid_until,
            )
        )

    def enter(self, rng: Random, first: date, last: date) -> None:
        """Listed on some day from `first` to `last`, after everything the register has heard."""
        since = max(first, self.latest + timedelta(days=1))
        self.listings.append(Listing(listed=True, on=day_in(rng, since, last)))

    def leave(self, on: date) -> None:
        """Delisted from a day."""
        self.listings.append(Listing(listed=False, on=on))


def day_in(rng: Random, first: date, last: date) -> date:
    """Some day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _issuer(kind: EvidenceKind, on: date) -> str:
    match kind:
        case EvidenceKind.BACHELOR | EvidenceKind.CREDITS:
            return next(name for since, name in _SCHOOLS if since <= on)
        case EvidenceKind.TRANSLATOR:
            return "Norges handelshøyskole"
        case _:
            return "Integrerings- og mangfoldsdirektoratet"
