"""What FEEL refuses: wrong source, and breaches of the evaluator's budget and size bounds."""

from __future__ import annotations


class FeelError(Exception):
    """An expression that cannot be read, or that asks for more than it may have. The message is Chinese."""


class FeelSyntaxError(FeelError):
    """A source that is not FEEL. Positions count characters from 0, lines from 1."""

    def __init__(self, reason: str, position: int = 0, line: int = 1, suggestion: str | None = None) -> None:
        self.reason = reason
        self.position = position
        self.line = line
        self.suggestion = suggestion
        hint = f"；是否想写“{suggestion}”？" if suggestion else ""
        super().__init__(f"第 {line} 行第 {position + 1} 个字符处：{reason}{hint}")


class FeelUnsupportedError(FeelSyntaxError):
    """A source that is FEEL and asks for what is not run here: functions of other languages."""


class FeelBudgetError(FeelError):
    """An evaluation that used up its steps or its depth."""


class FeelSizeError(FeelError):
    """A value that would be larger than a string, a list or a result may be."""


def syntax_error(
    source: str,
    position: int,
    reason: str,
    suggestion: str | None = None,
    kind: type[FeelSyntaxError] = FeelSyntaxError,
) -> FeelSyntaxError:
    """A FeelSyntaxError, or one of its kinds, whose line is counted from the source."""
    return kind(reason, position, source.count("\n", 0, position) + 1, suggestion)
