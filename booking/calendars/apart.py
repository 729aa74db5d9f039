"""A calendar is expanded in a process of its own, which the system stops when it takes too long or too much.

The process gets no setting, no database and no address: a line that says which window, and the calendar.
Whatever one calendar defines (time zones) is gone before the next is read.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from booking.calendars.caldav import calendars_in
from booking.calendars.expanding import busy
from booking.calendars.words import SourceKind, Unread, Unreadable
from kit.interval import Interval
from kit.logs import log, told_of

SECONDS_OF_WORK = 15
_SECONDS_IN_ALL = 45  # a busy machine gives a process less than its time
_BYTES = 1024 * 1024 * 1024


def expand(
    kind: SourceKind,
    body: bytes,
    window: Interval,
    own: Sequence[str],
    *,
    seconds_of_work: int = SECONDS_OF_WORK,
) -> tuple[Interval, ...]:
    """The busy spans in the window, as `expanding.busy` says; Unread `too_much_work` when stopped."""
    asked = {
        "kind": kind.value,
        "from": _seconds(window.start),
        "to": _seconds(window.end),
        "own": list(own),
        "work": seconds_of_work,
    }
    command = [sys.executable, "-m", "booking.calendars.apart"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of the calendar in its words
            command,
            input=json.dumps(asked).encode() + b"\n" + body,
            capture_output=True,
            env={"PYTHONPATH": ":".join(filter(None, sys.path))},
            timeout=_SECONDS_IN_ALL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unread(Unreadable.TOO_MUCH_WORK) from None
    if done.returncode != 0:
        raise Unread(Unreadable.TOO_MUCH_WORK)
    told = json.loads(done.stdout)
    if "told" in told:
        log().warning("calendar_not_understood", **told["told"])
    if "failure" in told:
        raise Unread(Unreadable(told["failure"]))
    return tuple(Interval(_instant(start), _instant(end)) for start, end in told["busy"])


def main() -> None:
    """Answer one question from standard input on standard output."""
    line, _, body = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(line)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["work"], asked["work"]))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    window = Interval(_instant(asked["from"]), _instant(asked["to"]))
    try:
        told = calendars_in(body) if asked["kind"] == SourceKind.CALDAV else body
        found = busy(told, window, frozenset(asked["own"]))
    except Unread as refused:
        answer: dict[str, object] = {"failure": refused.failure.value}
    except MemoryError:
        answer = {"failure": Unreadable.TOO_MUCH_WORK.value}
    except Exception as fault:  # noqa: BLE001 - a calendar the library trips over is no calendar to us
        answer = {"failure": Unreadable.NOT_A_CALENDAR.value, "told": told_of(fault)}
    else:
        answer = {"busy": [(_seconds(one.start), _seconds(one.end)) for one in found]}
    sys.stdout.write(json.dumps(answer))


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


if __name__ == "__main__":
    main()
