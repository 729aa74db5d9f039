"""Each year after 2012: people leave and come back, rise, lose a proof, are excluded, and new ones enter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from bench.demo.achievements import (
    authorise,
    become_translator,
    graduate,
    pass_test,
    take_bachelor,
    take_tao,
)
from bench.demo.lives import Life, Shut, day_in
from bench.demo.plan import LAST_DAY, listed_at_end_of
from bench.demo.tongues import NEIGHBOURS, NEWCOMERS, SIGNED, SPOKEN_BEFORE, TONGUES
from registry.words import EvidenceKind, ExclusionKind

_LEAVING_SHARE = 0.04
_RETURNING = 8
_NEWLY_AUTHORISED = 14
_LEFT_WAITING = 14
_GRADUATED_UNLISTED = 6
_SECOND_LANGUAGES = 6
_EXCLUDED = 2
_LAW_IN_FORCE = 2022  # tolkeloven's exclusions
_BACHELORS_SINCE = 2020  # the first class of the bachelor in voiced languages
_NEWCOMER_A_YEAR = {2013 + number: code for number, code in enumerate(NEWCOMERS)}
_REVOKED_BECAUSE = "Grunnlaget for godkjenningen viste seg å være uriktig."
_EXCLUDED_BECAUSE = "Vesentlig brudd på god tolkeskikk."

Achieve = Callable[[Random, Life, int], Life]


@dataclass(frozen=True, slots=True)
class _Year:
    number: int

    @property
    def first(self) -> date:
        return date(self.number, 1, 2)

    @property
    def last(self) -> date:
        return date(self.number, 12, 31)

    def day(self, rng: Random) -> date:
        return day_in(rng, self.first, self.last)


def add_years(seed: int, people: list[Life], *, until: int) -> None:
    """Let the years after 2012 pass, each whole and with a generator of its own, `until` included."""
    for number in range(LAST_DAY.year + 1, until + 1):
        _pass(Random(f"{seed}/{number}"), _Year(number), people)


def _pass(rng: Random, year: _Year, people: list[Life]) -> None:
    _lapse(year, people)
    out_before = [life for life in people if life.listings and not life.listed]
    movable = [life for life in people if life.listed and not life.anchor and life.latest < year.first]
    rng.shuffle(movable)
    leaving = round(len(movable) * _LEAVING_SHARE)
    for life in movable[:leaving]:
        life.leave(year.day(rng))
    staying = movable[leaving:]
    _rise(rng, year, staying)
    _revoke(rng, year, staying)
    if year.number >= _LAW_IN_FORCE:
        _exclude(rng, year, staying)
    _return(rng, year, out_before)
    _enter(rng, year, people)
    _prepare(rng, year, people)


def _lapse(year: _Year, people: Iterable[Life]) -> None:
    """Whoever is listed on a dated test alone leaves the register the day after its last."""
    for life in people:
        ends = [
            proof.valid_until
            for proof in life.proofs
            if proof.valid_until and proof.language == life.language
        ]
        for last_day in ends:
            if last_day.year == year.number and life.listed and not _highest(life):
                life.leave(last_day + timedelta(days=1))


def _rise(rng: Random, year: _Year, staying: list[Life]) -> None:
    voiced = [life for life in staying if life.language != SIGNED]
    able = [life for life in voiced if not life.holds(EvidenceKind.STATE_AUTHORISATION)]
    for life in rng.sample(able, _NEWLY_AUTHORISED):
        authorise(rng, life, year.number)
    rising: list[tuple[Achieve, int]] = [(graduate, 12)]
    if year.number >= _BACHELORS_SINCE:
        rising.append((take_bachelor, 16))
    for achieve, count in rising:
        able = [life for life in able if not _educated(life)]
        for life in rng.sample(able, count):
            achieve(rng, life, year.number)
    for life in rng.sample([life for life in voiced if life.language in NEIGHBOURS], _SECOND_LANGUAGES):
        second = rng.choice(NEIGHBOURS[life.language])
        pass_test(rng, life, year.number, language=second, lasts_years=rng.choice((None, 4, 8)))


def _revoke(rng: Random, year: _Year, staying: list[Life]) -> None:
    """One authorisation or test of the years before is revoked; without another level its holder leaves."""
    kinds = {EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BILINGUAL_TEST}
    able = [life for life in staying if life.latest < year.first and life.proofs[0].kind in kinds]
    life = rng.choice([life for life in able if life.proofs[0].revoked_on is None])
    day = year.day(rng)
    life.proofs[0] = replace(life.proofs[0], revoked_on=day, revoked_reason=_REVOKED_BECAUSE)
    if not _highest(life):
        life.leave(day)


def _exclude(rng: Random, year: _Year, staying: list[Life]) -> None:
    for life in rng.sample([life for life in staying if life.listed and not life.shut], _EXCLUDED):
        kind = rng.choice(list(ExclusionKind))
        day = year.day(rng)
        length = {ExclusionKind.TEMPORARY: 90, ExclusionKind.DATED: rng.choice((365, 730, 1095))}.get(kind)
        until = day + timedelta(days=length) if length else None
        life.shut.append(Shut(kind, day, until, _EXCLUDED_BECAUSE))


def _return(rng: Random, year: _Year, out_before: list[Life]) -> None:
    able = [life for life in out_before if _highest(life)]
    for life in rng.sample(able, min(_RETURNING, len(able))):
        life.enter(rng, year.first, year.last)


def _enter(rng: Random, year: _Year, people: list[Life]) -> None:
    """New people, or those who waited, until as many are listed as the plan wants."""
    wanted = listed_at_end_of(year.number) - sum(life.listed for life in people)
    newcomer = _NEWCOMER_A_YEAR.get(year.number)
    fresh = [Life(newcomer, anchor=True)] if newcomer else []
    fresh += [Life(code) for code in _spoken_now(rng, year, wanted - len(fresh))]
    for life in fresh:
        _qualify(rng, life, year.number)
        life.enter(rng, year.first, year.last)
    people += fresh


def _qualify(rng: Random, life: Life, year: int) -> None:
    ways = _SIGNED_WAYS if life.language == SIGNED else _ANCHOR_WAYS if life.anchor else _WAYS
    (achieve,) = rng.choices(list(ways), list(ways.values()))
    achieve(rng, life, year)


def _test_and_course(rng: Random, life: Life, year: int) -> Life:
    return take_tao(rng, pass_test(rng, life, year))


def _test_that_lapses(rng: Random, life: Life, year: int) -> Life:
    return take_tao(rng, pass_test(rng, life, year, lasts_years=8))


def _translator_and_course(rng: Random, life: Life, year: int) -> Life:
    return take_tao(rng, become_translator(rng, life, year))


def _education_and_authorisation(rng: Random, life: Life, year: int) -> Life:
    return authorise(rng, graduate(rng, life, year), year)


def _prepare(rng: Random, year: _Year, people: list[Life]) -> None:
    """Some pass the test and wait for the course; some are educated and never ask to be listed."""
    people += [pass_test(rng, Life(code), year.number) for code in _spoken_now(rng, year, _LEFT_WAITING)]
    people += [graduate(rng, Life(code), year.number) for code in _spoken_now(rng, year, _GRADUATED_UNLISTED)]


def _spoken_now(rng: Random, year: _Year, count: int) -> list[str]:
    arrived = [code for since, code in _NEWCOMER_A_YEAR.items() if since < year.number]
    spoken = [*SPOKEN_BEFORE, *arrived]
    return rng.choices(spoken, [TONGUES[code].weight_since for code in spoken], k=count)


def _educated(life: Life) -> bool:
    return life.holds(EvidenceKind.CREDITS) or life.holds(EvidenceKind.BACHELOR)


def _highest(life: Life) -> bool:
    return _educated(life) or life.holds(EvidenceKind.STATE_AUTHORISATION)


_SIGNED_WAYS: Mapping[Achieve, int] = {take_bachelor: 1}
_ANCHOR_WAYS: Mapping[Achieve, int] = {
    _test_and_course: 48,
    _translator_and_course: 4,
    graduate: 38,
    _education_and_authorisation: 8,
}
_WAYS: Mapping[Achieve, int] = {**_ANCHOR_WAYS, _test_that_lapses: 2}
"""How many of a hundred newcomers qualify in which way."""
