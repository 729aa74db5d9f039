"""Whatever comes by mail, nothing breaks: each message ends in a named state, and the next is handled."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import select

from booking.replies import handling, reading
from booking.tables import Invitation
from kit.db import Database
from tests import make_replies
from tests.make_booking import AUTHORISED, World, interpreter
from tests.make_replies import answer_to, letters, organizer, receiving, text_of

SHE = "tolk90001@"
HEAD = "From: a@b.example\r\nTo: c@d.example\r\nSubject: Svar\r\nMIME-Version: 1.0\r\n"


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def asked(world: World) -> EmailMessage:
    her = world.add(90001, *AUTHORISED)
    make_replies.by_calendar(world, her)
    world.asked()
    return letters(world, SHE)[-1]


def carrying(calendar: bytes, kind: str = "text/calendar; method=REPLY") -> bytes:
    return f"{HEAD}Content-Type: {kind}\r\n\r\n".encode() + calendar


def yes(letter: EmailMessage, world: World) -> str:
    return answer_to(letter, "ACCEPTED", now=world.now)


def two_events(told: str) -> bytes:
    start = told.index("BEGIN:VEVENT")
    end = told.index("END:VCALENDAR")
    return carrying((told[:end] + told[start:end] + told[end:]).encode())


def nested(depth: int) -> bytes:
    """Parts within parts, each the only one of the one around it."""
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{one}"\r\n\r\n--b{one}\r\n' for one in range(depth)
    )
    return (HEAD + opened + "Content-Type: text/plain\r\n\r\nx\r\n").encode()


def many_parts(number: int) -> bytes:
    parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * number
    return (HEAD + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + "--b--\r\n").encode()


def folded_in_a_character(told: str) -> bytes:
    """A line with æ in it, cut between its two octets, as RFC 5545 § 3.1 allows."""
    line = told.replace("END:VEVENT", "COMMENT:Jeg kommer gjærne\r\nEND:VEVENT").encode()
    return carrying(line.replace("æ".encode(), b"\xc3\r\n \xa6"), "text/calendar; charset=utf-8")


def outlooks(told: str) -> bytes:
    """Outlook's name of the time zone, and its capitals."""
    lines = []
    for line in told.split("\r\n"):
        if line.startswith("DTSTART"):
            lines.append("DTSTART;TZID=W. Europe Standard Time:20261126T100000")
        elif line.startswith("DTEND"):
            lines.append("DTEND;TZID=W. Europe Standard Time:20261126T110000")
        else:
            lines.append(line.replace("mailto:", "MAILTO:"))
    return carrying("\r\n".join(lines).encode())


def latin(told: str) -> bytes:
    line = told.replace("END:VEVENT", "COMMENT:Blåbær\r\nEND:VEVENT")
    return carrying(line.encode("latin-1"), "text/calendar; charset=iso-8859-1")


def written_in(charset: str) -> Callable[[str], bytes]:
    """A letter whose characters are of a set that no letter is written in."""
    told = f"{HEAD}Content-Type: text/plain; charset={charset}\r\n\r\nBl\xe5\r\n"
    return lambda _told: told.encode("latin-1")


