"""What is looked for, and whether there can be such a thing."""

from dataclasses import dataclass, fields

from kit.errors import FieldError, Invalid, invalid
from registry import kommuner, languages
from registry.categories import Level
from registry.search.keeping import ANY_LANGUAGE
from registry.words import Gender, Modality

FARTHEST_KM = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is looked for; all of it must hold, the category in the language if one is named.

    `q` is names in any order, or a number; `kommune` may be a former one. `within_km` is the distance
    in kilometres from the centre of `kommune` to that of the interpreter's own.
    """

    q: str | None = None
    language: str | None = None
    max_category: int | None = None
    county: str | None = None
    kommune: str | None = None
    within_km: int | None = None
    modality: Modality | None = None
    gender: Gender | None = None

    @property
    def held_in(self) -> str:
        """The language whose levels count."""
        return self.language or ANY_LANGUAGE

    @property
    def lowest(self) -> Level:
        """The lowest level that will do."""
        return max(one for one in Level if one.category <= (self.max_category or one.category))

    @property
    def kommune_today(self) -> str | None:
        """Today's number of the kommune."""
        return kommuner.require(self.kommune).number if self.kommune else None

    def nearby(self) -> tuple[str, ...]:
        """The kommuner within reach, nearest first; empty when no distance is given."""
        if self.kommune is None or self.within_km is None:
            return ()
        return kommuner.within(kommuner.require(self.kommune).number, self.within_km)


def of(given: object) -> Wish:
    """The wish among the fields of something else."""
    return Wish(**{one.name: getattr(given, one.name) for one in fields(Wish)})


def require(wish: Wish) -> None:
    """Invalid with every field that names what there is not, or that says nothing without another."""
    faults: list[FieldError] = []
    for check in (_language, _county, _kommune, _distance):
        try:
            check(wish)
        except Invalid as fault:
            faults.extend(fault.errors)
    if faults:
        raise Invalid(*faults)


def _language(wish: Wish) -> None:
    if wish.language is not None:
        languages.require_bookable(wish.language)


def _county(wish: Wish) -> None:
    if wish.county is not None and wish.county not in kommuner.FYLKER:
        raise invalid("county", "unknown_county", "Use a county number of two digits, such as 03.")


def _kommune(wish: Wish) -> None:
    if wish.kommune is not None:
        kommuner.require(wish.kommune)


def _distance(wish: Wish) -> None:
    if wish.within_km is None:
        return
    if wish.kommune is None:
        raise invalid("kommune", "missing_centre", "Choose the municipality that the distance is from.")
    if not 0 <= wish.within_km <= FARTHEST_KM:
        raise invalid("within_km", "too_far", "Use a distance from 0 to {most} km.", most=FARTHEST_KM)
