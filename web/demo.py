"""`tolkebok demo`: the made-up register prepared, the story told once against the real server, then served.

Set DEMO_ONCE=1 to end after the story. Everything happens in a database that only the demo may
have made; a Ctrl-C ends it cleanly.
"""

import logging
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType

import typer
from rich.console import Console
from rich.markup import escape

from bench.demo.load import PASSWORD
from bench.demo.organisations import ACCOUNTS
from kit import clock, logs
from kit.config import Settings, load
from web import demo_by_mail
from web.cli_session import refusals_told
from web.demo_preparing import prepare
from web.demo_stage import free_port, standing, take_port
from web.demo_story import Stage, Story, tell
from web.demo_telling import StoryStopped, Teller
from web.mailbox import Mailbox

_OURS = ("TOLKEBOK_SMTP_", "TOLKEBOK_SMS_", "TOLKEBOK_RECEIVE", "TOLKEBOK_IMAP_", "TOLKEBOK_PUBLIC_URL")
_INTERRUPTED = 128 + signal.SIGINT  # what a shell expects of a program that Ctrl-C cut short


def run() -> None:
    """Prepare, tell, serve; ends with 1 and a sentence when something is in the way or a step failed."""
    logs.configure(level=logging.WARNING)
    for asked in (signal.SIGTERM, signal.SIGINT):  # also where a shell in the background has Ctrl-C ignored
        signal.signal(asked, _interrupt)
    console = Console(highlight=False, soft_wrap=True)
    try:
        with refusals_told():
            _play(console, os.environ)
    except StoryStopped as stopped:
        console.print(f"[bold red]The story stopped: {escape(str(stopped))}[/]")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        console.print("\nStopped before the story was over.")
        raise typer.Exit(_INTERRUPTED) from None


def _play(console: Console, environ: Mapping[str, str]) -> None:
    settings = load(_for_the_demo(environ))
    with take_port(settings.port) as listening:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        prepare(settings, console)
        with standing(settings, listening) as address:
            assert settings.receiving is not None  # noqa: S101 - set for the demo below
            mailbox, folder = Mailbox(settings.data_dir / "mailbox"), settings.data_dir / "story"
            stage, teller = Stage(address, mailbox, folder, settings.receiving), Teller(console)
            story = tell(teller, stage, now=clock.now())
            demo_by_mail.tell(teller, stage, now=clock.now())
            _introduce(console, story)
            if environ.get("DEMO_ONCE", "0") in {"", "0"}:
                with suppress(KeyboardInterrupt):
                    _invite(console, settings)
                    threading.Event().wait()
    console.print("\nEverything has stopped.")


def _for_the_demo(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, but served on the loopback, with letters to and answers from its own mailbox."""
    kept = {name: value for name, value in environ.items() if not name.startswith(_OURS)}
    return kept | {
        "TOLKEBOK_DEMO": "1",
        "TOLKEBOK_SMTP_PORT": str(free_port()),
        "TOLKEBOK_RECEIVE": "lmtp",
        "TOLKEBOK_RECEIVE_PORT": str(free_port()),
    }


def _introduce(console: Console, story: Story) -> None:
    console.print(f"\nDemo accounts; the password of each is [bold]{PASSWORD}[/]\n")
    for email, (_name, role, organisation) in ACCOUNTS.items():
        held = role.value.replace("_", " ")
        console.print(f"  {email:<38}{held}{f', {organisation}' if organisation else ''}")
    console.print(f"  {story.interpreter_email:<38}interpreter; all have one: tolk<number>@example.org")


def _invite(console: Console, settings: Settings) -> None:
    console.print(f"\n[bold]{settings.public_url}[/]\n")
    console.print(f"  Letters  {settings.public_url}/demo/mail")
    console.print(f"  API      {settings.public_url}/docs")
    console.print("\nCtrl-C ends it. Started again in the same place, it goes on with the same data.")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
