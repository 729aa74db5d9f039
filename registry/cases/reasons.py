"""Reasons ready to be put in a decision: edited by the officer before they are sent.

English here is the key of the bokmål and nynorsk texts; letters are written in those two alone.
"""

from collections.abc import Mapping

from kit.i18n import Tongue, mark, translator
from registry.cases.words import Outcome
from registry.words import Letterform

TEMPLATES: Mapping[Outcome, Mapping[str, tuple[str, str]]] = {
    Outcome.LISTED: {
        "documented": (
            mark("The evidence is documented"),
            mark(
                "You have documented the qualifications that are required for being listed in the register "
                "of interpreters. The directorate has checked the evidence you sent, and finds that it "
                "meets the requirements."
            ),
        ),
    },
    Outcome.REFUSED: {
        "not_enough": (
            mark("The evidence gives no category"),
            mark(
                "The evidence you have sent does not give a category in the register of interpreters. The "
                "register requires at least a passed bilingual test, or status as state-authorised or "
                "subject translator, together with a completed course in the interpreter's area of "
                "responsibility (TAO). You can apply again when you can document this."
            ),
        ),
        "waits_for_tao": (
            mark("The TAO course is missing"),
            mark(
                "You have documented the language, but not a completed course in the interpreter's area of "
                "responsibility (TAO). Both are required before you can be listed. You can apply again when"
                " you have completed the course."
            ),
        ),
        "not_documented": (
            mark("What was asked for has not come"),
            mark(
                "We have asked you for evidence that is needed to decide the application. We have not "
                "received it within the deadline, and the application must therefore be decided as it "
                "stands. You can apply again when you have the evidence."
            ),
        ),
        "not_genuine": (
            mark("The evidence could not be confirmed"),
            mark(
                "We have asked the issuer to confirm the evidence you sent. The issuer has not been able to "
                "confirm it, and it can therefore not be the basis of a listing."
            ),
        ),
    },
    Outcome.WARNED: {
        "good_practice": (
            mark("Breach of good interpreting practice"),
            mark(
                "An interpreter shall follow good interpreting practice. We find it documented that this "
                "was not done in the assignment the case is about. The breach is such that you are given a "
                "written warning. Three warnings in the course of five years may lead to exclusion from the"
                " register."
            ),
        ),
        "confidentiality": (
            mark("Breach of the duty of confidentiality"),
            mark(
                "An interpreter has a duty of confidentiality about what she or he learns in the "
                "assignment. We find it documented that the duty was broken. You are given a written "
                "warning. Three warnings in the course of five years may lead to exclusion from the "
                "register."
            ),
        ),
        "impartiality": (
            mark("Breach of the rules on impartiality"),
            mark(
                "An interpreter shall not take an assignment where there are circumstances that may weaken "
                "the trust in her or his impartiality. We find it documented that this rule was broken. You"
                " are given a written warning. Three warnings in the course of five years may lead to "
                "exclusion from the register."
            ),
        ),
    },
    Outcome.EXCLUDED: {
        "case_running": (
            mark("While the case runs"),
            mark(
                "A case about a breach of your duties as an interpreter is being looked into. What has come"
                " to light is so serious that you are excluded from the register until the case is decided."
            ),
        ),
        "three_warnings": (
            mark("Three warnings in five years"),
            mark(
                "You have been given three written warnings in the course of five years. The conditions for"
                " exclusion from the register are therefore met, and after an assessment of the case as a "
                "whole we find that exclusion is necessary."
            ),
        ),
        "substantial_breach": (
            mark("A substantial breach"),
            mark(
                "We find it documented that you have substantially broken your duties as an interpreter. The "
                "conditions for exclusion from the register are therefore met."
            ),
        ),
    },
    Outcome.DISMISSED: {
        "no_breach": (
            mark("No breach"),
            mark("We have looked into the notice, and do not find it documented that any duty was broken."),
        ),
        "not_ours": (
            mark("Not a matter for the register"),
            mark("What the notice is about is not a duty that the register watches over."),
        ),
    },
    Outcome.REVERSED: {
        "new_evidence": (
            mark("New evidence with the appeal"),
            mark("What you have documented with the appeal leads us to another result than before."),
        ),
        "assessed_anew": (
            mark("Assessed anew"),
            mark("We have assessed the case anew because of the appeal, and have come to another result."),
        ),
    },
    Outcome.UPHELD: {
        "appeal_body": (
            mark("Decided by the appeal body"),
            mark("The appeal body has assessed the case, and has not given the appeal effect."),
        ),
    },
    Outcome.REJECTED: {
        "late": (
            mark("The appeal came too late"),
            mark(
                "The appeal came after the deadline. You cannot be said to be without blame for that, and "
                "there are no special reasons for hearing it even so (section 31 of the Public "
                "Administration Act)."
            ),
        ),
    },
}
"""By outcome and code: what the officer chooses it by, and the text."""


def titles(outcome: Outcome, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """The templates of an outcome, to choose from: code and title, in the officer's language."""
    t = translator(tongue)
    return tuple((code, t(title)) for code, (title, _) in TEMPLATES.get(outcome, {}).items())


def text(outcome: Outcome, code: str, letterform: Letterform) -> str:
    """A template's text in the party's form of Norwegian; empty for a code there is none of."""
    found = TEMPLATES.get(outcome, {}).get(code)
    return translator(Tongue(letterform.value))(found[1]) if found else ""
