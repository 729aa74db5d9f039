"""The words people read for the codes of cases, and how they look."""

from collections.abc import Mapping

from kit.i18n import mark

WORDS: Mapping[str, Mapping[str, str]] = {
    "case_kind": {
        "application": mark("Application"),
        "notice": mark("Notice of breach"),
        "appeal": mark("Appeal"),
    },
    "purpose": {
        "listing": mark("Listing in the register"),
        "relisting": mark("Listing again"),
        "language": mark("A new language"),
    },
    "case_status": {
        "open": mark("With an officer"),
        "returned": mark("Waits for the party"),
        "proposed": mark("Waits for a second officer"),
        "forwarded": mark("With the appeal body"),
        "closed": mark("Closed"),
    },
    "own_case_status": {
        "open": mark("Being handled"),
        "returned": mark("Waits for you"),
        "proposed": mark("Being handled"),
        "forwarded": mark("With the appeal body"),
        "closed": mark("Closed"),
    },
    "outcome": {
        "listed": mark("Granted"),
        "refused": mark("Refused"),
        "dismissed": mark("Put aside"),
        "warned": mark("Written warning"),
        "excluded": mark("Excluded"),
        "reversed": mark("Appeal given effect"),
        "upheld": mark("Decision upheld"),
        "rejected": mark("Appeal rejected"),
    },
    "decision_status": {
        "proposed": mark("Waits for a second officer"),
        "in_force": mark("In force"),
        "sent_back": mark("Sent back"),
        "undone": mark("Undone on appeal"),
    },
    "ground": {
        "case_running": mark("While the case runs"),
        "three_warnings": mark("Three warnings in five years"),
        "substantial_breach": mark("A substantial breach"),
    },
    "case_event": {
        "opened": mark("The case was opened."),
        "supplemented": mark("The party answered."),
        "attached": mark("The party sent a document."),
        "withdrawn": mark("The party withdrew it."),
        "assigned": mark("The case was given to somebody else."),
        "tied": mark("The case was tied to an interpreter."),
        "noted": mark("A note was made."),
        "returned": mark("The party was asked for more."),
        "taken_back": mark("The case was taken back."),
        "proposed": mark("A decision was proposed."),
        "sent_back": mark("The proposal was sent back."),
        "decided": mark("The decision took effect."),
        "forwarded": mark("The appeal was sent to the appeal body."),
        "appealed": mark("The decision was appealed."),
        "lifted": mark("The exclusion was lifted."),
    },
}
KINDS: Mapping[str, Mapping[str, str]] = {
    "case_status": {
        "open": "info", "returned": "wait", "proposed": "wait", "forwarded": "wait", "closed": "idle"
    },
    "own_case_status": {
        "open": "info", "returned": "wait", "proposed": "info", "forwarded": "info", "closed": "idle"
    },
    "decision_status": {"proposed": "wait", "in_force": "ok", "sent_back": "idle", "undone": "idle"},
}  # fmt: skip
"""How a status looks; the words carry the meaning."""
