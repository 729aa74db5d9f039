"""Every text a person may read exists in bokmål and nynorsk, and every translation is of a text we have."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from identity.audit import Act
from kit.i18n import PACKAGES, Tongue, translator
from web.pages.auditing.acts import ACTS

ROOM = Path(__file__).resolve().parent.parent.parent
TEXT_AT: Mapping[str, int] = {
    "t": 0,
    "_": 0,
    "translate": 0,
    "mark": 0,
    "Refusal": 1,
    "Conflict": 1,
    "NotFound": 1,
    "Forbidden": 1,
    "invalid": 2,
    "FieldError": 2,
    "__init__": 1,  # a refusal that is always the same
}
"""Which argument of a call is a text, counted from 0."""
NO_TEXT = {"{told}."}  # the schema library's own words, passed through


def test_every_act_of_the_log_has_its_words() -> None:
    assert set(ACTS) == set(Act)


def texts_in_code(source: str) -> Iterator[str]:
    """The texts given to calls that translate, mark or refuse."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = TEXT_AT.get(name)
        if place is not None and len(node.args) > place:
            yield from _literals(node.args[place])


def texts_in_template(source: str) -> Iterator[str]:
    """The texts given to `t()` in a template."""
    environment = Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - read, never rendered
    for _line, _function, told in extract_from_ast(environment.parse(source), ("t",)):
        first = told[0] if isinstance(told, tuple) else told
        if first:
            yield first


def translations(tongue: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOM / package / "locale").glob(f"{tongue}*.po")):
            for entry in _entries(path):
                found.setdefault(str(entry.id), []).append(str(entry.string))
    return found


def texts() -> set[str]:
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOM / package).rglob("*.py"):
            found.update(texts_in_code(path.read_text(encoding="utf-8")))
    for path in (ROOM / "web" / "templates").rglob("*.html"):
        found.update(texts_in_template(path.read_text(encoding="utf-8")))
    return found - NO_TEXT


@pytest.mark.parametrize("tongue", ["nb", "nn"])
def test_every_text_has_its_translation(tongue: str) -> None:
    told = {text for text, strings in translations(tongue).items() if all(strings)}
    assert sorted(texts() - told) == []


@pytest.mark.parametrize("tongue", ["nb", "nn"])
def test_no_translation_is_left_over(tongue: str) -> None:
    assert sorted(set(translations(tongue)) - texts()) == []


@pytest.mark.parametrize("tongue", ["nb", "nn"])
def test_a_text_has_one_translation(tongue: str) -> None:
    assert {text: said for text, said in translations(tongue).items() if len(set(said)) > 1} == {}


@pytest.mark.parametrize("tongue", ["nb", "nn"])
def test_a_translation_names_the_same_values(tongue: str) -> None:
    wrong = {
        text: said
        for text, strings in translations(tongue).items()
        for said in strings
        if _values(text) != _values(said)
    }
    assert wrong == {}


@pytest.mark.parametrize("tongue", Tongue)
def test_no_text_breaks_between_a_paragraph_and_its_number(tongue: Tongue) -> None:
    told = [translator(tongue)(one) for one in texts()]
    assert sum("§" in one for one in told) > 10
    assert [one for one in told if "§ " in one] == []


def test_a_template_names_a_paragraph_in_its_texts_alone() -> None:
    for path in (ROOM / "web" / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert source.count("§") == "".join(texts_in_template(source)).count("§"), path


def test_texts_are_found_where_they_stand() -> None:
    code = 'raise invalid("day", "past", "Choose a later day, " "not {day}.", day=day)\nt("A" if x else "B")'
    assert list(texts_in_code(code)) == ["Choose a later day, not {day}.", "A", "B"]
    template = '<h1>{{ t("Hello {name}", name=who) }}</h1>{{ m.field(form, "q", t("Search")) }}'
    assert list(texts_in_template(template)) == ["Hello {name}", "Search"]


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _entries(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from (entry for entry in read_po(file, abort_invalid=True) if entry.id)


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
