"""The interpreter's pages on both databases, sent as a browser without JavaScript sends them."""

from datetime import timedelta

import pytest

from tests.browsing import Page, visit
from tests.make_booking import THURSDAY, Her, World


def first_offer(her: Her) -> str:
    """The address of the offer she is to answer first."""
    return f"/my/offers/{her.offers()[0]['id']}"


def working(her: Her) -> list[tuple[int, str, str]]:
    spans = her.http.get("/api/v1/me/working-hours").json()
    return [(span["weekday"], span["from"], span["to"]) for span in spans]


def test_an_offer_is_accepted_in_one_tap_from_the_list(world: World, her: Her) -> None:
    reference = world.asked(subject_area="health", participants=3)["reference"]
    listed = visit(her.http, "/my")
    for fact in ("Tigrinya", "10:00–11:00", "60 minutes", "On site", "Markveien 1, Oslo", "Health", "3",
                 "NAV Grünerløkka", "Answer by 23 Nov 2026 11:00"):  # fmt: skip
        assert fact in listed.words
    assert "you declare that you are impartial" in listed.words
    taken = listed.send(f"{first_offer(her)}/accept")
    assert "You have this assignment" in taken.words
    assert world.see(reference)["status"] == "booked"


def test_reading_an_offer_answers_nothing_and_asks_to_sign_in_first(world: World, her: Her) -> None:
    reference = world.asked()["reference"]
    address = first_offer(her)
    sent = world.client(None).get(address, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        f"/sign-in?next={address.replace('/', '%2F')}",
    )
    assert her.http.get(f"{address}/accept").status_code == 405
    assert visit(her.http, address).status == 200
    assert world.see(reference)["status"] == "asking"


def test_a_yes_without_the_declarations_is_refused(world: World, her: Her) -> None:
    reference = world.asked()["reference"]
    refused = visit(her.http, first_offer(her)).send(f"{first_offer(her)}/accept", confidential="no")
    assert refused.status == 422
    assert "Saying yes includes this declaration." in refused.words
    assert world.see(reference)["status"] == "asking"


def test_a_no_needs_no_reason_and_asks_the_next(world: World, her: Her) -> None:
    world.add(90002)
    reference = world.asked()["reference"]
    declined = visit(her.http, "/my").send(f"{first_offer(her)}/decline")
    assert "You said no" in declined.words
    assert "The next one is asked." in declined.words
    assert "Markveien" not in declined.words
    assert world.see(reference)["open_offer"]["number"] == 90002


def test_nobody_is_told_that_the_next_is_asked_when_there_is_no_next(world: World, her: Her) -> None:
    world.asked()
    declined = visit(her.http, "/my").send(f"{first_offer(her)}/decline")
    assert "Thank you for answering." in declined.words
    assert "next one" not in declined.words


def test_a_reason_for_a_no_reaches_the_agencys_log(world: World, her: Her) -> None:
    reference = world.asked()["reference"]
    address = first_offer(her)
    visit(her.http, address).send(f"{address}/decline", reason="Too far away")
    assert (
        "Interpreter 90001 said no. Too far away"
        in visit(world.agency, f"/bookings/{reference}?lang=en").words
    )


def test_a_birth_number_in_a_reason_is_refused_and_the_text_kept(world: World, her: Her) -> None:
    world.asked()
    address = first_offer(her)
    refused = visit(her.http, address).send(f"{address}/decline", reason="Ask 01010012356")
    assert refused.status == 422
    assert "birth number" in refused.words
    assert refused.form(f"{address}/decline").values["reason"] == ["Ask 01010012356"]


def test_a_late_answer_is_told_that_the_deadline_has_passed(world: World, her: Her) -> None:
    world.asked()
    page = visit(her.http, first_offer(her))
    address = page.path
    world.now += timedelta(hours=3)
    late = page.send(f"{address}/accept")
    assert late.status == 409
    assert "The deadline has passed, and the question no longer stands." in late.words
    assert "The deadline has passed" in visit(her.http, address).words


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("change", "The agency changed the time or the place after you were asked."),
        ("cancel", "The agency has cancelled."),
        ("elsewhere", "You said yes to another assignment at the same time."),
    ],
)
def test_an_offer_that_no_longer_stands_says_what_happened(
    world: World, her: Her, ending: str, told: str
) -> None:
    reference = world.asked()["reference"]
    page = visit(her.http, first_offer(her))
    if ending == "change":
        world.agency.patch(f"/api/v1/bookings/{reference}", json={"address": "Markveien 2"})
    elif ending == "cancel":
        world.agency.post(f"/api/v1/bookings/{reference}/cancel", json={"reason": "No need"})
    else:
        world.asked()
        assert her.accept(her.offers()[1]["id"]).is_success
    late = page.send(f"{page.path}/accept")
    assert late.status == 409
    assert told in late.words
    assert told in visit(her.http, page.path).words


