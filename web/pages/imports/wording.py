"""What outcomes, reasons, states and columns of pass lists are called."""

from collections.abc import Mapping
from typing import Any

from kit.i18n import Tongue, Translate, mark, translator
from registry.imports.tables import PassListRow
from registry.imports.words import Column, ListState, Outcome
from registry.words import TrainingKind

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.NEW_EVIDENCE: mark("New evidence"),
    Outcome.TRAINING_ONLY: mark("Result only"),
    Outcome.ALREADY_THERE: mark("There already"),
    Outcome.TO_DECIDE: mark("To be decided"),
    Outcome.CANNOT: mark("Cannot be registered"),
    Outcome.LEFT_OUT: mark("Left out"),
}
LOOKS: Mapping[Outcome, str] = {
    Outcome.NEW_EVIDENCE: "ok",
    Outcome.TRAINING_ONLY: "info",
    Outcome.ALREADY_THERE: "idle",
    Outcome.TO_DECIDE: "wait",
    Outcome.CANNOT: "bad",
    Outcome.LEFT_OUT: "idle",
}
STATES: Mapping[ListState, tuple[str, str]] = {
    ListState.UNMAPPED: ("wait", mark("Columns missing")),
    ListState.READY: ("wait", mark("Not registered yet")),
    ListState.RUN: ("ok", mark("Registered")),
    ListState.UNDONE: ("bad", mark("Undone")),
    ListState.DISCARDED: ("idle", mark("Put away")),
}
COLUMNS: Mapping[Column, str] = {
    Column.NUMBER: mark("Interpreter number"),
    Column.NAME: mark("Name"),
    Column.FIRST_NAME: mark("First name"),
    Column.LAST_NAME: mark("Last name"),
    Column.BIRTH_DATE: mark("Birth date"),
    Column.BIRTH_NUMBER: mark("Birth number"),
    Column.LANGUAGE: mark("Language"),
    Column.KIND: mark("Type of evidence"),
    Column.RESULT: mark("Result"),
    Column.DATE: mark("Date"),
    Column.REFERENCE: mark("Reference"),
    Column.CREDITS: mark("Credits"),
    Column.COURSE: mark("Course"),
    Column.GATHERING: mark("Session"),
}
KINDS: Mapping[TrainingKind, str] = {
    TrainingKind.BILINGUAL_TEST: mark("Bilingual test"),
    TrainingKind.TAO_COURSE: mark("TAO course"),
    TrainingKind.BASIC_EDUCATION: mark("Basic education"),
}
_REASONS: Mapping[str, str] = {
    "unknown_person": mark("Nobody in the register has this name and birth date."),
    "unknown_number": mark("Nobody in the register has this interpreter number."),
    "several_people": mark("This may be more than one person."),
    "another_name": mark("The number belongs to somebody with another name."),
    "another_birth_date": mark("The number belongs to somebody with another birth date."),
    "name_alone": mark("A name alone does not say who it is."),
    "earlier_in_the_file": mark("The same stands earlier in the file."),
    "revoked_before": mark(
        "The same evidence was revoked. Register it in the person's file if it is to stand."
    ),
    "corrected_before": mark(
        "The same evidence was corrected. Register it in the person's file if it is to stand."
    ),
    "revoked_since": mark("Not undone: it was revoked meanwhile."),
    "corrected_since": mark("Not undone: it was corrected meanwhile."),
}


def words(told: Mapping[Any, str], tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Codes and their words, for a form to choose from."""
    t = translator(tongue)
    return tuple((str(code), t(word)) for code, word in told.items())


def why(row: PassListRow, t: Translate) -> list[tuple[str, str]]:
    """Why a row does what it does: the cell it is about, if any, and what to do."""
    told = [(one["cell"], t(one["detail"], **one["values"])) for one in row.faults]
    if not told and row.reason is not None:
        told.append(("", t(_REASONS[row.reason])))
    if row.left_because is not None:
        told.append(("", t(_REASONS[row.left_because])))
    return told
