"""The officers' list of cases, turned page by page."""

import re

from kit.db import Database
from tests.http.test_case_pages import acting, shown
from tests.make_cases import World


def test_the_list_is_turned_forwards_and_back_with_its_filters(database: Database) -> None:
    world = World(database)
    for _ in range(51):
        world.notice()
    officer = acting(world, world.first)

    def cases(text: str) -> list[str]:
        return re.findall(r'<a href="/cases/(\w+)"', text)

    def turned(text: str, rel: str) -> str:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', text)
        assert found is not None
        assert "kind=notice" in found[1]
        return shown(officer.get(found[1].replace("&amp;", "&")))

    first = shown(officer.get("/cases?kind=notice"))
    second = turned(first, "next")
    third = turned(second, "next")
    assert [len(cases(one)) for one in (first, second, third)] == [25, 25, 1]
    assert len({*cases(first), *cases(second), *cases(third)}) == 51
    assert 'rel="next"' not in third
    assert cases(turned(third, "prev")) == cases(second)
    assert cases(turned(turned(third, "prev"), "prev")) == cases(first)
    assert 'rel="prev"' not in first
