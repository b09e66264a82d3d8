"""Every error a caller may meet. A class's docstring is its message: a sentence for the person who reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.sentence import Sentence, Translate, told

BETWEEN = "；"  # between sentences of one list


class LaurelError(Exception):
    """{reason}"""

    code = "error"
    status = 400

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence())

    def sentence(self, translate: Translate = str) -> str:
        """The docstring's first paragraph with the facts filled in; a missing fact shows as its name.

        `translate` says the sentence, and the facts that are words, in another language.
        """
        template = " ".join((type(self).__doc__ or "").split("\n\n")[0].split())
        return translate(template).format_map(_Shown(self.told(translate)))

    def told(self, translate: Translate) -> dict[str, Any]:
        """The facts, those that are words or sentences in the other language."""
        return {k: told(fact, translate) if isinstance(fact, str) else fact for k, fact in self.facts.items()}


class _Shown(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"〔{key}〕"


class NotFound(LaurelError):
    """没有找到{what}，或者您无权查看。"""

    code, status = "not-found", 404


class NotAllowed(LaurelError):
    """“{what}”须由{who}办理；您现在的身份是{actor}。"""

    code, status = "not-allowed", 403


class HeldByOther(NotAllowed):
    """“{what}”现在由{who}办理。要接过来办，请对方放回组内，或者请负责人转办。"""

    code, status = "not-allowed", 403


class NotOpen(LaurelError):
    """“{what}”已经{state}，这次提交没有生效，案件不受影响。"""

    code, status = "not-open", 409


class Conflict(LaurelError):
    """案件刚刚有了新的进展，这次操作没有生效；请刷新后再试。"""

    code, status = "conflict", 409


class TooEarly(LaurelError):
    """“{what}”还不能办理：最早可在{date}办理（{reason}）。"""

    code, status = "too-early", 409


class Invalid(LaurelError):
    """填写的内容有 {count} 处需要更正：{summary}"""

    code, status = "invalid", 422

    def __init__(self, errors: Mapping[str, str], **facts: Any) -> None:
        self.errors = {
            k: text if isinstance(text, Sentence) else Sentence(text) for k, text in errors.items()
        }
        summary = BETWEEN.join(self.errors.values())
        super().__init__(count=len(errors), summary=summary, errors=self.errors, **facts)

    def told(self, translate: Translate) -> dict[str, Any]:
        said = (message.said(translate) for message in self.errors.values())
        return {**super().told(translate), "summary": translate(BETWEEN).join(said)}


class ExpressionFailed(LaurelError):
    """流程在“{element}”处无法计算：{reason}。没有任何内容被改动，已通知管理员。"""

    code, status = "expression-failed", 422


class UnknownProcess(LaurelError):
    """没有部署过流程“{process}”。请先检查并部署它的流程图。"""

    code, status = "unknown-process", 404


class Runaway(LaurelError):
    """流程在一次操作中走了超过 {limit} 步而没有停下（最后在“{element}”），可能是没有等待的循环。"""

    code, status = "runaway", 422


class Unavailable(LaurelError):
    """数据库暂时不可用，请稍后再试。已提交的内容没有丢失。"""

    code, status = "unavailable", 503


class StorageFull(LaurelError):
    """服务器的存储空间已满，这次操作没有生效，已提交的内容没有丢失。请稍后再试，并告诉管理员。"""

    code, status = "storage-full", 507


class Unstorable(LaurelError):
    """有一项内容太长、数字太大，或含有数据库不能保存的字符。没有保存任何内容，请更正后再提交。"""

    code, status = "unstorable", 422


class PeopleFirst(LaurelError):
    """{reason}

    For job handlers: trying again by itself would not help, so the job becomes an incident at once and is
    retried when people have done what the sentence says.
    """

    code, status = "people-first", 422


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: where it is, which rule, and a sentence that says what cures it."""

    rule: str
    message: str
    file: str = ""
    element: str | None = None
    line: int | None = None
    severity: str = "error"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Refused(LaurelError):
    """{file}：{count} 处问题，没有保存任何内容。{first}"""

    code, status = "refused", 422

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        first = self.findings[0] if self.findings else Finding(rule="unknown", message="")
        place = f"元素 {first.element}" if first.element else "文件"
        at = f"第 {first.line} 行" if first.line else ""
        super().__init__(
            file=first.file, count=len(self.findings), first=f"{place}{at}：{first.message}（{first.rule}）"
        )