def test_the_calendar_groups_by_day_and_gives_the_entry_as_a_file(world: World, her: Her) -> None:
    for hour in (0, 2, 24):
        world.asked(start=THURSDAY + timedelta(hours=hour))
        assert her.accept().is_success
    page = visit(her.http, "/my/calendar")
    assert page.words.count("Thursday 26 November 2026") + page.words.count("Thursday, 26 November 2026") == 1
    assert page.words.index("10:00–11:00") < page.words.index("12:00–13:00") < page.words.index("27 November")
    first = her.assignments()[0]
    entry = her.http.get(f"/my/assignments/{first['id']}/invitation.ics")
    assert entry.headers["content-type"].startswith("text/calendar")
    assert "METHOD:REQUEST" in entry.text
    world.wait(timedelta(days=10))
    assert "Nothing ahead" in visit(her.http, "/my/calendar").words
    past = visit(her.http, "/my/calendar?show=past").words
    assert past.index("27 November") < past.index("26 November")


def test_withdrawing_is_confirmed_first_and_asks_the_next(world: World, her: Her) -> None:
    world.add(90002)
    reference = world.asked()["reference"]
    assert her.accept().is_success
    address = f"/my/assignments/{her.assignments()[0]['id']}/withdraw"
    asked = visit(her.http, address)
    assert world.see(reference)["status"] == "booked"
    withdrawn = asked.send(address, reason="Ill")
    assert "You have withdrawn" in withdrawn.words
    assert "You withdrew" in withdrawn.words
    assert "Markveien" not in withdrawn.words
    assert world.see(reference)["open_offer"]["number"] == 90002
    assert "This assignment is over" in visit(her.http, address).words


def test_a_sensitive_offer_shows_its_place_and_agency_after_the_yes_only(world: World, her: Her) -> None:
    world.asked(sensitive=True)
    listed = visit(her.http, "/my")
    for hidden in ("Markveien", "Grünerløkka", "Oslo"):
        assert hidden not in listed.words
    assert "The place is shown when you have said yes." in listed.words
    assert "If you then find that you are not impartial, withdraw." in listed.words
    taken = listed.send(f"{first_offer(her)}/accept")
    assert "Markveien 1, Oslo" in taken.words
    assert "NAV Grünerløkka" in taken.words


def test_somebody_elses_offer_is_not_there(world: World, her: Her) -> None:
    other = world.add(90002)
    world.asked()
    address = first_offer(her)
    assert other.http.get(address).status_code == 404
    assert (
        other.http.post(f"{address}/accept", data={"impartial": "yes", "confidential": "yes"}).status_code
        == 404
    )
    assert her.accept().is_success
    assignment = her.assignments()[0]["id"]
    for page in ("withdraw", "invitation.ics"):
        assert other.http.get(f"/my/assignments/{assignment}/{page}").status_code == 404
    assert world.agency.get("/my").status_code == 403


def test_hours_are_added_on_several_days_at_once_and_removed_one_by_one(world: World) -> None:
    her = world.add(90003, hours=())
    her.http.cookies.set("tongue", "en")
    page = visit(her.http, "/my/hours")
    assert "Nobody can ask you yet" in page.words
    assert "Nobody can ask you yet" in visit(her.http, "/my").words
    page = page.send("/my/hours/add", weekday=["1", "3"], from_="08:00", to="12:00")
    page = page.send("/my/hours/add", weekday=["3"], from_="13.30", to="16")
    assert working(her) == [(1, "08:00", "12:00"), (3, "08:00", "12:00"), (3, "13:30", "16:00")]
    her.http.post("/my/hours/remove", data={"weekday": "3", "from": "08:00", "to": "12:00"})
    assert working(her) == [(1, "08:00", "12:00"), (3, "13:30", "16:00")]


def test_a_night_becomes_an_evening_and_the_next_morning(world: World) -> None:
    her = world.add(90003, hours=())
    visit(her.http, "/my/hours").send("/my/hours/add", weekday=["7"], from_="22:00", to="06:00")
    assert working(her) == [(1, "00:00", "06:00"), (7, "22:00", "24:00")]
    visit(her.http, "/my/hours").send("/my/hours/add", weekday=["2"], from_="00:00", to="24:00")
    assert (2, "00:00", "24:00") in working(her)


