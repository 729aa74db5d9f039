"""The people and their events until the end of 2012, adding up to the directorate's figures for any seed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.demo import plan
from bench.demo.achievements import (
    authorise,
    become_translator,
    course_days,
    finish_earlier_course,
    finish_sign_language_course,
    graduate,
    pass_test,
    take_tao,
)
from bench.demo.flow import Flow, draw
from bench.demo.lives import Life, day_in
from bench.demo.tongues import NEIGHBOURS, SIGNED, SPOKEN_BEFORE, common, deal, pick

_YEAR = 2012
_REGISTER_OPENS, _LAST_LISTING_2011 = date(2005, 9, 1), date(2011, 12, 31)
_YEAR_BEGINS, _YEAR_ENDS = date(2012, 1, 2), date(2012, 12, 31)
_PAUSE_BEGINS_BEFORE = date(2010, 12, 31)
_SIGNERS = 40
_WAITING_FOR_TAO = 90
_NEVER_LISTED_LOW = 60
_TRANSLATORS = 0.12
_TWO_LANGUAGES = 0.1
_PAUSED = 0.05


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The languages that the plan's counts of languages are about."""

    voiced: tuple[str, ...]
    authorised: list[str]
    taught: list[str]
    authorised_2012: list[str]
    """One entry for each authorisation of the year."""
    taught_2012: list[str]
    """One entry for each graduate of the year."""


def until_2012(seed: int) -> list[Life]:
    """Everyone the register had heard of when 2012 ended, in no particular order."""
    rng = Random(f"{seed}/until 2012")
    flow, spoken = draw(rng), _draw_spoken(rng)
    people = [
        *_high(rng, flow, spoken),
        *_low(rng, flow, spoken),
        *_risen(rng, flow, spoken),
        *_new_in_highest(rng, flow, spoken),
        *_tested_2012(rng, flow, spoken),
    ]
    rng.shuffle(people)
    return people


def _draw_spoken(rng: Random) -> _Spoken:
    voiced = tuple(code for code in SPOKEN_BEFORE if code != SIGNED)
    certain = list(plan.AUTHORISATIONS_IN_2012)
    others = [code for code in voiced if code not in certain]
    taught = certain + pick(rng, others, plan.GRADUATE_LANGUAGES - len(certain))
    authorised_2012 = [code for code, count in plan.AUTHORISATIONS_IN_2012.items() for _ in range(count)]
    rng.shuffle(authorised_2012)
    return _Spoken(
        voiced=voiced,
        authorised=certain + pick(rng, others, plan.AUTHORISED_LANGUAGES_2012 - len(certain)),
        taught=taught,
        authorised_2012=authorised_2012,
        taught_2012=deal(rng, pick(rng, taught, plan.EDUCATION_LANGUAGES_2012), plan.EDUCATION_PASSED_2012),
    )


def _high(rng: Random, flow: Flow, spoken: _Spoken) -> list[Life]:
    """Authorised or educated before 2012: some stayed listed, left or entered in 2012, or never were."""
    to_authorise = spoken.authorised_2012[: flow.authorised_high]
    rising = [_graduate(rng, Life(code)) for code in to_authorise]
    signers = [
        finish_sign_language_course(rng, Life(SIGNED, anchor=number == 0), rng.randint(1994, 2011))
        for number in range(_SIGNERS)
    ]
    graduates = [
        _graduate(rng, Life(code)) for code in deal(rng, spoken.taught, plan.GRADUATES_BEFORE - len(rising))
    ]
    earlier = [
        finish_earlier_course(rng, Life(code), rng.randint(1986, 2006))
        for code in common(rng, spoken.voiced, rng.randint(270, 300))
    ]
    educated = [*_some(rng, spoken, graduates), *_some(rng, spoken, earlier)]
    alone = [Life(code) for code in deal(rng, spoken.authorised, plan.AUTHORISED_2011 - len(educated))]
    for life in [*educated, *alone]:
        authorise(rng, life, rng.randint(2007 if life.proofs else 1998, 2011))
    others = [*signers[1:], *graduates, *earlier, *alone]
    rng.shuffle(others)
    pool = [signers[0], *rising, *others]
    _place(rng, pool, kept=flow.high_kept, left=flow.high_left, entered=flow.high_entered)
    for life in rising:
        authorise(rng, life, _YEAR)
    return pool


def _low(rng: Random, flow: Flow, spoken: _Spoken) -> list[Life]:
    """Categories 4-5 from before 2012, and those waiting for the TAO course with a test passed."""
    entered = flow.low_entered - flow.low_by_course
    anchors = [_qualify_low(rng, Life(code, anchor=True)) for code in spoken.voiced]
    count = flow.low_kept + flow.low_left + entered + _NEVER_LISTED_LOW - len(anchors)
    pool = anchors + [_qualify_low(rng, Life(code)) for code in common(rng, spoken.voiced, count)]
    _place(rng, pool, kept=flow.low_kept, left=flow.low_left, entered=entered)
    waiting = [
        pass_test(rng, Life(code), rng.randint(2004, 2011))
        for code in common(rng, spoken.voiced, _WAITING_FOR_TAO)
    ]
    return pool + waiting


