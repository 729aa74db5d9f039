"""The register's closed lists of words."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    """The six kinds of proof a category is derived from."""

    STATE_AUTHORISATION = "state_authorisation"
    BACHELOR = "bachelor"
    CREDITS = "credits"
    BILINGUAL_TEST = "bilingual_test"
    TAO = "tao"
    TRANSLATOR = "translator"


class TestResult(StrEnum):
    """How a bilingual test went; only a passed one counts towards a category."""

    __test__ = False  # no test of ours, whatever its name begins with

    PASSED = "passed"
    FAILED = "failed"


class Modality(StrEnum):
    """How the interpreter takes part."""

    ON_SITE = "on_site"
    SCREEN = "screen"
    TELEPHONE = "telephone"


class Gender(StrEnum):
    """What a booker may ask for where the case requires it."""

    WOMAN = "woman"
    MAN = "man"


class ExclusionKind(StrEnum):
    """Tolkeloven § 21: while a case runs, for a dated time, or for good."""

    TEMPORARY = "temporary"
    DATED = "dated"
    PERMANENT = "permanent"


class MediaType(StrEnum):
    """What a document is, by its first bytes."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


class TrainingKind(StrEnum):
    """What a candidate's dated event belongs to."""

    BILINGUAL_TEST = "bilingual_test"
    TAO_COURSE = "tao_course"
    BASIC_EDUCATION = "basic_education"


class TrainingStep(StrEnum):
    """How far a candidate came; each step is an event of its own."""

    APPLIED = "applied"
    OFFERED = "offered"
    ATTENDED = "attended"
    PASSED = "passed"
    FAILED = "failed"


class Letterform(StrEnum):
    """The written Norwegian an interpreter gets letters in."""

    BOKMAL = "nb"
    NYNORSK = "nn"
