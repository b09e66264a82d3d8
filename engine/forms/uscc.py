"""The unified social credit code of GB 32100-2015: 18 characters, the last one a check digit."""

from __future__ import annotations

from typing import Final

from engine.sentence import Sentence

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))


def check_digit(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code: str) -> Sentence | None:
    """What is wrong with a code, or None if it is right."""
    if len(code) != 18:
        return Sentence("统一社会信用代码应为 18 位，现在是 {length} 位", length=len(code))
    strange = [c for c in code if c not in ALPHABET]
    if strange:
        return Sentence(
            "统一社会信用代码只用数字和大写字母（不用 I、O、S、V、Z），“{character}”有误",
            character=strange[0],
        )
    right = check_digit(code[:17]) == code[17]
    return None if right else Sentence("统一社会信用代码的校验位不符，请核对是否抄错")
