"""Calendars as others write them."""


def calendar(*components: str) -> bytes:
    """A calendar of these components."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *components, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "1@x.example", title: str = "Barnets time hos legen") -> str:
    """An event with a title, a place and somebody invited."""
    told = (f"SUMMARY:{title}", "LOCATION:Hemmelig vei 1", "ATTENDEE;CN=Ola:mailto:ola@x.example")
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *told, *lines, "END:VEVENT"])


def at(start: str, end: str, *lines: str, uid: str = "1@x.example") -> str:
    """An event from then to then, in Oslo: `20261126T100000`."""
    return event(f"DTSTART;TZID=Europe/Oslo:{start}", f"DTEND;TZID=Europe/Oslo:{end}", *lines, uid=uid)


def part(name: str, *lines: str) -> str:
    """A component of this name, which may hold others."""
    return "\r\n".join([f"BEGIN:{name}", *lines, f"END:{name}"])
