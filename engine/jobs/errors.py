"""Why a job could not be done, for the people who have to look at it."""

from __future__ import annotations

from engine.errors import LaurelError, PeopleFirst
from engine.runtime import KeyTaken


class Fenced(Exception):
    """Somebody else has this job by now; what was done here must not count."""


class NoHandler(LaurelError):
    """没有处理“{type}”类服务任务的程序。请管理员检查部署，补上后重试。"""

    code, status = "no-handler", 422


class StillProvisional(LaurelError):
    """“{element}”到期日 {day} 是推定日期：{reason}。录入放假安排后请重试；在此之前不放行。"""

    code, status = "provisional-date", 409


class Uncaught(LaurelError):
    """“{element}”报告业务错误“{error}”，流程图里没有元素接住它。请在图上补上错误边界事件，或处理后重试。"""

    code, status = "uncaught-error", 422


class LeaseExpired(LaurelError):
    """办理“{element}”的程序多次中断（{attempts} 次），已停止自动重试。"""

    code, status = "lease-expired", 500


# Trying these again would not help: people have to do something first.
HOPELESS = (StillProvisional, NoHandler, Uncaught, KeyTaken, PeopleFirst)
