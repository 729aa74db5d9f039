"""An interpreter's history as sentences: what took effect when, and who registered it when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kit.clock import oslo_date
from kit.i18n import Tongue, Translate, mark, say_day, translator
from registry import kommuner
from registry.languages import name_of
from registry.profiles import File, Joined
from registry.tables import Evidence, Exclusion, ParticularsChange
from registry.words import EvidenceKind, ExclusionKind, TestResult

_EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.STATE_AUTHORISATION: mark("State authorisation in {language}"),
    EvidenceKind.BACHELOR: mark("Bachelor's degree in interpreting, {language}"),
    EvidenceKind.CREDITS: mark("Education in interpreting, {language}, {credits} credits"),
    EvidenceKind.BILINGUAL_TEST: mark("Bilingual test in {language}"),
    EvidenceKind.TAO: mark("TAO course"),
    EvidenceKind.TRANSLATOR: mark("Translator in {language}"),
}
_FAILED = mark("Bilingual test in {language}, not passed")
_OF_A_COURSE = mark("Education in interpreting, {language}, {credits} credits: {course}")
_EXCLUSION: Mapping[ExclusionKind, str] = {
    ExclusionKind.TEMPORARY: mark("Shut out while a case runs: {reason}"),
    ExclusionKind.DATED: mark("Shut out up to and including {day}: {reason}"),
    ExclusionKind.PERMANENT: mark("Shut out for good: {reason}"),
}
_COURSES: Mapping[str, str] = {"basic_education": mark("Basic education")}
_CHANGES: Mapping[str, str] = {
    "name": mark("Name changed from {old} to {new}."),
    "kommune": mark("Municipality changed from {old} to {new}."),
    "gender": mark("Gender changed from {old} to {new}."),
    "modalities": mark("Ways of taking part changed from {old} to {new}."),
    "email": mark("E-mail address changed."),
    "phone": mark("Telephone number changed."),
    "contact_consent": mark("Consent to public contact details changed from {old} to {new}."),
    "protected": mark("Protected identity changed from {old} to {new}."),
    "letterform": mark("Language of letters changed from {old} to {new}."),
}
_WORDS: Mapping[str, str] = {
    "woman": mark("Woman"),
    "man": mark("Man"),
    "on_site": mark("On site"),
    "screen": mark("Screen"),
    "telephone": mark("Telephone"),
    "yes": mark("Yes"),
    "no": mark("No"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What holds from an Oslo day; when the register knew of it, and through whom (empty: itself)."""

    on: date
    known_at: datetime
    by: str
    sentence: str


def of(file: File, tongue: Tongue) -> tuple[Told, ...]:
    """The whole history of a file, oldest first by the day it holds from."""
    return tuple(sorted(_told(file, tongue), key=lambda told: (told.on, told.known_at)))


def describe(evidence: Evidence, tongue: Tongue) -> str:
    """One piece of evidence as a phrase: what it is, for which language, and that a test was failed."""
    t, language = translator(tongue), name_of(evidence.language or "", tongue)
    if evidence.result is TestResult.FAILED:
        return t(_FAILED, language=language)
    if evidence.course:
        course = course_name(evidence.course, tongue)
        return t(_OF_A_COURSE, language=language, credits=evidence.credits, course=course)
    return t(_EVIDENCE[evidence.kind], language=language, credits=evidence.credits)


def course_name(course: str, tongue: Tongue) -> str:
    """What a course is called: the basic education in the reader's tongue, others as they were written."""
    return translator(tongue)(_COURSES[course]) if course in _COURSES else course


