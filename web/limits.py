"""How much each role may send: bytes of a file, files in a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.errors import LaurelError

MB: Final = 1024 * 1024  # bytes
PUBLIC: Final = "public"  # whoever is not signed in
OTHERS: Final = "others"  # signed in, with none of the roles below


class TooLarge(LaurelError):
    """“{name}”超过 {most} MB，没有保存。请压缩，或拆成几个文件。"""

    code, status = "file-too-large", 413


class TooMany(LaurelError):
    """本案中您已上传 {most} 个文件，不能再加。请先移除不要的，或合并成一个文件。"""

    code, status = "too-many-files", 422


class WrongLimits(LaurelError):
    """LAUREL_UPLOAD_LIMITS 应写成“角色=最大 MB/本案最多个数”，用空格隔开，如 applicant=100/200；“{part}”不能用。"""

    code, status = "wrong-limits", 503


@dataclass(frozen=True, slots=True)
class Allowance:
    """`largest` in bytes of one file; `files` of one person in one case."""

    largest: int
    files: int

    def check_size(self, name: str, size: int) -> None:
        """Raises TooLarge."""
        if size > self.largest:
            raise TooLarge(name=name, most=self.largest // MB)

    def check_count(self, count: int) -> None:
        """Whether a file may join the `count` that are there. Raises TooMany."""
        if count >= self.files:
            raise TooMany(most=self.files)


# By the role at the end of a group's id.
DEFAULTS: Final[Mapping[str, Allowance]] = {
    "applicant": Allowance(100 * MB, 200),
    "office-clerk": Allowance(100 * MB, 500),
    "office-lead": Allowance(100 * MB, 500),
    OTHERS: Allowance(30 * MB, 50),
    PUBLIC: Allowance(10 * MB, 10),
}
MOST: Final = 1024  # MB that a limit may be set to


def limits_from(text: str) -> dict[str, Allowance]:
    """The defaults with what `LAUREL_UPLOAD_LIMITS` changes, e.g. `applicant=200/300 public=5/5`. Raises WrongLimits."""
    found = dict(DEFAULTS)
    for part in text.split():
        role, _, numbers = part.partition("=")
        size, _, count = numbers.partition("/")
        if not (role and size.isdecimal() and count.isdecimal() and 1 <= int(size) <= MOST):
            raise WrongLimits(part=part)
        found[role] = Allowance(int(size) * MB, int(count))
    return found


def allowance(limits: Mapping[str, Allowance], roles: frozenset[str] | None) -> Allowance:
    """The largest of a person's roles; None stands for somebody who is not signed in."""
    if roles is None:
        return limits[PUBLIC]
    mine = [limits[role] for role in sorted(roles) if role in limits] or [limits[OTHERS]]
    return Allowance(max(one.largest for one in mine), max(one.files for one in mine))