MESSAGES: dict[str, tuple[Callable[[str], bytes], str, str | None]] = {
    "latin-1": (latin, "accepted", None),
    "latin-1 that says it is UTF-8": (
        lambda told: latin(told).replace(b"iso-8859-1", b"utf-8"), "accepted", None
    ),
    "an unknown character set": (
        lambda told: latin(told).replace(b"iso-8859-1", b"klingon"), "accepted", None
    ),
    "folded in a character": (folded_in_a_character, "accepted", None),
    "Outlook's zone and capitals": (outlooks, "accepted", None),
    "as application/ics alone": (
        lambda told: carrying(told.encode(), "application/ics"), "accepted", None
    ),
    "two events": (two_events, "not_understood", "several_events"),
    "no METHOD": (
        lambda told: carrying(told.replace("METHOD:REPLY\r\n", "").encode()), "not_understood", "no_method"
    ),
    "no event": (
        lambda _told: carrying(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"),
        "not_understood", "no_event",
    ),
    "another METHOD": (
        lambda told: carrying(told.replace(":REPLY", ":CANCEL").encode()), "not_understood", "other_method"
    ),
    "no answer": (
        lambda told: carrying(told.replace("ACCEPTED", "NEEDS-ACTION").encode()),
        "not_understood", "no_answer",
    ),
    "a SEQUENCE that is no number": (
        lambda told: carrying(told.replace("SEQUENCE:0", "SEQUENCE:-9e9").encode()),
        "not_understood", "malformed",
    ),
    "half a calendar": (lambda told: carrying(told[:90].encode()), "not_understood", "malformed"),
    "no calendar at all": (lambda _told: b"\x00\xff\xfe" * 99, "not_understood", "no_calendar"),
    "nothing": (lambda _told: b"", "not_understood", "no_calendar"),
    "a letter from a person": (
        lambda _told: (HEAD + "\r\nJeg kommer.\r\n").encode(), "not_understood", "no_calendar"
    ),
    **{
        f"a letter in {name}": (written_in(name), "not_understood", "no_calendar")
        for name in ("idna", "undefined", "a\x00b")
    },
    "an invitation enclosed in a letter": (
        lambda told: (HEAD + "Content-Type: message/rfc822\r\n\r\n").encode() + carrying(told.encode()),
        "not_understood", "no_calendar",
    ),
    "a machine's answer": (
        lambda _told: ("Auto-Submitted: auto-replied\r\n" + HEAD + "\r\nFerie\r\n").encode(),
        "automatic", None,
    ),
    "a bomb of nested parts": (lambda _told: nested(3000), "not_understood", "too_nested"),
    "parts nested a little too deep": (lambda _told: nested(15), "not_understood", "too_nested"),
    "thousands of parts": (lambda _told: many_parts(20_000), "not_understood", "too_nested"),
    "a huge calendar object": (
        lambda told: carrying(told.replace("END:VEVENT", "X-A:b\r\n" * 50_000 + "END:VEVENT").encode()),
        "not_understood", "size",
    ),
    "20 MB": (lambda told: carrying(told.encode()) + (b"x" * 76 + b"\r\n") * 270_000, "too_large", "size"),
}  # fmt: skip


def test_each_ends_in_a_named_state_and_the_next_is_handled(world: World) -> None:
    told = asked(world)
    with receiving(world) as post:
        for name, (made, state, why) in MESSAGES.items():
            if state == "accepted":
                continue
            post.bring(made(yes(told, world)), to=organizer(told))
            assert (post.handled(), post.last().why) == (state, why), name
            reading.letter(post.last())
        assert post.answer(told) == "accepted"


@pytest.mark.parametrize("name", [name for name, told in MESSAGES.items() if told[1] == "accepted"])
def test_what_programs_write_differently_is_understood(world: World, name: str) -> None:
    letter = asked(world)
    with receiving(world) as post:
        post.bring(MESSAGES[name][0](yes(letter, world)), to=organizer(letter))
        assert post.handled() == "accepted"


def test_a_message_is_stored_once_however_often_it_is_brought(world: World) -> None:
    letter = asked(world)
    raw = carrying(yes(letter, world).encode())
    with receiving(world) as post:
        for _ in range(3):
            post.bring(raw, to=organizer(letter))
        post.handle()
        assert post.last().id == 1
    assert len(letters(world, SHE)) == 2


def test_an_address_that_is_no_text_is_taken_in_and_kept(world: World) -> None:
    with receiving(world) as post, post.connected() as server:
        server.ehlo_or_helo_if_needed()
        server.mail("a@b.example", ["SMTPUTF8"])
        server.command_encoding = "latin-1"  # as it is sent, whatever it means
        server.rcpt("booking+\xff@tolkebok.example")
        assert server.data(carrying(b"x"))[0] == 250
        assert post.handled() == "not_understood"


def test_what_fails_is_tried_again_and_then_kept_for_a_person(world: World) -> None:
    letter = asked(world)
    with world.writing() as session:  # an invitation to somebody who was never asked: it cannot come to be
        her = interpreter(session, 90005)
        known = session.exec(select(Invitation)).one().model_dump(exclude={"id", "interpreter_id"})
        known |= {"uid": "x@x.example", "reply_token": "a" * 32}
        session.add(Invitation(**known, interpreter_id=her.id))
    with receiving(world) as post:
        raw = make_replies.reply(letter, "ACCEPTED", now=world.now, uid="x@x.example")
        post.bring(raw, to=f"booking+{'a' * 32}@tolkebok.example")
        for _ in range(3):
            with pytest.raises(NoResultFound):
                handling.handle_next(world.database, world.office, now=world.now)
        assert not handling.handle_next(world.database, world.office, now=world.now)
        assert (post.last().state.value, post.last().why) == ("failed", "handling_failed")


def test_the_declarations_are_asked_in_time_for_the_next_to_be_asked(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    make_replies.by_calendar(world, her)
    start = world.now + timedelta(minutes=40)
    world.asked(start=start, planned=False)
    letter = letters(world, SHE)[-1]
    with receiving(world) as post:
        assert post.answer(letter) == "accepted"
    assert her.assignments()[0]["declarations_due_at"] == "2026-11-23T08:20:00Z"
    assert "09.20" in text_of(letters(world, SHE)[-1])
