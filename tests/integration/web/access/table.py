"""The declaration as a page that people read: docs/access.md."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from flask import Flask

from tests.integration.web.access.lines import KINDS, ROLES, Line

HEAD: Final = """# 谁可以用什么

本页由测试里的声明生成（`tests/integration/web/access/`，一个 Blueprint 一个文件），测试逐条核对：每个地址、每个角色、四种对象
（自己的、别人的、别奖的、不存在的）。声明里没有的地址，测试不通过。新增地址的人在自己的文件里加一行，再运行
`python -m tests.integration.web.access`，它重写本页，并为还没有声明的地址打印一行草稿。

- 没有写到的角色得到 404：看不见的等于不存在。未登录的人转到登录页。
- “仅告知”：在别处看得见这件事，但这一步不归他办，得到 403。
- “本页限”：只有这些角色有这个页面；其余登录的人得到 403，标“隐”的得到 404。
- “可以”指不因身份被拒绝；没填的表单、已经办结的任务照样会被退回，写明原因。
- 别奖审定办经办在自己的奖里与审定办经办相同，在这里代表“别的单位”。

角色：{roles}。
"""


def page(lines: Iterable[Line], app: Flask) -> str:
    """The whole page, a table for each blueprint."""
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    parts = [HEAD.format(roles="、".join(word for _, word in ROLES.values()))]
    known = sorted(
        (line for line in lines if line.endpoint in rules), key=lambda line: (line.endpoint, line.method)
    )
    for name, group in groupby(known, key=lambda line: line.endpoint.partition(".")[0]):
        parts.append(f"\n## {name}\n\n| 地址 | 本页限 | 可以 |\n|---|---|---|\n")
        parts += [_row(line, rules[line.endpoint]) for line in group]
    return "".join(parts)


def _row(line: Line, rule: str) -> str:
    limited = _words(line.rule) + ("（隐）" if line.refusal == 404 else "")
    allowed = "<br>".join(
        _kind(line, kind, word) for kind, word in KINDS.items() if line.through(kind) is not None
    )
    return f"| `{line.method} {rule}` | {limited} | {allowed} |\n"


def _kind(line: Line, kind: str, word: str) -> str:
    rule = frozenset(line.rule.split())
    through, told = (line.through(kind) or frozenset()) & rule, line.told(kind) & rule
    said = "全部" if through == rule else _words(" ".join(through)) or "无"
    said += f"；仅告知：{_words(' '.join(told))}" if told else ""
    return said if kind == "page" else f"{word}：{said}"


def _words(roles: str) -> str:
    """Roles by what they are called, in their order; everybody, and everybody who is signed in, in a word."""
    mine = [role for role in ROLES if role in roles.split()]
    if len(mine) == len(ROLES):
        return "任何人"
    if mine == [role for role in ROLES if role != "door"]:
        return "已登录的人"
    return "、".join(ROLES[role][1] for role in mine)
