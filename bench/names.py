"""Made-up names that are spread as real ones are: few are common, and most are rare."""

import random
from collections.abc import Callable
from itertools import accumulate

_ONSETS = (
    "",
    "b",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "sh",
    "kh",
    "dr",
)
_VOWELS = ("a", "e", "i", "o", "u", "ø", "å", "ai")
_ENDS = ("", "", "n", "r", "l", "s", "m", "d")
_FIRST, _LAST = 3_000, 40_000
_FLAT = 20
"""So that the commonest name is one in a hundred and not one in eight."""


def spread(chance: random.Random) -> Callable[[], str]:
    """A source of names: the n-th word is given to 1/(n + 20) of a share."""
    first, last = _words(_FIRST, 2, chance), _words(_LAST, 3, chance)
    of_first, of_last = _weights(_FIRST), _weights(_LAST)

    def name() -> str:
        given = chance.choices(first, cum_weights=of_first)[0]
        family = chance.choices(last, cum_weights=of_last)[0]
        return f"{given} {family}"

    return name


def _words(number: int, syllables: int, chance: random.Random) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < number:
        parts = (
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_ENDS) for _ in range(syllables)
        )
        made["".join(parts).capitalize()] = None
    return list(made)


def _weights(number: int) -> list[float]:
    return list(accumulate(1 / (rank + _FLAT) for rank in range(1, number + 1)))
