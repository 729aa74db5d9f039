"""What may follow what in a case, which warnings count, and when the time to appeal is over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Conflict
from registry.cases import states, window
from registry.cases.words import CaseKind, CaseStatus, Outcome

S = CaseStatus
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("current", "to"),
    [
        (S.OPEN, S.RETURNED), (S.OPEN, S.PROPOSED), (S.OPEN, S.FORWARDED), (S.OPEN, S.CLOSED),
        (S.OPEN, S.OPEN),
        (S.RETURNED, S.OPEN), (S.RETURNED, S.PROPOSED), (S.RETURNED, S.CLOSED),
        (S.PROPOSED, S.OPEN), (S.PROPOSED, S.CLOSED),
        (S.FORWARDED, S.CLOSED),
    ],
)  # fmt: skip
def test_what_may_follow(current: CaseStatus, to: CaseStatus) -> None:
    states.require_transition(current, to)
    assert sum(len(following) for following in states.TRANSITIONS.values()) == 11


@pytest.mark.parametrize("to", list(CaseStatus))
def test_nothing_follows_a_closed_case(to: CaseStatus) -> None:
    with pytest.raises(Conflict, match="case_closed"):
        states.require_transition(S.CLOSED, to)


@pytest.mark.parametrize(
    ("kind", "status", "due_on", "possible"),
    [
        (CaseKind.APPLICATION, S.OPEN, None, {Outcome.LISTED, Outcome.REFUSED}),
        (CaseKind.APPLICATION, S.RETURNED, date(2026, 11, 23), set()),
        (CaseKind.APPLICATION, S.RETURNED, date(2026, 11, 22), {Outcome.LISTED, Outcome.REFUSED}),
        (CaseKind.APPLICATION, S.PROPOSED, None, set()),
        (CaseKind.NOTICE, S.OPEN, None, {Outcome.DISMISSED, Outcome.WARNED, Outcome.EXCLUDED}),
        (CaseKind.NOTICE, S.CLOSED, None, set()),
        (CaseKind.APPEAL, S.OPEN, None, {Outcome.REVERSED, Outcome.REJECTED}),
        (CaseKind.APPEAL, S.FORWARDED, None, {Outcome.REVERSED, Outcome.UPHELD, Outcome.REJECTED}),
    ],
)
def test_how_a_case_can_end(
    kind: CaseKind, status: CaseStatus, due_on: date | None, possible: set[Outcome]
) -> None:
    assert states.outcomes(kind, status, due_on=due_on, today=date(2026, 11, 23)) == possible


@pytest.mark.parametrize(
    ("warned_on", "on", "count"),
    [
        ([], "2026-11-23", 0),
        (["2021-11-23"], "2026-11-22", 1),
        (["2021-11-23"], "2026-11-23", 0),
        (["2024-02-29"], "2029-02-28", 1),
        (["2024-02-29"], "2029-03-01", 0),
        (["2026-11-24"], "2026-11-23", 0),
        (["2022-01-10", "2023-05-02", "2026-11-23"], "2026-11-23", 3),
        (["2020-01-10", "2023-05-02", "2026-11-23"], "2026-11-23", 2),
    ],
)
def test_a_warning_counts_for_five_years(warned_on: list[str], on: str, count: int) -> None:
    days = [date.fromisoformat(day) for day in warned_on]
    assert window.counted(days, on=date.fromisoformat(on)) == count
    assert window.enough_for_exclusion(days, on=date.fromisoformat(on)) is (count >= 3)


@given(warned=st.lists(DAYS, max_size=8), on=DAYS)
def test_the_window_is_the_days_from_the_same_date_five_years_before(warned: list[date], on: date) -> None:
    def counts(day: date) -> bool:
        years = on.year - day.year
        return day <= on and (years < 5 or (years == 5 and (on.month, on.day) < (day.month, day.day)))

    assert window.counted(warned, on=on) == len([day for day in warned if counts(day)])


@pytest.mark.parametrize(
    ("notified_on", "last"),
    [
        ("2026-11-23", "2026-12-14"),
        ("2026-11-28", "2026-12-21"),  # three weeks end on a Saturday
        ("2026-12-04", "2026-12-28"),  # on Christmas Day, before a weekend
        ("2026-12-11", "2027-01-04"),  # on New Year's Day, before a weekend
        ("2027-03-04", "2027-03-30"),  # on Maundy Thursday: to the Tuesday after Easter
        ("2027-04-26", "2027-05-18"),  # on 17 May, which is Whit Monday too
    ],
)
def test_the_time_to_appeal_ends_on_a_working_day(notified_on: str, last: str) -> None:
    assert window.last_day_to_appeal(date.fromisoformat(notified_on)) == date.fromisoformat(last)
