"""Commands for what is kept for matching: whether it is right, and all of it made anew."""

import typer

from booking import comparing
from booking.matching import rolling
from kit import clock
from web.cli_session import existing

matching = typer.Typer(help="What is kept so that matching is fast.", no_args_is_help=True)


@matching.command()
def compare() -> None:
    """Work out anew what is kept of everybody; tell each difference, and end with 1 if there is one."""
    with existing() as (_settings, database):
        found = list(comparing.differences(database))
    for one in found:
        print(f"{one.table}  {one.of}  left over {one.left_over}  missing {one.missing}")
    if found:
        raise typer.Exit(1)
    print("What is kept is what a rebuild gives.")


@matching.command()
def rebuild() -> None:
    """Forget what is kept and make it anew. Bookings are matched meanwhile, more slowly."""
    with existing() as (_settings, database):
        rolling.rebuild(database, now=clock.now())
    print("What matching keeps is made anew.")
