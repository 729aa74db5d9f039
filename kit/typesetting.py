"""A letter's words set as plain text, and as the HTML twin that says exactly the same."""

from dataclasses import dataclass
from html import escape

from kit.i18n import Tongue

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says: paragraphs, then labelled facts, then one link, then more paragraphs."""

    heading: str
    opening: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    link: Fact | None = None
    closing: tuple[str, ...] = ()


def as_text(words: Words) -> str:
    """The words as plain text; the same text serves as a calendar entry's description."""
    facts = "\n".join(f"{label}: {value}" for label, value in words.facts)
    link = "\n".join(words.link) if words.link else ""
    parts = (words.heading, *words.opening, facts, link, *words.closing)
    return "\n\n".join(part for part in parts if part) + "\n"


def as_html(words: Words, tongue: Tongue) -> str:
    """The words as a small page that fetches nothing from anywhere."""
    rows = "".join(
        f'<tr><th align="left" valign="top" style="padding:2px 16px 2px 0">{escape(label)}</th>'
        f"<td>{escape(value)}</td></tr>"
        for label, value in words.facts
    )
    link = f'<p><a href="{escape(words.link[1])}">{escape(words.link[0])}</a></p>' if words.link else ""
    body = (
        f'<h1 style="font-size:20px">{escape(words.heading)}</h1>',
        *_paragraphs(words.opening),
        f"<table>{rows}</table>" if rows else "",
        link,
        *_paragraphs(words.closing),
    )
    return (
        f'<!doctype html>\n<html lang="{tongue.value}"><head><meta charset="utf-8">'
        f"<title>{escape(words.heading)}</title></head>\n"
        '<body style="font:16px/1.5 sans-serif;max-width:40em">\n'
        + "\n".join(part for part in body if part)
        + "\n</body></html>\n"
    )


def _paragraphs(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"<p>{escape(text)}</p>" for text in texts)
