"""An agency reads why these and not others, what would help, and the proof for an appeal."""

from datetime import timedelta

import pytest

from kit.db import Database
from registry.words import EvidenceKind
from tests.browsing import visit
from tests.make_agency import NEED, ordered
from tests.make_booking import TESTED, World, done

BEST = (EvidenceKind.STATE_AUTHORISATION, EvidenceKind.BACHELOR)


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_the_booking_tells_how_many_are_left_after_each_step(world: World) -> None:
    world.add(90001)
    world.add(90002, *TESTED)
    world.add(90003, hours=())
    page = ordered(world)
    assert (
        "3 interpret Tigrinya (2 of them in category 1 to 3) 3 fit what you ask for"
        " (2 of them in category 1 to 3) 3 within reach (2 of them in category 1 to 3)"
        " 2 have time (1 of them in category 1 to 3) 2 left to ask"
    ) in page.words


def test_why_not_this_one_is_asked_on_the_page_of_candidates(world: World) -> None:
    world.add(90001)
    world.add(90003, hours=())
    address = f"{ordered(world).path}/candidates"
    for number, told in (
        ("90003", "Not available at that time."),
        ("90001", "Can be asked, as number 1."),
        ("1", "No interpreter has this number."),
    ):
        assert told in visit(world.agency, f"{address}?number={number}").words
    wrong = visit(world.agency, f"{address}?number=abc")
    assert wrong.status == 422
    assert wrong.form(address).values["number"] == ["abc"]


def test_another_time_the_same_day_is_one_click_and_changes_nothing_by_itself(world: World) -> None:
    world.add(90001)
    first = ordered(world, start="07:00", end="08:00")
    assert "Another time the same day" in first.words
    assert "/change?day=2026-11-26&amp;start=08%3A00&amp;end=09%3A00" in first.response.text
    change = f"{first.path}/change"
    form = visit(world.agency, f"{change}?day=2026-11-26&start=08%3A00&end=09%3A00").form(change)
    assert [form.values[name] for name in ("day", "start", "end")] == [["2026-11-26"], ["08:00"], ["09:00"]]
    assert world.see(first.path.rpartition("/")[2])["version"] == 1


def test_by_screen_and_with_a_substitute_open_a_new_booking_filled_in(world: World) -> None:
    world.add(90001, on_site=False)
    page = ordered(world)
    assert "By screen instead of on site 1 could be asked, the best in category 2 (C)." in page.words
    reference = page.path.rpartition("/")[2]
    link = f"/bookings/new?like={reference}&modality=screen&day=2026-11-26&start=10%3A00&end=11%3A00"
    filled = visit(world.agency, link).form("/bookings/new").values
    assert [filled[name][-1] for name in ("language", "modality", "day", "start", "end")] == [
        "tir", "screen", "2026-11-26", "10:00", "11:00",
    ]  # fmt: skip


def test_screen_is_advised_when_it_reaches_a_higher_category(world: World) -> None:
    world.add(90001, *TESTED)
    assert "By screen" not in ordered(world).words
    world.add(90002, *BEST, on_site=False)
    assert (
        "By screen instead of on site 2 could be asked, the best in category 1 (A)." in ordered(world).words
    )


def test_a_lower_category_is_offered_with_its_ground(world: World) -> None:
    world.add(90001, *TESTED)
    assert "Accept category 5, with its ground" in ordered(world, max_category="4").words


def test_the_proof_reads_as_plain_sentences(world: World) -> None:
    first = world.add(90001, *BEST)
    world.add(90002)
    world.add(90003, *BEST, hours=())
    reference = world.asked()["reference"]
    first.decline()
    world.wait(timedelta(minutes=1))
    page = visit(world.agency, f"/bookings/{reference}/proof")
    for told in (
        "The highest categories were asked first",
        "1. Interpreter 90001 was asked",
        "Said no",
        "2. Interpreter 90002 was asked",
        "This was the first of those who could be asked.",
        "Category 1 (A) 1 said no when asked; 1 without time free then",
    ):
        assert told in page.words
    assert "Tolk 90001" not in page.words
    considered = visit(world.agency, f"/bookings/{reference}/proof/2")
    assert "Asked, and said no" in considered.words
    csv = world.agency.get(f"/bookings/{reference}/proof/2.csv").text
    assert "90003;1;A;;;not_available" in csv.replace(",", ";")
    assert visit(world.agency, f"/bookings/{reference}/proof/9").status == 404


def test_a_deviation_leads_to_the_proof_and_the_proof_to_the_deviation(world: World) -> None:
    world.add(90001)
    reference = world.asked()["reference"]
    said = {"kind": "colleague", "ground": "cannot_wait", "text": "Nobody came in time."}
    one = done(world.agency.post(f"/api/v1/bookings/{reference}/deviations", json=said))["reference"]
    assert f'href="/bookings/{reference}/proof"' in visit(world.agency, f"/deviations/{one}").response.text
    assert f'href="/deviations/{one}"' in visit(world.agency, f"/bookings/{reference}/proof").response.text


def test_a_booking_nobody_was_asked_about_says_so(world: World) -> None:
    page = visit(world.agency, f"{ordered(world).path}/proof")
    assert "Nobody has been asked yet" in page.words
    assert NEED["language"] == "tir"
