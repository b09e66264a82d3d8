"""What the demonstration's people fill into the Jing'an forms; everything in it is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from awards import objectors

COMPLETE = {
    "no_conflict": True,
    "materials_present": ["self-report", "internal-proof", "declaration"],
    "materials_result": "complete",
    "judged_compliance": "yes",
    "judged_quality": "yes",
    "judged_indicators": "yes",
    "judged_responsibility": "yes",
    "conditions_note": "见自评报告",
}
PRAISE = {
    "rating_fair": "yes",
    "rating_clean": "yes",
    "rating_secret": "yes",
    "rating_text": "提问围绕材料，没有额外要求（示例）。",
}
REPROACH = {
    "rating_fair": "yes",
    "rating_clean": "unknown",
    "rating_secret": "yes",
    "rating_text": "申报人提出接送，已婉拒（示例）。",
}
PASSED = {"qualification_result": "pass", "qualification_reason": "条件符合，材料齐全"}


def incomplete(day: date) -> dict[str, Any]:
    """One complete correction notice."""
    return {
        **COMPLETE,
        "materials_present": ["self-report", "declaration"],
        "materials_result": "correct",
        "correction_points": "内部公示证明缺少张贴照片；首席质量官任命文件未附。",
        "correction_notified_on": day.isoformat(),
    }


def opening(day: date, procedure_published: date) -> dict[str, Any]:
    return {
        "edition": 2,
        "year": day.year,
        "previous_year": day.year - 2,
        "criteria": "GB/T 19580-2012",
        "rules_edition": f"评审规则 {day.year} 年版（示例）",
        "objection_procedure_url": "https://example.invalid/objection",
        "objection_procedure_published_on": procedure_published.isoformat(),
    }


def notice_of_cycle(day: date, closes: date) -> dict[str, Any]:
    return {
        "notice_published_on": day.isoformat(),
        "published_documents": ["rule", "criteria", "rules"],
        "published_channels": ["government", "wechat"],
        "notice_url": "https://example.invalid/apply",
        "opens_on": day.isoformat(),
        "closes_on": closes.isoformat(),
    }


def internal_notice(day: date) -> dict[str, Any]:
    return {
        "internal_posted_on": day.isoformat(),
        "internal_media": ["board", "intranet"],
        "internal_place": "一楼公告栏和内部网站",
    }


def application(credit_code: str) -> dict[str, Any]:
    return {
        "level": "gold",
        "category": "model",
        "internal_result": "none",
        "internal_proof": "内部公示证明.pdf",
        "uscc": credit_code,
        "registered_district": "jingan",
        "operating_since": "2011-04-18",
        "district_since": "2011-04-18",
        "cqo_appointed": True,
        "cqo_name": "副总经理（示例）",
        "has_loss": "no",
        "declared_other": "none",
        "self_report": "自评报告.docx",
        "summary": "以顾客反馈驱动的过程改进（示例）",
        "truth_declared": True,
    }


def public_notice(day: date) -> dict[str, Any]:
    return {
        "posted_on": day.isoformat(),
        "notice_days": 5,
        "notice_channels": ["government", "wechat"],
        "posted_url": "https://example.invalid/notice",
        "objection_channel_shown": True,
    }


def reviewers() -> dict[str, Any]:
    pair = (("reviewer1", "评审员甲"), ("reviewer2", "评审员乙"))
    return {"reviewers": [{"account": a, "name": n, "in_pool": True, "not_mentor": True} for a, n in pair]}


def objection(key: str, case_key: str) -> dict[str, Any]:
    return {
        "objection_key": key,
        "case_key": case_key,
        "named": True,
        "has_proof": True,
        "objector": {"contact": objectors.reference(key)},
        "facts": "自评报告所列顾客满意度数据与公开报告不一致（示例）。",
    }


def old_file(closed: date) -> dict[str, Any]:
    """A cycle of long ago, put into the archive."""
    return {
        "file_key": f"静质奖届〔{closed.year}〕1号",
        "file_title": f"{closed.year} 年第 1 届评选（示例）",
        "closed_on": {"$": "date", "v": closed.isoformat()},
    }


def visit() -> dict[str, Any]:
    return {"visit_reason": "年度走访计划（示例）"}


def contract(report_by: date) -> dict[str, Any]:
    return {
        "evaluator": "示例评估咨询有限公司",
        "contract_number": "示例合同 7 号",
        "report_by": report_by.isoformat(),
    }
