"""What a password must be, by rules alone: length, no runs, no repetitions, none of one's own names."""

from __future__ import annotations

import pytest

from web.people.passwords import fault


@pytest.mark.parametrize(
    "password",
    ["一句自己记得住的话就好", "correct horse battery", "x9-Lm2 qT7 zz", "1234567 is my 7th bicycle"],
)
def test_what_is_long_and_mixed_will_do(password: str) -> None:
    assert fault(password) is None


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "密码至少 10 个字符，现在是 0 个"),
        ("Ab3$ef7h9", "密码至少 10 个字符，现在是 9 个"),
        ("x" * 201, "密码最多 200 个字符"),
        ("aaaaaaaaaabb", "密码的字符太少重复太多"),
        ("abc12abc12", "密码的字符太少重复太多"),
        ("Abc12aBc12", "密码的字符太少重复太多"),
        ("1234567890", "密码里有连着的数字"),
        ("0987654321", "密码里有连着的数字"),
        ("qwertyuiop", "密码里有连着的数字"),
        ("Abcdefgh12", "密码里有连着的数字"),
    ],
)
def test_what_others_would_try_first_is_refused(password: str, said: str) -> None:
    found = fault(password)
    assert found is not None
    assert found.startswith(said)


def test_ones_own_names_do_not_make_a_password() -> None:
    assert fault("my-Demo-Unit-77", ["demo-unit"]) == "密码里不要有账户名、邮箱名或单位名称"
    assert (
        fault("示例绿色建材有限公司2026", ["示例绿色建材有限公司"]) == "密码里不要有账户名、邮箱名或单位名称"
    )
    assert fault("my-Demo-Unit-77", ["uni", ""]) is None  # three letters occur by chance
