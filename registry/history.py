"""Everything dated about one interpreter, and what it amounts to on a day: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from registry.categories import Level, Proof, Span, kinds_on, level_of, level_spans, spans
from registry.words import EvidenceKind


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """From this Oslo day she is listed, or is not; of two on one day the latest registered counts."""

    effective_on: date
    registered: int
    listed: bool


@dataclass(frozen=True, slots=True)
class History:
    """One interpreter's events. `exclusions` are half-open spans in which she is shut out (§ 21)."""

    proofs: tuple[Proof, ...] = ()
    turns: tuple[Turn, ...] = ()
    exclusions: tuple[tuple[date, date], ...] = ()

    def listed_on(self, day: date) -> bool:
        """Whether she has chosen to stand in the register that day."""
        latest = max((turn for turn in self.turns if turn.effective_on <= day), default=None)
        return latest is not None and latest.listed

    def open_on(self, day: date, *, today: date) -> bool:
        """Whether the public may ask about that day.

        She was listed then; or it is before she first entered, and she is listed today: her evidence is
        usually older than her entry, and she has chosen to show it.
        """
        entered = any(turn.effective_on <= day for turn in self.turns)
        return self.listed_on(day) or (not entered and day < today and self.listed_on(today))

    def shown_on(self, day: date, *, today: date) -> bool:
        """Whether the public is told what she was qualified for that day, when not shut out today."""
        return self.open_on(day, today=today) and not self.excluded_on(day)

    def excluded_on(self, day: date) -> bool:
        """Whether she is shut out that day."""
        return any(starts_on <= day < ends_on for starts_on, ends_on in self.exclusions)

    def kinds_on(self, language: str, day: date) -> frozenset[EvidenceKind]:
        """The kinds of evidence in force for a language that day."""
        return kinds_on(self.proofs, language, day)

    def languages(self) -> list[str]:
        """The languages there is, was or will be evidence in."""
        return sorted({proof.language for proof in self.proofs if proof.language is not None})

    def levels(self, language: str) -> tuple[Span[Level], ...]:
        """When each level holds in the language, listed or not."""
        return level_spans(self.proofs, language)

    def standing(self) -> Iterator[tuple[str, Span[Level]]]:
        """The days she is listed, not shut out and holds a level, for each language."""
        turns = {day for proof in self.proofs for day in (proof.starts_on, proof.ends_on)}
        turns |= {turn.effective_on for turn in self.turns}
        turns |= {day for exclusion in self.exclusions for day in exclusion}
        for language in self.languages():
            for span in spans(turns, partial(self._standing_on, language)):
                yield language, span

    def _standing_on(self, language: str, day: date) -> Level | None:
        if self.excluded_on(day) or not self.listed_on(day):
            return None
        return level_of(self.kinds_on(language, day))
