"""What identity's REST calls take and answer; unknown fields are refused."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from identity.password_rules import MOST
from identity.roles import OrganisationKind, Role
from identity.tokens import LABEL_LENGTH
from kit.i18n import Tongue
from kit.inputs import Text

Email = Annotated[Text, Field(min_length=3, max_length=254)]
Secret = Annotated[str, Field(min_length=1, max_length=MOST)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignInGiven(_Given):
    """An address and a password."""

    email: Email
    password: Secret


class PasswordGiven(_Given):
    """The present password and the one to come."""

    current_password: Secret
    new_password: Secret


class ResetAsked(_Given):
    """Whose password was forgotten."""

    email: Email


class ResetGiven(_Given):
    """The token of a mailed link, and the password to come."""

    token: Annotated[str, Field(min_length=1, max_length=100)]
    new_password: Secret


class TokenGiven(_Given):
    """What a new token is for, in its owner's words."""

    label: Annotated[Text, Field(max_length=LABEL_LENGTH)] = ""


class MeGiven(_Given):
    """What people choose about their own account."""

    tongue: Tongue


class AppointmentGiven(_Given):
    """Who is to hold which role."""

    email: Email
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    role: Role


class OrganisationShown(BaseModel):
    """An organisation, briefly."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    kind: OrganisationKind
    organisation_number: str | None


class RoleShown(BaseModel):
    """A role, and where it is held."""

    role: Role
    organisation: OrganisationShown | None


class Me(BaseModel):
    """Who is asking."""

    email: str
    name: str
    tongue: Tongue
    roles: list[RoleShown]


class TokenShown(BaseModel):
    """A token in force, without the token."""

    id: str
    label: str
    created_at: datetime


class NewToken(TokenShown):
    """A new token; this is the only time it is shown."""

    token: str


class GrantShown(BaseModel):
    """A role somebody holds at an organisation."""

    id: int
    email: str
    name: str
    role: Role
    granted_at: datetime
