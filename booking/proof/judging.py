"""Order and eligibility computed anew from what was known, and whether higher categories came first. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from booking.matching.rules import Candidate, LeftOut, Person, Ranking
from booking.proof.packing import Known, Unreadable
from booking.proof.versions import RULES
from registry.categories import Level


class Verdict(StrEnum):
    """What a run turns out to be, looked at again."""

    BEST_FIRST = "best_first"
    NOBODY_COULD = "nobody_could"
    LOWER_CATEGORY_FIRST = "lower_category_first"
    NOT_THE_FIRST = "not_the_first"
    NOT_A_CANDIDATE = "not_a_candidate"
    SOMEBODY_COULD = "somebody_could"
    NOT_RECOMPUTED = "not_recomputed"


class Outcome(StrEnum):
    """What became of a question put earlier; codes of their own beside those of LeftOut.

    `agreement_ended`: she had said yes, and took it back or could no longer be used.
    """

    AGREEMENT_ENDED = "agreement_ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


TOO_LATE = "too_late"
"""Why nobody was asked though somebody could be: the start came first."""
COULD_BE_ASKED = "could_be_asked"
"""What stood in the way of somebody who was passed over: nothing."""
_LAST = 99
_ANSWERS: Mapping[str, Outcome] = {
    "accepted": Outcome.AGREEMENT_ENDED,
    "declined": Outcome.DECLINED,
    "expired": Outcome.EXPIRED,
}
_TAKEN_BACK = frozenset({LeftOut.NOT_AVAILABLE.value, LeftOut.NOT_ELIGIBLE.value})
"""Why a question was taken back, where that says more than that it was."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run as read: the people known of by its end, those erased included."""

    position: int
    at: datetime
    booking_version: int
    rule_version: int
    header: Mapping[str, Any]
    known: Mapping[int, Known]


@dataclass(frozen=True, slots=True)
class Considered:
    """Somebody a run considered: her place among those who could be asked, or why she could not."""

    number: int
    level: Level | None
    place: int | None
    reasons: tuple[str, ...]
    why_not: str | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A run looked at again.

    `same`: the order and the counts kept are those recomputed. `above` counts, for each level above
    that of whoever was asked (of anyone, when nobody was), what stood in the way of its people.
    `passed_over` are those who should have been asked before her.
    """

    run: Run
    verdict: Verdict
    same: bool
    level: Level | None
    above: Mapping[Level, Mapping[str, int]]
    passed_over: tuple[int, ...]
    considered: tuple[Considered, ...]

    @property
    def erased(self) -> int:
        """How many were considered of whom what was known is erased."""
        return sum(one.facts is None for one in self.run.known.values())

    @property
    def holds(self) -> bool:
        """Whether the run is as it should be."""
        return self.same and self.verdict in {Verdict.BEST_FIRST, Verdict.NOBODY_COULD}


def judge(run: Run) -> Judged:
    """The run, recomputed under the rules it was made under."""
    try:
        rules = RULES[run.rule_version]
        people = {number: rules.person(one.facts) for number, one in run.known.items() if one.facts}
        wish = rules.wish(run.header["wish"])
        failed = {number: rules.first_failed(wish, one) for number, one in people.items()}
        ranking = rules.rank(wish, list(people.values()))
        erased = frozenset(run.known.keys() - people.keys())
        kept = _Kept(tuple(run.header["ranking"]), dict(run.header["left_out"]), erased)
        asked, level = run.header["asked"], _level_of_asked(run, people)
    except (Unreadable, KeyError, TypeError, ValueError):
        return Judged(run, Verdict.NOT_RECOMPUTED, False, None, {}, (), ())  # noqa: FBT003 - its own field
    verdict, passed = _verdict(ranking, kept, asked, level, too_late=run.header["why"] == TOO_LATE)
    return Judged(
        run=run,
        verdict=verdict,
        same=kept.is_of(ranking),
        level=level,
        above=_above(run, people, failed, level),
        passed_over=passed,
        considered=_considered(ranking, people, failed, run),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The order and the counts as they were seen."""

    ranking: tuple[int, ...]
    left_out: Mapping[str, int]
    erased: frozenset[int]

    def is_of(self, ranking: Ranking) -> bool:
        """Whether this is what the facts give; of those erased, only that they were there is known."""
        shown = tuple(number for number in self.ranking if number not in self.erased)
        missing = Counter(self.left_out)
        missing.subtract(ranking.left_out)
        hidden = sum(number not in self.ranking for number in self.erased)
        return (
            shown == tuple(one.number for one in ranking.items)
            and all(count >= 0 for count in missing.values())
            and missing.total() == hidden
        )


