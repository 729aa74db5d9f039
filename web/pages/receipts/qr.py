"""QR codes that lead to our pages: drawn in the page itself, dark on white in every colour scheme."""

import segno
from markupsafe import Markup


def code(address: str) -> Markup:
    """The address as an inline SVG with the quiet zone that readers need; it scales with its frame."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704 - our own drawing