def test_hours_that_cannot_be_are_told_and_kept_as_typed(her: Her) -> None:
    before = working(her)
    wrong = visit(her.http, "/my/hours").send("/my/hours/add", from_="08:00", to="08:00")
    assert wrong.status == 422
    assert "Tick at least one day." in wrong.words
    assert "Choose an end after the start." in wrong.words
    assert wrong.form("/my/hours/add").values["from"] == ["08:00"]
    assert working(her) == before


def test_an_absence_is_whole_days_unless_times_are_given(her: Her) -> None:
    page = visit(her.http, "/my/hours")
    page = page.send("/my/absences", first_day="2026-12-24", last_day="26.12.2026")
    page = page.send(
        "/my/absences", first_day="2026-12-01", first_time="12:00", last_day="2026-12-01", last_time="14:00"
    )
    away = her.http.get("/api/v1/me/absences").json()["items"]
    assert [(one["starts_at"], one["ends_at"]) for one in away] == [
        ("2026-12-01T11:00:00Z", "2026-12-01T13:00:00Z"),
        ("2026-12-23T23:00:00Z", "2026-12-26T23:00:00Z"),
    ]
    left = page.send(f"/my/absences/{away[0]['id']}/remove")
    assert "12:00–14:00" not in left.words
    backwards = left.send("/my/absences", first_day="2026-12-24", last_day="2026-12-20")
    assert backwards.status == 422
    assert backwards.form("/my/absences").values["first_day"] == ["2026-12-24"]
    assert len(her.http.get("/api/v1/me/absences").json()["items"]) == 1


def test_whole_days_away_are_told_as_days(her: Her) -> None:
    page = visit(her.http, "/my/hours").send("/my/absences", first_day="2026-12-07", last_day="2026-12-09")
    assert "7–9 Dec 2026" in page.words
    assert "The absence is added." in page.words
    assert "00:00" not in page.words.partition("When you are away")[2]


@pytest.mark.parametrize("how", ["away", "not at work"])
def test_what_she_has_said_yes_to_in_a_time_she_no_longer_works_is_shown(
    her: Her, world: World, how: str
) -> None:
    world.asked()
    assert her.accept().is_success
    page = visit(her.http, "/my/hours")
    assert "You have said yes outside these hours" not in page.words
    if how == "away":
        asked = page.send("/my/absences", first_day="2026-11-26", last_day="2026-11-26")
    else:
        gone = {"weekday": "4", "from": "08:00", "to": "16:00"}
        asked = Page(her.http, her.http.post("/my/hours/remove", data=gone))
    assert (asked.status, "Nothing is changed yet." in asked.words) == (409, True)
    assert "You have said yes outside these hours" not in visit(her.http, "/my/hours").words
    action = "/my/absences" if how == "away" else "/my/hours/remove"
    page = asked.send(action)
    assert "You have said yes outside these hours" in page.words
    assert f'href="/my/offers/{her.assignments()[0]["offer_id"]}"' in page.response.text


def test_somebody_elses_absence_cannot_be_removed(world: World, her: Her) -> None:
    visit(her.http, "/my/hours").send("/my/absences", first_day="2026-12-24", last_day="2026-12-26")
    absence = her.http.get("/api/v1/me/absences").json()["items"][0]["id"]
    other = world.add(90002)
    assert other.http.post(f"/my/absences/{absence}/remove").status_code == 404
    assert len(her.http.get("/api/v1/me/absences").json()["items"]) == 1


@pytest.mark.parametrize("tongue", ["nb", "nn", "en"])
def test_every_page_exists_in_every_tongue(world: World, her: Her, tongue: str) -> None:
    world.asked()
    address = first_offer(her)
    shown = [
        Page(her.http, her.http.get(page, params={"lang": tongue})) for page in ("/my", address, "/my/hours")
    ]
    assert her.accept().is_success
    withdraw = f"/my/assignments/{her.assignments()[0]['id']}/withdraw"
    shown += [
        Page(her.http, her.http.get(page, params={"lang": tongue}))
        for page in (address, "/my/calendar", withdraw)
    ]
    assert {page.status for page in shown} == {200}
    assert {page.response.text.partition('<html lang="')[2][:2] for page in shown} == {tongue}
