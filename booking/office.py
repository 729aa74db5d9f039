"""The sending office: what letters, deadlines and journeys need to know of the installation."""

from dataclasses import dataclass
from datetime import timedelta

from booking.travel.rules import Pace
from kit.config import Settings
from kit.mail import Sender


@dataclass(frozen=True, slots=True)
class Office:
    """Where our pages are, who letters are from, how long one has to answer, to declare and to travel.

    `texts_from` is whom text messages are from; None: this installation sends none.
    """

    public_url: str
    sender_name: str
    mail_from: str
    default_answer_time: timedelta
    pace: Pace
    declaration_time: timedelta = timedelta(hours=1)
    texts_from: str | None = None

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
        pace=pace_of(settings),
        declaration_time=settings.declaration_time,
        texts_from=settings.sms.sender if settings.sms else None,
    )


def pace_of(settings: Settings) -> Pace:
    """How journeys are reckoned in this installation."""
    return Pace(
        speed_kmh=settings.travel_speed_kmh,
        detour=settings.travel_detour_percent / 100,
        margin=settings.travel_margin,
        buffer=settings.travel_buffer,
        same_place=settings.travel_same_place,
        longest=settings.travel_longest,
    )
