"""Check digits of credit codes and identity numbers, worked out by hand on fictitious ones."""

from __future__ import annotations

import pytest

from awards import identity
from awards.keys import NoKey, applicant_key
from engine.feel import Environment
from engine.feel import compile as compile_feel
from tests.unit.awards.functions import LENT

# GB 32100: weights 3^i mod 31 = 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28.
# 9·1 + 1·3 + 3·9 + 1·27 + 0 + 1·26 + 0 + 6·17 + D13·20 + E14·29 + M21·25 + E14·13 + X29·8 + 0 + 0 + 0 + 1·28
# = 1827 = 58·31 + 29, and 31 − 29 = 2.
CODE = "91310106DEMEX00012"
# GB 11643: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
# 3·7 + 1·9 + 0 + 1·5 + 0 + 6·4 + 1·2 + 9·1 + 9·6 + 0 + 0 + 3·9 + 0 + 7·5 + 0 + 0 + 1·2 = 188 = 17·11 + 1 → 0.
NUMBER = "310106199003070010"
# one more at the end: 188 + 2 = 190 = 17·11 + 3 → 9
NEXT = "310106199003070029"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (CODE, True),
        ("91310106DEMEX00013", False),  # another check digit
        ("91310106DEMEX00021", False),  # two neighbours swapped
        ("91310106DEMEX0001", False),
        ("91310106DEMEI00012", False),  # I is not used
        ("", False),
    ],
)
def test_credit_codes_in_feel(text: str, valid: bool) -> None:
    asked = compile_feel(f'credit code is valid("{text}")')
    assert asked.evaluate({}, Environment(functions=LENT)) is valid


def test_what_is_no_text_is_no_answer() -> None:
    env = Environment(functions=LENT)
    assert compile_feel("credit code is valid(18)").evaluate({}, env) is None
    assert env.problems == ["credit code is valid：第 1 个参数应是文字"]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (NUMBER, None),
        (NEXT, None),
        ("310106199003070011", "身份证号的校验位不符，请核对是否抄错"),
        ("310106199003070100", "身份证号的校验位不符，请核对是否抄错"),
        ("310106199002300010", "身份证号里的出生日期没有这一天，请核对是否抄错"),
        ("31010619900307001", "身份证号应为 18 位，现在是 17 位"),
        ("31010619900307001Y", "身份证号的前 17 位应是数字，末位是数字或 X"),
        ("３10106199003070010", "身份证号的前 17 位应是数字，末位是数字或 X"),
    ],
)
def test_identity_numbers(number: str, fault: str | None) -> None:
    assert identity.fault(number) == fault


def test_numbers_are_compared_tidied() -> None:
    assert identity.tidy(" ３１０１０６ 19900307 001ｘ ") == "31010619900307001X"


@pytest.mark.parametrize(
    ("applicant", "key"),
    [
        (CODE, CODE),
        ({"uscc": CODE, "name": "示例"}, CODE),
        ({"uscc": CODE, "unit": "质检中心"}, f"{CODE}/质检中心"),
        ({"id_hash": "ab" * 32, "name": "某人"}, "ab" * 32),
    ],
)
def test_keys(applicant: object, key: str) -> None:
    assert applicant_key(applicant) == key


@pytest.mark.parametrize("applicant", [None, "", {}, {"name": "示例"}, {"uscc": None, "unit": "质检中心"}])
def test_without_a_key_nobody_is_entered(applicant: object) -> None:
    with pytest.raises(NoKey):
        applicant_key(applicant)
