"""The sending office: what letters and deadlines need to know of the installation."""

from dataclasses import dataclass
from datetime import timedelta

from kit.config import Settings
from kit.mail import Sender


@dataclass(frozen=True, slots=True)
class Office:
    """Where our pages are, who letters are from, and how long an interpreter has to answer."""

    public_url: str
    sender_name: str
    mail_from: str
    default_answer_time: timedelta

    @property
    def sender(self) -> Sender:
        """Whom an ordinary letter is from."""
        return Sender(self.sender_name, self.mail_from)

    @property
    def domain(self) -> str:
        """The domain our letters and calendar objects come from."""
        return self.mail_from.rpartition("@")[2]

    def organizer(self, token: str) -> Sender:
        """The sender of one calendar object: our address with the token that a reply carries back."""
        local = self.mail_from.rpartition("@")[0]
        return Sender(self.sender_name, f"{local}+{token}@{self.domain}")

    def page(self, path: str) -> str:
        """The full address of one of our pages."""
        return f"{self.public_url}{path}"


def of(settings: Settings) -> Office:
    """The office of this installation."""
    return Office(
        public_url=settings.public_url,
        sender_name=settings.mail_name,
        mail_from=settings.mail_from,
        default_answer_time=settings.default_answer_time,
    )
