"""The check digit of GB 32100-2015, computed by hand."""

import pytest

from engine.forms import uscc


def test_the_weights_of_the_standard():
    assert uscc._WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def test_the_check_digit_of_the_standards_example():
    # 9 1 3 5 0 1 0 0 M=21 0 0 0 1 0 0 Y=30 4 times the weights:
    # 9 + 3 + 27 + 135 + 26 + 420 + 8 + 900 + 112 = 1640 = 52*31 + 28; 31 - 28 = 3
    assert uscc.check_digit("91350100M000100Y4") == "3"
    assert uscc.fault("91350100M000100Y43") is None


def test_a_sum_that_is_a_multiple_of_31_gives_zero():
    assert uscc.check_digit("00000000000000000") == "0"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4", "统一社会信用代码应为 18 位，现在是 17 位"),
        ("91350100M000100Y4O", "统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），“O”有误"),
        ("91350100M000100Y34", "统一社会信用代码的校验位不符，请核对是否抄错"),
        ("19350100M000100Y43", "统一社会信用代码的校验位不符，请核对是否抄错"),
    ],
)
def test_codes_that_were_copied_wrongly(code, fault):
    assert uscc.fault(code) == fault
