"""What is the same on every page of a language is said once, when its templates are compiled."""

import pytest
from jinja2 import DictLoader, StrictUndefined, TemplateAssertionError

from kit.i18n import Tongue, translator
from web.pages.compiling import Constant, Templates


def _templates(**sources: str) -> Templates:
    constants: dict[str, Constant] = {"t": translator(Tongue.BOKMAL), "tongue": "nb"}
    return Templates(constants, loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined)


def test_a_constant_text_is_translated_and_escaped_and_a_given_one_still_is() -> None:
    made = _templates(page='<p title="{{ t("<&>") }}">{{ t("Sign out") }} {{ tongue }} {{ t(given) }}</p>')
    told = made.get_template("page").render(given="Sign in")
    assert told == '<p title="&lt;&amp;&gt;">Logg ut nb Logg inn</p>'


def test_a_text_with_values_in_it_is_worked_out_when_it_is_read() -> None:
    made = _templates(page='{{ t("Category {category} ({letter})", category=n, letter="<A>") }}')
    assert made.get_template("page").render(n=1) == "Kategori 1 (&lt;A&gt;)"


def test_it_is_so_in_macros_and_in_templates_built_on_others() -> None:
    made = _templates(
        macros='{% macro button(text) %}<b>{{ text }}, {{ t("Sign in") }}</b>{% endmacro %}',
        base='{{ t("Sign out") }}{% block content %}{% endblock %}',
        page='{% extends "base" %}{% import "macros" as m %}'
        '{% block content %}{{ m.button(t("Sign out")) }}{% endblock %}',
    )
    assert made.get_template("page").render() == "Logg ut<b>Logg ut, Logg inn</b>"


@pytest.mark.parametrize(
    "source",
    ['{% set tongue = "en" %}', "{% for t in given %}{% endfor %}", "{% macro of(t) %}{% endmacro %}"],
)
def test_a_template_that_gives_a_constant_another_value_is_refused(source: str) -> None:
    with pytest.raises(TemplateAssertionError, match="the same on every page"):
        _templates(page=source).get_template("page")


CASTING = (
    '{% if name %}<b title="{{ name }}">{{ t("Category {category} ({letter})", category=name, letter=kind) }}'
    "</b>{% endif %}"
)


def test_a_cast_page_is_the_rendered_one_with_each_answers_own_put_in_and_escaped() -> None:
    made = _templates(page=CASTING)
    for name in ("A", '"><script>', "\x02name\x03", "{kind}", ""):
        for kind in ("x", "<y>"):
            rendered = made.get_template("page").render(name=name, kind=kind)
            assert made.cast("page", {"kind": kind}, {"name": name}) == rendered


def test_a_cast_page_may_not_decide_by_what_is_put_in_later() -> None:
    made = _templates(page='{% if name == "A" %}a{% endif %}')
    with pytest.raises(ValueError, match="cannot be compared"):
        made.cast("page", {}, {"name": "A"})
