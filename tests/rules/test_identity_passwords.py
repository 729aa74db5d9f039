import argon2
import pytest

from identity.hashing import DECOY, hash_password, verify
from identity.password_rules import fault_in


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_too_short"),
        ("elleve tegn", "password_too_short"),
        ("tolv tegn nå", None),
        ("x" * 201, "password_too_long"),
        ("blå lampe " * 20, None),
        ("abababababab", "password_too_simple"),
        ("111122223333", "password_too_simple"),
        ("Nordmann2026!", "password_is_the_address"),
        ("a long enough one", None),
    ],
)
def test_a_password_is_long_and_not_the_first_thing_to_guess(password: str, code: str | None) -> None:
    fault = fault_in(password, email="nordmann@nav.example.org", field="new_password")
    assert (fault and fault.code) == code
    assert fault is None or fault.field == "new_password"


def test_a_short_name_in_the_address_forbids_nothing() -> None:
    assert fault_in("kari went to the market", email="kri@nav.example.org", field="password") is None


def test_a_hash_is_argon2id_salted_and_checks_only_its_own_password() -> None:
    first, second = hash_password("blue lamp on a hill"), hash_password("blue lamp on a hill")
    assert first.startswith("$argon2id$")
    assert first != second
    assert verify("blue lamp on a hill", first)
    assert not verify("blue lamp on a hil", first)


def test_checking_without_a_hash_costs_what_a_real_check_costs() -> None:
    real = argon2.extract_parameters(hash_password("blue lamp on a hill"))
    assert argon2.extract_parameters(DECOY) == real
    assert not verify("anything at all", None)
