import pytest
from sqlmodel import Session, col, select

from identity import accounts, administration, tokens
from identity.administration import Appointment
from identity.audit.tables import AuditEntry
from identity.permissions import Actor
from identity.roles import Role
from identity.tables import Account, Organisation, RoleGrant
from kit.db import Database
from kit.errors import Conflict, Invalid, NotFound
from kit.i18n import Tongue
from tests import make, make_identity


def test_an_address_has_one_account_whatever_its_letters_case(database: Database) -> None:
    with database.write() as session:
        made = make_identity.account(session, "Kari.Nordmann@IMDi.example.org", Role.REGISTRY_OFFICER)
        assert made.email == "kari.nordmann@imdi.example.org"
        assert accounts.by_email(session, "KARI.nordmann@imdi.example.org ") is made
        with pytest.raises(Conflict, match="email_taken"):
            make_identity.account(session, "kari.nordmann@imdi.example.org", Role.AUDITOR)


def test_the_database_itself_holds_one_account_to_an_address(database: Database) -> None:
    with database.write() as session:
        session.add(Account(email="a@b.example.org", name="A", created_at=make.NOW))
    with pytest.raises(Conflict, match="email_taken"), database.write() as session:
        session.add(Account(email="a@b.example.org", name="B", created_at=make.NOW))


@pytest.mark.parametrize(
    "email",
    [
        "",
        "kari",
        "kari@",
        "@nav.example.org",
        "kari@nav",
        "kari nordmann@nav.example.org",
        "kari@nav.example.org\nBcc: x@y.example",
        "a@b@nav.example.org",
        "kari@nav..example.org",
        "kåre@nav.example.org",
        "x" * 250 + "@nav.example.org",
    ],
)
def test_an_address_mail_cannot_reach_is_refused(database: Database, email: str) -> None:
    with database.write() as session, pytest.raises(Invalid) as refused:
        make_identity.account(session, email, Role.AUDITOR)
    assert [(error.field, error.code) for error in refused.value.errors] == [("email", "invalid_email")]


@pytest.mark.parametrize("role", Role)
def test_a_role_at_an_organisation_needs_to_be_told_which(database: Database, role: Role) -> None:
    needing = {Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.VERIFIER, Role.COORDINATOR, Role.NEED_REGISTRAR}
    with database.write() as session:
        if role in needing:
            with pytest.raises(Invalid):
                make_identity.account(session, role=role)
        else:
            assert make_identity.account(session, role=role).id


def test_an_accounts_first_password_is_held_to_the_rules(database: Database) -> None:
    with database.write() as session, pytest.raises(Invalid):
        accounts.create(
            session,
            email="a.person@imdi.example.org",
            name="A",
            role=Role.AUDITOR,
            organisation_id=None,
            now=make.NOW,
            password="short",
        )


def test_a_token_is_shown_once_and_kept_as_a_digest(database: Database) -> None:
    holder = make_identity.booker(database)
    with database.write() as session:
        token = tokens.issue(session, account_id=holder.id or 0, now=make.NOW, label=" fagsystem ")
        (kept,) = tokens.in_force(session, account_id=holder.id or 0)
    assert token not in kept.model_dump_json()
    assert kept.label == "fagsystem"


def test_a_token_is_revoked_by_its_owner_alone(database: Database) -> None:
    holder = make_identity.booker(database)
    other = make_identity.booker(database, "ola@nav.example.org", "NAV Bodø")
    with database.write() as session:
        tokens.issue(session, account_id=holder.id or 0, now=make.NOW)
        (kept,) = tokens.in_force(session, account_id=holder.id or 0)
        named = tokens.id_of(kept.token_digest)
        with pytest.raises(NotFound):
            tokens.revoke(session, account_id=other.id or 0, token_id=named, now=make.NOW)
        tokens.revoke(session, account_id=holder.id or 0, token_id=named, now=make.NOW)
        assert tokens.in_force(session, account_id=holder.id or 0) == []
        with pytest.raises(NotFound):
            tokens.revoke(session, account_id=holder.id or 0, token_id=named, now=make.NOW)


def test_an_administrator_gives_and_ends_roles_below(database: Database) -> None:
    with database.write() as session:
        top, below, _beside = _places(session)
        chief = _chief(session, top, below)
        wanted = Appointment("ny@ous.example.org", "Ny", Role.BOOKER, below.id or 0)
        held = administration.appoint(session, actor=chief, appointment=wanted, now=make.NOW)
        again = administration.appoint(session, actor=chief, appointment=wanted, now=make.NOW)
        assert (held.grant.role, held.grant.organisation_id, again) == (Role.BOOKER, below.id, held)
        rows, _ = administration.people_at(
            session, actor=chief, organisation_id=below.id or 0, cursor=None, limit=50
        )
        assert rows == [held]
        administration.dismiss(session, actor=chief, grant_id=held.grant.id or 0, now=make.NOW)
        session.flush()
        assert session.exec(select(RoleGrant)).all() == []
        told = session.exec(select(AuditEntry).order_by(col(AuditEntry.position))).all()
        assert [(one.act, one.subject) for one in told] == [
            ("role_given", f"organisation:{below.id}"), ("role_ended", f"organisation:{below.id}")
        ]  # fmt: skip
        assert {
            (one.account_id, one.content["role"], one.content["account"]) for one in told if one.content
        } == {(chief.account_id, "booker", held.grant.account_id)}


