import pytest

from kit import sms
from kit.config import load
from kit.errors import Invalid


@pytest.mark.parametrize(
    ("phone", "to"),
    [
        ("900 00 000", "+4790000000"),
        ("+47 412 34 567", "+4741234567"),
        ("0047 900 00 000", "+4790000000"),
        ("22 00 00 00", None),
        ("+47 22 00 00 00", None),
        ("+46 70 123 45 67", "+46701234567"),
        ("1881", None),
        ("", None),
        (None, None),
    ],
)
def test_only_telephones_that_take_text_messages_get_them(phone: str | None, to: str | None) -> None:
    assert sms.mobile(phone) == to


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("TOLKEBOK_SMS_URL", "http://gateway.example/texts", "not_https"),
        ("TOLKEBOK_SMS_URL", "gateway.example", "not_https"),
        ("TOLKEBOK_SMS_SENDER", "Tolkebok i Norge", "not_a_sender"),
        ("TOLKEBOK_SMS_SENDER", "Tolk\nebok", "not_a_sender"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name: str, value: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        load({"TOLKEBOK_SMS_URL": "https://gateway.example/texts", name: value})
    assert [(one.field, one.code) for one in refused.value.errors] == [(name, code)]
