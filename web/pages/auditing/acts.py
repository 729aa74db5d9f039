"""The words for what was done: one for each of identity/audit/acts.py, which a test holds."""

from collections.abc import Mapping

from identity.audit import Act
from kit.i18n import Tongue, mark, translator

ACTS: Mapping[Act, str] = {
    Act.PERSON_REGISTERED: mark("Person registered"),
    Act.PARTICULARS_CHANGED: mark("Facts about the person changed"),
    Act.ACCOUNT_LINKED: mark("Account linked"),
    Act.EVIDENCE_REGISTERED: mark("Evidence registered"),
    Act.EVIDENCE_REVOKED: mark("Evidence revoked"),
    Act.CORRECTED: mark("Registered in error, and corrected"),
    Act.LISTING_CHANGED: mark("Listing changed"),
    Act.EXCLUDED: mark("Shut out"),
    Act.BIRTH_NUMBER_REGISTERED: mark("Birth number registered"),
    Act.BIRTH_NUMBER_READ: mark("Birth number read"),
    Act.DOCUMENT_STORED: mark("Document stored"),
    Act.DOCUMENT_READ: mark("Document opened"),
    Act.FILE_READ: mark("File opened"),
    Act.OWN_COPY_TAKEN: mark("Copy of own data taken out"),
    Act.REQUEST_CHANGED: mark("Request made or answered"),
    Act.PERSON_REMOVED: mark("Person removed"),
    Act.ISSUER_REGISTERED: mark("Issuing body registered"),
    Act.CASE_CHANGED: mark("Case taken further"),
    Act.EXCLUSION_LIFTED: mark("Exclusion lifted"),
    Act.IMPORT_RECEIVED: mark("Pass list received"),
    Act.IMPORT_RUN: mark("Pass list run"),
    Act.IMPORT_UNDONE: mark("Pass list undone"),
    Act.IMPORT_DISCARDED: mark("Pass list put away"),
    Act.TARGET_SET: mark("Target set"),
    Act.MEASURE_ASSESSED: mark("Measure assessed"),
    Act.BATCH_SENT: mark("File of questions sent"),
    Act.ANSWERS_EXPORTED: mark("Copy of answers taken out"),
    Act.REGISTER_EXPORTED: mark("Copy of the register taken out"),
    Act.BOOKINGS_EXPORTED: mark("Copy of bookings taken out"),
    Act.BARRED: mark("Interpreter barred"),
    Act.BAR_LIFTED: mark("Bar lifted"),
    Act.BARS_EXPORTED: mark("Copy of the bars taken out"),
    Act.AUDIT_EXPORTED: mark("Copy of the log taken out"),
    Act.MERGED: mark("Two entries merged"),
    Act.NOT_THE_SAME: mark("Two entries are not the same person"),
    Act.PROFILE_CONFIRMED: mark("Profile confirmed"),
    Act.OFFERING_RUN: mark("An interpreter chosen to be asked"),
    Act.DEVIATION_REGISTERED: mark("Deviation registered"),
    Act.DEVIATION_CORRECTED: mark("Deviation corrected"),
    Act.DEVIATIONS_EXPORTED: mark("Copy of deviations taken out"),
    Act.NEEDS_EXPORTED: mark("Copy of needs taken out"),
    Act.GUIDELINE_SET: mark("Guideline for interpreters set"),
    Act.MESSAGE_READ: mark("Received message opened"),
    Act.MESSAGES_EXPORTED: mark("Copy of received messages taken out"),
    Act.ROLE_GIVEN: mark("Role given"),
    Act.ROLE_ENDED: mark("Role ended"),
    Act.CONTENT_ERASED: mark("Content of the log erased"),
}


def said(act: str, tongue: Tongue) -> str:
    """What was done, in the reader's language."""
    return translator(tongue)(ACTS[Act(act)])


def choices(tongue: Tongue) -> list[tuple[str, str]]:
    """Every act, for a form to choose from, in the order of their words."""
    return sorted(((act.value, said(act, tongue)) for act in Act), key=lambda pair: pair[1].casefold())
