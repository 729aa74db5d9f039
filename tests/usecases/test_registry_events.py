"""People enter, evidence comes and goes, and two officers at once lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import select

from identity.roles import Role
from kit.db import Database, stored_id
from kit.errors import Conflict, Invalid, NotFound
from kit.i18n import Tongue
from registry import chronicle, evidence, exclusion, profiles, registration
from registry.exclusion import Decision
from registry.registration import Particulars
from registry.tables import Evidence, ListingChange, ParticularsChange, Standing
from registry.words import EvidenceKind, ExclusionKind, Letterform, Modality
from tests import make, make_identity
from tests.make_registry import TODAY, interpreter, proof, shut_out, turn

AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind


def test_a_person_enters_unlisted_with_a_number_that_tells_nothing(database: Database) -> None:
    with database.write() as session:
        people = [interpreter(session, "Selam Tesfai", listed=False) for _ in range(5)]
        numbers = [person.number for person in people]
        assert len(set(numbers)) == 5
        assert numbers != sorted(numbers) or numbers[-1] - numbers[0] > 5
        with pytest.raises(NotFound):
            profiles.public(session, number=numbers[0], today=TODAY)


def test_a_taken_number_is_refused(database: Database) -> None:
    facts = Particulars(name="Selam Tesfai", kommune="0301")
    with database.write() as session:
        registration.register(session, particulars=facts, number=90001, now=make.NOW)
        with pytest.raises(Conflict) as refused:
            registration.register(session, particulars=facts, number=90001, now=make.NOW)
    assert refused.value.code == "number_taken"


def test_an_account_belongs_to_one_interpreter_and_answers_as_her(database: Database) -> None:
    with database.write() as session:
        account = make_identity.account(session, "selam@example.org", Role.INTERPRETER)
        account_id = stored_id(account.id)
        person = interpreter(session)
        registration.link_account(session, number=person.number, account_id=account_id, now=make.NOW)
        found = profiles.interpreter_of(session, account_id)
        assert found is not None
        assert found.number == person.number
        assert profiles.interpreter_of(session, account_id + 1) is None
        other = interpreter(session, "Another").number
    with pytest.raises(Conflict) as refused, database.write() as session:
        registration.link_account(session, number=other, account_id=account_id, now=make.NOW)
    assert refused.value.code == "account_taken"


def test_an_interpreter_is_not_taken_from_her_own_account(database: Database) -> None:
    with database.write() as session:
        hers = make_identity.account(session, "selam@example.org", Role.INTERPRETER)
        stranger = make_identity.account(session, "stranger@example.org", Role.AUDITOR)
        person = interpreter(session)
        for _twice in range(2):
            registration.link_account(
                session, number=person.number, account_id=stored_id(hers.id), now=make.NOW
            )
        with pytest.raises(Conflict) as refused:
            registration.link_account(
                session, number=person.number, account_id=stored_id(stranger.id), now=make.NOW
            )
        assert refused.value.code == "interpreter_has_account"
        assert person.account_id == hers.id


def test_an_account_reads_the_norwegian_its_holder_gets_letters_in(database: Database) -> None:
    with database.write() as session:
        account = make_identity.account(session, "selam@example.org", Role.INTERPRETER)
        person = interpreter(session)
        person.letterform = Letterform.NYNORSK
        registration.link_account(
            session, number=person.number, account_id=stored_id(account.id), now=make.NOW
        )
        assert account.tongue is Tongue.NYNORSK


def test_officers_at_the_same_time_lose_none_of_each_others_evidence(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai", ("tir", AUTHORISATION))
        languages = ["som", "amh", "ara", "prs", "pol", "ukr", "vie", "tha"]

    def register(language: str) -> None:
        with database.write() as session:
            proof(session, person, AUTHORISATION, language)

    with ThreadPoolExecutor(len(languages)) as officers:
        list(officers.map(register, languages))
    with database.read() as session:
        kept = session.exec(select(Standing.language)).all()
    assert sorted(kept) == sorted(["tir", *languages])


def test_a_test_without_tao_is_seen_to_be_waiting(database: Database) -> None:
    with database.write() as session:
        person = interpreter(
            session, "A", ("tir", TEST), ("som", TRANSLATOR), ("amh", BACHELOR), ("amh", TEST)
        )
        assert profiles.file(session, number=person.number).waiting_for_tao(TODAY) == ("som", "tir")
        proof(session, person, TAO, issued_on=TODAY)
        after = profiles.file(session, number=person.number)
        assert after.waiting_for_tao(TODAY) == ()
        assert after.waiting_for_tao(TODAY - timedelta(days=1)) == ("som", "tir")


@pytest.mark.parametrize(
    ("kind", "until_on", "field", "code"),
    [
        (ExclusionKind.PERMANENT, TODAY, "until_on", "not_used"),
        (ExclusionKind.DATED, None, "until_on", "missing"),
        (ExclusionKind.TEMPORARY, TODAY - timedelta(days=1), "until_on", "before_from_on"),
    ],
)
def test_an_exclusion_that_contradicts_itself_is_refused(
    database: Database, kind: ExclusionKind, until_on: date | None, field: str, code: str
) -> None:
    decision = Decision(kind=kind, from_on=TODAY, until_on=until_on, reason="A breach")
    with database.write() as session:
        number = interpreter(session).number
        with pytest.raises(Invalid) as refused:
            exclusion.exclude(session, number=number, decision=decision, now=make.NOW)
    assert [(error.field, error.code) for error in refused.value.errors] == [(field, code)]


def test_the_history_is_told_in_the_readers_language_in_the_order_it_took_effect(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session, "Selam Tesfai", ("tir", AUTHORISATION), ("tir", CREDITS))
        proof(session, person, TAO, issued_on=date(2017, 6, 1), valid_until=date(2027, 6, 1))
        shut_out(session, person, date(2020, 1, 1), date(2020, 3, 31))
        turn(session, person, listed=False, on=date(2021, 1, 1))
        file = profiles.file(session, number=person.number)
        told = {tongue: [one.sentence for one in chronicle.of(file, tongue)] for tongue in Tongue}
    assert told[Tongue.BOKMAL] == [
        "Statsautorisasjon i tigrinja. Utstedt av OsloMet.",
        "Tolkeutdanning, tigrinja, 60 studiepoeng. Utstedt av OsloMet.",
        "Oppført i det offentlige registeret.",
        "TAO-kurs. Utstedt av OsloMet, gyldig til og med tirsdag 1. juni 2027.",
        "Utelukket til og med tirsdag 31. mars 2020: Three warnings.",
        "Tatt ut av det offentlige registeret.",
        "Registrert i Tolkeregisteret.",
    ]
    assert told[Tongue.NYNORSK][0] == "Statsautorisasjon i tigrinja. Utferda av OsloMet."
    assert told[Tongue.ENGLISH][0] == "State authorisation in Tigrinya. Issued by OsloMet."
    assert len(set(map(len, told.values()))) == 1


def test_a_change_of_particulars_leaves_a_trace_without_the_address_itself(database: Database) -> None:
    with database.write() as session:
        officer = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
        person = interpreter(session, email="old@example.org", modalities=frozenset(Modality))
        changes = {
            "kommune": "4601",
            "email": "new@example.org",
            "modalities": frozenset({Modality.SCREEN}),
            "contact_consent": True,
            "name": "Selam Tesfai",
        }
        registration.change(session, number=person.number, changes=changes, now=make.NOW, by=officer.id)
        kept = [(row.field, row.old, row.new) for row in session.exec(select(ParticularsChange))]
        told = chronicle.of(profiles.file(session, number=person.number), Tongue.ENGLISH)
    assert kept == [
        ("kommune", "0301", "4601"),
        ("modalities", "on_site screen telephone", "screen"),
        ("email", None, None),
        ("contact_consent", "no", "yes"),
    ]
    assert {one.sentence for one in told if one.by == officer.name} == {
        "Municipality changed from Oslo to Bergen.",
        "Ways of taking part changed from on site, screen, telephone to screen.",
        "E-mail address changed.",
        "Consent to public contact details changed from no to yes.",
    }


def test_a_protected_identity_consents_to_nothing_public(database: Database) -> None:
    facts = Particulars(name="Selam Tesfai", kommune="0301", protected=True, contact_consent=True)
    with database.write() as session, pytest.raises(Invalid) as refused:
        registration.register(session, particulars=facts, now=make.NOW)
    assert [(error.field, error.code) for error in refused.value.errors] == [("contact_consent", "protected")]


def test_the_same_evidence_is_registered_once_until_it_is_revoked(database: Database) -> None:
    with database.write() as session:
        person = interpreter(session)
        with pytest.raises(Conflict) as refused:
            proof(session, person)
        found = session.exec(select(Evidence)).one()
        evidence.revoke(
            session, evidence_id=stored_id(found.id), reason="A slip", revoked_on=TODAY, now=make.NOW
        )
        assert proof(session, person).id != found.id
    assert refused.value.code == "evidence_exists"


def test_a_listing_that_changes_nothing_is_refused_and_one_given_again_stands(database: Database) -> None:
    later = TODAY + timedelta(days=3)
    with database.write() as session:
        person = interpreter(session, listed=False)
        with pytest.raises(Conflict) as out:
            turn(session, person, listed=False)
        turn(session, person, listed=True)
        turn(session, person, listed=True)
        with pytest.raises(Conflict) as into:
            turn(session, person, listed=True, on=later)
        turn(session, person, listed=True, on=TODAY - timedelta(days=9))
        turn(session, person, listed=False, on=later)
        rows = session.exec(select(ListingChange.listed)).all()
    assert (out.value.code, into.value.code) == ("not_listed", "already_listed")
    assert rows == [True, True, False]
