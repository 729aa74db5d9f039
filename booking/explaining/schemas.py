"""What the explanations are over REST."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from booking.explaining.relaxing import Kind, Relaxation
from booking.explaining.steps import Count
from booking.explaining.why_not import Answer
from booking.proof.judging import Considered, Judged, Verdict
from booking.proof.reading import Asked, Fault, Proof
from registry.categories import Level


class LevelView(BaseModel):
    """A category, 1 to 5, with the register's letter beside it."""

    category: int
    letter: str

    @classmethod
    def of(cls, level: Level | None) -> "LevelView | None":
        """The level as it is told."""
        return None if level is None else cls(category=level.category, letter=level.letter)


class StepView(BaseModel):
    """How many come through a step of the rules, and how many of them are in categories 1 to 3."""

    step: str
    count: int
    in_1_to_3: int

    @classmethod
    def of(cls, counted: Count) -> "StepView":
        """The step as it is told."""
        return cls(step=counted.step.value, count=counted.count, in_1_to_3=counted.highest)


class StepsView(BaseModel):
    """The steps, each counting some of those of the one before.

    `left_out` counts everybody who cannot be asked once, under the first rule she fails.
    """

    items: list[StepView]
    left_out: dict[str, int]


class WhyNotView(BaseModel):
    """Why an interpreter is not among those who can be asked, or her place there.

    `answer` is `can_be_asked`, `unknown_number`, `not_listed`, `language_not_held` or a code of
    `left_out`; `not_available` is all that is ever said of somebody's time.
    """

    number: int
    answer: str
    level: LevelView | None
    km: int | None
    place: int | None
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> "WhyNotView":
        """The answer as it is told."""
        return cls(
            number=answer.number,
            answer=answer.code,
            level=LevelView.of(answer.level),
            km=answer.km,
            place=answer.place,
            reasons=answer.reasons,
        )


class SpanView(BaseModel):
    """A span of time, the end not included."""

    starts_at: datetime
    ends_at: datetime


class RelaxationView(BaseModel):
    """One change that would help: how many could then be asked, and the best level among them.

    `span` is there for another time, `language` for a substitute, `max_category` for a lower category,
    which needs its ground (tolkeloven § 7).
    """

    kind: Kind
    count: int
    level: LevelView | None
    span: SpanView | None
    language: str | None
    max_category: int | None

    @classmethod
    def of(cls, one: Relaxation) -> "RelaxationView":
        """The change as it is told."""
        span = one.span and SpanView(starts_at=one.span.start, ends_at=one.span.end)
        return cls(
            kind=one.kind,
            count=one.count,
            level=LevelView.of(one.level),
            span=span,
            language=one.language,
            max_category=one.max_category,
        )


class RelaxationsView(BaseModel):
    """The nearest changes that would find somebody, or somebody in a higher category; often none."""

    items: list[RelaxationView]


class FaultView(BaseModel):
    """What does not hold, and in which run (0: none that is there)."""

    run: int
    code: str

    @classmethod
    def of(cls, fault: Fault) -> "FaultView":
        """The fault as it is told."""
        return cls(run=fault.run, code=fault.code)


class AskedView(BaseModel):
    """The question a run led to, as it stands now."""

    number: int
    level: LevelView | None
    status: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, asked: Asked, level: Level | None) -> "AskedView":
        """The question as it is told."""
        return cls(
            number=asked.number,
            level=LevelView.of(level),
            status=asked.status.value,
            asked_at=asked.asked_at,
            expires_at=asked.expires_at,
            answered_at=asked.answered_at,
        )


class AboveView(BaseModel):
    """A level above that of whoever was asked, and how many of it each thing stood in the way of."""

    level: LevelView
    counts: dict[str, int]


class RunView(BaseModel):
    """One run, recomputed. `why` says why nobody was asked, or where the run cannot be computed anew."""

    run: int
    at: datetime
    booking_version: int
    rule_version: int
    asked: AskedView | None
    why: str | None
    verdict: Verdict
    same: Annotated[bool, Field(description="The order that was seen is the one its facts give.")]
    passed_over: list[int]
    above: list[AboveView]
    could_be_asked: int
    left_out: dict[str, int]
    erased: Annotated[int, Field(description="Considered, but what was known of them is erased by law.")]

    @classmethod
    def of(cls, judged: Judged, asked: Asked | None) -> "RunView":
        """The run as it is told."""
        run = judged.run
        return cls(
            run=run.position,
            at=run.at,
            booking_version=run.booking_version,
            rule_version=run.rule_version,
            asked=asked and AskedView.of(asked, judged.level),
            why=run.header.get("why"),
            verdict=judged.verdict,
            same=judged.same,
            passed_over=list(judged.passed_over),
            above=[
                AboveView(level=LevelView(category=level.category, letter=level.letter), counts=dict(counts))
                for level, counts in judged.above.items()
            ],
            could_be_asked=len(run.header.get("ranking", ())),
            left_out=dict(run.header.get("left_out", {})),
            erased=judged.erased,
        )


class ProofView(BaseModel):
    """Whether the best were asked first, computed anew from what was known at each question.

    `highest_first` is null when it cannot be said. `complete` is false when somebody was asked before
    runs were kept, or nobody has been asked.
    """

    reference: str
    intact: bool
    recomputed: bool
    highest_first: bool | None
    complete: bool
    faults: list[FaultView]
    runs: list[RunView]

    @classmethod
    def of(cls, reference: str, proof: Proof) -> "ProofView":
        """The proof as it is told."""
        return cls(
            reference=reference,
            intact=proof.intact,
            recomputed=proof.recomputed,
            highest_first=proof.highest_first,
            complete=proof.complete,
            faults=[FaultView.of(fault) for fault in proof.faults],
            runs=[RunView.of(run, proof.asked.get(run.run.position)) for run in proof.runs],
        )


class ConsideredView(BaseModel):
    """Somebody a run considered, by number: her place and reasons, or why she could not be asked.

    Whoever is not listed counts in `left_out` and is not named by number.
    """

    number: int
    level: LevelView | None
    place: int | None
    reasons: tuple[str, ...]
    why_not: str | None

    @classmethod
    def of(cls, one: Considered) -> "ConsideredView":
        """The person as she is told of."""
        return cls(
            number=one.number,
            level=LevelView.of(one.level),
            place=one.place,
            reasons=one.reasons,
            why_not=one.why_not,
        )
