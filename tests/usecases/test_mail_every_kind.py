"""Every letter of a booking, in every language, over the wire: seven bits, short lines, names whole."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking import wording
from booking.letters import Occasion, letter, words
from booking.tables import Booking
from kit import mail
from kit.i18n import Tongue
from kit.mail import Carrier, Letter, Sender
from tests import mailserver, make_letters
from tests.make import NOW
from tests.make_letters import THURSDAY, object_from

SENDER = Sender("Ålesund tolketeneste – Østfold", "booking+00ff@tolk.example")
NAME = "Åse Blåbær-Østby Þór 李"
LINES = st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300)


def on_the_wire(told: Letter) -> bytes:
    return mail.compose(mail.payload(told, sender=SENDER, now=NOW)).as_bytes()


def whole(raw: bytes, told: Letter) -> None:
    """Seven bits, no line longer than any server takes, and what is read is what was written."""
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"Content-Transfer-Encoding: 8bit" not in raw
    assert b"Content-Transfer-Encoding: binary" not in raw
    read = mailserver.read(raw)
    assert read["From"].addresses[0].display_name == SENDER.name
    plain, html = read.get_body(("plain",)), read.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == told.text
    assert html.get_content().replace("\r\n", "\n") == told.html
    calendars = [one.get_content() for one in read.walk() if one.get_content_type() == "text/calendar"]
    assert calendars == ([told.calendar] if told.calendar else [])


@pytest.mark.parametrize("tongue", Tongue)
def test_every_kind_of_letter_arrives_whole_in_every_language(tongue: Tongue) -> None:
    entry = object_from(THURSDAY, THURSDAY + timedelta(hours=1), place=f"{NAME}s vei 1")
    booking = Booking(**make_letters._thursday(1, 1))
    with mailserver.running() as (server, smtp):
        carrier = Carrier(smtp)
        sent = []
        for occasion in Occasion:
            facts = (*wording.which(booking, tongue), ("Tolk", NAME))
            said = words(
                occasion,
                booking,
                facts=facts,
                page="https://tolk.example/æ",
                tongue=tongue,
                what={"deadline": "kl. 9", "what": NAME},
            )
            for calendar in (None, (entry, "REQUEST")):
                sent.append(letter("ase@example.org", said, tongue, calendar=calendar))
                carrier.deliver(mail.payload(sent[-1], sender=SENDER, now=NOW))
        carrier.close()
    assert len(server.raw) == 2 * len(Occasion)
    for raw, told in zip(server.raw, sent, strict=True):
        whole(raw, told)
        assert NAME in str(told.text)
        assert str(mailserver.read(raw)["Subject"]) == told.subject


@settings(max_examples=150, deadline=None)
@given(subject=LINES, text=LINES, place=LINES)
def test_whatever_is_written_leaves_in_seven_bits_and_short_lines(
    subject: str, text: str, place: str
) -> None:
    told = Letter("ase@example.org", subject, f"{text}\n", f"<p>{text}</p>\n")
    raw = on_the_wire(told)
    whole(raw, told)
    assert str(mailserver.read(raw)["Subject"]).split() == subject.split()
    invited = Letter(
        "ase@example.org", "Innkalling", "Hei\n", "<p>Hei</p>\n",
        object_from(THURSDAY, THURSDAY + timedelta(hours=1), place=place), "REQUEST",
    )  # fmt: skip
    whole(on_the_wire(invited), invited)
