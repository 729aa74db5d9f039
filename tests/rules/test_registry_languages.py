"""The languages: named three times over, some too broad to book, some narrowed by varieties."""

import pytest

from kit.errors import Invalid
from kit.i18n import Tongue
from registry.languages import (
    LANGUAGES,
    LanguageKind,
    name_of,
    norwegian_order,
    require_bookable,
    require_variety,
)


def test_every_language_has_a_name_in_each_tongue_and_no_two_share_one() -> None:
    for tongue in Tongue:
        names = [name_of(code, tongue) for code in LANGUAGES]
        assert all(names)
        assert len(set(names)) == len(names)


def test_there_are_languages_enough_for_the_register() -> None:
    assert sum(one.bookable for one in LANGUAGES.values()) >= 90


@pytest.mark.parametrize(
    "code",
    ["ara", "ckb", "kmr", "som", "prs", "pes", "pus", "tir", "tig", "bos", "hrv", "srp", "sme", "smj", "sma",
     "nsl"],
)  # fmt: skip
def test_these_are_bookable(code: str) -> None:
    assert require_bookable(code).code == code


def test_norwegian_sign_language_is_named_in_each_tongue() -> None:
    told = [name_of("nsl", tongue) for tongue in Tongue]
    assert told == ["norsk tegnspråk", "norsk teiknspråk", "Norwegian Sign Language"]


@pytest.mark.parametrize(
    ("code", "fault", "remedy"),
    [
        ("kur", "language_too_broad", ["ckb", "kmr", "sdh"]),
        ("apc", "variety_not_language", ["ara"]),
        ("xxx", "unknown_language", []),
        ("", "unknown_language", []),
        ("TIR", "unknown_language", []),
    ],
)
def test_what_cannot_be_booked_is_refused_with_the_remedy(code: str, fault: str, remedy: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        require_bookable(code, "spoken")
    [error] = refused.value.errors
    assert (error.field, error.code) == ("spoken", fault)
    told = error.detail.format(**error.values)
    assert all(choice in told for choice in remedy)


def test_arabic_is_narrowed_by_its_varieties() -> None:
    arabic = require_bookable("ara")
    assert set(arabic.varieties) == {"apc", "acm", "arz", "apd", "ary", "aeb", "ayl"}
    require_variety(arabic, "apc")
    require_variety(arabic, None)
    with pytest.raises(Invalid):
        require_variety(arabic, "ckb")
    with pytest.raises(Invalid):
        require_variety(require_bookable("tir"), "apc")


def test_substitutes_are_bookable_and_mutual() -> None:
    for code, one in LANGUAGES.items():
        assert all(
            LANGUAGES[other].bookable and code in LANGUAGES[other].substitutes for other in one.substitutes
        )
    assert set(LANGUAGES["bos"].substitutes) == {"hrv", "srp"}


def test_parts_and_varieties_lead_back_to_what_they_belong_to() -> None:
    for code, one in LANGUAGES.items():
        assert all(LANGUAGES[part].part_of == code for part in (*one.parts, *one.varieties))
        assert bool(one.parts) == (one.kind is LanguageKind.BROAD)


def test_the_list_stands_in_the_order_of_the_norwegian_alphabet() -> None:
    assert sorted(["ærlig", "åpen", "øy", "zebra", "alt"], key=norwegian_order) == [
        "alt", "zebra", "ærlig", "øy", "åpen"
    ]  # fmt: skip
    names = [one.nb for one in LANGUAGES.values()]
    assert names == sorted(names, key=norwegian_order)
