"""Answers fetched from a mailbox over IMAP: each stored once, marked as seen, and handled like the others."""

import imaplib
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from booking.replies import receiving
from kit.config import Imap
from kit.db import Database
from tests import make_replies
from tests.make_booking import AUTHORISED, World
from tests.make_replies import Post, letters, reply
from web.mailbox_reading import fetch

SHE = "tolk90001@"


DAMAGED = b"a message the server has lost"


class Box(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 as reading new mail takes, over a real connection."""

    def handle(self) -> None:
        self.server: Server
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, command = line.split(" ", 1)
            answer = "OK done"
            if command.startswith("CAPABILITY"):
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif command.startswith("LOGIN"):
                answer = "OK in" if '"secret"' in command else "NO wrong"
            elif command.startswith("SELECT"):
                self.wfile.write(f"* {len(self.server.mails)} EXISTS\r\n".encode())
            elif command.startswith("UID SEARCH"):
                unseen = [
                    str(one + 1) for one in range(len(self.server.mails)) if one not in self.server.seen
                ]
                self.wfile.write(f"* SEARCH {' '.join(unseen)}\r\n".encode())
            elif found := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
                mail = self.server.mails[int(found[1]) - 1][: int(found[2])]
                if mail == DAMAGED:
                    answer = "NO cannot be read"
                else:
                    head = f"* {found[1]} FETCH (UID {found[1]} BODY[]<0> {{{len(mail)}}}\r\n".encode()
                    self.server.given += len(mail)
                    self.wfile.write(head + mail + b")\r\n")
            elif found := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", command):
                self.server.seen.add(int(found[1]) - 1)
            self.wfile.write(f"{tag} {answer}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """A mailbox; `seen` are the positions of what has been read, `given` how many octets were."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Box)
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.given = 0


@contextmanager
def mailbox() -> Iterator[tuple[Server, Imap]]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server, Imap("127.0.0.1", server.server_address[1], "booking", "secret", "INBOX", tls=False)
        server.shutdown()


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_an_answer_in_the_mailbox_accepts_the_offer(world: World) -> None:
    her = world.add(90001, *AUTHORISED)
    make_replies.by_calendar(world, her)
    reference = world.asked()["reference"]
    with mailbox() as (server, imap):
        server.mails.append(reply(letters(world, SHE)[-1], "ACCEPTED", now=world.now))
        for _ in range(2):
            assert not fetch(world.database, imap, mail_from="booking@tolkebok.example", now=world.now)
        server.seen.clear()  # as after a crash before it was marked
        fetch(world.database, imap, mail_from="booking@tolkebok.example", now=world.now)
        assert server.seen == {0}
    post = Post(world)
    assert post.handled() == "accepted"
    assert post.last().id == 1
    assert world.see(reference)["status"] == "booked"


def test_a_wrong_password_is_told_by_its_kind_and_nothing_is_lost(world: World) -> None:
    with mailbox() as (server, imap):
        wrong = Imap(imap.host, imap.port, imap.user, "other", imap.folder, tls=False)
        with pytest.raises(imaplib.IMAP4.error):
            fetch(world.database, wrong, mail_from="booking@tolkebok.example", now=world.now)
        assert server.seen == set()


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ("To: Tolkebok <Booking+ABC@Tolkebok.example>", ["booking+abc@tolkebok.example"]),
        ("Delivered-To: booking+x@tolkebok.example\r\nTo: a@b.example", ["booking+x@tolkebok.example"]),
        ("To: a@b.example", ["booking@tolkebok.example"]),
        ("", ["booking@tolkebok.example"]),
    ],
)
def test_which_address_of_ours_it_came_to_stands_in_its_headers(headers: str, told: list[str]) -> None:
    raw = f"From: x@x.example\r\n{headers}\r\n\r\nHei\r\n".encode()
    assert receiving.recipients(raw, mail_from="booking@tolkebok.example") == told


@pytest.mark.parametrize("made_to_hurt", ["(" * 5000, "a," * 300_000], ids=["nested comments", "thousands"])
def test_headers_made_to_hurt_hold_up_no_mailbox(world: World, made_to_hurt: str) -> None:
    head = f"To: {made_to_hurt}\r\nFrom: x@x.example\r\n\r\nHei\r\n"
    with mailbox() as (server, imap):
        server.mails += [head.encode(), b"To: booking@tolkebok.example\r\n\r\nHei\r\n"]
        fetch(world.database, imap, mail_from="booking@tolkebok.example", now=world.now)
        assert server.seen == {0, 1}
    post = Post(world)
    assert post.handled() == "not_understood"
    assert post.last().id == 2


def test_a_message_of_20_mb_is_not_fetched_whole_and_ends_in_a_named_state(world: World) -> None:
    with mailbox() as (server, imap):
        server.mails.append(b"To: booking@tolkebok.example\r\n\r\n" + b"x" * 20_000_000)
        fetch(world.database, imap, mail_from="booking@tolkebok.example", now=world.now)
        assert server.seen == {0}
        assert server.given < 2_000_000
    assert Post(world).last().state.value == "too_large"


def test_a_message_the_server_cannot_give_holds_up_no_other(world: World) -> None:
    with mailbox() as (server, imap):
        server.mails += [DAMAGED, b"To: booking@tolkebok.example\r\n\r\nHei\r\n"]
        fetch(world.database, imap, mail_from="booking@tolkebok.example", now=world.now)
        assert server.seen == {1}
