"""A receipt on paper: what was submitted, as its page says it, in the sources' language and with the office's head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from awards import settings
from awards.letters import printing
from awards.letters.papers import day_parts
from engine.clock import business_date
from engine.letters import text_of
from web.applicants import stamps
from web.applicants.receipts import Receipt
from web.language import gettext as _


def pdf(case: Mapping[str, Any], receipt: Receipt, office: str, award: str) -> bytes:
    """The same receipt is the same paper."""
    day = business_date(receipt.at)
    facts = [
        (_("案号"), str(case["business_key"] or case["id"])),
        (_("奖项"), award),
        (_("申报人"), str(case["title"] or "")),
        (_("提交的是"), receipt.task),
        (_("提交时间"), f"{stamps.stamp(receipt.at)} {_('（北京时间）')}"),
        (_("提交人"), receipt.who),
    ]
    unsent = _("只登记了文件名，没有上传文件")
    data = {
        "title": _("收件凭证"),
        "office": office,
        "number": receipt.number,
        "facts": facts,
        "headings": [_("文件"), _("填写的内容")],
        "columns": [_("材料"), _("文件名"), "SHA-256"],
        "files": [
            (file.label, _named(file.name, file.size), file.sha256 or unsent) for file in receipt.files
        ],
        "nothing": _("这一步没有文件。"),
        "entries": list(receipt.entries),
        "fingerprint": receipt.fingerprint,
        "address": _verifying(),
        "qr": printing.qr(f"{_verifying()}/{quote(receipt.number)}?fingerprint={receipt.fingerprint}"),
        "day": text_of(day),
        "issued": day_parts(day),
    }
    return printing.pdf("receipt", data)


def _verifying() -> str:
    """Where anybody may ask whether a receipt is genuine."""
    return f"{settings.settings().address}/verify"


def _named(name: str, size: int) -> str:
    return f"{name} · {_('%(n)s 字节', n=size)}" if size else name
