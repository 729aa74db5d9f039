"""The search as the register grows: what it takes over HTTP, one asker at a time, by what is looked for."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlmodel import col

from bench import load, serving
from kit.db import Database
from registry.kommuner import FYLKER
from registry.languages import LANGUAGES
from registry.search.tables import NameWord

_SOME = 40
_LONG = 7


def searches(url: str, *, languages: Sequence[str], seconds: float) -> Mapping[str, load.Load]:
    """Each kind of search on a database already filled: its load."""
    database = Database(url)
    kinds = _kinds(database, languages)
    database.dispose()
    with serving.serving(url) as port:
        return {what: load.measure(port, paths, seconds=seconds, clients=1) for what, paths in kinds.items()}


def _kinds(database: Database, languages: Sequence[str]) -> dict[str, list[str]]:
    words = _words(database)
    common, rare = [word for word, _ in words[:5]], [word for word, _ in words[-_SOME:]]
    slipped = [word[:2] + word[3] + word[2] + word[4:] for word, _ in words if len(word) >= _LONG][:_SOME]
    held = [one for one in languages if LANGUAGES[one].bookable]
    few, commonest = held[len(held) // 2 :], held[0]
    api, page = "/api/v1/interpreters", "/interpreters"
    counties = [{"language": commonest, "county": county} for county in FYLKER]
    kinds: dict[str, tuple[str, list[dict[str, str]]]] = {
        "rare name": (api, [{"q": word} for word in rare]),
        "common name": (api, [{"q": word} for word in common]),
        "common name in a language": (api, [{"q": word, "language": commonest} for word in common]),
        "two common names": (api, [{"q": f"{one} {other}"} for one in common for other in common]),
        "slip of the hand": (api, [{"q": word} for word in slipped]),
        "commonest language": (api, [{"language": commonest}]),
        "rare language": (api, [{"language": one} for one in few]),
        "language and county": (api, counties),
        "the same with counts": (api, [{**one, "counts": "true"} for one in counties]),
        "the same as a page": (page, counties),
        "near a municipality": (api, [{"language": commonest, "kommune": "0301", "within_km": "50"}]),
    }
    return {what: [f"{path}?{urlencode(one)}" for one in asked] for what, (path, asked) in kinds.items()}


def _words(database: Database) -> list[tuple[str, int]]:
    """The words of names, those most have first."""
    held = func.count().label("held")
    statement = select(col(NameWord.word), held).group_by(col(NameWord.word)).order_by(held.desc(), "word")
    with database.read() as session:
        rows = session.execute(statement).all()
    return [(row[0], row[1]) for row in rows]
