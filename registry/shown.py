"""From what the use cases answer to what REST shows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kit.db import stored_id
from registry import languages
from registry.categories import Level
from registry.kommuner import current, distance_km
from registry.languages import Language
from registry.profiles import File, Profile, Qualification, modalities_of, qualified
from registry.schemas import (
    AuthorisedOut,
    CountsOut,
    EvidenceOut,
    FileOut,
    FoundOut,
    HighestOut,
    LanguageOut,
    LevelOut,
    ProfileOut,
    QualificationOut,
    StatisticsOut,
    VarietyOut,
)
from registry.search.counting import Counts
from registry.statistics.counting import RegisterStatistics
from registry.statistics.suppression import Shown
from registry.tables import Evidence, Interpreter
from registry.verification import Verified


def language(one: Language) -> LanguageOut:
    """A language with its varieties."""
    return LanguageOut(
        **_names(one),
        bookable=one.bookable,
        varieties=[VarietyOut(**_names(languages.LANGUAGES[code])) for code in one.varieties],
        substitutes=list(one.substitutes),
        parts=list(one.parts),
    )


def found(person: Interpreter, levels: Mapping[str, Level], *, near: str | None = None) -> FoundOut:
    """One row of a search; with the distance from a kommune of today."""
    place = current(person.kommune)
    distance = round(distance_km(near, place.number), 1) if near and place else None
    return FoundOut(
        number=person.number,
        name=person.name,
        kommune=place.number if place else person.kommune,
        kommune_name=place.name if place else person.kommune,
        modalities=list(modalities_of(person)),
        languages=[_level(code, level) for code, level in levels.items()],
        distance_km=distance,
    )


def counts(one: Counts) -> CountsOut:
    """How many each value of a filter would find."""
    return CountsOut(
        max_category={str(category): people for category, people in one.categories.items()},
        county=dict(one.counties),
        modality=dict(one.modalities),
        gender=dict(one.genders),
    )


def profile(one: Profile) -> ProfileOut:
    """The public profile."""
    return ProfileOut(
        number=one.number,
        excluded=one.excluded,
        name=one.name,
        kommune=one.kommune.number if one.kommune else None,
        kommune_name=one.kommune.name if one.kommune else None,
        modalities=list(one.modalities),
        languages=[_level(held.language, held.level) for held in one.qualifications],
        email=one.email,
        phone=one.phone,
    )


def qualification(one: Qualification) -> QualificationOut:
    """One language with its days and the evidence behind it."""
    return QualificationOut(
        language=one.language,
        category=one.level.category,
        letter=one.level.letter,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        evidence=sorted(one.level.evidence),
    )


def file(one: File, today: date) -> FileOut:
    """The officer's view."""
    person, history = one.interpreter, one.facts.history
    return FileOut(
        number=person.number,
        name=person.name,
        kommune=person.kommune,
        gender=person.gender,
        modalities=list(modalities_of(person)),
        email=person.email,
        phone=person.phone,
        contact_consent=person.contact_consent,
        protected=person.protected,
        merged_into=one.merged_into,
        letterform=person.letterform,
        listed=history.listed_on(today),
        excluded=history.excluded_on(today),
        languages=[_level(held.language, held.level) for held in qualified(one.facts, today)],
        waiting_for_tao=list(one.waiting_for_tao(today)),
        evidence=[evidence(proof) for proof in one.evidence],
    )


def evidence(one: Evidence) -> EvidenceOut:
    """Evidence as registered."""
    return EvidenceOut(id=stored_id(one.id), **one.model_dump(include=_EVIDENCE))


def verified(one: Verified) -> dict[str, Any]:
    """The graded answer, ready to be written as JSON: the hot route builds no model."""
    return {
        "answer": one.answer,
        "number": one.number,
        "name": one.name,
        "category": None if one.level is None else one.level.category,
        "letter": None if one.level is None else one.level.letter,
        "evidence": one.evidence,
        "valid_from": None if one.valid_from is None else one.valid_from.isoformat(),
        "valid_until": None if one.valid_until is None else one.valid_until.isoformat(),
        "answered_at": one.answered_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def statistics(one: RegisterStatistics, per_category: Mapping[int, Shown]) -> StatisticsOut:
    """The register on a day, with the cells its reader may see."""
    return StatisticsOut(
        on=one.on,
        listed=one.listed,
        highest=HighestOut(count=one.highest, share_percent=one.highest_share),
        languages=one.languages,
        per_category={str(category): cell for category, cell in per_category.items()},
        state_authorised=AuthorisedOut(people=one.authorised_people, languages=one.authorised_languages),
    )


def _names(one: Language) -> dict[str, str]:
    return {"code": one.code, "nb": one.nb, "nn": one.nn, "en": one.en}


def _level(code: str, level: Level) -> LevelOut:
    return LevelOut(language=code, category=level.category, letter=level.letter)


_EVIDENCE = set(EvidenceOut.model_fields) - {"id"}
