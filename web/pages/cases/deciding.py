"""A decision: the outcome, reasons put in from a template and edited, and what an exclusion needs more."""

from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.http import Now, Writing, settings_of
from registry.cases import deciding, house, reasons, states
from registry.cases.deciding import Proposal
from registry.cases.words import Ground, Outcome
from registry.words import ExclusionKind
from web.pages import choosing
from web.pages.cases.showing import ReferenceInPath, officers_view, seen
from web.pages.forms import Form, Posted, asked, asking_again, filled, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/cases/{reference}/decide")

_TEXTS = frozenset(Outcome)


@router.get("")
def ask(reference: ReferenceInPath, request: Request, actor: SignedIn, now: Now) -> Response:
    """The form of the outcome in the address, or the choice between those there are."""
    require(actor, Action.HANDLE_CASES)
    return _deciding(request, actor, reference, now, asked(request))


@router.post("")
def decide(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Decide, or with `insert` put a text in the reasons and show the form again."""
    require(actor, Action.HANDLE_CASES)
    if form.get("insert"):
        return _deciding(request, actor, reference, now, form, insert=form.get("insert"))
    with asking_again(form, lambda refused: _deciding(request, actor, reference, now, refused)):
        decision = deciding.decide(
            session,
            reference=reference,
            proposal=_proposal(form),
            seen=seen(form),
            by=actor.id,
            house=house.of(settings_of(request)),
            now=now,
        )
    waits = decision.outcome in states.NEEDS_A_SECOND
    return to(f"/cases/{reference}", saved="decision_proposed" if waits else "case_decided")


def _proposal(form: Form) -> Proposal:
    typed = form.read()
    outcome = typed.word("outcome", Outcome)
    if outcome is None:
        raise typed.missing({"outcome": None})
    excludes = outcome is Outcome.EXCLUDED
    kind = typed.word("exclusion", ExclusionKind) if excludes else None
    given = Proposal(
        outcome=outcome,
        reasons=form.get("reasons"),
        accepted=_ids(form),
        exclusion=kind,
        ground=typed.word("ground", Ground) if excludes else None,
        from_on=typed.day("from_on") if excludes and typed.text("from_on") else None,
        until_on=typed.day("until_on") if excludes and typed.text("until_on") else None,
        unheard_why=typed.text("unheard_why"),
    )
    typed.settle()
    return given


def _ids(form: Form) -> list[int]:
    return [int(one) for one in form.all("accepted") if one.isascii() and one.isdigit()]


def _deciding(
    request: Request, actor: Actor, reference: str, now: datetime, form: Form, *, insert: str = ""
) -> Response:
    values = officers_view(request, actor, reference, now)
    story, case = values["story"], values["case"]
    outcome = _chosen(form)
    if outcome is not None and not form.values.get("reasons"):
        form = _begun(form, outcome, values)
    if outcome is not None and insert:
        form = _with_text(form, reasons.text(outcome, insert, case.letterform))
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "cases/decide.html",
        actor=actor,
        here=f"/cases/{case.reference}/decide" + (f"?outcome={outcome}" if outcome else ""),
        form=form,
        outcome=outcome,
        texts=reasons.titles(outcome, tongue) if outcome else (),
        needs_a_second=outcome in states.NEEDS_A_SECOND,
        claim_choices=[(str(one.id), described, one.issuer) for one, described in values["claims"]],
        kinds=choosing.words("exclusion", tongue),
        grounds=choosing.words("ground", tongue),
        unheard=outcome in {Outcome.WARNED, Outcome.EXCLUDED}
        and not story.case.heard
        and not values["overdue"],
        **values,
    )


def _chosen(form: Form) -> Outcome | None:
    given = form.get("outcome")
    return Outcome(given) if given in _TEXTS else None


def _begun(form: Form, outcome: Outcome, values: dict[str, object]) -> Form:
    """The form as it begins: every claim accepted, the first text put in."""
    story = values["story"]
    texts = reasons.TEMPLATES.get(outcome, {})
    first = "" if outcome is Outcome.EXCLUDED else next(iter(texts), "")
    case = story.case  # type: ignore[attr-defined]  # values is a page's own, of any type
    started = filled(
        outcome=outcome.value,
        reasons=reasons.text(outcome, first, case.letterform),
        accepted=[one.id for one in story.claims],  # type: ignore[attr-defined]  # the same
        from_on=values["today"],
    )
    return replace(form, values={**started.values, **form.values})


def _with_text(form: Form, text: str) -> Form:
    typed = form.get("reasons")
    together = f"{typed}\n\n{text}" if typed and text else typed or text
    return replace(form, values={**form.values, "reasons": [together]})