def _verdict(
    ranking: Ranking, kept: _Kept, asked: int | None, level: Level | None, *, too_late: bool
) -> tuple[Verdict, tuple[int, ...]]:
    able = {one.number: one.level for one in ranking.items}
    if asked is None or level is None:
        wrong = bool(able) and not too_late
        return (Verdict.SOMEBODY_COULD, tuple(able)) if wrong else (Verdict.NOBODY_COULD, ())
    order = tuple(able) if asked in able else kept.ranking if asked in kept.erased else ()
    if asked not in order:
        return Verdict.NOT_A_CANDIDATE, ()
    passed = tuple(number for number in order[: order.index(asked)] if number in able)
    if not passed:
        return Verdict.BEST_FIRST, ()
    lower = any(able[number] < level for number in passed)
    return (Verdict.LOWER_CATEGORY_FIRST if lower else Verdict.NOT_THE_FIRST), passed


def _above(
    run: Run, people: Mapping[int, Person], failed: Mapping[int, LeftOut | None], level: Level | None
) -> Mapping[Level, Mapping[str, int]]:
    """What stood in the way of each with a higher level: what came of asking her, or the rule."""
    answered = _answered(run)
    found: dict[Level, Counter[str]] = {}
    for number, one in people.items():
        if one.level is not None and (level is None or one.level < level):
            rule = failed[number]
            stopped = COULD_BE_ASKED if rule is None else answered.get(number, rule.value)
            found.setdefault(one.level, Counter())[stopped] += 1
    return {one: dict(sorted(found[one].items())) for one in sorted(found)}


def _answered(run: Run) -> Mapping[int, str]:
    """What came of every question about this version of the booking, by number; the last one counts."""
    return {
        number: code if code in _TAKEN_BACK else _ANSWERS.get(status, Outcome.WITHDRAWN).value
        for _offer, number, version, status, code in run.header["answers"]
        if version == run.booking_version
    }


def _level_of_asked(run: Run, people: Mapping[int, Person]) -> Level | None:
    asked = run.header["asked"]
    if asked is None:
        return None
    return people[asked].level if asked in people else Level(run.header["level"])


def _considered(
    ranking: Ranking, people: Mapping[int, Person], failed: Mapping[int, LeftOut | None], run: Run
) -> tuple[Considered, ...]:
    """Those who could be asked in their order, then the others by level and number."""
    answered = _answered(run)
    able = [_able(place, one) for place, one in enumerate(ranking.items, start=1)]
    left = [
        _left_out(one, rule, answered.get(number, rule.value))
        for number, one in people.items()
        if (rule := failed[number]) is not None
    ]
    left.sort(key=lambda one: (_LAST if one.level is None else one.level, one.number))
    return (*able, *left)


def _left_out(one: Person, rule: LeftOut, why: str) -> Considered:
    """Of whoever is shut out or barred nothing is told but that."""
    level = None if rule is LeftOut.NOT_ELIGIBLE else one.level
    return Considered(one.number, level, None, (), why, one.listed)


def _able(place: int, one: Candidate) -> Considered:
    return Considered(one.number, one.level, place, one.reasons, None, listed=True)
