"""What was saved, said in one line on the page that follows: `to(address, saved="hours_added")`."""

from collections.abc import Mapping

from kit.i18n import mark

SAVED: Mapping[str, str] = {
    "booking_registered": mark("The booking is registered. Nobody has been asked yet."),
    "booking_changed": mark("The booking is changed."),
    "hours_added": mark("The working hours are added."),
    "hours_removed": mark("The working hours are removed."),
    "absence_added": mark("The absence is added."),
    "absence_removed": mark("The absence is removed."),
    "person_registered": mark("The interpreter is registered. Register evidence next."),
    "particulars_changed": mark("The facts are saved."),
    "evidence_registered": mark("The evidence is registered."),
    "evidence_corrected": mark("The correction is registered. The history shows both."),
    "issuer_registered": mark("The body is registered. Evidence can name it."),
    "document_stored": mark("The document is stored."),
    "birth_number_registered": mark("The birth number is registered."),
    "evidence_revoked": mark("The evidence is revoked."),
    "listed": mark("The interpreter is listed from the day you chose."),
    "taken_out": mark("The interpreter is taken out from the day you chose."),
    "kommune_of_today": mark("The municipality has today's number."),
    "language_chosen": mark("The language is saved."),
    "password_changed": mark("Your password is changed. You are signed out everywhere else."),
    "password_chosen": mark("Your new password is saved. Sign in with it."),
    "token_ended": mark("The token works no more."),
    "receipt_made": mark("The answer is kept. Write the reference in the case file, or print this page."),
    "target_set": mark("The target is set."),
    "assessment_written": mark("The assessment is saved."),
}
"""By the code in the address; a code we do not know says nothing."""
