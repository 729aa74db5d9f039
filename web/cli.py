"""The command line: `tolkebok --help`."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any

import typer
import uvicorn

from kit import clock, logs
from kit.config import load
from kit.inputs import YEARS
from registry import shown, verification
from registry.statistics.counting import register_on
from web import demo as demonstration
from web import migrating
from web import worker as working
from web.cli_accounts import accounts, tokens
from web.cli_audit import audit
from web.cli_keys import keys
from web.cli_matching import matching
from web.cli_session import existing, opened, reading, refusals_told

app = typer.Typer(
    help="Tolkebok: the register of interpreters, and booking on top of it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_RUN, _ADMINISTER, _ASK = "Run it", "Administer it", "Ask the register"

Day = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="A date; today if left out.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@app.command(rich_help_panel=_RUN)
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes.")] = 1,
) -> None:
    """Serve the pages and the API on TOLKEBOK_PORT."""
    logs.configure()
    with refusals_told():
        settings = load(os.environ)
    logs.log().info("server_started", host=host, port=settings.port, workers=workers)
    uvicorn.run(
        "web.asgi:application",
        factory=True,
        host=host,
        port=settings.port,
        workers=workers,
        access_log=False,
        log_config=None,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
    )


@app.command(rich_help_panel=_RUN)
def worker() -> None:
    """Watch the deadlines and send the letters, until told to stop."""
    with existing() as (settings, _database):
        working.run_until_told(settings)


@app.command(rich_help_panel=_RUN)
def demo() -> None:
    """Prepare the demonstration, tell its story once, and serve it."""
    demonstration.run()


@app.command(rich_help_panel=_ADMINISTER)
def migrate() -> None:
    """Bring the database up to date; safe to repeat."""
    with opened() as (_settings, database):
        migrating.migrate(database)
    print("The database is up to date.")


app.add_typer(accounts, name="account", rich_help_panel=_ADMINISTER)
app.add_typer(tokens, name="token", rich_help_panel=_ADMINISTER)
app.add_typer(keys, name="keys", rich_help_panel=_ADMINISTER)
app.add_typer(audit, name="audit", rich_help_panel=_ADMINISTER)
app.add_typer(matching, name="matching", rich_help_panel=_ADMINISTER)


@app.command(rich_help_panel=_ASK)
def verify(
    number: Annotated[int, typer.Argument(help="The interpreter's number.", min=1, max=2**31 - 1)],
    language: Annotated[str, typer.Argument(help="A language code, for example som.")],
    on: Day = None,
    as_json: AsJson = False,  # noqa: FBT002 - a switch on the command line
) -> None:
    """Say whether the interpreter is qualified for the language."""
    with reading() as (session, now):
        answer = verification.verify(session, number=number, language=language, on=_day(on), now=now)
    _print(shown.verified(answer), as_json=as_json)


@app.command(rich_help_panel=_ASK)
def statistics(on: Day = None, as_json: AsJson = False) -> None:  # noqa: FBT002 - a switch on the command line
    """Count the register on a date."""
    with reading() as (session, _now):
        counted = register_on(session, on=_day(on))
    _print(shown.statistics(counted, counted.per_category).model_dump(mode="json"), as_json=as_json)


def main() -> None:
    """The entry point of the installed command."""
    app()


def _day(given: datetime | None) -> date:
    if given is None:
        return clock.oslo_date(clock.now())
    if given.year not in YEARS:
        raise typer.BadParameter("Use a year from 1900 to 2100.", param_hint="--on")
    return given.date()


def _print(facts: Mapping[str, Any], *, as_json: bool) -> None:
    """The same facts as the API gives, as lines for people or as JSON for programs."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    lines = list(_lines(facts))
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        print(f"{name:<{width}}  {value}")


def _lines(facts: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{above}{name} ".replace("_", " "))
        elif value not in (None, (), []):
            told = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            yield above + name.replace("_", " "), told


if __name__ == "__main__":
    main()
