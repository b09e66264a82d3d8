"""How roles and schemes are called on pages."""

from __future__ import annotations

ROLES = {
    "office-clerk": "区审定办经办",
    "office-lead": "区审定办负责人",
    "review-group": "评审组",
    "review-leader": "评审组组长",
    "committee": "区审定委委员",
    "approver": "区政府审批",
    "applicant": "申报人",
}
SCHEMES = {
    "jingan": "静安区政府质量奖",
    "hongkou": "虹口区区长质量奖",
    "association": "上海市质量管理奖",
    "shanghai": "上海市政府质量奖",
}
KINDS = {
    "cycle": "评选周期",
    "application": "申报",
    "objection": "异议",
}

STAGES = {
    "intake": "内部公示与申报",
    "qualification": "资格审查",
    "notice": "公示",
    "desk": "资料评审",
    "desk-done": "资料评审完成",
    "onsite": "现场评审",
    "onsite-done": "现场评审完成",
    "ready": "综合评价完成",
    "commendation": "表彰",
    "awarded": "获奖",
    "not-awarded": "未获奖",
    "not-selected": "未入围",
}


def role_name(group: str) -> str:
    """The Chinese name of a group (`jingan.office-clerk`); a name that is no group stays as it is."""
    if group == "admin":
        return "系统管理员"
    return ROLES.get(group.rpartition(".")[2], group)


def scheme_of(process_id: str) -> str:
    """`jingan.application` -> `jingan`."""
    return process_id.partition(".")[0]


def scheme_name(process_id: str) -> str:
    """The name of the scheme that a process or group belongs to."""
    scheme = scheme_of(process_id)
    return SCHEMES.get(scheme, scheme)


def kind_of(process_id: str) -> str:
    """What a case of this process is: `cycle`, `application`, `objection`, …"""
    return process_id.rpartition(".")[2]


def kind_name(process_id: str) -> str:
    """The Chinese word for what a case of this process is."""
    return KINDS.get(kind_of(process_id), "案件")


def short_name(process_name: str) -> str:
    """A process's name without the scheme before it: `静安区政府质量奖：异议处理` -> `异议处理`."""
    return process_name.rpartition("：")[2]


def groups_text(groups: list[str]) -> str:
    """Several groups in one phrase."""
    return "、".join(dict.fromkeys(role_name(group) for group in groups))


def stage_name(stage: str | None) -> str:
    """The Chinese name of a case's stage."""
    return STAGES.get(stage or "", stage or "立案")
