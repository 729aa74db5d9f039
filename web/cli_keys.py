"""Commands that keep the signing keys."""

import typer

from kit.signing import KeyFile, Keys
from web.cli_session import opened

keys = typer.Typer(help="Signing keys.", no_args_is_help=True)


@keys.command("list")
def list_keys() -> None:
    """Every key, oldest first: number, id, when it was made, and whether it signs."""
    with opened() as (settings, _database):
        for key in Keys(settings.keys_dir).all():
            _print(key)


@keys.command("rotate")
def rotate() -> None:
    """Make a new key that signs from now on; what older keys signed can still be checked."""
    with opened() as (settings, _database):
        _print(Keys(settings.keys_dir).rotate())


def _print(key: KeyFile) -> None:
    print(f"{key.number}  {key.kid}  {key.made_at}  {'signs' if key.signs else 'checks only'}")
