"""Languages by what people call them: in Norwegian, in English, by code, or as their speakers do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.languages import LANGUAGES, Language, LanguageKind
from registry.search.spelling import fold, slips, slips_allowed, typed_words


@dataclass(frozen=True, slots=True)
class Named:
    """The bookable languages that what was typed may mean, in the order of their bokmål names.

    One: that is the language. Several: choose. None: nothing is called so. `exactly` says that what
    was typed is a name and not a part or a slip of one; `broad` that the name covers several languages.
    """

    codes: tuple[str, ...]
    exactly: bool = False
    broad: bool = False


@lru_cache(maxsize=2_000)
def named(typed: str) -> Named:
    """What language is meant: a whole name or code first, then a beginning, then a slip of the hand."""
    wanted = _form(typed)
    if not wanted:
        return Named(())
    whole = called(typed)
    if whole.exactly:
        return whole
    names = _names()
    for alike in (_begins, _has_word, _nearly):
        found = _bookable(code for name, code in names if alike(wanted, name))
        if found:
            return Named(found)
    return Named(())


def called(typed: str) -> Named:
    """The languages with this name or code and no other: for what no person looks at before it is used."""
    whole = _by_name().get(_form(typed), ())
    broad = any(LANGUAGES[code].kind is LanguageKind.BROAD for code in whole)
    return Named(_bookable(whole), exactly=bool(whole), broad=broad)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, code in _names():
        found[name] = (*found.get(name, ()), code)
    return found


@cache
def _names() -> tuple[tuple[str, str], ...]:
    return tuple(
        (form, code) for code, one in LANGUAGES.items() for name in _called(one) if (form := _form(name))
    )


def _called(one: Language) -> Iterable[str]:
    """Every name of a language; of one named with an addition in brackets, each part by itself too."""
    for name in (one.code, one.nb, one.nn, one.en, *one.also):
        yield name
        if "(" in name:
            yield from name.replace(")", "").split("(")


def _form(name: str) -> str:
    return " ".join(typed_words(name)) or fold(name)


def _bookable(codes: Iterable[str]) -> tuple[str, ...]:
    """The bookable languages of these: of a variety the one it narrows, of a broad name all its parts."""
    wanted: set[str] = set()
    for code in codes:
        one = LANGUAGES[code]
        match one.kind:
            case LanguageKind.LANGUAGE:
                wanted.add(code)
            case LanguageKind.VARIETY:
                wanted.add(one.part_of or code)
            case LanguageKind.BROAD:
                wanted.update(one.parts)
    return tuple(code for code in LANGUAGES if code in wanted)


def _begins(wanted: str, name: str) -> bool:
    return name.startswith(wanted)


def _has_word(wanted: str, name: str) -> bool:
    return f" {wanted}" in name


def _nearly(wanted: str, name: str) -> bool:
    most = slips_allowed(wanted)
    return most > 0 and slips(wanted, name, most=most) <= most
