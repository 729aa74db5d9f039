"""Who decides, who hears appeals, and where letters come from: what an installation says of itself."""

from dataclasses import dataclass

from kit.config import Settings
from kit.mail import Sender


@dataclass(frozen=True, slots=True)
class House:
    """The directorate that keeps the register, as its letters name it."""

    public_url: str
    sender: Sender
    owner: str
    appeal_body: str

    def page(self, path: str) -> str:
        """The full address of one of our pages."""
        return f"{self.public_url}{path}"


def of(settings: Settings) -> House:
    """The house of this installation."""
    return House(
        public_url=settings.public_url,
        sender=Sender(settings.mail_name, settings.mail_from),
        owner=settings.register_owner,
        appeal_body=settings.appeal_body,
    )
