"""Every code a person may meet has its word, in every language of the interface."""

from enum import StrEnum

import pytest

from bench.demo import rows
from booking.availability.tables import Extent
from booking.deviations.words import DeviationGround, DeviationKind
from booking.needs.words import NeedStatus
from booking.replaying.reading import Differing
from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from booking.tables import Side, SubjectArea
from identity.roles import OrganisationKind, Role
from kit.i18n import Tongue, translator
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Event, Ground, Outcome, Purpose
from registry.categories import Level
from registry.statistics.measures import Measure, TargetKind
from registry.verification import Answer
from registry.words import EvidenceKind, ExclusionKind, Gender, Modality, TestResult
from web import demo_preparing, labels
from web.pages.checking import ADVICE, MEANING

CLOSED_LISTS: dict[str, type[StrEnum]] = {
    "booking_status": BookingStatus,
    "offer_status": OfferStatus,
    "assignment_status": AssignmentStatus,
    "modality": Modality,
    "subject_area": SubjectArea,
    "deviation_kind": DeviationKind,
    "deviation_ground": DeviationGround,
    "need_status": NeedStatus,
    "gender": Gender,
    "evidence": EvidenceKind,
    "result": TestResult,
    "role": Role,
    "organisation_kind": OrganisationKind,
    "exclusion": ExclusionKind,
    "case_kind": CaseKind,
    "purpose": Purpose,
    "case_status": CaseStatus,
    "own_case_status": CaseStatus,
    "outcome": Outcome,
    "decision_status": DecisionStatus,
    "ground": Ground,
    "case_event": Event,
    "answer": Answer,
    "measure": Measure,
    "target_kind": TargetKind,
    "extent": Extent,
    "side": Side,
    "calendar_entry": Differing,
}


def test_every_table_of_the_demo_register_has_its_words() -> None:
    assert {str(table.__tablename__) for table in rows.OF_A_PERSON} <= set(demo_preparing._WORDS)


@pytest.mark.parametrize("group", CLOSED_LISTS)
def test_every_member_of_a_closed_list_has_its_word(group: str) -> None:
    assert set(labels.WORDS[group]) == {member.value for member in CLOSED_LISTS[group]}


def test_every_list_of_words_is_one_of_the_closed_lists() -> None:
    assert set(labels.WORDS) == set(CLOSED_LISTS) | {"category", "left_out"}
    assert set(labels.WORDS["category"]) == {str(level.category) for level in Level}


@pytest.mark.parametrize("group", labels.KINDS)
def test_every_status_has_its_look(group: str) -> None:
    assert set(labels.KINDS[group]) == set(labels.WORDS[group])


def test_every_answer_has_its_meaning_and_its_advice() -> None:
    assert set(MEANING) == set(ADVICE) == set(Answer)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("category_1A", "Category 1 (A)"),
        ("wanted", "Asked for by you"),
        ("substitute", "Interprets a language you accept in its place"),
        ("same_case", "Interpreted in the same case before"),
        ("km_0", "In the same municipality"),
        ("km_12", "About 12 km away"),
        ("minutes_30d_0", "No assignments the last 30 days, nor ahead"),
        ("minutes_30d_180", "180 minutes of assignments the last 30 days and ahead"),
    ],
)
def test_a_candidates_reasons_are_said_in_words(code: str, said: str) -> None:
    assert labels.reasoner(translator(Tongue.ENGLISH))(code) == said
    assert labels.reasoner(translator(Tongue.BOKMAL))(code) not in {code, said}
