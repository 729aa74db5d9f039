"""Commands that make accounts and tokens."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from identity import accounts as making
from identity import audit, organisations, passwords
from identity import tokens as issuing
from identity.roles import Role
from kit.errors import NotFound, invalid
from registry import registration
from web.cli_session import writing

accounts = typer.Typer(help="Accounts.", no_args_is_help=True)
tokens = typer.Typer(help="Bearer tokens for programs.", no_args_is_help=True)

Email = Annotated[str, typer.Option(help="The e-mail address to sign in with.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(allow_dash=True, help="Read the password from this file, or from - (standard input)."),
]


@accounts.callback()
@tokens.callback()
def _group() -> None:
    """Keep `create` a word of its own: a group of one command would swallow it."""


@accounts.command("create")
def create_account(
    email: Email,
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    organisation: Annotated[str | None, typer.Option(help="Its id, number or exact name.")] = None,
    interpreter: Annotated[
        int | None, typer.Option(min=1, max=2**31 - 1, help="A number in the register.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The holder's name; the e-mail address if left out.")
    ] = None,
    password_file: PasswordFile = None,
) -> None:
    """Make an account. Without a password it prints a link, good for an hour, where one is chosen."""
    with writing() as (session, settings, now):
        if interpreter is not None and role is not Role.INTERPRETER:
            raise invalid(
                "interpreter", "not_an_interpreter", "Give --interpreter with --role interpreter only."
            )
        if interpreter is None and role is Role.INTERPRETER:
            raise invalid(
                "interpreter", "interpreter_missing", "Say whose account it is: give --interpreter."
            )
        place = None if organisation is None else organisations.find(session, organisation)
        made = making.create(
            session,
            email=email,
            name=name or email,
            role=role,
            organisation_id=place.id if place else None,
            now=now,
            password=None if password_file is None else _read(password_file),
        )
        for given in making.roles_of(session, made):
            making.record_role(session, audit.Act.ROLE_GIVEN, given, by=None, now=now)
        if interpreter is not None:
            registration.link_account(session, number=interpreter, account_id=made.id or 0, now=now)
        link = (
            passwords.make_link(session, account_id=made.id, public_url=settings.public_url, now=now)
            if password_file is None
            else None
        )
    print(f"Account {made.id} for {made.email} as {role}.")
    if link is not None:
        print(f"Choose its password within an hour: {link}")


@tokens.command("create")
def create_token(
    account: Annotated[str, typer.Option(help="The account's e-mail address.")],
    label: Annotated[str, typer.Option(help="What the token is for.")] = "",
) -> None:
    """Make a token and print it, and nothing else. It is not shown again."""
    with writing() as (session, _settings, now):
        holder = making.by_email(session, account)
        if holder is None or holder.disabled_at is not None:
            raise NotFound("unknown_account", "There is no open account with this e-mail address.")
        token = issuing.issue(session, account_id=holder.id or 0, now=now, label=label)
    print(token)


def _read(path: Path) -> str:
    """The first line of the file: editors and `echo` end a line, passwords hold none."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise invalid("password_file", "unreadable_file", "Give a file of UTF-8 text.") from fault
    return text.splitlines()[0] if text else ""
