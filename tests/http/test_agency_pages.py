"""The agency's pages on both databases, sent as a browser without JavaScript sends them."""

from datetime import UTC, datetime

import pytest

from kit.db import Database
from tests.browsing import visit
from tests.make_agency import NEED, ordered
from tests.make_booking import TESTED, World


@pytest.fixture
def world(database: Database) -> World:
    made = World(database)
    made.agency.cookies.set("tongue", "en")
    return made


def test_the_story_from_a_need_to_a_cancelled_booking_through_the_pages(world: World) -> None:
    best = world.add(90001, name="Selam Tesfai")
    world.add(90002, *TESTED, name="Abel Haile")

    found = ordered(world, case_reference="17/02331-8")
    assert found.status == 200
    assert found.words.index("Selam Tesfai") < found.words.index("Abel Haile")
    assert "In the same municipality" in found.words

    address = found.path
    asking = found.send(f"{address}/offers", answer_within_minutes="30")
    assert asking.path == address
    assert "Interpreter 90001 has until 23 Nov 2026 09:30 to answer" in asking.words

    assert best.accept().is_success
    booked = visit(world.agency, address)
    assert "+47 900 00 000" in booked.words
    assert 'href="tel:+4790000000"' in booked.response.text
    assert "/verify?number=90001&amp;language=tir&amp;on=2026-11-26" in booked.response.text
    entry = world.agency.get(f"{address}/invitation.ics")
    assert "METHOD:REQUEST" in entry.text
    assert entry.headers["content-type"].startswith("text/calendar")

    moved = visit(world.agency, f"{address}/change").send(f"{address}/change", start="12:00", end="13:30")
    assert moved.path == address
    assert "12:00–13:30" in moved.words
    assert "The booking is changed." in moved.words
    assert (
        "Kari moved the booking from Thursday, 26 November 2026 10:00–11:00 "
        "to Thursday, 26 November 2026 12:00–13:30." in moved.words
    )

    ended = visit(world.agency, f"{address}/cancel").send(f"{address}/cancel", reason="No longer needed")
    assert "This booking is cancelled" in ended.words
    assert "Kari cancelled the booking. No longer needed" in ended.words
    assert best.assignments()[0]["status"] == "cancelled"


def test_everything_typed_is_kept_and_every_fault_told_with_its_field(world: World) -> None:
    page = ordered(world, language="", day="26.11.2026", start="half past", participants="4", kommune="")
    assert page.status == 422
    assert 'href="#language"' in page.response.text
    assert "Choose a language." in page.words
    assert "Write the time like this: 09:30." in page.words
    kept = page.form("/bookings/new").values
    assert (kept["start"], kept["participants"], kept["address"]) == (["half past"], ["4"], ["Markveien 1"])
    assert visit(world.agency, "/bookings").form("/bookings") is not None
    assert "Nothing is booked" in visit(world.agency, "/bookings").words


def test_on_site_needs_a_municipality(world: World) -> None:
    page = ordered(world, kommune="")
    assert page.status == 422
    assert "Choose a municipality." in page.words
    assert 'href="#kommune"' in page.response.text


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"end": "09:00"}, "end", "Choose an end after the start."),
        ({"day": "2026-11-20"}, "start", "Choose a start that has not passed."),
        ({"wanted": "90001 9x"}, "wanted", "Write numbers with digits only."),
        ({"wanted": "90001", "refused": "90001"}, "refused", "cannot be wanted and refused"),
        ({"case_reference": "01010012356"}, "case_reference", "birth number"),
        ({"modality": "screen", "meeting_url": "http://a.example"}, "meeting_url", "https://"),
        ({"substitute_1": "tir"}, "substitute_1", "A substitute is another language"),
        ({"participants": "0"}, "participants", "1"),
    ],
)
def test_what_the_rules_refuse_is_told_under_the_forms_own_field(
    world: World, typed: dict[str, str], field: str, told: str
) -> None:
    page = ordered(world, **typed)
    assert page.status == 422
    assert f'href="#{field}"' in page.response.text
    assert f'id="{field}"' in page.response.text
    assert told in page.words


