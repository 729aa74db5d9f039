"""Which language is meant by what somebody wrote: a code, or a name in our languages or its own. Pure."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from registry.languages import LANGUAGES, LanguageKind


@dataclass(frozen=True, slots=True)
class Meant:
    """A language that is booked, and the variety when one was named."""

    language: str
    variety: str | None = None


def meant(asked: str) -> Meant | None:
    """The one language meant, or None: an unknown word, a broad name, or one that several go by."""
    return _known().get(_plain(asked))


@cache
def _known() -> dict[str, Meant | None]:
    """Every name, and what it means; a name of several means none."""
    found: dict[str, Meant | None] = {}
    for code, one in LANGUAGES.items():
        if one.kind is LanguageKind.BROAD:
            means = None
        elif one.kind is LanguageKind.VARIETY:
            means = Meant(one.part_of or code, code)
        else:
            means = Meant(code)
        for name in {_plain(name) for name in one.names}:
            found[name] = means if found.get(name, means) == means else None
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
