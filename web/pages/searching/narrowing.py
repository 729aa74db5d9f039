"""What a list of interpreters is narrowed by, each to be taken away, and what it may be narrowed to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.i18n import Tongue, mark, translator
from registry.kommuner import FYLKER
from registry.languages import name_of, norwegian_order
from registry.search.advice import WayOn
from registry.search.counting import Counts
from web.labels import WORDS, kommune_name, language_namer
from web.pages import choosing
from web.pages.searching.asking import PATH, filters_for, without
from web.pages.turning import address


@dataclass(frozen=True, slots=True)
class Link:
    """Another list: what it is called, where it is, how many stand in it, and whether it is this one."""

    text: str
    href: str
    people: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one filter."""

    name: str
    text: str
    links: tuple[Link, ...]


def taken(filters: Mapping[str, str], tongue: Tongue) -> list[Link]:
    """Each filter in force, with the list as it would be without it."""
    said: dict[str, Callable[[str], str]] = _said(tongue)
    return [
        Link(said[name](filters[name]), address(PATH, without(filters, name, *_WITH.get(name, ()))))
        for name in said
        if name in filters
    ]


def groups(counts: Counts, filters: Mapping[str, str], tongue: Tongue) -> list[Group]:
    """The values of each filter that somebody has, given the others; one without is left out."""
    t = translator(tongue)
    categories = ((value, text) for value, text in choosing.categories(tongue))
    found = [
        _group("max_category", t("Category"), categories, _texts(counts.categories), filters),
        _group("modality", t("How"), choosing.words("modality", tongue), _texts(counts.modalities), filters),
        _group("gender", t("Gender"), choosing.words("gender", tongue), _texts(counts.genders), filters),
    ]
    if "kommune" not in filters:
        counties = sorted(FYLKER.items(), key=lambda pair: norwegian_order(pair[1]))
        found.append(_group("county", t("Counties"), iter(counties), _texts(counts.counties), filters))
    return [one for one in found if one.links]


def ways_on(found: tuple[WayOn, ...], tongue: Tongue) -> list[Link]:
    """What to try instead, in words."""
    t = translator(tongue)
    return [Link(_told(one, t, tongue), address(PATH, filters_for(one.wish)), one.people) for one in found]


_WITH = {"kommune": ("within_km",), "free_on": ("free_from", "free_to")}
"""What goes when a filter goes."""

_DROPPED = {
    "q": mark("Whatever the name"),
    "language": mark("In any language"),
    "county": mark("In all of Norway"),
    "kommune": mark("In all of Norway"),
    "max_category": mark("In any category"),
    "modality": mark("On site, on screen or by telephone"),
    "gender": mark("Whatever the gender"),
}


def _group(
    name: str,
    text: str,
    values: Iterator[tuple[str, str]] | choosing.Pairs,
    people: Mapping[str, int],
    filters: Mapping[str, str],
) -> Group:
    links = []
    for value, word in values:
        chosen = filters.get(name) == value
        if chosen or people.get(value):
            kept = without(filters, name)
            href = address(PATH, kept if chosen else {**kept, name: value})
            links.append(Link(word, href, people.get(value, 0), chosen))
    return Group(name, text, tuple(links))


def _texts(counted: Mapping[Any, int]) -> dict[str, int]:
    return {str(value): people for value, people in counted.items()}


def _said(tongue: Tongue) -> dict[str, Callable[[str], str]]:
    t = translator(tongue)
    categories = dict(choosing.categories(tongue))
    return {
        "language": language_namer(tongue),
        "q": lambda q: f"«{q}»",
        "county": lambda number: FYLKER.get(number, number),
        "kommune": kommune_name,
        "within_km": lambda km: t("Within {km} km", km=km),
        "max_category": lambda number: categories.get(number, number),
        "modality": lambda code: t(WORDS["modality"][code]),
        "gender": lambda code: t(WORDS["gender"][code]),
        "free_on": lambda day: t("Free {day}", day=day),
    }


def _told(one: WayOn, t: Callable[..., str], tongue: Tongue) -> str:
    wish = one.wish
    match one.field:
        case "q" if wish.q:
            return t("Did you mean {name}?", name=wish.q.title())
        case "language" if wish.language:
            return t("In {language}", language=name_of(wish.language, tongue))
        case "within_km":
            return t(
                "Within {km} km of {kommune}", km=wish.within_km, kommune=kommune_name(str(wish.kommune))
            )
        case field:
            return t(_DROPPED[field])