def test_what_belongs_to_another_way_of_taking_part_is_left_out(world: World) -> None:
    page = ordered(world, modality="telephone", meeting_url="https://meet.example.org/a")
    made = world.see(page.path.rpartition("/")[2])
    assert (made["kommune"], made["address"], made["meeting_url"]) == (None, None, None)
    assert "kommune" not in visit(world.agency, f"{page.path}/change").form(f"{page.path}/change").values


def test_a_place_can_be_changed_and_taken_away(world: World) -> None:
    page = ordered(world, modality="screen", meeting_url="https://meet.example.org/a")
    change = f"{page.path}/change"
    visit(world.agency, change).send(change, meeting_url="")
    assert world.see(page.path.rpartition("/")[2])["meeting_url"] is None
    moved = ordered(world)
    change = f"{moved.path}/change"
    visit(world.agency, change).send(change, kommune="4601", address="Torget 2")
    made = world.see(moved.path.rpartition("/")[2])
    assert (made["kommune"], made["address"], made["version"]) == ("4601", "Torget 2", 2)


def test_the_hour_that_does_not_exist_is_refused(world: World) -> None:
    page = ordered(world, day="2027-03-28", start="02:30", end="04:00")
    assert page.status == 422
    assert "so 02:30 does not exist" in page.words


def test_the_hour_that_happens_twice_is_asked_about_and_the_answer_counts(world: World) -> None:
    asked = ordered(world, day="2027-10-31", start="02:30", end="04:00", modality="telephone")
    assert asked.status == 422
    assert "start_which" not in visit(world.agency, "/bookings/new").form("/bookings/new").offered
    answered = asked.send("/bookings/new", start_which="second")
    assert answered.status == 200
    reference = answered.path.rpartition("/")[2]
    assert world.see(reference)["starts_at"] == "2027-10-31T01:30:00Z"


def test_a_night_ends_the_next_day_when_ticked_and_at_midnight_by_itself(world: World) -> None:
    night = ordered(world, start="22:00", end="02:00", next_day="yes")
    assert world.see(night.path.rpartition("/")[2])["ends_at"] == "2026-11-27T01:00:00Z"
    evening = ordered(world, start="22:00", end="00:00")
    assert world.see(evening.path.rpartition("/")[2])["ends_at"] == "2026-11-26T23:00:00Z"


def test_a_form_sent_twice_is_one_booking(world: World) -> None:
    form = visit(world.agency, "/bookings/new")
    first = form.send("/bookings/new", **NEED)
    second = form.send("/bookings/new", **NEED)
    assert first.path == second.path
    changed = form.send("/bookings/new", **{**NEED, "end": "12:00"})
    assert changed.status == 422
    fresh = changed.send("/bookings/new")
    assert fresh.status == 200
    assert fresh.path != first.path


def test_nobody_to_ask_says_why_and_what_could_help_without_revealing_anyone(world: World) -> None:
    world.add(90001, name="Selam Tesfai", hours=())
    page = ordered(world)
    assert "Nobody can be asked as it stands" in page.words
    assert "Not available at that time 1" in page.words
    assert "Choose another time" in page.words
    assert "Selam" not in page.words
    recorded = page.send(f"{page.path}/offers")
    assert "No interpreter found" in recorded.words
    like = visit(world.agency, f"/bookings/new?like={page.path.rpartition('/')[2]}").form("/bookings/new")
    assert (like.values["language"], like.values["address"], like.values["day"]) == (
        ["tir"], ["Markveien 1"], [""],
    )  # fmt: skip


def test_asking_twice_is_told_on_the_booking_page(world: World) -> None:
    world.add(90001)
    found = ordered(world)
    found.send(f"{found.path}/offers")
    again = found.send(f"{found.path}/offers")
    assert again.status == 409
    assert "Waiting for an answer" in again.words


def test_a_time_the_interpreter_is_not_free_is_told_in_place_and_changes_nothing(world: World) -> None:
    her = world.add(90001)
    found = ordered(world)
    found.send(f"{found.path}/offers")
    assert her.accept().is_success
    refused = visit(world.agency, f"{found.path}/change").send(
        f"{found.path}/change", start="20:00", end="21:00"
    )
    assert refused.status == 409
    assert "The interpreter is not free at that time." in refused.words
    assert refused.form(f"{found.path}/change").values["start"] == ["20:00"]
    assert world.see(found.path.rpartition("/")[2])["starts_at"] == "2026-11-26T09:00:00Z"


