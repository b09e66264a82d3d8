"""Who may use a route. Every view states it with `@may(...)`; a view that says nothing answers nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import NotAllowed, NotFound
from engine.queries.diagrams import DECIDES, DRAWS
from web.language import noop as N_
from web.people.accounts import Account


class PageNotAllowed(NotAllowed):
    """这个页面只有{who}能打开；您现在的身份是{actor}。"""

    code, status = "not-allowed", 403


View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence part that names who may, and the test; what is hidden is not there for anybody else."""

    who: str
    allows: Callable[[Account | None], bool]
    hidden: bool = False


def _has(*roles: str) -> Callable[[Account | None], bool]:
    return lambda account: account is not None and any(account.has_role(role) for role in roles)


def _has_or_admin(*roles: str) -> Callable[[Account | None], bool]:
    has = _has(*roles)
    return lambda account: account is not None and (account.admin or has(account))


ANYONE = Rule(N_("任何人"), lambda account: True)
SIGNED_IN = Rule(N_("已登录的账户"), lambda account: account is not None)
LEADING = Rule(N_("审定办负责人"), _has("office-lead"))
OFFICE_ROLES: Final = ("office-clerk", "office-lead")  # ends of the groups whose members do an office's work
OFFICE = Rule(N_("审定办工作人员"), _has(*OFFICE_ROLES))
STAFF = Rule(N_("奖项工作人员"), _has_or_admin(*OFFICE_ROLES, "committee", "approver", "review-leader"))
FIGURES = Rule(STAFF.who, STAFF.allows, hidden=True)
MEETING = Rule(N_("审定委员会委员和审定办工作人员"), _has("committee", *OFFICE_ROLES), hidden=True)
EVALUATING = Rule(N_("第三方评估机构"), _has("third-party"), hidden=True)
APPLICANT = Rule(N_("申报单位或个人"), _has("applicant"))
REVIEWING = Rule(
    N_("评审员、评审组组长或审定办工作人员"),
    _has("review-group", "review-leader", *OFFICE_ROLES),
)
DRAWING = Rule(N_("流程负责人或流程批准人"), _has_or_admin(DRAWS, DECIDES), hidden=True)
OWNER = Rule(N_("流程负责人"), _has_or_admin(DRAWS), hidden=True)
APPROVER = Rule(N_("流程批准人"), _has_or_admin(DECIDES), hidden=True)
ADMIN = Rule(N_("系统管理员"), lambda account: account is not None and account.admin)


def may(rule: Rule) -> Callable[[View], View]:
    """State who may use a view."""

    def mark(view: View) -> View:
        view.may = rule  # type: ignore[attr-defined]
        return view

    return mark


def guard() -> Response | None:
    """Runs before every view: lets in, sends to the sign-in page, or raises NotAllowed or NotFound."""
    if request.endpoint is None:
        return None
    rule: Rule | None = getattr(current_app.view_functions[request.endpoint], "may", None)
    account: Account | None = g.account
    if rule is not None and rule.allows(account):
        return None
    if account is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", next=back))
    if rule is not None and rule.hidden:
        raise NotFound(what=N_("这个页面"))
    who = rule.who if rule else N_("程序")
    raise PageNotAllowed(who=who, actor=account.display_name)


def install(app: Flask) -> None:
    may(ANYONE)(app.view_functions["static"])
    app.before_request(guard)
