"""The sentences of a proof, plain enough for an appeal."""

from collections.abc import Iterator, Mapping

from booking.proof.judging import Judged, Verdict
from booking.proof.reading import Asked, Proof
from booking.states import OfferStatus
from kit.i18n import Tongue, Translate, mark, say_instant, translator
from web.labels import WORDS

_STOPPED: Mapping[str, str] = {
    "declined": mark("{count} said no when asked"),
    "expired": mark("{count} did not answer in time when asked"),
    "withdrawn": mark("{count} had the question taken back"),
    "agreement_ended": mark("{count} said yes, but could not after all"),
    "could_be_asked": mark("{count} could have been asked"),
    "not_available": mark("{count} without time free then"),
    "not_listed": mark("{count} not in the public register"),
    "not_eligible": mark("{count} who cannot be used for this"),
    "category_too_low": mark("{count} below the lowest category accepted"),
    "refused": mark("{count} not wanted by the agency"),
    "gender": mark("{count} not of the gender required"),
    "modality": mark("{count} who do not interpret this way"),
    "out_of_reach": mark("{count} too far away"),
    "already_asked": mark("{count} asked before"),
}
"""What stood in the way of so many of a level."""

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.BEST_FIRST: mark("This was the first of those who could be asked."),
    Verdict.NOBODY_COULD: mark("Nobody could be asked."),
    Verdict.LOWER_CATEGORY_FIRST: mark(
        "Somebody in a lower category was asked before somebody in a higher one."
    ),
    Verdict.NOT_THE_FIRST: mark("Others in the same category came before, and were not asked."),
    Verdict.NOT_A_CANDIDATE: mark("By the rules this interpreter could not be asked."),
    Verdict.SOMEBODY_COULD: mark("Asking ended although somebody could be asked."),
    Verdict.NOT_RECOMPUTED: mark("This cannot be computed anew from what is kept."),
}
_FAULTS: Mapping[str, str] = {
    "run_missing": mark("Question {run} is told of in the log, and is gone."),
    "run_unrecorded": mark("Question {run} is not told of in the log."),
    "run_changed": mark("What is kept of question {run} has been changed."),
    "answers_changed": mark("Answers stand otherwise than when question {run} was put."),
    "question_without_run": mark("Somebody was asked of whom nothing is kept here."),
    "chain_broken": mark("The chain of the log is broken."),
}
_ANSWERS: Mapping[OfferStatus, str] = {
    OfferStatus.OPEN: mark("Has until {deadline} to answer."),
    OfferStatus.ACCEPTED: mark("Said yes {at}."),
    OfferStatus.DECLINED: mark("Said no {at}."),
    OfferStatus.EXPIRED: mark("Had not answered by {deadline}."),
    OfferStatus.WITHDRAWN: mark("The question was taken back {at}."),
}
_WHY_NOBODY: Mapping[str, str] = {
    "too_late": mark("The start came before everybody could be asked."),
    "nobody_with_the_language": mark("Nobody in the register holds this language."),
    "nobody_left": mark("Everybody who could be asked had been."),
    "nobody_suits": mark("Nobody could be asked."),
}
_CHANGED = (
    "bad",
    mark("Something has been changed since"),
    mark("What is kept does not agree with the log, and cannot be relied on."),
)
_BROKEN = (
    "bad",
    mark("The order was not held"),
    mark("Computed anew, somebody should have been asked who was not. It stands below."),
)
_UNKNOWN = (
    "wait",
    mark("The order cannot be computed anew"),
    mark("Something that it rests on is gone, or from rules no longer known."),
)
_NOTHING = (
    "wait",
    mark("Nobody has been asked yet"),
    mark("Once asking begins, everything the order rests on is kept here."),
)
_PARTIAL = (
    "wait",
    mark("Only a part is kept"),
    mark("Somebody was asked before this was kept. What came after is computed anew below."),
)
_HOLDS = (
    "ok",
    mark("The highest categories were asked first"),
    mark("Computed anew from what was known each time: nobody in a higher category was passed over."),
)


def headline(proof: Proof, t: Translate) -> tuple[str, str, str]:
    """What the proof comes to: how it looks, in a few words, and in a sentence."""
    kind, said, more = _outcome(proof)
    return kind, t(said), t(more)


def _outcome(proof: Proof) -> tuple[str, str, str]:
    if not proof.intact:
        return _CHANGED
    if proof.highest_first is False:
        return _BROKEN
    if not proof.runs:
        return _NOTHING
    if proof.highest_first is None:
        return _UNKNOWN
    return _HOLDS if proof.complete else _PARTIAL


def faults(proof: Proof, t: Translate) -> list[str]:
    """What has been changed since, a sentence each."""
    return [t(_FAULTS[fault.code], run=fault.run) for fault in proof.faults]


def verdict(judged: Judged, t: Translate) -> str:
    """What one run comes to."""
    if judged.verdict is Verdict.NOBODY_COULD:
        return t(_WHY_NOBODY.get(str(judged.run.header["why"]), _VERDICTS[judged.verdict]))
    return t(_VERDICTS[judged.verdict])


def answer(asked: Asked, tongue: Tongue) -> str:
    """What came of the question."""
    at = say_instant(asked.answered_at, tongue) if asked.answered_at else ""
    deadline = say_instant(asked.expires_at, tongue)
    return translator(tongue)(_ANSWERS[asked.status], at=at, deadline=deadline)


def above(judged: Judged, t: Translate) -> Iterator[tuple[str, str]]:
    """Each level above whoever was asked, and what stood in the way of its people."""
    for level, counts in judged.above.items():
        told = [stopped(code, count, t) for code, count in counts.items()]
        name = t("Category {category} ({letter})", category=level.category, letter=level.letter)
        yield name, "; ".join(told)


def stopped(code: str, count: int, t: Translate) -> str:
    """So many, and what stood in their way."""
    text = _STOPPED.get(code)
    if text is None:
        return f"{count}: {t(WORDS['left_out'].get(code, code))}"
    return t(text, count=count)


def why_not(code: str, t: Translate) -> str:
    """Why one person could not be asked, as a label."""
    return t(_ONE.get(code) or WORDS["left_out"].get(code, code))


_ONE: Mapping[str, str] = {
    "declined": mark("Asked, and said no"),
    "expired": mark("Asked, and did not answer in time"),
    "withdrawn": mark("Asked, and the question was taken back"),
    "agreement_ended": mark("Said yes, but could not after all"),
}