def _told(file: File, tongue: Tongue) -> Iterator[Told]:
    t = translator(tongue)

    def entry(on: date, known_at: datetime, by: int | None, sentence: str) -> Told:
        return Told(on, known_at, file.officers.get(by, "") if by is not None else "", sentence)

    person = file.interpreter
    entered = oslo_date(person.registered_at)
    yield entry(entered, person.registered_at, person.registered_by, t("Entered in the register."))
    for change in file.changes:
        sentence = _told_of_change(change, t)
        yield entry(oslo_date(change.registered_at), change.registered_at, change.registered_by, sentence)
    for joined in file.merges:
        told = _told_of_merge(joined, t)
        at = joined.merge.merged_at
        yield entry(oslo_date(at), at, joined.merge.merged_by, told)
    moved_at = next((one.merge.merged_at for one in file.merges if one.went), None)
    for proof in file.evidence:
        yield from _told_of_evidence(proof, tongue, entry, moved_at)
    for turn in file.listings:
        listed = (
            t("Listed in the public register.") if turn.listed else t("Taken out of the public register.")
        )
        yield entry(turn.effective_on, turn.registered_at, turn.registered_by, listed)
        if turn.struck_at is not None and turn.struck_at != moved_at:
            wrong = _told_of_correction(listed, turn.struck_reason, t)
            yield entry(oslo_date(turn.struck_at), turn.struck_at, turn.struck_by, wrong)
    for exclusion in file.exclusions:
        shut_out = _told_of_exclusion(exclusion, tongue, t)
        yield entry(exclusion.from_on, exclusion.registered_at, exclusion.registered_by, shut_out)
        if exclusion.lifted_on is not None and exclusion.lifted_at is not None:
            lifted = t("No longer shut out: {reason}", reason=exclusion.lifted_reason)
            yield entry(exclusion.lifted_on, exclusion.lifted_at, exclusion.lifted_by, lifted)


def _told_of_change(change: ParticularsChange, t: Translate) -> str:
    return t(
        _CHANGES[change.field],
        old=_told_value(change.field, change.old, t),
        new=_told_value(change.field, change.new, t),
    )


def _told_value(field: str, kept: str | None, t: Translate) -> str:
    if kept is None:
        return t("not stated")
    if field == "name":
        return kept
    if field == "kommune":
        place = kommuner.current(kept)
        return place.name if place else kept
    if field == "letterform":
        return Tongue(kept).own_name
    return ", ".join(t(_WORDS[word]) for word in kept.split()).lower()


def _told_of_evidence(
    proof: Evidence,
    tongue: Tongue,
    entry: Callable[[date, datetime, int | None, str], Told],
    moved_at: datetime | None,
) -> Iterator[Told]:
    """The sentences about a proof; what was struck when the entry was merged counts elsewhere since."""
    t = translator(tongue)
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
    if proof.reference:
        registered = f"{registered} {t('Reference: {reference}.', reference=proof.reference)}"
    yield entry(proof.issued_on, proof.registered_at, proof.registered_by, registered)
    if proof.revoked_on is not None and proof.revoked_at is not None:
        revoked = t("{evidence} revoked: {reason}", reason=proof.revoked_reason, **facts)
        yield entry(proof.revoked_on, proof.revoked_at, proof.revoked_by, revoked)
    if proof.struck_at is not None and proof.struck_at != moved_at:
        wrong = _told_of_correction(registered, proof.struck_reason, t)
        yield entry(oslo_date(proof.struck_at), proof.struck_at, proof.struck_by, wrong)


def _told_of_merge(joined: Joined, t: Translate) -> str:
    facts = {"number": joined.number, "reason": joined.merge.why}
    if joined.went:
        return t("Merged into number {number}, where everything counts from now on: {reason}", **facts)
    return t("Number {number} was merged into this one; what it held counts here: {reason}", **facts)


def _told_of_correction(sentence: str, reason: str | None, t: Translate) -> str:
    return t("Registered in error, and corrected: “{sentence}” {reason}", sentence=sentence, reason=reason)


def _told_of_exclusion(exclusion: Exclusion, tongue: Tongue, t: Translate) -> str:
    last_day = say_day(exclusion.until_on, tongue) if exclusion.until_on else ""
    return t(_EXCLUSION[exclusion.kind], day=last_day, reason=exclusion.reason)
