"""An assessment in words: how far above or below the target, and how the result has moved."""

from kit.i18n import Tongue, mark, translator
from registry.statistics.goals import Goal, half_year_before
from registry.statistics.measures import TargetKind
from web.labels import say_number, short_date
from web.pages.figures.asking import Asked

_APART = {
    1: mark("{by} above the target."),
    -1: mark("{by} below the target."),
    0: mark("Exactly on the target."),
}
_MOVED = {
    1: mark("Up {by} since {day}."),
    -1: mark("Down {by} since {day}."),
    0: mark("Unchanged since {day}."),
}
_TARGETS = {TargetKind.AT_LEAST: mark("At least {value}"), TargetKind.AT_MOST: mark("At most {value}")}


def assessed(goal: Goal, asked: Asked, tongue: Tongue) -> str:
    """How far the result is from the target, if there is one, and how it has moved."""
    t = translator(tongue)
    day = short_date(half_year_before(asked.on), tongue)
    moved = t(_MOVED[_sign(goal.moved)], by=_difference(goal, goal.moved, tongue), day=day)
    if goal.met is None:
        return moved
    apart = t(_APART[_sign(goal.apart)], by=_difference(goal, goal.apart, tongue))
    return f"{apart} {moved}"


def target(goal: Goal, tongue: Tongue) -> str:
    """What is asked; empty when nothing is."""
    if goal.target is None or goal.target.value is None:
        return ""
    told = _value(goal, goal.target.value, tongue)
    return translator(tongue)(_TARGETS[goal.target.kind], value=told)


def result(goal: Goal, tongue: Tongue) -> str:
    """The result with its unit."""
    return _value(goal, goal.result, tongue)


def _difference(goal: Goal, difference: int, tongue: Tongue) -> str:
    number = say_number(abs(difference), tongue)
    if not goal.measure.is_share:
        return number
    t = translator(tongue)
    if abs(difference) == 1:
        return t("1 percentage point")
    return t("{number} percentage points", number=number)


def _value(goal: Goal, value: int, tongue: Tongue) -> str:
    number = say_number(value, tongue)
    return f"{number}\N{NO-BREAK SPACE}%" if goal.measure.is_share else number


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
