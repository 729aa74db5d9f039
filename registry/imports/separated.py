"""CSV as bodies send it: with or without BOM, UTF-8 or a Windows code page, comma, semicolon or tab."""

import codecs
import csv
import io
from collections.abc import Iterator

from kit.errors import Invalid, invalid
from registry.imports.cells import Row, text_value

_SEPARATORS = ";,\t"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def rows(content: bytes) -> Iterator[Row]:
    """Every row, empty ones too. Invalid `broken_file` for what cannot be read as text in rows."""
    encoding = _encoding(content)
    separator = _separator(io.TextIOWrapper(io.BytesIO(content), encoding, newline=""))
    lines = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    try:
        for number, written in enumerate(csv.reader(lines, delimiter=separator), start=1):
            yield number, tuple(map(text_value, written))
    except (csv.Error, UnicodeDecodeError) as fault:
        raise broken() from fault


def broken() -> Invalid:
    """What a file that ends in the middle, or holds something else, is told."""
    return invalid(
        "file", "broken_file", "The file cannot be read. Save it anew as XLSX or CSV, and send that."
    )


def _encoding(content: bytes) -> str:
    """UTF-8 when it is; otherwise the Windows code page, which has every letter of latin-1 and a few more."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _separator(lines: io.TextIOWrapper) -> str:
    """The sign that stands most often outside quotation marks in the first line that has any."""
    try:
        for line in lines:
            plain = "".join(line.split('"')[::2])
            counted = {sign: plain.count(sign) for sign in _SEPARATORS}
            best = max(_SEPARATORS, key=lambda sign: counted[sign])
            if counted[best]:
                return best
    except UnicodeDecodeError as fault:
        raise broken() from fault
    return ";"
