"""Nothing in the product holds the answers: the annual report's figures stand in the demo's plan alone."""

import re
from pathlib import Path

import pytest

from bench.demo import plan

_SIZES_OF_TODAY = {plan.LISTED_NOW, plan.FULL_GROWN}
TELLING = {
    value
    for value in vars(plan).values()
    if isinstance(value, int) and value > 100 and value not in _SIZES_OF_TODAY
} | {plan.TESTED_IN_2012 - plan.PASSED_IN_2012, 1250}
"""The figures too large to stand somewhere for another reason."""

FILES = [
    path
    for package in ("kit", "identity", "registry", "booking", "web", "migrations")
    for path in sorted(Path(package).rglob("*"))
    if path.suffix in {".py", ".html", ".csv", ".po", ".css"}
]


def figures_in(text: str) -> set[int]:
    numbers = re.findall(r"(?<![\w.#])([1-9][\d_]*)(?![\w.%])", text)
    return {int(number) for number in numbers} & TELLING


def test_the_search_finds_the_figures_where_they_do_stand() -> None:
    found = figures_in(Path("bench/demo/plan.py").read_text(encoding="utf-8"))
    assert found >= {plan.LISTED_2011, plan.LISTED_2012, plan.HIGHEST_2011, plan.HIGHEST_2012}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_figure_of_the_annual_report_stands_in_the_product(path: Path) -> None:
    assert figures_in(path.read_text(encoding="utf-8")) == set()
