"""She corrects what is hers to correct (GDPR art. 16); name and evidence are for officers (`asking`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry import registration
from registry.cases.house import House
from registry.own import letters
from registry.tables import Interpreter

HERS = ("email", "phone", "contact_consent", "kommune", "modalities", "letterform")
"""The particulars she changes herself."""


def mend(
    session: Session,
    *,
    person: Interpreter,
    changes: Mapping[str, Any],
    house: House,
    now: datetime,
) -> Interpreter:
    """Change her own contact facts. A changed e-mail address is told of at the one she had.

    Invalid names every wrong field; ValueError for a fact that is not hers to change.
    """
    if not set(changes) <= set(HERS):
        raise ValueError("this is not hers to change")
    former = registration.held(session, person.number).email
    changed = registration.change(
        session, number=person.number, changes=changes, now=now, by=person.account_id
    )
    if former and changed.email != former:
        letters.address_changed(session, changed, former=former, house=house, now=now)
    return changed