def _risen(rng: Random, flow: Flow, spoken: _Spoken) -> list[Life]:
    """Listed on test and TAO course, until an authorisation or an education in 2012 lifted them."""
    first = flow.authorised_high
    authorised = [Life(code) for code in spoken.authorised_2012[first : first + flow.authorised_low]]
    graduated = [Life(code) for code in spoken.taught_2012[: flow.graduated_low]]
    for life in [*authorised, *graduated]:
        _pass_test_and_tao(rng, life)
        _list_before_2012(rng, life)
    return [authorise(rng, life, _YEAR) for life in authorised] + [
        graduate(rng, life, _YEAR) for life in graduated
    ]


def _new_in_highest(rng: Random, flow: Flow, spoken: _Spoken) -> list[Life]:
    """Not listed before: authorised or educated in 2012; most of the first and some of the others entered."""
    used = flow.authorised_high + flow.authorised_low
    authorised = [authorise(rng, Life(code), _YEAR) for code in spoken.authorised_2012[used:]]
    graduated = [graduate(rng, Life(code), _YEAR) for code in spoken.taught_2012[flow.graduated_low :]]
    for life in [*authorised[: flow.authorised_new], *graduated[: flow.graduated_new]]:
        life.enter(rng, _YEAR_BEGINS, _YEAR_ENDS)
    return authorised + graduated


def _tested_2012(rng: Random, flow: Flow, spoken: _Spoken) -> list[Life]:
    """Those who took the year's TAO courses (some entered by it) or passed its test and wait for the next."""
    on_course = [Life(code) for code in common(rng, spoken.voiced, plan.TAO_PEOPLE_IN_2012)]
    spring, autumn = course_days(_YEAR)
    for number, life in enumerate(on_course):
        in_spring = number % plan.TAO_COURSES_IN_2012 == 0
        pass_test(rng, life, rng.randint(2008, 2011) if in_spring else _YEAR)
        take_tao(rng, life, spring if in_spring else autumn)
        if number < flow.low_by_course:
            life.enter(rng, _YEAR_BEGINS, _YEAR_ENDS)
    passed = plan.TAO_PEOPLE_IN_2012 // plan.TAO_COURSES_IN_2012
    waiting = [
        pass_test(rng, Life(code), _YEAR) for code in common(rng, spoken.voiced, plan.PASSED_IN_2012 - passed)
    ]
    return on_course + waiting


def _place(rng: Random, pool: list[Life], *, kept: int, left: int, entered: int) -> None:
    """From the first on: so many stay listed, so many leave in 2012, so many enter then; the rest never."""
    for life in pool[: kept + left]:
        _list_before_2012(rng, life)
    for life in pool[kept : kept + left]:
        life.leave(day_in(rng, _YEAR_BEGINS, _YEAR_ENDS))
    for life in pool[kept + left : kept + left + entered]:
        life.enter(rng, _YEAR_BEGINS, _YEAR_ENDS)
    _add_second_languages(rng, pool)


def _list_before_2012(rng: Random, life: Life) -> None:
    life.enter(rng, _REGISTER_OPENS, _LAST_LISTING_2011)
    if not life.anchor and life.latest < _PAUSE_BEGINS_BEFORE and rng.random() < _PAUSED:
        life.leave(day_in(rng, life.latest + timedelta(days=1), _PAUSE_BEGINS_BEFORE))
        life.enter(rng, _REGISTER_OPENS, _LAST_LISTING_2011)


def _add_second_languages(rng: Random, lives: Iterable[Life]) -> None:
    for life in lives:
        if life.language in NEIGHBOURS and rng.random() < _TWO_LANGUAGES:
            pass_test(rng, life, rng.randint(2004, 2011), language=rng.choice(NEIGHBOURS[life.language]))


def _some(rng: Random, spoken: _Spoken, educated: list[Life]) -> list[Life]:
    able = [life for life in educated if life.language in spoken.authorised]
    return rng.sample(able, min(rng.randint(30, 45), len(able)))


def _graduate(rng: Random, life: Life) -> Life:
    return graduate(rng, life, rng.randint(2007, 2011))


def _qualify_low(rng: Random, life: Life) -> Life:
    if rng.random() < _TRANSLATORS:
        return take_tao(rng, become_translator(rng, life, rng.randint(2000, 2010)))
    return _pass_test_and_tao(rng, life)


def _pass_test_and_tao(rng: Random, life: Life) -> Life:
    return take_tao(rng, pass_test(rng, life, rng.randint(2004, 2011)))
