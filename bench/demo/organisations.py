"""Who books in the demo and who looks after the register: organisations, and an account for each role."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from identity import accounts, organisations
from identity.roles import OrganisationKind as Kind
from identity.roles import Role
from kit.db import stored_id

# name: kind, kommune, parents
_TREE: Mapping[str, tuple[Kind, str | None, tuple[str, ...]]] = {
    "Integrerings- og mangfoldsdirektoratet": (Kind.DIRECTORATE, "0301", ()),
    "IMDi Nord": (Kind.DIRECTORATE_REGION, "1806", ("Integrerings- og mangfoldsdirektoratet",)),
    "Arbeids- og velferdsetaten": (Kind.STATE_AGENCY, "0301", ()),
    "Nordland fylkeskommune": (Kind.COUNTY, "1804", ()),
    "Oslo kommune": (Kind.MUNICIPALITY, "0301", ()),
    "Bodø kommune": (Kind.MUNICIPALITY, "1804", ()),
    "Narvik kommune": (Kind.MUNICIPALITY, "1806", ()),
    "Alta kommune": (Kind.MUNICIPALITY, "5601", ()),
    "Sarpsborg kommune": (Kind.MUNICIPALITY, "3105", ()),
    "Larvik kommune": (Kind.MUNICIPALITY, "3909", ()),
    "Sandefjord kommune": (Kind.MUNICIPALITY, "3907", ()),
    "Andøy kommune": (Kind.MUNICIPALITY, "1871", ()),
    "Bydel Alna": (Kind.DISTRICT, "0301", ("Oslo kommune",)),
    "Alna helsestasjon": (Kind.HEALTH_STATION, "0301", ("Bydel Alna",)),
    "Andenes skole": (Kind.SCHOOL, "1871", ("Andøy kommune",)),
    "NAV Grünerløkka": (Kind.NAV_OFFICE, "0301", ("Arbeids- og velferdsetaten", "Oslo kommune")),
    "NAV Bodø": (Kind.NAV_OFFICE, "1804", ("Arbeids- og velferdsetaten", "Bodø kommune")),
    "NAV Narvik": (Kind.NAV_OFFICE, "1806", ("Arbeids- og velferdsetaten", "Narvik kommune")),
    "NAV Alta": (Kind.NAV_OFFICE, "5601", ("Arbeids- og velferdsetaten", "Alta kommune")),
    "NAV Sarpsborg": (Kind.NAV_OFFICE, "3105", ("Arbeids- og velferdsetaten", "Sarpsborg kommune")),
    "NAV Larvik": (Kind.NAV_OFFICE, "3909", ("Arbeids- og velferdsetaten", "Larvik kommune")),
    "NAV Sandefjord": (Kind.NAV_OFFICE, "3907", ("Arbeids- og velferdsetaten", "Sandefjord kommune")),
    "Oslo universitetssykehus": (Kind.HEALTH_TRUST, "0301", ()),
    "Ullevål sykehus": (Kind.HOSPITAL, "0301", ("Oslo universitetssykehus",)),
    "Akuttmottaket, Ullevål": (Kind.WARD, "0301", ("Ullevål sykehus",)),
    "UDI": (Kind.STATE_AGENCY, "0301", ()),
    "UDI Region Nord": (Kind.REGIONAL_OFFICE, "1806", ("UDI",)),
    "Domstoladministrasjonen": (Kind.STATE_AGENCY, "5001", ()),
    "Oslo tingrett": (Kind.COURT, "0301", ("Domstoladministrasjonen",)),
    "Prøvebyen kommunale tolketjeneste": (Kind.MUNICIPAL_INTERMEDIARY, "0301", ("Oslo kommune",)),
    "Eksempel Tolkeformidling AS": (Kind.PRIVATE_INTERMEDIARY, "4601", ()),
}
_NUMBERS: Mapping[str, str] = {"Eksempel Tolkeformidling AS": "123456785"}
"""Only a body that does not exist may carry a made-up organisation number."""

OFFICER = "officer@imdi.example.org"
ADMINISTRATOR = "administrator@imdi.example.org"
BOOKER = "booker@nav.example.org"
HOSPITAL_BOOKER = "booker@ous.example.org"
COUNTRY_BOOKER = "booker@andoy.example.org"
AGENCY_ADMINISTRATOR = "administrator@oslo.example.org"
COORDINATOR = "coordinator@formidling.example.org"
REGISTRAR = "self-registration@nav.example.org"

# email: name, role, organisation
ACCOUNTS: Mapping[str, tuple[str, Role, str | None]] = {
    BOOKER: ("Kari Prøvesen", Role.BOOKER, "NAV Grünerløkka"),
    HOSPITAL_BOOKER: ("Ola Fabelvik", Role.BOOKER, "Oslo universitetssykehus"),
    COUNTRY_BOOKER: ("Berit Eventyrnes", Role.BOOKER, "Andøy kommune"),
    AGENCY_ADMINISTRATOR: ("Anne Diktrud", Role.AGENCY_ADMINISTRATOR, "Oslo kommune"),
    "verifier@domstol.example.org": ("Per Skissestad", Role.VERIFIER, "Domstoladministrasjonen"),
    COORDINATOR: ("Siri Gåtelund", Role.COORDINATOR, "Eksempel Tolkeformidling AS"),
    REGISTRAR: ("Selvregistrering Prøve", Role.NEED_REGISTRAR, "NAV Grünerløkka"),
    OFFICER: ("Jon Mønsterberg", Role.REGISTRY_OFFICER, None),
    ADMINISTRATOR: ("Eva Sagndal", Role.REGISTRY_ADMINISTRATOR, None),
    "auditor@imdi.example.org": ("Nils Tenkthaug", Role.AUDITOR, None),
}
"""One account for each role that is not an interpreter's."""


def account_id(session: Session, email: str) -> int:
    """The account with this address."""
    account = accounts.by_email(session, email)
    return stored_id(account.id if account else None)


def add(session: Session, *, now: datetime) -> None:
    """The tree, each under its parents, and the accounts, still without a password."""
    ids: dict[str, int] = {}
    for name, (kind, kommune, parents) in _TREE.items():
        made = organisations.create(
            session,
            name=name,
            kind=kind,
            organisation_number=_NUMBERS.get(name),
            kommune=kommune,
            parent_ids=[ids[parent] for parent in parents],
            now=now,
        )
        ids[name] = made.id or 0
    for email, (name, role, organisation) in ACCOUNTS.items():
        organisation_id = ids[organisation] if organisation else None
        accounts.create(session, email=email, name=name, role=role, organisation_id=organisation_id, now=now)
