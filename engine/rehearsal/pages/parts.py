"""Pieces that the pages share: the frame, tables, shares with their bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from engine.rehearsal.pages.style import STYLE

SHARES = {"elements": "元素", "flows": "连线", "articles": "条文"}

_NARROW = 80  # characters of HTML; what is longer may be broken into lines


def page(title: str, *parts: str) -> str:
    """A whole document."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1>\n{''.join(parts)}\n</main></body></html>\n"
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"


def _cell(content: str) -> str:
    narrow = ' class="narrow"' if len(content) < _NARROW else ""
    return f"<td{narrow}>{content}</td>"


def share(part: Mapping[str, Any]) -> str:
    """`12/14` with a bar; complete and incomplete differ in the words, not only in the colour."""
    covered, total = part["covered"], part["total"]
    word = "全部" if covered == total else f"缺 {total - covered}"
    percent = 100 * covered / total if total else 100
    kind = "full" if covered == total else "part"
    return (
        f'<span class="share {kind}"><span class="num">{covered}/{total}</span>'
        f'<span class="bar"><span style="width:{percent:.0f}%"></span></span>'
        f'<span class="word">{word}</span></span>'
    )


def code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def to_shape(identity: str) -> str:
    """The id as a link to its place in the picture."""
    return f'<a href="#e-{escape(identity)}">{code(identity)}</a>'
