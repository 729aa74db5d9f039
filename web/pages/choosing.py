"""What a form offers to choose from, in the reader's language and order."""

from functools import cache

from babel.dates import get_day_names

from kit.i18n import Tongue, translator
from registry.kommuner import FYLKER, KOMMUNER
from registry.languages import LANGUAGES, norwegian_order
from web.labels import WORDS, language_namer

Pairs = tuple[tuple[str, str], ...]


@cache
def languages(tongue: Tongue) -> Pairs:
    """Every language evidence is held and bookings are made in: code and name."""
    named = language_namer(tongue)
    pairs = ((code, named(code)) for code, language in LANGUAGES.items() if language.bookable)
    return tuple(sorted(pairs, key=lambda pair: norwegian_order(pair[1])))


@cache
def varieties(tongue: Tongue) -> dict[str, Pairs]:
    """Every variety by the language it narrows."""
    named = language_namer(tongue)
    return {
        name: tuple((variety, named(variety)) for variety in LANGUAGES[code].varieties)
        for code, name in languages(tongue)
        if LANGUAGES[code].varieties
    }


@cache
def kommuner() -> dict[str, Pairs]:
    """Every municipality of today by county, in the order of the Norwegian alphabet."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for kommune in sorted(KOMMUNER.values(), key=lambda one: norwegian_order(one.name)):
        grouped.setdefault(kommune.fylke_name, []).append((kommune.number, kommune.name))
    return {name: tuple(grouped[name]) for name in sorted(grouped, key=norwegian_order)}


@cache
def places(tongue: Tongue) -> dict[str, Pairs]:
    """Every county, and in it every municipality of today."""
    t = translator(tongue)
    numbers = {name: number for number, name in FYLKER.items()}
    return {
        county: ((numbers[county], t("All of {county}", county=county)), *within)
        for county, within in kommuner().items()
    }


@cache
def distances(tongue: Tongue) -> Pairs:
    """How far from a municipality's centre to look, in kilometres."""
    t = translator(tongue)
    return tuple((str(km), t("Within {km} km", km=km)) for km in (25, 50, 100, 200))


@cache
def weekdays(tongue: Tongue) -> Pairs:
    """The days of the week, 1 Monday to 7 Sunday."""
    names = get_day_names("wide", context="stand-alone", locale=tongue.value)
    return tuple((str(number + 1), names[number].capitalize()) for number in range(7))


@cache
def every_category(tongue: Tongue) -> str:
    """What it is called not to limit the category."""
    return translator(tongue)("All categories")


@cache
def weeks_apart(tongue: Tongue) -> Pairs:
    """How often something may come again."""
    t = translator(tongue)
    return (
        ("1", t("every week")),
        *((str(one), t("every {number} weeks", number=one)) for one in range(2, 9)),
    )


@cache
def words(group: str, tongue: Tongue) -> Pairs:
    """A closed list: code and word."""
    t = translator(tongue)
    return tuple((code, t(word)) for code, word in WORDS[group].items())


@cache
def categories(tongue: Tongue) -> Pairs:
    """The limits of a search or a booking: the best category only, down to any."""
    t = translator(tongue)
    told = [t("Category {number} or better", number=number) for number in range(2, 5)]
    return (("1", t("Category 1 only")), *((str(number), text) for number, text in enumerate(told, start=2)))
