"""What happens by itself: deadlines pass, letters leave, the lost are replaced, the old is forgotten.

A loop for each, so that a slow mail server never delays a deadline. Each job is one transaction, and a
letter is sent with none open. Whatever fails is tried again, after a pause that grows while it
keeps failing; nothing is remembered outside the database, so a worker may be killed at any moment.
"""

import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from booking import channels, intake, office, tending
from booking.calendars import polling, reading, sources
from booking.matching import rolling
from booking.needs import reminding
from booking.office import Office
from booking.replaying import forgetting as replayed
from booking.replaying import watching
from booking.replies import handling, receiving
from identity import forgetting
from identity.audit import sealing
from kit import clock, outbox
from kit.config import Settings
from kit.db import Database
from kit.logs import log, told_of
from kit.mail import Carrier
from kit.signing import Keys
from kit.sms import Gateway
from registry.batches import answering
from registry.cases import house
from registry.imports import forgetting as imports
from registry.own import removing
from registry.quality import confirming, expiring, looking, measuring
from registry.receipts.api import seal_of
from registry.search import keeping
from web.delivering import deliver_next
from web.erasing import erase_next
from web.mailbox_reading import fetch
from web.receiving import receiver
from web.replacing import follow_next, watch
from web.texting import text_next

_IDLE = timedelta(milliseconds=500)
_SOON = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(seconds=30)
_A_MINUTE = timedelta(minutes=1)
_A_WHILE = timedelta(minutes=5)
_AN_HOUR = timedelta(hours=1)
_READERS = 4  # calendars read at a time: some servers take their time


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until `stop` is set; the job at hand is finished first."""
    database = Database(settings.database_url)
    carrier = Carrier(settings.smtp)
    gateway = Gateway(settings.sms) if settings.sms else None
    taking = receiver(database, settings, settings.receiving) if settings.receiving else None
    if taking is not None:
        taking.start()
    loops = (
        _loop("tending", lambda: tend(database, office.of(settings)), stop),
        _loop("delivering", lambda: deliver(database, settings, carrier), stop),
        _loop("texting", lambda: text(database, settings, gateway), stop),
        _loop("replies", lambda: handle(database, settings, now=clock.now()), stop),
        _loop("mailbox", lambda: read_mailbox(database, settings, now=clock.now()), stop, idle=_A_MINUTE),
        _loop("replacing", lambda: follow(database, settings), stop),
        _loop("checking", lambda: check(database, settings, now=clock.now()), stop),
        _loop("watching", lambda: watch(database, office.of(settings), now=clock.now()), stop, idle=_A_WHILE),
        _loop("erasing", lambda: erase(database, settings, now=clock.now()), stop, idle=_A_WHILE),
        *(
            _loop(f"calendars {number}", lambda: poll(database, settings, now=clock.now()), stop, idle=_SOON)
            for number in range(_READERS)
        ),
        _loop("measuring", lambda: measure(database, now=clock.now()), stop, idle=_A_WHILE),
        _loop("sealing", lambda: seal(database, settings, now=clock.now()), stop, idle=_AN_HOUR),
        _loop("keeping", lambda: keep_up(database, now=clock.now()), stop, idle=_A_WHILE),
        _loop("reminding", lambda: remind(database, settings, now=clock.now()), stop, idle=_A_WHILE),
        _loop("needs", lambda: remind_of_needs(database, settings, now=clock.now()), stop, idle=_A_WHILE),
        _loop("comparing", lambda: compare(database, now=clock.now()), stop, idle=_A_WHILE),
        _loop("forgetting", lambda: forget(database, settings, now=clock.now()), stop, idle=_AN_HOUR),
    )
    for loop in loops:
        loop.join()
    if taking is not None:
        taking.stop()
    carrier.close()
    database.dispose()


def run_until_told(settings: Settings) -> None:
    """Work until the process is asked to end (SIGTERM or Ctrl-C)."""
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda _number, _frame: stop.set())
    log().info("worker_started")
    run(settings, stop)
    log().info("worker_stopped")


def keep(name: str, job: Callable[[], bool], stop: threading.Event, *, idle: timedelta = _IDLE) -> None:
    """Do the job again and again until `stop` is set, at once when it says there may be more."""
    pause = _IDLE
    while not stop.is_set():
        try:
            more = job()
        except Exception as fault:  # noqa: BLE001 - a loop that ended here would end the service
            log().error("worker_failed", job=name, pause=pause.total_seconds(), **told_of(fault))
            stop.wait(pause.total_seconds())
            pause = min(pause * 2, _LONGEST_PAUSE)
            continue
        pause = _IDLE
        if not more:
            stop.wait(idle.total_seconds())


def tend(database: Database, our_office: Office) -> bool:
    """Everything due, each job in its own transaction; one that fails does not hold up the others."""
    with database.read() as session:
        jobs = tending.due(session, now=clock.now(), office=our_office)
    faults = [fault for job in jobs if (fault := _done(database, job)) is not None]
    if faults:
        raise faults[0]
    return False


def follow(database: Database, settings: Settings) -> bool:
    """What the register has posted about a booked interpreter is followed."""
    our_office, attempts = office.of(settings), settings.park_after_attempts
    return follow_next(database, our_office, park_after=attempts, now=clock.now())


def deliver(database: Database, settings: Settings, carrier: Carrier) -> bool:
    """The next letter is handed to the mail server."""
    return deliver_next(database, carrier, office.of(settings), park_after=settings.park_after_attempts)


def text(database: Database, settings: Settings, gateway: Gateway | None) -> bool:
    """The next text message is handed to the gateway, where there is one."""
    if gateway is None:
        return False
    attempts = settings.park_after_attempts
    return text_next(database, gateway, office.of(settings), park_after=attempts)


def handle(database: Database, settings: Settings, *, now: datetime) -> bool:
    """The next message received is read and acted on."""
    return handling.handle_next(database, office.of(settings), now=now)


def read_mailbox(database: Database, settings: Settings, *, now: datetime) -> bool:
    """Answers are fetched from the mailbox, where there is one."""
    if settings.imap is None:
        return False
    return fetch(database, settings.imap, mail_from=settings.mail_from, now=now)


def erase(database: Database, settings: Settings, *, now: datetime) -> bool:
    """The documents of people who are removed leave the disk."""
    folder, attempts = settings.documents_dir, settings.park_after_attempts
    return erase_next(database, folder, park_after=attempts, now=now)


def poll(database: Database, settings: Settings, *, now: datetime) -> bool:
    """The next of the interpreters' own calendars that is due is read again."""
    return polling.poll_next(database, reading.of(settings), office.of(settings), now=now)


