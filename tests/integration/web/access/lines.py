"""The form of the declaration: a line says who gets through to a route, by whose object it is about."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

# Role -> its account in the demonstration and what it is called; the door is whoever is not signed in.
ROLES: Final = {
    "door": (None, "未登录"),
    "stranger": ("stranger", "无角色的帐号"),
    "applicant": ("applicant1", "申报单位"),
    "reviewer": ("reviewer1", "评审员"),
    "committee": ("committee", "审定委委员"),
    "approver": ("approver", "批准机关"),
    "office": ("office", "审定办经办"),
    "lead": ("lead", "审定办负责人"),
    "foreign": ("hk-office", "别奖审定办经办"),
    "evaluator": ("evaluator", "第三方评估机构"),
    "owner": ("owner", "流程负责人"),
    "releaser": ("releaser", "流程批准人"),
    "admin": ("admin", "系统管理员"),
}
EVERYBODY: Final = " ".join(ROLES)
SIGNED_IN: Final = " ".join(role for role in ROLES if role != "door")
NOBODY: Final = ""
ALL: Final = EVERYBODY  # for whom the page exists at all
OFFICE: Final = "office lead foreign"  # foreign: of its own scheme, like the others of theirs
STAFF: Final = "committee approver office lead foreign admin"  # see every case of their scheme
CONCERNED: Final = f"applicant reviewer {STAFF}"  # and who applied or works on it
DRAWING: Final = "owner releaser admin"
KINDS: Final = {
    "page": "页面",
    "own": "自己的",
    "others": "别人的",
    "elsewhere": "别奖的",
    "missing": "不存在的",
}


@dataclass(frozen=True)
class Line:
    """`rule` names the roles for whom the page exists at all; who is not among them gets `refusal`.

    Of these, `page` (a route about nothing in particular) or `own`, `others`, `elsewhere` (an object of another
    scheme) and `missing` name who gets through; the rest get 404. None: there is no such object. `office!` sees the
    object elsewhere and is told that this step is not theirs: 403.
    """

    endpoint: str
    method: str = "GET"
    rule: str = SIGNED_IN
    refusal: int = 403
    page: str | None = None
    own: str | None = None
    others: str | None = None
    elsewhere: str | None = None
    missing: str | None = None

    def through(self, kind: str) -> frozenset[str] | None:
        """The roles that get through to an object of that kind."""
        said: str | None = getattr(self, kind)
        return None if said is None else frozenset(role for role in said.split() if not role.endswith("!"))

    def told(self, kind: str) -> frozenset[str]:
        """The roles that see the object and are told that this is not theirs to do."""
        return frozenset(role[:-1] for role in (getattr(self, kind) or "").split() if role.endswith("!"))

    def expected(self, role: str, kind: str) -> str:
        """What a role gets: in, 404, 403, or the sign-in page."""
        if role not in self.rule.split():
            return "sign-in" if role == "door" else str(self.refusal)
        if role in (self.through(kind) or ()):
            return "in"
        return "403" if role in self.told(kind) else "404"


def only_told(roles: str) -> str:
    """These roles see it, and are told that it is not theirs to do."""
    return " ".join(f"{role}!" for role in roles.split())


def lines() -> list[Line]:
    """All of them, by file and in the order of each."""
    here = Path(__file__).parent
    found: list[Line] = []
    for file in sorted(here.glob("of_*.py")):
        found += import_module(f"{__package__}.{file.stem}").LINES
    return found