def test_what_lies_beside_or_above_is_not_there_for_an_administrator(database: Database) -> None:
    with database.write() as session:
        top, below, beside = _places(session)
        ward = make_identity.actor(Role.AGENCY_ADMINISTRATOR, below.id)
        for place in (top.id or 0, beside.id or 0, 404):
            held = make_identity.account(session, f"a{place}@x.example.org", Role.VERIFIER, top).id
            wanted = Appointment("ny@ous.example.org", "Ny", Role.BOOKER, place)
            with pytest.raises(NotFound):
                administration.appoint(session, actor=ward, appointment=wanted, now=make.NOW)
            with pytest.raises(NotFound):
                administration.people_at(session, actor=ward, organisation_id=place, cursor=None, limit=9)
            with pytest.raises(NotFound):
                administration.dismiss(session, actor=ward, grant_id=held or 0, now=make.NOW)


def test_an_agency_cannot_give_the_registers_roles(database: Database) -> None:
    with database.write() as session:
        top, _below, _beside = _places(session)
        chief = make_identity.actor(Role.AGENCY_ADMINISTRATOR, top.id)
        for role in (Role.REGISTRY_OFFICER, Role.REGISTRY_ADMINISTRATOR, Role.AUDITOR, Role.INTERPRETER):
            wanted = Appointment("ny@ous.example.org", "Ny", role, top.id or 0)
            with pytest.raises(Invalid):
                administration.appoint(session, actor=chief, appointment=wanted, now=make.NOW)


def test_an_address_leads_to_nobodys_name_and_to_no_sign_of_an_account(database: Database) -> None:
    with database.write() as session:
        top, below, beside = _places(session)
        make_identity.account(session, "hemmelig@udi.example.org", Role.BOOKER, beside)
        chief = _chief(session, top, below)
        told = []
        for email in ("hemmelig@udi.example.org", "ny@ous.example.org"):
            wanted = Appointment(email, " Den vi kjenner ", Role.VERIFIER, below.id or 0)
            held = administration.appoint(session, actor=chief, appointment=wanted, now=make.NOW)
            told.append((held.email == email, held.name, held.grant.role, held.grant.granted_at))
        listed, _ = administration.people_at(
            session, actor=chief, organisation_id=below.id or 0, cursor=None, limit=9
        )
        assert told == [(True, "Den vi kjenner", Role.VERIFIER, make.NOW)] * 2
        assert [one.name for one in listed] == ["Den vi kjenner"] * 2


def test_interpreters_the_registers_own_and_closed_accounts_are_refused_alike(database: Database) -> None:
    with database.write() as session:
        top, _below, _beside = _places(session)
        make_identity.account(session, "tolk@example.org", Role.INTERPRETER)
        make_identity.account(session, "imdi@example.org", Role.REGISTRY_OFFICER)
        closed = make_identity.account(session, "stengt@example.org", Role.BOOKER, top)
        closed.disabled_at = make.NOW
        chief = make_identity.actor(Role.AGENCY_ADMINISTRATOR, top.id)
        for who in ("tolk", "imdi", "stengt"):
            wanted = Appointment(f"{who}@example.org", "Ny", Role.VERIFIER, top.id or 0)
            with pytest.raises(Conflict, match="cannot_appoint"):
                administration.appoint(session, actor=chief, appointment=wanted, now=make.NOW)


def test_an_administrator_cannot_leave_the_organisation_without_one(database: Database) -> None:
    with database.write() as session:
        top, _below, _beside = _places(session)
        account = make_identity.account(session, "sjef@ous.example.org", Role.AGENCY_ADMINISTRATOR, top)
        own = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id)).one()
        chief = make_identity.actor(Role.AGENCY_ADMINISTRATOR, top.id, account_id=account.id or 0)
        with pytest.raises(Conflict, match="own_administration"):
            administration.dismiss(session, actor=chief, grant_id=own.id or 0, now=make.NOW)


def _chief(session: Session, top: Organisation, below: Organisation) -> Actor:
    """An administrator at the top, with an account of her own."""
    made = accounts.enrol(session, email="sjef@example.org", name="Sjef", now=make.NOW, tongue=Tongue.BOKMAL)
    role = Role.AGENCY_ADMINISTRATOR
    return make_identity.actor(role, top.id, below.id or 0, account_id=made.id or 0)


def _places(session: Session) -> tuple[Organisation, Organisation, Organisation]:
    top = make_identity.organisation(session, "Oslo universitetssykehus")
    below = make_identity.organisation(session, "Føden", top)
    beside = make_identity.organisation(session, "UDI")
    return top, below, beside
