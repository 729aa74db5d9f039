"""Who applied, was offered a place, attended, passed and failed: a dated event for each step.

Whoever passed has a proof dated the same day. The others never enter the register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.demo import plan
from bench.demo.achievements import test_days
from bench.demo.lives import BASIC_EDUCATION, Life, Proof
from bench.demo.tongues import SIGNED, SPOKEN_BEFORE, common
from registry.words import EvidenceKind, TrainingKind, TrainingStep

_FAILED_EACH_PASSED = 3
_APPLIED_EACH_OFFERED = 6
_OFFERED_BEYOND_PASSED = 8
_VOICED = tuple(code for code in SPOKEN_BEFORE if code != SIGNED)
_NAMES: Mapping[TrainingKind, str] = {
    TrainingKind.BILINGUAL_TEST: "ToSPoT",
    TrainingKind.TAO_COURSE: "TAO",
    TrainingKind.BASIC_EDUCATION: "Tolking i offentlig sektor",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of one candidate; `number` is set when the candidate is in the register."""

    kind: TrainingKind
    step: TrainingStep
    gathering: str
    candidate: str
    number: int | None
    language: str | None
    on: date


@dataclass(frozen=True, slots=True)
class _Passed:
    number: int
    proof: Proof


def steps(seed: int, people: Mapping[int, Life]) -> list[Step]:
    """Every step of everyone, in the order of the years; `people` by their numbers."""
    passed: dict[tuple[int, TrainingKind], list[_Passed]] = {}
    for number, life in people.items():
        for proof in life.proofs:
            kind = _kind(proof)
            if kind is not None:
                passed.setdefault((proof.issued_on.year, kind), []).append(_Passed(number, proof))
    return [
        step
        for (year, kind), those in sorted(passed.items())
        for step in _of_the_year(Random(f"{seed}/{kind.value} {year}"), year, kind, those)
    ]


def _kind(proof: Proof) -> TrainingKind | None:
    match proof.kind:
        case EvidenceKind.BILINGUAL_TEST:
            return TrainingKind.BILINGUAL_TEST
        case EvidenceKind.TAO:
            return TrainingKind.TAO_COURSE
        case EvidenceKind.CREDITS if proof.course == BASIC_EDUCATION:
            return TrainingKind.BASIC_EDUCATION
        case _:
            return None


def _of_the_year(rng: Random, year: int, kind: TrainingKind, passed: Sequence[_Passed]) -> Iterator[Step]:
    match kind:
        case TrainingKind.BILINGUAL_TEST:
            yield from _tests(rng, year, passed)
        case TrainingKind.TAO_COURSE:
            yield from _course(passed)
        case TrainingKind.BASIC_EDUCATION:
            yield from _education(rng, year, passed)


def _tests(rng: Random, year: int, passed: Sequence[_Passed]) -> Iterator[Step]:
    failed = len(passed) * _FAILED_EACH_PASSED
    if year == plan.LAST_DAY.year:
        failed = plan.TESTED_IN_2012 - len(passed)
    yield from _sat(
        [(one.number, one.proof.language, one.proof.issued_on) for one in passed], TrainingStep.PASSED
    )
    unknown = [(None, code, rng.choice(test_days(year))) for code in common(rng, _VOICED, failed)]
    yield from _sat(unknown, TrainingStep.FAILED)


def _sat(candidates: Iterable[tuple[int | None, str | None, date]], result: TrainingStep) -> Iterator[Step]:
    kind = TrainingKind.BILINGUAL_TEST
    for serial, (number, language, day) in enumerate(candidates, 1):
        name, candidate = _gathering(kind, day), f"{day:%y%m%d}T{result[0].upper()}{serial:04}"
        yield Step(kind, TrainingStep.ATTENDED, name, candidate, number, language, day)
        yield Step(kind, result, name, candidate, number, language, day)


def _course(passed: Sequence[_Passed]) -> Iterator[Step]:
    kind = TrainingKind.TAO_COURSE
    for serial, one in enumerate(passed, 1):
        day = one.proof.issued_on
        name, candidate = _gathering(kind, day), f"{day:%y%m%d}C{serial:04}"
        yield Step(kind, TrainingStep.ATTENDED, name, candidate, one.number, None, day)
        yield Step(kind, TrainingStep.PASSED, name, candidate, one.number, None, day)


def _education(rng: Random, year: int, passed: Sequence[_Passed]) -> Iterator[Step]:
    """Applied by February, offered a place in March, and the result in November."""
    offered = len(passed) + _OFFERED_BEYOND_PASSED
    applied = offered * _APPLIED_EACH_OFFERED
    if year == plan.LAST_DAY.year:
        offered, applied = plan.EDUCATION_OFFERED_2012, plan.EDUCATION_APPLIED_2012
    languages = [one.proof.language for one in passed]
    languages += rng.choices(languages, k=offered - len(passed))
    languages += common(rng, _VOICED, applied - offered)
    kind, name = TrainingKind.BASIC_EDUCATION, f"{_NAMES[TrainingKind.BASIC_EDUCATION]} {year}"
    for serial, language in enumerate(languages):
        candidate = f"{year}E{serial + 1:04}"
        one = passed[serial] if serial < len(passed) else None
        number = one.number if one else None
        yield Step(kind, TrainingStep.APPLIED, name, candidate, number, language, date(year, 2, 1))
        if serial < offered:
            yield Step(kind, TrainingStep.OFFERED, name, candidate, number, language, date(year, 3, 15))
            result = TrainingStep.PASSED if one else TrainingStep.FAILED
            day = one.proof.issued_on if one else date(year, 11, 30)
            yield Step(kind, result, name, candidate, number, language, day)


def _gathering(kind: TrainingKind, day: date) -> str:
    return f"{_NAMES[kind]} {day.isoformat()}"
