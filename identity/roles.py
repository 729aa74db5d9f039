"""The words for roles and for kinds of organisation."""

from enum import StrEnum


class Role(StrEnum):
    """What an account may be trusted with; a grant ties it to an organisation where that matters."""

    INTERPRETER = "interpreter"
    BOOKER = "booker"
    AGENCY_ADMINISTRATOR = "agency_administrator"
    VERIFIER = "verifier"
    COORDINATOR = "coordinator"
    REGISTRY_OFFICER = "registry_officer"
    REGISTRY_ADMINISTRATOR = "registry_administrator"
    AUDITOR = "auditor"
    NEED_REGISTRAR = "need_registrar"


STAFF = frozenset({Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.VERIFIER, Role.COORDINATOR})
"""Roles of people who work at an organisation."""

AT_AN_ORGANISATION = STAFF | {Role.NEED_REGISTRAR}
"""Roles that mean nothing without the organisation they are held at; the last is a program's."""

DOWNWARDS = frozenset({Role.AGENCY_ADMINISTRATOR, Role.NEED_REGISTRAR})
"""Roles that reach the units below the one they are held at."""


class OrganisationKind(StrEnum):
    """What sort of body an organisation is; the tree's shape follows from parents, not from this."""

    DIRECTORATE = "directorate"
    DIRECTORATE_REGION = "directorate_region"
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    SCHOOL = "school"
    HEALTH_STATION = "health_station"
    CRISIS_CENTRE = "crisis_centre"
    NAV_OFFICE = "nav_office"
    STATE_AGENCY = "state_agency"
    HEALTH_TRUST = "health_trust"
    HOSPITAL = "hospital"
    WARD = "ward"
    REGIONAL_OFFICE = "regional_office"
    RECEPTION_CENTRE = "reception_centre"
    POLICE_DISTRICT = "police_district"
    COURT = "court"
    MUNICIPAL_INTERMEDIARY = "municipal_intermediary"
    PRIVATE_INTERMEDIARY = "private_intermediary"
