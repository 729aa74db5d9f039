"""The proofs a made-up person earns, on days when tests, courses and graduations are held."""

from datetime import date, timedelta
from random import Random

from bench.demo.lives import BASIC_EDUCATION, EARLIER_COURSE, SIGN_LANGUAGE_COURSE, Life, day_in
from registry.words import EvidenceKind


def test_days(year: int) -> tuple[date, ...]:
    """When the year's bilingual tests are held."""
    return date(year, 2, 11), date(year, 5, 26), date(year, 9, 15)


def course_days(year: int) -> tuple[date, ...]:
    """When the year's TAO courses end."""
    return date(year, 4, 22), date(year, 10, 28)


def next_course(after: date) -> date:
    """The first TAO course to end after a day."""
    days = (*course_days(after.year), *course_days(after.year + 1))
    return next(day for day in days if day > after)


def pass_test(
    rng: Random, life: Life, year: int, *, language: str | None = None, lasts_years: int | None = None
) -> Life:
    """The bilingual test, passed on one of the year's days; some results are only good for some years."""
    day = rng.choice(test_days(year))
    until = day.replace(year=year + lasts_years) if lasts_years else None
    life.prove(rng, EvidenceKind.BILINGUAL_TEST, day, language=language, valid_until=until)
    return life


def take_tao(rng: Random, life: Life, day: date | None = None) -> Life:
    """The TAO course, on its day or the first after the latest proof."""
    life.prove(rng, EvidenceKind.TAO, day or next_course(max(proof.issued_on for proof in life.proofs)))
    return life


def become_translator(rng: Random, life: Life, year: int) -> Life:
    """Authorised as a translator in the spring."""
    life.prove(rng, EvidenceKind.TRANSLATOR, day_in(rng, date(year, 2, 1), date(year, 4, 1)))
    return life


def graduate(rng: Random, life: Life, year: int) -> Life:
    """The basic education, which ends in November."""
    life.prove(rng, EvidenceKind.CREDITS, _november(rng, year), course=BASIC_EDUCATION)
    return life


def finish_earlier_course(rng: Random, life: Life, year: int) -> Life:
    """A university course from before the basic education existed."""
    life.prove(rng, EvidenceKind.CREDITS, _november(rng, year), course=EARLIER_COURSE)
    return life


def finish_sign_language_course(rng: Random, life: Life, year: int) -> Life:
    """The sign language education from before its bachelor existed."""
    life.prove(rng, EvidenceKind.CREDITS, _june(rng, year), course=SIGN_LANGUAGE_COURSE)
    return life


def take_bachelor(rng: Random, life: Life, year: int) -> Life:
    """A bachelor in interpreting, in June."""
    life.prove(rng, EvidenceKind.BACHELOR, _june(rng, year))
    return life


def authorise(rng: Random, life: Life, year: int) -> Life:
    """The state authorisation, at any time of the year up to November."""
    life.prove(rng, EvidenceKind.STATE_AUTHORISATION, day_in(rng, date(year, 2, 1), date(year, 11, 30)))
    return life


def _june(rng: Random, year: int) -> date:
    return date(year, 6, 10) + timedelta(days=rng.randint(0, 10))


def _november(rng: Random, year: int) -> date:
    return date(year, 11, 1) + timedelta(days=rng.randint(0, 29))
