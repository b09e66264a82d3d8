"""Codes of receipts: the same for the same form, no two forms alike."""

from __future__ import annotations

import re

from awards.publicity import attempts, receipts


def test_a_code_is_sixteen_letters_and_digits_in_fours() -> None:
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", receipts.code_of("token"))


def test_the_same_form_gets_the_same_code_and_another_another() -> None:
    assert receipts.code_of("token") == receipts.code_of("token")
    codes = {receipts.code_of(f"token {n}") for n in range(1000)}
    assert len(codes) == 1000


def test_what_is_kept_of_a_form_does_not_give_its_code() -> None:
    assert receipts.mark("token") != "token"
    assert receipts.code_of(receipts.mark("token")) != receipts.code_of("token")


def test_an_address_is_known_by_a_mark_that_needs_the_secret() -> None:
    mark = attempts.address_mark("secret", "192.0.2.1")
    assert mark == attempts.address_mark("secret", "192.0.2.1")
    others = {attempts.address_mark("other", "192.0.2.1"), attempts.address_mark("secret", "192.0.2.2")}
    assert len({mark, *others}) == 3
    assert "192.0.2.1" not in mark
