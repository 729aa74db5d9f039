"""What each rule is called, what it means, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.i18n import mark
from registry.quality.likeness import WEIGHTS, Reason
from registry.quality.rules import Rule


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule in words: its name, why it matters, what to do, and what is said when nobody breaks it."""

    name: str
    matter: str
    remedy: str
    good: str


RULES: Mapping[Rule, Wording] = {
    Rule.POSSIBLE_DUPLICATE: Wording(
        mark("Possible duplicates"),
        mark("Two entries may be one person. The evidence is then divided, and a category may be wrong."),
        mark("Compare the two. Say that they are not the same, or merge them."),
        mark("No two entries look like the same person."),
    ),
    Rule.PROTECTED_WITH_CONSENT: Wording(
        mark("Protected identity with consent to publish"),
        mark("A protected identity must appear nowhere public, so a consent to publish is a mistake."),
        mark("Take the consent away in the file, and ask what is right."),
        mark("No protected identity has a consent to publish."),
    ),
    Rule.NO_CONTACT: Wording(
        mark("No e-mail and no telephone"),
        mark("Nobody can reach the interpreter: no requests, no letters, no questions about an assignment."),
        mark("Find an e-mail address or a telephone number, and register it in the file."),
        mark("Everybody can be reached."),
    ),
    Rule.FORMER_KOMMUNE: Wording(
        mark("Municipality that no longer exists"),
        mark(
            "The number stored is a former one, or unknown. Distances may be wrong, and counts by county are."
        ),
        mark("Use today's number. Where a municipality was divided, ask the interpreter which part it is."),
        mark("Every municipality is one of today's."),
    ),
    Rule.WITHOUT_CATEGORY: Wording(
        mark("Listed without a category"),
        mark("The interpreter is in the public register, but no evidence gives a category today."),
        mark("Register the evidence that is missing, or take the interpreter out of the public register."),
        mark("Everybody who is listed has a category."),
    ),
    Rule.EVIDENCE_EXPIRING: Wording(
        mark("Evidence that ends within 90 days"),
        mark("A category may be lost when it ends. The interpreter is told by letter 90 and 30 days before."),
        mark("Register the new evidence when it comes. Tell whoever has no e-mail address in another way."),
        mark("No evidence ends within 90 days."),
    ),
    Rule.STALE_PROFILE: Wording(
        mark("Not confirmed for a year"),
        mark("Listed interpreters are asked once a year whether what the register holds is right."),
        mark("They are reminded once a month. Call those who do not answer or have no e-mail address."),
        mark("Every listed interpreter has confirmed the profile within a year."),
    ),
    Rule.WITHOUT_ACCOUNT: Wording(
        mark("Listed without an account"),
        mark("The interpreter is in the public register but cannot sign in, and so cannot answer requests."),
        mark("Create an account and tie it to the interpreter."),
        mark("Everybody who is listed can sign in."),
    ),
}

REASONS: Mapping[Reason, str] = {
    Reason.SAME_NAME: mark("Same name"),
    Reason.NAME_REORDERED: mark("Same name in another order"),
    Reason.NAME_ONE_SLIP: mark("Names one letter apart"),
    Reason.NAME_WITHIN: mark("One name is part of the other"),
    Reason.NAME_SHARED: mark("Part of the name in common"),
    Reason.SAME_EMAIL: mark("Same e-mail address"),
    Reason.SAME_PHONE: mark("Same telephone"),
    Reason.SAME_BIRTH_DATE: mark("Same birth date"),
    Reason.SAME_KOMMUNE: mark("Same municipality"),
    Reason.SAME_LANGUAGE: mark("A language in common"),
    Reason.OTHER_BIRTH_DATE: mark("Different birth dates"),
    Reason.OTHER_GENDER: mark("Different gender"),
}


def kind_of(code: str) -> tuple[str, str]:
    """How a reason looks, as a status: speaking for it or against it; and its words."""
    reason = Reason(code)
    return ("ok" if WEIGHTS[reason] > 0 else "bad"), REASONS[reason]