def measure(database: Database, *, now: datetime) -> bool:
    """The quality of the register is measured once a day; nothing while that is done."""
    with database.read() as session:
        if not measuring.is_due(session, now=now):
            return False
        pairs = looking.look(session)
    with database.write() as session:
        looking.keep(session, pairs, now=now)
        measuring.take(session, now=now)
    return False


def seal(database: Database, settings: Settings, *, now: datetime) -> bool:
    """The heads of the audit's chains, signed once each Oslo day."""
    with database.read() as session:
        due = sealing.is_due(session, now=now)
    if due:
        with database.write() as session:
            sealing.seal(session, Keys(settings.keys_dir), now=now)
    return False


def check(database: Database, settings: Settings, *, now: datetime) -> bool:
    """The next portion of a file of questions, if one waits."""
    with database.read() as session:
        if not answering.is_waiting(session):
            return False
    with database.write() as session:
        return answering.answer_next(session, seal=seal_of(settings), now=now)


def keep_up(database: Database, *, now: datetime) -> bool:
    """What matching reads moves on with the days; the first time, all of it is made."""
    rolling.roll(database, now=now)
    return False


def remind(database: Database, settings: Settings, *, now: datetime) -> bool:
    """Interpreters are asked to confirm their entries, and told of evidence that ends, some at a time."""
    ours = house.of(settings)
    with database.read() as session:
        to_ask, to_tell = confirming.is_due(session, now=now), expiring.is_due(session, now=now)
    if to_ask:
        with database.write() as session:
            confirming.ask(session, house=ours, now=now)
    if to_tell:
        with database.write() as session:
            expiring.tell(session, house=ours, now=now)
    return to_ask or to_tell


def compare(database: Database, *, now: datetime) -> bool:
    """What each side's calendar should hold is held against our record, some bookings at a time."""
    with database.read() as session:
        found = watching.look(session, now=now)
    if found:
        with database.write() as session:
            watching.keep(session, found, now=now)
    return len(found) == watching.AT_A_TIME


def remind_of_needs(database: Database, settings: Settings, *, now: datetime) -> bool:
    """Units are reminded of needs nobody has booked, and needs whose time has passed lapse."""
    days = settings.remind_of_needs
    with database.read() as session:
        if not reminding.is_due(session, working_days=days, now=now):
            return False
    with database.write() as session:
        reminding.remind(session, working_days=days, office=office.of(settings), now=now)
    return True


def forget(database: Database, settings: Settings, *, now: datetime) -> bool:
    """What has served its time: letters that have left, keys of repeats, sessions, links and attempts.

    Counts of days that have come are folded as well.
    """
    with database.write() as session:
        outbox.empty(session, before=now - settings.keep_letters)
    with database.write() as session:
        replayed.forget(session, before=now - settings.keep_letters)
        channels.forget_letters(session, before=now - settings.keep_letters)
        receiving.erase_old(session, before=now - settings.keep_replies)
    with database.write() as session:
        intake.forget_repeats(session, now=now)
    with database.write() as session:
        forgetting.forget(session, now=now)
    with database.write() as session:
        answering.remove_old(session, before=now - settings.keep_batches, now=now)
    with database.write() as session:
        imports.forget(session, settings.documents_dir / "imports", now=now)
    with database.write() as session:
        removing.forget_secrets(session, now=now)
    with database.write() as session:
        sources.forget_past(session, now=now)
    with database.write() as session:
        keeping.settle(session, today=clock.oslo_date(now))
    return False


def _done(database: Database, job: tending.Job) -> Exception | None:
    try:
        with database.write() as session:
            job(session)
    except Exception as fault:  # noqa: BLE001 - the loop hears of it when the other jobs are done
        return fault
    return None


def _loop(
    name: str, job: Callable[[], bool], stop: threading.Event, *, idle: timedelta = _IDLE
) -> threading.Thread:
    thread = threading.Thread(target=keep, args=(name, job, stop), kwargs={"idle": idle}, name=name)
    thread.start()
    return thread
