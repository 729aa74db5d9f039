"""How many moved in and out of the highest categories during 2012: drawn at random, adding up to the plan."""

from dataclasses import dataclass
from random import Random

from bench.demo import plan

_NEW_AUTHORISED = sum(plan.AUTHORISATIONS_IN_2012.values())


@dataclass(frozen=True, slots=True)
class Flow:
    """`high` is listed in categories 1-3, `low` is listed in 4-5, `out` is not listed.

    The fields are drawn; the properties follow from them and from the plan.
    """

    high_left: int
    low_left: int
    authorised_high: int
    """Authorised in 2012 and in the highest categories already."""
    authorised_low: int
    authorised_out: int
    """Authorised in 2012 and not listed when it ended."""
    graduated_low: int
    low_by_course: int
    """Listed low on one of the year's TAO courses."""

    @property
    def high_kept(self) -> int:
        """High at both ends, all on evidence from before 2012."""
        return plan.HIGHEST_2011 - self.high_left

    @property
    def low_risen(self) -> int:
        """Low, then high by what they achieved in 2012."""
        return self.authorised_low + self.graduated_low

    @property
    def authorised_new(self) -> int:
        """Listed for the first time, on the year's authorisation."""
        return _NEW_AUTHORISED - self.authorised_high - self.authorised_low - self.authorised_out

    @property
    def graduated_new(self) -> int:
        """Listed for the first time, on the year's education."""
        return plan.EDUCATION_LISTED_2012 - self.graduated_low

    @property
    def high_entered(self) -> int:
        """Listed in 2012, high, on evidence from before it."""
        by_new_evidence = self.low_risen + self.authorised_new + self.graduated_new
        return plan.HIGHEST_2012 - self.high_kept - by_new_evidence

    @property
    def low_kept(self) -> int:
        """Low at both ends."""
        return plan.LISTED_2011 - plan.HIGHEST_2011 - self.low_left - self.low_risen

    @property
    def low_entered(self) -> int:
        """Listed in 2012, low."""
        return plan.LISTED_2012 - plan.HIGHEST_2012 - self.low_kept


def draw(rng: Random) -> Flow:
    """A flow that adds up, whatever the generator draws."""
    return Flow(
        high_left=rng.randint(8, 20),
        low_left=rng.randint(15, 35),
        authorised_high=rng.randint(2, 5),
        authorised_low=rng.randint(2, 4),
        authorised_out=rng.randint(0, 2),
        graduated_low=rng.randint(4, 8),
        low_by_course=rng.randint(26, 34),
    )
