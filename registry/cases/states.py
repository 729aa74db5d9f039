"""What may follow what in a case, who has to agree, and who is waited for: pure."""

from collections.abc import Mapping
from datetime import date

from kit.errors import Conflict
from kit.i18n import mark
from registry.cases.words import CaseKind, CaseStatus, Outcome

_S, _K, _O = CaseStatus, CaseKind, Outcome

TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    _S.OPEN: frozenset({_S.OPEN, _S.RETURNED, _S.PROPOSED, _S.FORWARDED, _S.CLOSED}),
    _S.RETURNED: frozenset({_S.OPEN, _S.PROPOSED, _S.CLOSED}),
    _S.PROPOSED: frozenset({_S.OPEN, _S.CLOSED}),
    _S.FORWARDED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
}
"""A case that is followed by itself has had a temporary exclusion decided in it, and goes on."""

OUTCOMES: Mapping[tuple[CaseKind, CaseStatus], frozenset[Outcome]] = {
    (_K.APPLICATION, _S.OPEN): frozenset({_O.LISTED, _O.REFUSED}),
    (_K.NOTICE, _S.OPEN): frozenset({_O.DISMISSED, _O.WARNED, _O.EXCLUDED}),
    (_K.APPEAL, _S.OPEN): frozenset({_O.REVERSED, _O.REJECTED}),
    (_K.APPEAL, _S.FORWARDED): frozenset({_O.REVERSED, _O.UPHELD, _O.REJECTED}),
}
"""How a case may end from where it stands; upholding an appeal is the appeal body's alone (fvl. § 34)."""

NEEDS_A_SECOND = frozenset({_O.REFUSED, _O.EXCLUDED})
"""What a second officer approves before it takes effect."""

CAN_BE_APPEALED = frozenset({_O.REFUSED, _O.WARNED, _O.EXCLUDED, _O.REJECTED})
"""What is against the party, and so is appealed (fvl. § 28)."""

TELLS_NOBODY = frozenset({_O.DISMISSED})
"""What the party hears of only if the case was known to her before."""

_SAYS: Mapping[CaseStatus, str] = {
    _S.OPEN: mark("The case is with an officer."),
    _S.RETURNED: mark("The case waits for an answer, and the deadline has not passed. Take it back first."),
    _S.PROPOSED: mark("A decision is proposed in this case, and waits for a second officer."),
    _S.FORWARDED: mark("The case is with the appeal body."),
    _S.CLOSED: mark("The case is closed."),
}


def case_is(status: CaseStatus) -> Conflict:
    """The refusal of what a case in this status does not allow: `case_<status>`."""
    return Conflict(f"case_{status.value}", _SAYS[status])


def require_transition(current: CaseStatus, to: CaseStatus) -> None:
    """Conflict `case_<status>` unless `to` may follow `current`."""
    if to not in TRANSITIONS[current]:
        raise case_is(current)


def outcomes(kind: CaseKind, status: CaseStatus, *, due_on: date | None, today: date) -> frozenset[Outcome]:
    """How the case may be decided now. Waiting for an answer counts as open once the deadline has passed."""
    if status is CaseStatus.RETURNED and due_on is not None and due_on < today:
        status = CaseStatus.OPEN
    return OUTCOMES.get((kind, status), frozenset())
