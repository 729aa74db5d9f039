"""What may be wrong in the register: who breaks each rule, and how many did on which day."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from identity.roles import Role
from kit.db import Database, stored_id
from kit.errors import NotFound
from registry import correction, evidence, registration
from registry.quality import finding, measuring
from registry.quality.rules import Rule, rule_of
from registry.quality.tables import ProfileCheck, QualityMeasure
from registry.tables import Interpreter
from registry.words import EvidenceKind
from tests import make, make_identity
from tests import make_registry as registry
from tests.make import NOW
from tests.make_registry import TODAY

REACHED = {"email": "selam@tolk.example.org", "phone": "+47 400 00 001"}
YEARS_AGO = NOW.replace(year=2020)


def breaking(session: Session, rule: Rule, q: str = "") -> list[int]:
    """The numbers of those who break the rule, in the order they are shown."""
    found, _ = finding.page(session, rule, now=NOW, q=q, limit=50)
    assert q or len(found) == finding.count(session, rule, now=NOW)
    return [one.person.number for one in found]


def test_who_can_be_reached_in_no_way_breaks_a_rule_and_the_listed_stand_first(database: Database) -> None:
    with database.write() as session:
        hidden = registry.interpreter(session, "Anna Aas", listed=False)
        shown = registry.interpreter(session, "Åse Østby")
        registry.interpreter(session, "By Phone", phone="+47 400 00 001")
        blank = registry.interpreter(session, "Bo Blank", listed=False)
        blank.email = blank.phone = " "
        session.flush()
        assert breaking(session, Rule.NO_CONTACT) == [shown.number, hidden.number, blank.number]
        assert breaking(session, Rule.NO_CONTACT, "øst") == [shown.number]
        assert breaking(session, Rule.NO_CONTACT, str(hidden.number)) == [hidden.number]


def test_a_former_and_an_unknown_kommune_break_a_rule_and_todays_do_not(database: Database) -> None:
    with database.write() as session:
        people = [registry.interpreter(session, name) for name in ("A", "B", "C", "D")]
        for person, kommune in zip(people, ("0301", "1201", "9999", "1850"), strict=True):
            person.kommune = kommune
        session.flush()
        assert breaking(session, Rule.FORMER_KOMMUNE) == [one.number for one in people[1:]]


@pytest.mark.parametrize(
    ("valid_until", "breaks"),
    [
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (TODAY + timedelta(days=90), True),
        (TODAY + timedelta(days=91), False),
        (None, False),
    ],
)
def test_evidence_ends_soon_from_today_to_ninety_days_ahead(
    database: Database, valid_until: date | None, *, breaks: bool
) -> None:
    with database.write() as session:
        person = registry.interpreter(session, "Selam", ("tir", EvidenceKind.BACHELOR))
        registry.proof(session, person, EvidenceKind.TRANSLATOR, valid_until=valid_until)
        assert breaking(session, Rule.EVIDENCE_EXPIRING) == ([person.number] if breaks else [])


def test_evidence_that_is_renewed_revoked_or_struck_does_not_end_soon(database: Database) -> None:
    soon = TODAY + timedelta(days=20)
    with database.write() as session:
        people = [registry.interpreter(session, name) for name in ("A", "B", "C", "D")]
        proofs = [registry.proof(session, one, EvidenceKind.TRANSLATOR, valid_until=soon) for one in people]
        renewed, other_language = people[0], people[3]
        registry.proof(session, renewed, EvidenceKind.TRANSLATOR, issued_on=TODAY)
        evidence.revoke(
            session, evidence_id=stored_id(proofs[1].id), reason="Ended.", revoked_on=TODAY, now=NOW
        )
        correction.correct_evidence(
            session, evidence_id=stored_id(proofs[2].id), right=None, reason="Not hers.", now=NOW
        )
        registry.proof(session, other_language, EvidenceKind.TRANSLATOR, "som", issued_on=TODAY)
        assert breaking(session, Rule.EVIDENCE_EXPIRING) == [other_language.number]
        (found,), _ = finding.page(session, Rule.EVIDENCE_EXPIRING, now=NOW, limit=50)
        assert [(one.proof.id, one.told_at) for one in found.endings] == [(proofs[3].id, None)]


def test_a_profile_is_stale_a_year_after_it_was_registered_or_confirmed(database: Database) -> None:
    a_year = timedelta(days=365)
    with database.write() as session:
        never = registry.interpreter(session, "A", now=YEARS_AGO)
        for name, ago in (("B", a_year), ("C", a_year - timedelta(minutes=1))):
            person = registry.interpreter(session, name, now=YEARS_AGO)
            session.add(ProfileCheck(interpreter_id=stored_id(person.id), confirmed_at=NOW - ago))
        registry.interpreter(session, "Unlisted", now=YEARS_AGO, listed=False)
        registry.interpreter(session, "New")
        session.flush()
        stale = breaking(session, Rule.STALE_PROFILE)
        names = dict(session.exec(select(Interpreter.number, Interpreter.name)).all())
        assert [names[number] for number in stale] == ["A", "B"]
        assert stale[0] == never.number


def test_listed_without_a_category_is_not_said_of_the_shut_out_or_the_unlisted(database: Database) -> None:
    test = ("tir", EvidenceKind.BILINGUAL_TEST)
    with database.write() as session:
        waiting = registry.interpreter(session, "Waiting", test)
        shut = registry.interpreter(session, "Shut", test)
        registry.shut_out(session, shut)
        left = registry.interpreter(session, "Left", test)
        registry.turn(session, left, listed=False)
        registry.interpreter(session, "Held")
        assert breaking(session, Rule.WITHOUT_CATEGORY) == [waiting.number]


def test_consent_of_a_protected_identity_and_a_missing_account_break_rules(database: Database) -> None:
    with database.write() as session:
        guarded = registry.interpreter(session, "Guarded", protected=True)
        guarded.contact_consent = True
        with_account = registry.interpreter(session, "With account")
        account = make_identity.account(session, "with@tolk.example.org", Role.INTERPRETER)
        registration.link_account(
            session, number=with_account.number, account_id=stored_id(account.id), now=NOW
        )
        session.flush()
        assert breaking(session, Rule.PROTECTED_WITH_CONSENT) == [guarded.number]
        assert breaking(session, Rule.WITHOUT_ACCOUNT) == [guarded.number]


def test_a_long_list_is_read_page_by_page_without_loss(database: Database) -> None:
    with database.write() as session:
        made = [registry.interpreter(session, f"Åse {n % 3}", listed=n % 2 == 0) for n in range(7)]
        seen: list[int] = []
        cursor: str | None = None
        while True:
            found, cursor = finding.page(session, Rule.NO_CONTACT, now=NOW, limit=2, cursor=cursor)
            seen += [one.person.number for one in found]
            if cursor is None:
                break
    assert sorted(seen) == sorted(one.number for one in made)
    assert len(seen) == 7


def test_each_rule_is_measured_once_a_day_and_the_first_measure_stands(database: Database) -> None:
    with database.write() as session:
        registry.interpreter(session, "Selam")
        assert measuring.is_due(session, now=NOW)
        measuring.take(session, now=NOW)
        assert not measuring.is_due(session, now=NOW)
        registry.interpreter(session, "Later the same day")
        measuring.take(session, now=NOW)
        rows = session.exec(select(QualityMeasure).where(QualityMeasure.rule == "no_contact")).all()
        assert [(row.on, row.count) for row in rows] == [(TODAY, 1)]
        assert len(session.exec(select(QualityMeasure)).all()) == 8


def test_a_trend_tells_the_change_since_a_month_and_skips_the_days_nobody_measured(
    database: Database,
) -> None:
    with database.write() as session:
        for days_ago, count in ((60, 9), (31, 7), (3, 2)):
            on = TODAY - timedelta(days=days_ago)
            session.add(QualityMeasure(rule="no_contact", on=on, count=count, measured_at=make.NOW))
        registry.interpreter(session, "Selam")
        told = measuring.trend(session, Rule.NO_CONTACT, now=NOW)
        assert (told.count, told.month_ago, told.change) == (1, 7, -6)
        assert [count for _, count in told.measures] == [9, 7, 2]
        assert measuring.trend(session, Rule.STALE_PROFILE, now=NOW).change is None


def test_an_unknown_rule_is_not_found() -> None:
    with pytest.raises(NotFound):
        rule_of("no_such_rule")
