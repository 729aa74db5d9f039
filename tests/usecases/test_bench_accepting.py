"""The floor that acceptances are measured against is all of their SQL."""

from bench import accepting
from kit.db import Database

_WRITTEN = {
    "INSERT INTO assignment": 1, "INSERT INTO booking_log": 1, "INSERT INTO invitation ": 2,
    "INSERT INTO invitation_sent": 2, "INSERT INTO outbox": 2, "INSERT INTO booking_letter": 2,
    "UPDATE offer": 1, "UPDATE booking": 1, "UPDATE seat": 1,
}  # fmt: skip


def test_the_tape_holds_what_sessions_and_prepared_statements_ask_the_driver(database: Database) -> None:
    accepting.arrange(database, 2)
    tape = accepting.Tape()
    tape.record(database)
    accepting.say_yes(database, 1)
    accepting.say_yes(database, 2)
    first, second, rest = tape.transactions
    texts = [statement for statement, _, _ in first]
    assert {text: sum(one.startswith(text) for one in texts) for text in _WRITTEN} == _WRITTEN
    assert sum(one.startswith("SELECT") for one in texts) > 10
    assert (texts, rest) == ([statement for statement, _, _ in second], [])