def test_cancelling_what_somebody_is_asked_about_needs_a_reason(world: World) -> None:
    world.add(90001)
    found = ordered(world)
    found.send(f"{found.path}/offers")
    page = visit(world.agency, f"{found.path}/cancel").send(f"{found.path}/cancel", reason=" ")
    assert page.status == 422
    assert "Write why you cancel." in page.words
    assert page.words.startswith("Put right:")
    assert world.see(found.path.rpartition("/")[2])["status"] == "asking"


def test_a_draft_is_deleted_without_a_reason_and_stays_in_the_log(world: World) -> None:
    found = ordered(world)
    assert "Delete the draft" in found.words
    cancel = f"{found.path}/cancel"
    page = visit(world.agency, cancel)
    assert "reason" not in page.form(cancel).values
    assert "Kari deleted the draft." in page.send(cancel).words
    assert world.see(found.path.rpartition("/")[2])["status"] == "cancelled"


def test_a_protected_interpreter_is_shown_as_a_number_only(world: World) -> None:
    her = world.add(90001, name="Selam Tesfai", protected=True)
    found = ordered(world)
    assert "90001" in found.words
    found.send(f"{found.path}/offers")
    assert her.accept().is_success
    booked = visit(world.agency, found.path)
    assert "90001" in booked.words
    assert "Selam" not in booked.words
    assert "+47" not in booked.words
    assert "/verify?number" not in booked.response.text


@pytest.mark.parametrize("tongue", ["nb", "nn", "en"])
def test_every_page_exists_in_every_tongue(world: World, tongue: str) -> None:
    world.add(90001)
    found = ordered(world)
    for page in ("/bookings", "/bookings?show=past", "/bookings/new", found.path, f"{found.path}/change",
                 f"{found.path}/cancel"):  # fmt: skip
        answer = world.agency.get(page, params={"lang": tongue} if "?" not in page else None)
        assert answer.status_code == 200


def test_a_change_by_somebody_else_meanwhile_is_told_and_what_was_typed_kept(world: World) -> None:
    found = ordered(world)
    here = f"{found.path}/change"
    first, second = visit(world.agency, here), visit(world.agency, here)
    assert first.send(here, address="Storgata 1").status == 200
    refused = second.send(here, start="12:00", end="13:00")
    assert refused.status == 409
    assert "Somebody has changed the booking since you opened this page." in refused.words
    assert "Storgata 1" in refused.words
    kept = refused.form(here).values
    assert (kept["start"], kept["address"]) == (["12:00"], ["Markveien 1"])
    reference = found.path.rpartition("/")[2]
    assert world.see(reference)["starts_at"] == "2026-11-26T09:00:00Z"
    assert refused.send(here, address="Storgata 2").status == 200
    assert (world.see(reference)["address"], world.see(reference)["version"]) == ("Storgata 2", 3)


def test_a_mistyped_change_still_knows_what_it_was_filled_in_from(world: World) -> None:
    found = ordered(world)
    here = f"{found.path}/change"
    first, second = visit(world.agency, here), visit(world.agency, here)
    first.send(here, address="Storgata 1")
    mistyped = second.send(here, start="12", end="25:00")
    assert mistyped.status == 422
    assert mistyped.send(here, end="13:00").status == 409


def test_a_booking_nobody_was_asked_about_in_time_says_so(world: World) -> None:
    world.add(90001)
    found = ordered(world)
    world.now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    for address in ("/bookings", found.path):
        assert "Nobody was asked in time" in visit(world.agency, address).words
    assert world.see(found.path.rpartition("/")[2])["status"] == "registered"


def test_the_times_of_a_span_stay_on_one_line(world: World) -> None:
    assert '26 November 2026 <span class="nowrap">10:00–11:00</span>' in ordered(world).response.text


def test_a_language_nobody_holds_is_said_on_the_page(world: World) -> None:
    found = ordered(world, language="tig")
    found.send(f"{found.path}/offers")
    assert "Nobody in the register holds this language." in visit(world.agency, found.path).words
