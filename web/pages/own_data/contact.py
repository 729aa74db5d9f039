"""An interpreter corrects her contact facts; the former e-mail address is told."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import own
from identity.acting import SignedIn
from identity.permissions import Action, Actor
from kit.errors import FieldError, Invalid
from kit.http import Now, Reading, Writing, settings_of
from registry import registration
from registry.cases import house
from registry.own import mending
from registry.tables import Interpreter
from registry.words import Letterform, Modality
from web.pages import choosing
from web.pages.forms import Form, Posted, asking_again, filled, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my/data")


@router.get("/contact")
def ask(request: Request, actor: SignedIn, session: Reading) -> Response:
    """What is hers to correct, as it stands."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    known = registration.particulars_of(person)
    form = filled(**{name: getattr(known, name) for name in mending.HERS})
    return _page(request, actor, person, form)


@router.post("/contact")
def correct(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Keep what she has corrected."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    with asking_again(form, lambda refused: _page(request, actor, person, refused)):
        typed = form.read()
        letterform = typed.word("letterform", Letterform) or Letterform(person.letterform)
        chosen = set(typed.chosen("modalities"))
        if not chosen <= {one.value for one in Modality}:
            typed.errors.append(FieldError("modalities", "unknown_value", "Choose one of the answers shown."))
        if not typed.text("kommune"):
            typed.errors.append(FieldError("kommune", "missing", "Choose a municipality."))
        if typed.errors:
            raise Invalid(*typed.errors)
        changes = {
            "email": typed.text("email"),
            "phone": typed.text("phone"),
            "contact_consent": form.has("contact_consent", "yes"),
            "kommune": typed.text("kommune"),
            "modalities": frozenset(Modality(one) for one in chosen),
            "letterform": letterform,
        }
        mending.mend(session, person=person, changes=changes, house=house.of(settings_of(request)), now=now)
    return to("/my/data", saved="own_facts_corrected")


def _page(request: Request, actor: Actor, person: Interpreter, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "own/contact.html",
        actor=actor,
        here="/my/data/contact",
        form=form,
        person=person,
        kommuner=choosing.kommuner(),
        modalities=choosing.words("modality", tongue),
    )
