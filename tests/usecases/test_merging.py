"""Two entries of one person become one: nothing is lost or rewritten, and the former number answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

import migrations.metadata
from booking import merging as booking_merging
from booking.states import OfferStatus
from booking.tables import Bar
from identity.audit.tables import AuditEntry
from identity.roles import Role
from identity.tables import RoleGrant
from kit.db import Database, stored_id
from kit.errors import Conflict, Invalid
from kit.i18n import Tongue
from registry import chronicle, listing, profiles, registration, verification
from registry.own import merging as own_merging
from registry.own.tables import OwnRequest
from registry.own.words import RequestKind, RequestStatus
from registry.papers import birth_numbers
from registry.quality import merging
from registry.quality.merging import Merging
from registry.tables import Evidence, Exclusion, Interpreter, Merge
from registry.verification import Answer
from registry.words import EvidenceKind
from tests import make_identity, make_letters
from tests import make_registry as registry
from tests.make import NOW
from tests.make_registry import TODAY

LATER = NOW + timedelta(hours=1)


def merge(session: Session, stands: Interpreter, goes: Interpreter, **more: Any) -> Merge:
    wanted = Merging(standing=stands.number, merged=goes.number, why="Same passport.", **more)
    return merging.merge(session, wanted=wanted, now=LATER)


def test_the_former_number_answers_as_the_one_that_stands(database: Database) -> None:
    with database.write() as session:
        stands = registry.interpreter(session, "Selam Tesfai")
        goes = registry.interpreter(session, "Selam Tesfay", ("som", EvidenceKind.BACHELOR))
        asked: dict[str, Any] = {"number": goes.number, "on": TODAY, "now": LATER + timedelta(hours=1)}
        merge(session, stands, goes)
        told = verification.verify(session, language="tir", **asked)
        assert (told.answer, told.name, told.number) == (Answer.VALID, "Selam Tesfai", stands.number)
        assert verification.verify(session, language="som", **asked).answer is Answer.VALID
        shown = profiles.public(session, number=goes.number, today=TODAY)
        assert (shown.number, shown.name) == (stands.number, "Selam Tesfai")


def test_what_was_known_before_the_merge_is_answered_as_it_was_known(database: Database) -> None:
    with database.write() as session:
        stands = registry.interpreter(session, "Selam Tesfai")
        goes = registry.interpreter(session, "Selam Tesfay", ("som", EvidenceKind.BACHELOR))
        merge(session, stands, goes)
        for number, language, answer in (
            (stands.number, "som", Answer.LANGUAGE_NOT_HELD),
            (goes.number, "som", Answer.VALID),
            (goes.number, "tir", Answer.LANGUAGE_NOT_HELD),
        ):
            told = verification.verify(
                session, number=number, language=language, on=TODAY, now=LATER, known_at=NOW
            )
            assert told.answer is answer
        # and nothing was written over
        rows = session.exec(select(Evidence).where(Evidence.interpreter_id == goes.id)).all()
        assert [(one.language, one.registered_at, one.struck_at) for one in rows] == [("som", NOW, LATER)]


def test_numbers_merged_one_after_the_other_lead_to_the_last_in_one_step(database: Database) -> None:
    with database.write() as session:
        one, two, three = (registry.interpreter(session, name) for name in ("A", "B", "C"))
        merge(session, two, one)
        made = merge(session, three, two)
        assert made.moved["merges"] == [one.id]
        told = verification.verify(session, number=one.number, language="tir", on=None, now=LATER)
        assert told.number == three.number
        assert registration.whose(session, one.number) == three


def test_the_same_proof_registered_twice_counts_once(database: Database) -> None:
    with database.write() as session:
        stands, goes = (
            registry.interpreter(session, name, ("tir", EvidenceKind.CREDITS)) for name in ("A", "B")
        )
        made = merge(session, stands, goes)
        rows = session.exec(select(Evidence).where(Evidence.interpreter_id == stands.id)).all()
        assert len(rows) == 1
        assert list(made.moved["evidence"].values()) == [rows[0].id]


def test_a_merged_number_takes_nothing_new_and_cannot_be_merged_again(database: Database) -> None:
    with database.write() as session:
        stands, goes = (registry.interpreter(session, name) for name in ("A", "B"))
        merge(session, stands, goes)
        number, id_ = goes.number, stored_id(goes.id)
        for refused in (
            lambda: registry.proof(session, goes, EvidenceKind.BACHELOR),
            lambda: registration.change(session, number=number, changes={"phone": "22 00 00 00"}, now=NOW),
            lambda: listing.change(session, interpreter_id=id_, listed=False, effective_on=TODAY, now=NOW),
        ):
            with pytest.raises(Conflict, match="merged"):
                refused()
        with pytest.raises(Conflict, match="merged_already"):
            merge(session, stands, goes)
        with pytest.raises(Conflict, match="same_number"):
            merge(session, stands, stands)
        with pytest.raises(Invalid):
            merging.merge(session, wanted=Merging(standing=stands.number, merged=number, why=" "), now=NOW)


def test_the_history_of_both_tells_the_merge_and_the_log_has_it_under_both(database: Database) -> None:
    with database.write() as session:
        stands, goes = (registry.interpreter(session, name) for name in ("Stands", "Goes"))
        merge(session, stands, goes)
        told = {
            one.number: [
                told.sentence
                for told in chronicle.of(profiles.file(session, number=one.number), Tongue.ENGLISH)
            ]
            for one in (stands, goes)
        }
        came = f"Number {goes.number} was merged into this one; what it held counts here: Same passport."
        went = f"Merged into number {stands.number}, where everything counts from now on: Same passport."
        assert came in told[stands.number]
        assert went in told[goes.number]
        assert not any("in error" in sentence for sentence in told[goes.number])
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "merged")).all()
        assert {one.subject for one in entries} == {f"interpreter:{stands.id}", f"interpreter:{goes.id}"}
        assert all(one.content == {"standing": stands.number, "merged": goes.number} for one in entries)


def test_an_exclusion_follows_her_and_protection_is_never_lost(database: Database) -> None:
    with database.write() as session:
        stands = registry.interpreter(session, "A", email="a@tolk.example.org", contact_consent=True)
        goes = registry.interpreter(session, "B", phone="22 00 00 00", protected=True)
        registry.shut_out(session, goes)
        merge(session, stands, goes)
        assert exclusion_of(session) == [stands.id]
        assert (stands.protected, stands.contact_consent, stands.phone) == (True, False, "22 00 00 00")
        told = verification.verify(session, number=goes.number, language="tir", on=None, now=LATER)
        assert told.answer is Answer.UNKNOWN_NUMBER


def exclusion_of(session: Session) -> list[int]:
    return list(session.exec(select(Exclusion.interpreter_id)))


def test_she_keeps_the_account_she_signs_in_with_and_a_second_one_loses_its_role(database: Database) -> None:
    with database.write() as session:
        stands, goes, third = (registry.interpreter(session, name) for name in ("A", "B", "C"))
        accounts = [
            make_identity.account(session, f"{name}@tolk.example.org", Role.INTERPRETER) for name in "bc"
        ]
        for person, account in zip((goes, third), accounts, strict=True):
            registration.link_account(
                session, number=person.number, account_id=stored_id(account.id), now=NOW
            )
        merge(session, stands, goes)
        assert (stands.account_id, goes.account_id) == (accounts[0].id, None)
        merge(session, stands, third)
        assert (stands.account_id, third.account_id) == (accounts[0].id, None)
        holders = session.exec(select(RoleGrant.account_id).where(RoleGrant.role == Role.INTERPRETER))
        assert list(holders) == [accounts[0].id]


def test_two_birth_dates_are_not_one_person_and_one_known_follows_her(database: Database) -> None:
    with database.write() as session:
        stands, goes, other = (registry.interpreter(session, name) for name in ("A", "B", "C"))
        for person, born in ((goes, date(1980, 5, 17)), (other, date(1981, 5, 17))):
            birth_numbers.register(session, number=person.number, birth_number=None, birth_date=born, now=NOW)
        merge(session, stands, goes)
        kept = birth_numbers.read(session, number=stands.number, why="Asked.", now=NOW)
        assert kept.birth_date == date(1980, 5, 17)
        with pytest.raises(Conflict, match="other_birth_date"):
            merge(session, stands, other)


def test_a_number_with_an_assignment_cannot_go_but_can_stand(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        other = registry.interpreter(session, "Aase Østby")
        follow = {"followers": (booking_merging.follow,)}
        with pytest.raises(Conflict, match="merged_is_booked"):
            merge(session, other, world.interpreter, **follow)
        merge(session, world.interpreter, other, **follow)


def test_what_she_has_asked_for_is_answered_before_the_number_goes(database: Database) -> None:
    with database.write() as session:
        stands, goes = (registry.interpreter(session, name) for name in ("A", "B"))
        asked = OwnRequest(interpreter_id=stored_id(goes.id), kind=RequestKind.REMOVAL,
                           status=RequestStatus.OPEN, said="", asked_at=NOW)  # fmt: skip
        session.add(asked)
        session.flush()
        with pytest.raises(Conflict, match="merged_has_requests"):
            merge(session, stands, goes, followers=(own_merging.follow,))
        asked.status, asked.answered_at = RequestStatus.DONE, NOW
        session.flush()
        merge(session, stands, goes, followers=(own_merging.follow,))


def test_an_open_question_holds_the_merge_back(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        world.offer.status = OfferStatus.OPEN
        session.delete(world.assignment)
        session.flush()
        other = registry.interpreter(session, "Aase Østby")
        with pytest.raises(Conflict, match="merged_is_booked"):
            merge(session, other, world.interpreter, followers=(booking_merging.follow,))


def test_bars_and_refusals_of_the_number_that_goes_bind_the_one_that_stands(database: Database) -> None:
    with database.write() as session:
        world = make_letters.world(session)
        stands, goes = (registry.interpreter(session, name) for name in ("A", "B"))
        world.booking.refused = [goes.number]
        agency = world.booking.organisation_id
        session.add(
            Bar(organisation_id=agency, interpreter_id=stored_id(goes.id), reason="Asked.", registered_at=NOW)
        )
        session.flush()
        merge(session, stands, goes, followers=(booking_merging.follow,))
        assert world.booking.refused == [goes.number, stands.number]
        assert stands.id in set(session.exec(select(Bar.interpreter_id)))


def test_every_table_about_an_interpreter_is_known_to_the_merge() -> None:
    """A new table is added here once somebody has thought about what a merge means for its rows."""
    assert migrations.metadata.METADATA is SQLModel.metadata
    pointing = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "interpreter.id"
    }
    moved = {"evidence", "listing_change", "document", "exclusion", "training_event", "register_case"}
    followed = {
        "bar",
        "working_hours",
        "absence",
        "extra_hours",
        "on_call",
        "interpreter_reach",
        "working_extent",
        "offer_by_calendar",
        "calendar_source",
        "busy_span",
    }
    made_anew = {
        "seat",
        "standing",
        "name_word",
        "findable",
        "findable_word",
        "possible_duplicate",
        "interpreter_merge",
    }
    once = {"person_secret", "profile_check"}
    stays = {
        *("particulars_change", "not_duplicate", "offer", "assignment", "invitation", "pass_list_row"),
        *("booking_letter", "received_message", "time_proposal"),
    }
    answered_first = {"own_request"}
    assert pointing == moved | followed | made_anew | once | stays | answered_first
