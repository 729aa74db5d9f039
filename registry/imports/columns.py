"""Which column is what: guessed from its heading in three languages the first time, remembered per body."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from kit.errors import FieldError, Invalid
from registry.imports.tables import BodyColumns
from registry.imports.words import Column
from registry.words import EvidenceKind

_CALLED: Mapping[Column, str] = {
    Column.NUMBER: "tolkenummer tolkenr tolknr tolkid interpreternumber interpreterno interpreterid",
    Column.NAME: "navn namn fulltnavn fulltnamn kandidat kandidatnavn name fullname candidate candidatename",
    Column.FIRST_NAME: "fornavn førenamn fornamn firstname givenname",
    Column.LAST_NAME: "etternavn etternamn lastname surname familyname",
    Column.BIRTH_DATE: "fødselsdato fødd født fdato fødselsdag birthdate dateofbirth born",
    Column.BIRTH_NUMBER: "fødselsnummer fødselsnr fnr personnummer fnrdnr birthnumber nationalid dnummer",
    Column.LANGUAGE: "språk tolkespråk testspråk language språkkode languagecode",
    Column.KIND: "type slag dokumentasjon dokumentasjonstype prøvetype kind evidence typeofevidence",
    Column.RESULT: "resultat utfall bestått result outcome status",
    Column.DATE: "dato prøvedato eksamensdato testdato bevillingsdato utstedt ferdigdato fullført date "
                 "testdate issued issuedon completed utferda dag",
    Column.REFERENCE: "referanse saksnummer ref vitnemålsnummer bevisnummer reference diplomanumber",
    Column.CREDITS: "studiepoeng poeng sp credits ects",
    Column.COURSE: "kurs emne studium emnekode utdanning course programme",
    Column.GATHERING: "samling prøvesamling kurssamling gathering session sitting kull",
}  # fmt: skip
_MEANT = {name: column for column, names in _CALLED.items() for name in names.split()}

FIXED = (Column.KIND, Column.LANGUAGE, Column.RESULT, Column.DATE, Column.CREDITS, Column.COURSE,
         Column.GATHERING)  # fmt: skip
"""What may be said once for every row, where the file has no column for it."""
_REMEMBERED = frozenset({Column.KIND, Column.LANGUAGE, Column.RESULT, Column.CREDITS, Column.COURSE})
"""A day or a gathering belongs to one list; the rest is the same the next time."""
_WHO = ({Column.NUMBER}, {Column.BIRTH_NUMBER}, {Column.NAME}, {Column.FIRST_NAME, Column.LAST_NAME})


def meant_by(head: str) -> Column | None:
    """What a heading is the name of; None when it is none we know."""
    return _MEANT.get("".join(sign for sign in head.casefold() if sign.isalnum()))


def understood(session: Session, body_id: int, heads: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """The columns of a file from this body and what holds for every row: remembered, then guessed."""
    kept = session.get(BodyColumns, body_id)
    places = {head: place for place, head in enumerate(heads) if head}
    found = {
        column: places[head] for column, head in (kept.columns if kept else {}).items() if head in places
    }
    for place, head in enumerate(heads):
        column = meant_by(head)
        if column is not None and place not in found.values():
            found.setdefault(column.value, place)
    fixed = dict(kept.fixed) if kept else {}
    return found, {name: value for name, value in fixed.items() if name not in found}


def remember(
    session: Session,
    *,
    body_id: int,
    heads: Sequence[str],
    columns: Mapping[str, int],
    fixed: Mapping[str, str],
    now: datetime,
    by: int | None = None,
) -> None:
    """Keep what an officer confirmed for the body's next file."""
    kept = session.get(BodyColumns, body_id) or BodyColumns(
        body_id=body_id, columns={}, fixed={}, confirmed_at=now
    )
    kept.columns = {column: heads[place] for column, place in columns.items()}
    kept.fixed = {name: value for name, value in fixed.items() if name in _REMEMBERED}
    kept.confirmed_at, kept.confirmed_by = now, by
    session.add(kept)
    session.flush()


def checked(heads: Sequence[str], columns: Mapping[str, int], fixed: Mapping[str, str]) -> None:
    """Invalid names every column that is not in the file, is told twice, or is both told and fixed."""
    errors = [
        FieldError(column, "unknown_column", "The file has no such column. Choose one of those shown.")
        for column, place in columns.items()
        if not 0 <= place < len(heads) or not heads[place]
    ]
    errors += [
        FieldError(column, "used_twice", "This column is chosen for something else as well.")
        for column, place in columns.items()
        if list(columns.values()).count(place) > 1
    ]
    errors += [
        FieldError(name, "told_twice", "Choose a column or one value for every row, not both.")
        for name in fixed
        if name in columns
    ]
    if errors:
        raise Invalid(*errors)


def wanting(columns: Mapping[str, int], fixed: Mapping[str, str]) -> list[str]:
    """What no column tells and nothing says for every row, though nothing can be registered without it."""
    told = {*columns, *fixed}
    lacking = [] if any({one.value for one in who} <= told for who in _WHO) else [Column.NAME.value]
    lacking += [one.value for one in (Column.KIND, Column.DATE) if one.value not in told]
    if Column.LANGUAGE.value not in told and fixed.get(Column.KIND) != EvidenceKind.TAO.value:
        lacking.append(Column.LANGUAGE.value)
    if fixed.get(Column.KIND) == EvidenceKind.CREDITS.value and Column.CREDITS.value not in told:
        lacking.append(Column.CREDITS.value)
    return lacking
