"""An interpreter's history as sentences, in the order things took effect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kit.clock import oslo_date
from kit.i18n import Tongue, Translate, mark, say_day, translator
from registry.languages import name_of
from registry.profiles import File
from registry.tables import Evidence, Exclusion
from registry.words import EvidenceKind, ExclusionKind

_EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.STATE_AUTHORISATION: mark("State authorisation in {language}"),
    EvidenceKind.BACHELOR: mark("Bachelor's degree in interpreting, {language}"),
    EvidenceKind.CREDITS: mark("Education in interpreting, {language}, {credits} credits"),
    EvidenceKind.BILINGUAL_TEST: mark("Bilingual test in {language}"),
    EvidenceKind.TAO: mark("TAO course"),
    EvidenceKind.TRANSLATOR: mark("Translator in {language}"),
}
_EXCLUSION: Mapping[ExclusionKind, str] = {
    ExclusionKind.TEMPORARY: mark("Shut out while a case runs: {reason}"),
    ExclusionKind.DATED: mark("Shut out up to and including {day}: {reason}"),
    ExclusionKind.PERMANENT: mark("Shut out for good: {reason}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What happened on an Oslo day, and the day the register knew of it."""

    on: date
    known_on: date
    sentence: str


def of(file: File, tongue: Tongue) -> tuple[Told, ...]:
    """The whole history of a file, oldest first."""
    return tuple(sorted(_told(file, tongue), key=lambda told: (told.on, told.known_on)))


def describe(evidence: Evidence, tongue: Tongue) -> str:
    """One piece of evidence as a phrase: what it is, and for which language."""
    language = name_of(evidence.language or "", tongue)
    return translator(tongue)(_EVIDENCE[evidence.kind], language=language, credits=evidence.credits)


def _told(file: File, tongue: Tongue) -> Iterator[Told]:
    t = translator(tongue)
    entered = oslo_date(file.interpreter.registered_at)
    yield Told(entered, entered, t("Entered in the register."))
    for proof in file.evidence:
        yield from _told_of_evidence(proof, tongue, t)
    for turn in file.listings:
        listed = (
            t("Listed in the public register.") if turn.listed else t("Taken out of the public register.")
        )
        yield Told(turn.effective_on, oslo_date(turn.registered_at), listed)
    for exclusion in file.exclusions:
        known_on = oslo_date(exclusion.registered_at)
        yield Told(exclusion.from_on, known_on, _told_of_exclusion(exclusion, tongue, t))


def _told_of_evidence(proof: Evidence, tongue: Tongue, t: Translate) -> Iterator[Told]:
    facts = {"evidence": describe(proof, tongue), "issuer": proof.issuer}
    registered = (
        t("{evidence}. Issued by {issuer}.", **facts)
        if proof.valid_until is None
        else t(
            "{evidence}. Issued by {issuer}, valid up to and including {day}.",
            day=say_day(proof.valid_until, tongue),
            **facts,
        )
    )
    yield Told(proof.issued_on, oslo_date(proof.registered_at), registered)
    if proof.revoked_on is not None and proof.revoked_at is not None:
        revoked = t("{evidence} revoked: {reason}", reason=proof.revoked_reason, **facts)
        yield Told(proof.revoked_on, oslo_date(proof.revoked_at), revoked)


def _told_of_exclusion(exclusion: Exclusion, tongue: Tongue, t: Translate) -> str:
    last_day = say_day(exclusion.until_on, tongue) if exclusion.until_on else ""
    return t(_EXCLUSION[exclusion.kind], day=last_day, reason=exclusion.reason)
