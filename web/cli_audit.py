"""Commands that keep the audit: seal it, take out the seals, and compute everything anew."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from identity.audit import sealing, verifying
from kit import clock
from kit.signing import Keys
from web.cli_session import existing

audit = typer.Typer(help="Who did what, and that nobody has rewritten it.", no_args_is_help=True)


@audit.command()
def verify(
    against: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Seals exported earlier and kept elsewhere."),
    ] = None,
) -> None:
    """Compute every chain and every seal anew; tell each fault, and end with 1 if there is one."""
    with existing() as (settings, database), database.read() as session:
        keys = Keys(settings.keys_dir)
        found = [*verifying.faults(session), *sealing.faults(session, keys)]
        if against is not None:
            found += sealing.faults_against(session, keys, against.read_text("utf-8").splitlines())
    for fault in found:
        print(f"{fault.code}  {fault.subject}  {fault.position}")
    if found:
        raise typer.Exit(1)
    print("Every chain and every seal holds.")


@audit.command()
def seal() -> None:
    """Sign the heads of the chains, unless the day has its seal."""
    with existing() as (settings, database), database.write() as session:
        made = sealing.seal(session, Keys(settings.keys_dir), now=clock.now())
    print(made.signed if made else "The day has its seal already.")


@audit.command()
def export(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day; all if left out.")
    ] = None,
) -> None:
    """The seals, a line of JSON each, to be kept where this installation cannot reach."""
    with existing() as (_settings, database), database.read() as session:
        for line in sealing.exported(session, since=since.date() if since else None):
            print(line)
