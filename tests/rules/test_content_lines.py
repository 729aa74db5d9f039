"""What is written line by line is what the icalendar library writes, byte for byte, and what others read."""

from datetime import UTC, datetime

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event, vCalAddress, vText

from booking.content_lines import component, line, moment, text
from kit.clock import OSLO

_AT = datetime(2026, 11, 22, 8, 3, 4, tzinfo=UTC)
_WORDS = st.text(st.sampled_from("aå€🙂 ,;:'’^\"\\\n\r"), max_size=250)
_NAMES = st.text(st.sampled_from("aå€🙂 ,;:'’^\\"), max_size=120)


@given(_WORDS, _WORDS)
def test_words_are_escaped_and_folded_as_the_library_does(summary: str, description: str) -> None:
    theirs = Event()
    theirs.add("summary", summary)
    theirs.add("dtstart", _AT.astimezone(OSLO))
    theirs.add("dtstamp", _AT)
    theirs.add("sequence", 3)
    theirs.add("description", description)
    ours = component(
        "VEVENT",
        text("SUMMARY", summary),
        moment("DTSTART", _AT.astimezone(OSLO)),
        moment("DTSTAMP", _AT),
        line("SEQUENCE", 3),
        text("DESCRIPTION", description),
    )
    assert ours.encode() == theirs.to_ical()


@given(_NAMES)
def test_names_are_quoted_as_the_library_does(name: str) -> None:
    theirs, organizer = Event(), vCalAddress("mailto:tolk+0123456789@tolk.example")
    organizer.params["CN"], organizer.params["ROLE"] = vText(name), vText("CHAIR")
    theirs.add("organizer", organizer, encode=False)
    ours = line("ORGANIZER", "mailto:tolk+0123456789@tolk.example", ROLE="CHAIR", CN=name)
    assert component("VEVENT", ours).encode() == theirs.to_ical()


@pytest.mark.parametrize("broken", ["\n", "\r", "\r\n"])
def test_an_address_with_a_line_break_is_no_property(broken: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        line("ATTENDEE", f"mailto:a@example.org{broken}STATUS:CANCELLED", RSVP="TRUE")
    assert broken not in line("ORGANIZER", "mailto:a@example.org", CN=f"Tolk{broken}bok").removesuffix("\r\n")


def test_a_backslash_before_a_capital_n_is_no_line_break() -> None:
    told = component("VEVENT", text("SUMMARY", r"S:\Nord"), moment("DTSTART", _AT))  # the library breaks it
    read = vobject.readOne(component("VCALENDAR", line("VERSION", "2.0"), told)).vevent
    assert read.summary.value == r"S:\Nord"
    assert read.dtstart.value == _AT
